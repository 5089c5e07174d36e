using SalesPerf.Domain.Competencies;
using SalesPerf.Functions.Deals;
using SalesPerf.Functions.Storage;
using SalesPerf.Platform.Documents;

namespace SalesPerf.Functions.Competencies;

/// <summary>Where scorecards are stored.</summary>
public static class ScorecardDocuments
{
    /// <summary>Scorecards that are settled.</summary>
    public const string Kind = "scorecard";

    /// <summary>Scorecards that the next run evaluates.</summary>
    public const string UnsettledKind = "unsettled";

    public static string Id(string period) => $"scorecard~{period}";

    /// <summary>The id of the period that a scorecard is of.</summary>
    public static string PeriodOf(Document document) => document.Id["scorecard~".Length..];

    public static Document New(Scorecard card) =>
        TypedDocuments.New(Partitions.Rep(card.Person), Id(card.Period), card.IsSettled ? Kind : UnsettledKind, DealDocuments.At(card.Start), card);
}
