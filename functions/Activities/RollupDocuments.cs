using SalesPerf.Domain.Activities;
using SalesPerf.Domain.Metrics;
using SalesPerf.Functions.Storage;
using SalesPerf.Platform.Documents;

namespace SalesPerf.Functions.Activities;

/// <summary>Reads, extends and rebuilds the rollups of one CRM identity.</summary>
public sealed class RollupDocuments(IDocumentStore store, OpenedDocuments opened)
{
    public const string Kind = "rollup";
    public const string MetricKind = "metric";

    public static string Id(string month) => $"rollup~{month}";

    public static string MetricId(string month, string metric) => $"metric~{month}~{Domain.Values.Key.Component(metric)}";

    /// <summary>Adds the activities to the month's rollup in <paramref name="batch"/>. Null, with nothing added, when what is stored was counted under another stamp.</summary>
    public async Task<RollupChange?> TryAddAsync(DocumentBatch batch, MonthMetering metering, IReadOnlyList<Activity> activities, CancellationToken cancellationToken)
    {
        var stored = await LoadAsync(batch.Pk, metering, metering.Matcher.KeptApart(activities), cancellationToken);
        if (stored.Rollup is { } rollup && rollup.Value.Stamp != metering.Stamp)
        {
            return null;
        }

        // A metric's document under another stamp is of rules no longer in force: the rollup has moved on since, so it was rebuilt as absent.
        var existing = stored.Metrics.Values.Where(metric => metric.Value.Stamp == metering.Stamp).Select(metric => metric.Value);
        var folded = RollupFold.Apply(stored.Rollup?.Value, [.. existing], activities, metering.Matcher, metering.LocalDay, metering.Stamp, metering.Month);
        Write(batch, metering.Month, stored, folded);
        return folded;
    }

    /// <summary>Remembers what was committed, so that the next activities of the month need not read it from JSON again.</summary>
    public void Keep(DocumentBatch batch, CommitResult.Committed committed, IEnumerable<RollupChange> changes)
    {
        var values = new Dictionary<string, object>(StringComparer.Ordinal);
        foreach (var change in changes)
        {
            values[Id(change.Rollup.Month)] = change.Rollup;
            foreach (var metric in change.MetricMonths)
            {
                values[MetricId(metric.Month, metric.Metric)] = metric;
            }
        }

        foreach (var (i, operation) in batch.Operations.Index())
        {
            var written = operation switch
            {
                DocumentOperation.Create create => create.Document,
                DocumentOperation.Replace replace => replace.Document,
                _ => null,
            };
            if (written is not null && values.TryGetValue(operation.Id, out var value))
            {
                opened.Keep(written, committed.ETags[i], value);
            }
        }
    }

    /// <summary>Counts the month again from its activity documents and those about to be created.</summary>
    public Task RebuildAsync(DocumentBatch batch, MonthMetering metering, IReadOnlyList<Activity> adding, CancellationToken cancellationToken) =>
        RebuildAsync(batch, metering, adding, adding.Select(activity => activity.Key).ToHashSet(StringComparer.Ordinal), cancellationToken);

    /// <param name="batch">Where it is written.</param>
    /// <param name="metering">The month.</param>
    /// <param name="adding">What is about to be created in the month, or to be put in the place of something.</param>
    /// <param name="without">Keys of what is about to be replaced, in this month or another.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task RebuildAsync(DocumentBatch batch, MonthMetering metering, IReadOnlyList<Activity> adding, IReadOnlySet<string> without, CancellationToken cancellationToken)
    {
        var rollup = await store.ReadAsync<MonthRollup>(batch.Pk, Id(metering.Month), cancellationToken);
        var from = MonthMetering.StartOf(metering.Month);
        var query = new RangeQuery(batch.Pk, ActivityDocuments.Kind, from, from.AddMonths(1), Size: 1000);
        var activities = new List<Activity>();
        await foreach (var activity in store.RangeAsync<Activity>(query, cancellationToken))
        {
            if (!without.Contains(activity.Value.Key))
            {
                activities.Add(activity.Value);
            }
        }

        activities.AddRange(adding);
        var stored = new StoredRollup(rollup, await LoadMetricsAsync(batch.Pk, metering.Month, metering.KeptApart, cancellationToken));
        var counted = RollupFold.Apply(null, [], activities, metering.Matcher, metering.LocalDay, metering.Stamp, metering.Month);
        Write(batch, metering.Month, stored, counted with { MetricMonths = [.. counted.MetricMonths, .. Unfed(stored, counted, metering)] });
    }

    /// <summary>Nothing, for each metric that is stored and that nothing feeds any more: what fed it was replaced, and would count for ever.</summary>
    private static IEnumerable<MetricMonth> Unfed(StoredRollup stored, RollupChange counted, MonthMetering metering) => stored.Metrics.Values
        .Where(metric => metric.Value.Stamp == metering.Stamp && counted.MetricMonths.All(fed => fed.Metric != metric.Value.Metric))
        .Select(metric => new MetricMonth { Stamp = metering.Stamp, Metric = metric.Value.Metric, Month = metering.Month });

    /// <summary>The month's rollup and the documents of the metrics named, as stored.</summary>
    public async Task<StoredRollup> LoadAsync(string pk, MonthMetering metering, IReadOnlyCollection<string> metrics, CancellationToken cancellationToken)
    {
        var rollup = await store.ReadAsync(pk, Id(metering.Month), cancellationToken);
        return new StoredRollup(rollup is null ? null : opened.Open<MonthRollup>(rollup), await LoadMetricsAsync(pk, metering.Month, metrics, cancellationToken));
    }

    private async Task<Dictionary<string, Stored<MetricMonth>>> LoadMetricsAsync(
        string pk, string month, IReadOnlyCollection<string> metrics, CancellationToken cancellationToken) =>
        (await opened.ReadManyAsync<MetricMonth>(store, pk, [.. metrics.Select(metric => MetricId(month, metric))], cancellationToken))
            .ToDictionary(stored => stored.Value.Metric, StringComparer.Ordinal);

    /// <summary>The month is always replaced, changed or not: its ETag is what keeps a rebuild and a commit from missing each other.</summary>
    private static void Write(DocumentBatch batch, string month, StoredRollup stored, RollupChange folded)
    {
        var at = MonthMetering.StartOf(month);
        Write(batch, TypedDocuments.New(batch.Pk, Id(month), Kind, at, folded.Rollup), stored.Rollup?.Document);
        foreach (var metric in folded.MetricMonths)
        {
            Write(batch, TypedDocuments.New(batch.Pk, MetricId(month, metric.Metric), MetricKind, at, metric), stored.Metrics.GetValueOrDefault(metric.Metric)?.Document);
        }
    }

    private static void Write(DocumentBatch batch, Document document, Document? existing) =>
        _ = existing is null ? batch.Create(document) : batch.Replace(existing, document);
}

/// <summary>A month as stored. A metric without a document has none.</summary>
public sealed record StoredRollup(Stored<MonthRollup>? Rollup, IReadOnlyDictionary<string, Stored<MetricMonth>> Metrics);
