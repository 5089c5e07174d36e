using SalesPerf.Domain.Metrics;
using SalesPerf.Domain.Resources;
using SalesPerf.Functions.Activities;
using SalesPerf.Functions.Deals;
using SalesPerf.Functions.Storage;
using SalesPerf.Platform.Documents;

namespace SalesPerf.Functions.Competencies;

/// <summary>
/// The rollups behind a person's numbers: those of every CRM identity they have, and of their deals. A month counted by other rules than
/// today's is counted again first.
/// </summary>
public sealed class PersonRollups(IDocumentStore store, RollupDocuments rollups, DealRollupDocuments dealRollups, TimeProvider time)
{
    /// <param name="model">The resources.</param>
    /// <param name="person">The person.</param>
    /// <param name="start">First local day.</param>
    /// <param name="end">The day after the last.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    public async Task<ReadRollups> ReadAsync(Model model, string person, DateOnly start, DateOnly end, CancellationToken cancellationToken)
    {
        var sets = new List<RollupSet>();
        var revs = new List<(string Month, string Id, long Rev)>();
        var months = RollupMonths.CoveringReplies(start, end);
        foreach (var (source, owner) in model.IdentitiesOf(person))
        {
            await AddAsync(sets, revs, model, person, Partitions.Who(source, owner), months, cancellationToken);
        }

        await AddDealsAsync(sets, revs, model, person, RollupMonths.Covering(start, end), cancellationToken);
        return new ReadRollups(sets, revs);
    }

    private async Task AddAsync(
        List<RollupSet> sets, List<(string Month, string Id, long Rev)> revs, Model model, string person, string pk, IReadOnlyList<string> months, CancellationToken cancellationToken)
    {
        var meterings = months.ToDictionary(month => month, month => MonthMetering.Of(model, person, month), StringComparer.Ordinal);
        var ids = months.SelectMany(month => Ids(month, meterings[month])).ToList();
        var documents = await store.ReadManyAsync(pk, ids, cancellationToken);
        var stale = documents
            .Where(document => document.Kind == RollupDocuments.Kind)
            .Select(document => TypedDocuments.Open<MonthRollup>(document).Value)
            .Where(rollup => rollup.Stamp != meterings[rollup.Month].Stamp)
            .ToList();
        if (stale.Count > 0)
        {
            foreach (var rollup in stale)
            {
                await RebuildAsync(pk, batch => rollups.RebuildAsync(batch, meterings[rollup.Month], [], cancellationToken), cancellationToken);
            }

            documents = await store.ReadManyAsync(pk, ids, cancellationToken);
        }

        var metricMonths = documents.Where(document => document.Kind == RollupDocuments.MetricKind).Select(document => TypedDocuments.Open<MetricMonth>(document).Value).ToLookup(month => month.Month);
        foreach (var document in documents.Where(document => document.Kind == RollupDocuments.Kind))
        {
            var rollup = TypedDocuments.Open<MonthRollup>(document).Value;
            sets.Add(new RollupSet(rollup, [.. metricMonths[rollup.Month]]));
            revs.Add((rollup.Month, $"{pk}/{document.Id}", document.Rev));
        }
    }

    private async Task AddDealsAsync(
        List<RollupSet> sets, List<(string Month, string Id, long Rev)> revs, Model model, string person, IReadOnlyList<string> months, CancellationToken cancellationToken)
    {
        var pk = Partitions.Rep(person);
        string[] ids = [.. months.Select(DealRollupDocuments.Id)];
        var stored = await store.ReadManyAsync<MonthRollup>(pk, ids, cancellationToken);
        var isStale = false;
        foreach (var rollup in stored.Select(found => found.Value))
        {
            var metering = MonthMetering.Of(model, person, rollup.Month);
            if (rollup.Stamp != metering.DealStamp)
            {
                await RebuildAsync(pk, batch => dealRollups.RebuildAsync(batch, metering, null, cancellationToken), cancellationToken);
                isStale = true;
            }
        }

        foreach (var rollup in isStale ? await store.ReadManyAsync<MonthRollup>(pk, ids, cancellationToken) : stored)
        {
            sets.Add(new RollupSet(rollup.Value, []));
            revs.Add((rollup.Value.Month, rollup.Document.Id, rollup.Rev));
        }
    }

    private async Task RebuildAsync(string pk, Func<DocumentBatch, Task> rebuild, CancellationToken cancellationToken)
    {
        var attempts = new Attempts(time);
        while (true)
        {
            var batch = new DocumentBatch(pk);
            await rebuild(batch);
            if (await store.CommitAsync(batch, cancellationToken) is CommitResult.Committed)
            {
                return;
            }

            await attempts.AgainAsync(cancellationToken);
        }
    }

    private static IEnumerable<string> Ids(string month, MonthMetering metering) =>
        metering.KeptApart.Select(metric => RollupDocuments.MetricId(month, metric)).Prepend(RollupDocuments.Id(month));
}

/// <summary>Rollups as read, with the revision of each.</summary>
public sealed record ReadRollups(IReadOnlyList<RollupSet> Sets, IReadOnlyList<(string Month, string Id, long Rev)> Revs)
{
    /// <summary>By document, of some months.</summary>
    public Dictionary<string, long> RevsOf(IReadOnlyList<string> months) =>
        Revs.Where(rev => months.Contains(rev.Month)).ToDictionary(rev => rev.Id, rev => rev.Rev, StringComparer.Ordinal);
}
