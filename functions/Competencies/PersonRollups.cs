using SalesPerf.Domain.Metrics;
using SalesPerf.Domain.Resources;
using SalesPerf.Functions.Activities;
using SalesPerf.Functions.DeadLetters;
using SalesPerf.Functions.Deals;
using SalesPerf.Functions.Directory;
using SalesPerf.Functions.Messages;
using SalesPerf.Functions.Storage;
using SalesPerf.Platform.Documents;

namespace SalesPerf.Functions.Competencies;

/// <summary>
/// The rollups behind a person's numbers: those of every CRM identity they have, of their calls, meetings and tasks that came in parts, and of their deals. A month counted by other rules than
/// today's is counted again first, when the directory read anew says so too.
/// </summary>
public sealed class PersonRollups(IDocumentStore store, ModelDirectory directory, RollupDocuments rollups, DealRollupDocuments dealRollups, OpenedDocuments opened, DeadDocuments dead, TimeProvider time)
{
    /// <param name="model">The resources.</param>
    /// <param name="person">The person.</param>
    /// <param name="start">First local day.</param>
    /// <param name="end">The day after the last.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    public async Task<ReadRollups> ReadAsync(Model model, string person, DateOnly start, DateOnly end, CancellationToken cancellationToken)
    {
        var reading = new Reading(model, person);
        var months = RollupMonths.CoveringReplies(start, end);
        foreach (var (source, owner) in model.IdentitiesOf(person))
        {
            await AddAsync(reading, Partitions.Who(source, owner), newest => newest.PersonOf(source, owner), months, cancellationToken);
        }

        await AddAsync(reading, Partitions.Rep(person), _ => person, months, cancellationToken);
        await AddDealsAsync(reading, RollupMonths.Covering(start, end), cancellationToken);
        return new ReadRollups(reading.Sets, reading.Revs, reading.Newer);
    }

    private async Task AddAsync(Reading reading, string pk, Func<Model, string?> personIn, IReadOnlyList<string> months, CancellationToken cancellationToken)
    {
        var meterings = months.ToDictionary(month => month, month => MonthMetering.Of(reading.Model, reading.Person, month), StringComparer.Ordinal);
        var ids = months.SelectMany(month => Ids(month, meterings[month])).ToList();
        var documents = await store.ReadManyAsync(pk, ids, cancellationToken);
        var stale = documents
            .Where(document => document.Kind == RollupDocuments.Kind)
            .Select(document => opened.Open<MonthRollup>(document).Value)
            .Where(rollup => rollup.Stamp != meterings[rollup.Month].Stamp)
            .ToList();
        if (stale.Count > 0)
        {
            foreach (var rollup in stale)
            {
                var metering = meterings[rollup.Month];
                await RebuildAsync(
                    reading,
                    pk,
                    rollup.Month,
                    model => MonthMetering.Of(model, personIn(model), rollup.Month).Stamp == metering.Stamp,
                    batch => rollups.RebuildAsync(batch, metering, [], cancellationToken),
                    cancellationToken);
            }

            documents = await store.ReadManyAsync(pk, ids, cancellationToken);
        }

        var metricMonths = documents.Where(document => document.Kind == RollupDocuments.MetricKind).Select(document => opened.Open<MetricMonth>(document).Value).ToLookup(month => month.Month);
        foreach (var document in documents.Where(document => document.Kind == RollupDocuments.Kind))
        {
            var rollup = opened.Open<MonthRollup>(document).Value;
            reading.Sets.Add(new RollupSet(rollup, [.. metricMonths[rollup.Month]]));
            reading.Revs.Add((rollup.Month, $"{pk}/{document.Id}", document.Rev));
        }
    }

    private async Task AddDealsAsync(Reading reading, IReadOnlyList<string> months, CancellationToken cancellationToken)
    {
        var pk = Partitions.Rep(reading.Person);
        string[] ids = [.. months.Select(DealRollupDocuments.Id)];
        var stored = await opened.ReadManyAsync<MonthRollup>(store, pk, ids, cancellationToken);
        var isStale = false;
        foreach (var rollup in stored.Select(found => found.Value))
        {
            var metering = MonthMetering.Of(reading.Model, reading.Person, rollup.Month);
            if (rollup.Stamp != metering.DealStamp)
            {
                await RebuildAsync(
                    reading,
                    pk,
                    rollup.Month,
                    model => MonthMetering.Of(model, reading.Person, rollup.Month).DealStamp == metering.DealStamp,
                    batch => dealRollups.RebuildAsync(batch, metering, null, cancellationToken),
                    cancellationToken);
                isStale = true;
            }
        }

        foreach (var rollup in isStale ? await opened.ReadManyAsync<MonthRollup>(store, pk, ids, cancellationToken) : stored)
        {
            reading.Sets.Add(new RollupSet(rollup.Value, []));
            reading.Revs.Add((rollup.Value.Month, rollup.Document.Id, rollup.Rev));
        }
    }

    /// <summary>Counts a month again. What was counted by other rules may have been counted by newer ones: then it is left as it is.</summary>
    private async Task RebuildAsync(
        Reading reading, string pk, string month, Func<Model, bool> isInForce, Func<DocumentBatch, Task> rebuild, CancellationToken cancellationToken)
    {
        var attempts = new Attempts(time);
        var loaded = reading.Loaded ??= await directory.ReloadAsync(cancellationToken);
        while (true)
        {
            if (!isInForce(loaded.Model))
            {
                reading.Newer = loaded;
                return;
            }

            var batch = new DocumentBatch(pk);
            await rebuild(batch);
            if (!loaded.IsFreshAt(time.GetUtcNow()))
            {
                reading.Loaded = loaded = await directory.ReloadAsync(cancellationToken);
                continue;
            }

            switch (await store.CommitAsync(batch, cancellationToken))
            {
                case CommitResult.Committed:
                    return;
                case CommitResult.Refused { Reason: Refusal.TooLarge }:
                    // It stays as it was counted last, and somebody is told.
                    var now = time.GetUtcNow();
                    var again = FollowOn.Evaluate(reading.Person, [month]).Message(now, null);
                    await dead.AddTooLargeAsync($"The rollup of {month} in {pk}", Queues.EvaluateCompetencies, again, null, now, cancellationToken);
                    return;
                default:
                    await attempts.AgainAsync(cancellationToken);
                    break;
            }
        }
    }

    private static IEnumerable<string> Ids(string month, MonthMetering metering) =>
        metering.KeptApart.Select(metric => RollupDocuments.MetricId(month, metric)).Prepend(RollupDocuments.Id(month));

    private sealed class Reading(Model model, string person)
    {
        public Model Model => model;

        public string Person => person;

        public List<RollupSet> Sets { get; } = [];

        public List<(string Month, string Id, long Rev)> Revs { get; } = [];

        /// <summary>The directory as read again when the first month was met that was counted by other rules.</summary>
        public LoadedModel? Loaded { get; set; }

        public LoadedModel? Newer { get; set; }
    }
}

/// <summary>Rollups as read, with the revision of each.</summary>
/// <param name="Sets">The rollups.</param>
/// <param name="Revs">Their revisions.</param>
/// <param name="Newer">Set when some month was counted by newer rules than the model's: the directory that has them.</param>
public sealed record ReadRollups(IReadOnlyList<RollupSet> Sets, IReadOnlyList<(string Month, string Id, long Rev)> Revs, LoadedModel? Newer)
{
    /// <summary>By document, of some months.</summary>
    public Dictionary<string, long> RevsOf(IReadOnlyList<string> months) =>
        Revs.Where(rev => months.Contains(rev.Month)).ToDictionary(rev => rev.Id, rev => rev.Rev, StringComparer.Ordinal);
}
