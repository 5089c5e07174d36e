using SalesPerf.Domain.Digests;
using SalesPerf.Domain.Values;
using SalesPerf.Functions.Deals;
using SalesPerf.Functions.Storage;
using SalesPerf.Platform.Documents;

namespace SalesPerf.Functions.Digests;

/// <summary>Where digests are stored: beside the manager's other documents, ordered by the day their week ended.</summary>
internal static class DigestDocuments
{
    public const string Kind = "digest";

    public static string Id(string week) => $"digest~{Key.Component(week)}";

    /// <summary>Who may see a digest is decided by the organisation of the week's last day.</summary>
    public static DateOnly AccessDay(DigestDelivery delivery) => delivery.Content.End.AddDays(-1);

    public static Document New(DigestDelivery delivery) =>
        TypedDocuments.New(Partitions.Rep(delivery.Content.Manager), Id(delivery.Content.Week), Kind, DealDocuments.At(delivery.Content.End), delivery);
}
