using SalesPerf.Domain.Metrics;
using SalesPerf.Functions.Activities;
using SalesPerf.Functions.Bookkeeping;
using SalesPerf.Functions.Commissions.Calculated;
using SalesPerf.Functions.Deals;
using SalesPerf.Functions.Storage;
using SalesPerf.Platform.Documents;
using SalesPerf.Simulation.Engine;
using SalesPerf.Simulation.Feed;
using SalesPerf.TestKit.Documents;

namespace SalesPerf.Simulation.Checks;

/// <summary>What is stored at one moment, as far as it must be the same however it came about.</summary>
internal static class Snapshot
{
    /// <summary>Which months were ever touched, and by which rules something was counted, say how it came about.</summary>
    private static readonly string[] Past = ["months", "stamp", "material", "run", "knownAt"];

    /// <summary>What a close that comes while events do has found by then. What it must hold is checked by itself.</summary>
    private static readonly string[] Closed =
        [BookDocuments.ClosedKind, BookDocuments.SnapshotKind, BookDocuments.LedgerKind, BookDocuments.PostedKind, BookDocuments.ManifestKind, BookDocuments.ChainKind, CalculatedDocuments.Kind];

    private static readonly string[] Rollups = [RollupDocuments.Kind, RollupDocuments.MetricKind, DealRollupDocuments.Kind];

    /// <param name="documents">What is stored.</param>
    /// <param name="withRollups">Whether the rollups of people were all brought up to date. Nobody reads those of identities that nobody has.</param>
    /// <param name="story">What was told.</param>
    public static Dictionary<string, Document> Of(StoredDocuments documents, bool withRollups, Story story)
    {
        var found = new Dictionary<string, Document>(StringComparer.Ordinal);
        foreach (var document in documents.Unordered.Where(document => IsCompared(document) && !IsTombstone(document)))
        {
            if ((Rollups.Contains(document.Kind) && (!withRollups || story.Unread.Contains(document.Pk))) || (story.Close.IsAmid && Closed.Contains(document.Kind)))
            {
                continue;
            }

            found[$"{document.Pk}/{document.Id}"] = document;
        }

        return found;
    }

    public static bool IsPlainlySame(Document one, Document other) => one.Kind == other.Kind && EndState.IsPlainlySame(one.Body.Span, other.Body.Span, Past);

    public static string Text(Document? document) => document is null ? "nothing" : EndState.Of(document, Past);

    /// <summary>What means nothing any more: that something was there for a moment says how it came about too. So do the books of a month without a credit.</summary>
    private static bool IsTombstone(Document document) => document.Kind is DealDocuments.NoCreditKind or DealDocuments.NoContributionKind or Books.Kind
        || (document.Kind == DealRollupDocuments.Kind && TypedDocuments.Open<MonthRollup>(document).Value.Days.Count == 0);

    // How often something was tried to be delivered outside, and what was refused how often, is checked by itself. What was asked of a remapping says what was there when it began. Texts are named by salted hashes.
    private static bool IsCompared(Document document) =>
        document.Kind != "remap" && document.Kind != KeptText.Kind && document.Kind != DigestCheck.Kind && !document.Id.Contains("digest-sent-", StringComparison.Ordinal)
        && !document.Pk.StartsWith("deliveries~", StringComparison.Ordinal) && !document.Pk.StartsWith("dead~", StringComparison.Ordinal) && !document.Pk.StartsWith("access~", StringComparison.Ordinal);
}

/// <summary>Compares what is stored with what should be, moment after moment: what was the same before, and was not written since, is not looked at again.</summary>
internal sealed class Comparison
{
    private readonly Dictionary<string, (Document Wanted, Document Found)> same = new(StringComparer.Ordinal);

    /// <exception cref="BrokenInvariantException">They differ.</exception>
    public void Compare(string when, Dictionary<string, Document> expected, Dictionary<string, Document> actual)
    {
        foreach (var (name, wanted) in expected)
        {
            if (actual.GetValueOrDefault(name) is not { } found)
            {
                throw Differs(when, name, wanted, null);
            }

            if (same.TryGetValue(name, out var before) && ReferenceEquals(before.Wanted, wanted) && ReferenceEquals(before.Found, found))
            {
                continue;
            }

            if (!Snapshot.IsPlainlySame(wanted, found) && Snapshot.Text(wanted) != Snapshot.Text(found))
            {
                throw Differs(when, name, wanted, found);
            }

            same[name] = (wanted, found);
        }

        if (actual.Keys.FirstOrDefault(name => !expected.ContainsKey(name)) is { } more)
        {
            throw Differs(when, more, null, actual[more]);
        }
    }

    private static BrokenInvariantException Differs(string when, string name, Document? wanted, Document? found) =>
        new($"{when}: {name}\n expected {Snapshot.Text(wanted)}\n found    {Snapshot.Text(found)}");
}
