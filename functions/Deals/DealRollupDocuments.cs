using SalesPerf.Domain.Deals;
using SalesPerf.Domain.Metrics;
using SalesPerf.Domain.Resources;
using SalesPerf.Functions.Activities;
using SalesPerf.Functions.Storage;
using SalesPerf.Platform.Documents;
using MonthTallies = System.Collections.Generic.SortedDictionary<System.DateOnly, System.Collections.Generic.SortedDictionary<string, SalesPerf.Domain.Metrics.Tally>>;

namespace SalesPerf.Functions.Deals;

/// <summary>
/// A person's deal rollups, a document a UTC month. A month's document changes with every contribution that has an event in it,
/// so its ETag guards a rebuild.
/// </summary>
public sealed class DealRollupDocuments(IDocumentStore store)
{
    public const string Kind = "dealrollup";

    public static string Id(string month) => $"dealrollup~{month}";

    /// <summary>The UTC months of a contribution's events.</summary>
    public static IEnumerable<string> MonthsOf(Contribution? contribution) =>
        (contribution?.Events ?? []).Select(happened => RollupMonths.Of(happened.At)).Distinct();

    /// <summary>Takes a contribution's old tallies out of a month and puts the new ones in. False, with nothing added, when the month was counted under another stamp.</summary>
    public async Task<bool> TryAddAsync(
        DocumentBatch batch, MonthMetering metering, Contribution? before, Contribution after, CancellationToken cancellationToken)
    {
        var stored = await store.ReadAsync<MonthRollup>(batch.Pk, Id(metering.Month), cancellationToken);
        if (stored is not null && stored.Value.Stamp != metering.DealStamp)
        {
            return false;
        }

        var rollup = stored?.Value ?? new MonthRollup { Stamp = metering.DealStamp, Month = metering.Month };
        Write(batch, stored, rollup.Minus(Tallies(before, metering)).Plus(Tallies(after, metering)));
        return true;
    }

    /// <summary>Counts a month again from the person's contributions, with <paramref name="changed"/> in place of the stored one of its deal.</summary>
    public async Task RebuildAsync(DocumentBatch batch, MonthMetering metering, Contribution? changed, CancellationToken cancellationToken)
    {
        var stored = await store.ReadAsync<MonthRollup>(batch.Pk, Id(metering.Month), cancellationToken);
        var rollup = new MonthRollup { Stamp = metering.DealStamp, Month = metering.Month }.Plus(Tallies(changed, metering));
        foreach (var kind in new[] { DealDocuments.ContributionKind, DealDocuments.OpenKind })
        {
            await foreach (var other in store.RangeAsync<Contribution>(new RangeQuery(batch.Pk, kind, Size: 1000), cancellationToken))
            {
                if (other.Value.Source != changed?.Source || other.Value.Deal != changed.Deal)
                {
                    rollup = rollup.Plus(Tallies(other.Value, metering));
                }
            }
        }

        Write(batch, stored, rollup);
    }

    private static MonthTallies Tallies(Contribution? contribution, MonthMetering metering) =>
        contribution is not null && DealRollup.Tallies(contribution, metering.Matcher, metering.LocalDay).TryGetValue(metering.Month, out var days) ? days : [];

    private static void Write(DocumentBatch batch, Stored<MonthRollup>? stored, MonthRollup rollup)
    {
        var document = TypedDocuments.New(batch.Pk, Id(rollup.Month), Kind, MonthMetering.StartOf(rollup.Month), rollup);
        _ = stored is null ? batch.Create(document) : batch.Replace(stored.Document, document);
    }
}
