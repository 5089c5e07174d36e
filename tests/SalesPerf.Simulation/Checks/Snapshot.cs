using SalesPerf.Domain.Metrics;
using SalesPerf.Functions.Activities;
using SalesPerf.Functions.Deals;
using SalesPerf.Functions.Storage;
using SalesPerf.Platform.Documents;
using SalesPerf.Simulation.Engine;
using SalesPerf.TestKit.Documents;

namespace SalesPerf.Simulation.Checks;

/// <summary>What is stored at one moment, as far as it must be the same however it came about.</summary>
internal static class Snapshot
{
    /// <summary>Which months were ever touched, and by which rules something was counted, say how it came about.</summary>
    private static readonly string[] Past = ["months", "stamp", "material", "run"];

    private static readonly string[] Rollups = [RollupDocuments.Kind, RollupDocuments.MetricKind, DealRollupDocuments.Kind];

    /// <param name="documents">What is stored.</param>
    /// <param name="withRollups">Whether the rollups were all brought up to date.</param>
    public static SortedDictionary<string, Document> Of(StoredDocuments documents, bool withRollups)
    {
        var found = new SortedDictionary<string, Document>(StringComparer.Ordinal);
        foreach (var document in documents.All.Where(document => IsCompared(document) && !IsTombstone(document) && (withRollups || !Rollups.Contains(document.Kind))))
        {
            found[$"{document.Pk}/{document.Id}"] = document;
        }

        return found;
    }

    /// <exception cref="BrokenInvariantException">They differ.</exception>
    public static void Compare(string when, SortedDictionary<string, Document> expected, SortedDictionary<string, Document> actual)
    {
        foreach (var name in expected.Keys.Union(actual.Keys))
        {
            var (wanted, found) = (expected.GetValueOrDefault(name), actual.GetValueOrDefault(name));
            if (wanted is not null && found is not null && wanted.Kind == found.Kind && wanted.Body.Span.SequenceEqual(found.Body.Span))
            {
                continue;
            }

            var (one, other) = (Text(wanted), Text(found));
            Invariants.Require(one == other, () => $"{when}: {name}\n expected {one}\n found    {other}");
        }
    }

    private static string Text(Document? document) => document is null ? "nothing" : EndState.Of(document, Past);

    /// <summary>What means nothing any more: that something was there for a moment says how it came about too. So do the books of a month without a credit.</summary>
    private static bool IsTombstone(Document document) => document.Kind is DealDocuments.NoCreditKind or DealDocuments.NoContributionKind or Books.Kind
        || (document.Kind == DealRollupDocuments.Kind && TypedDocuments.Open<MonthRollup>(document).Value.Days.Count == 0);

    // How often something was tried to be delivered outside, and what was refused how often, is checked by itself.
    private static bool IsCompared(Document document) =>
        !document.Pk.StartsWith("deliveries~", StringComparison.Ordinal) && !document.Pk.StartsWith("dead~", StringComparison.Ordinal) && !document.Pk.StartsWith("access~", StringComparison.Ordinal);
}
