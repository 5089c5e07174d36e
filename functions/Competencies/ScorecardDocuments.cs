using SalesPerf.Domain.Competencies;
using SalesPerf.Functions.Deals;
using SalesPerf.Functions.Storage;
using SalesPerf.Platform.Documents;

namespace SalesPerf.Functions.Competencies;

/// <summary>Where scorecards are stored.</summary>
public static class ScorecardDocuments
{
    public const string Kind = "scorecard";

    public static string Id(string period) => $"scorecard~{period}";

    public static Document New(Scorecard card) =>
        TypedDocuments.New(Partitions.Rep(card.Person), Id(card.Period), Kind, DealDocuments.At(card.Start), card);
}
