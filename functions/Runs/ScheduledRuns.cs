using SalesPerf.Domain.Values;
using SalesPerf.Functions.Schedules;
using SalesPerf.Functions.Storage;
using SalesPerf.Platform.Documents;

namespace SalesPerf.Functions.Runs;

/// <summary>Runs that a timer function began: its occurrences, from the moment when all units of one are sent.</summary>
public abstract class ScheduledRuns(IDocumentStore store, string function) : RunsOfKind
{
    private readonly string pk = Occurrences.Partition(function);

    public override async Task<(IReadOnlyList<RunProgress> Items, string? Continuation)> ListAsync(string? continuation, int size, CancellationToken cancellationToken)
    {
        var page = await store.RangeAsync(new RangeQuery(pk, Occurrences.Kind, Descending: true, Continuation: continuation, Size: size), cancellationToken);
        var runs = new List<RunProgress>(page.Items.Count);
        var seen = new SeenUnits();
        foreach (var document in page.Items)
        {
            runs.Add(await ProgressAsync(document.Id, TypedDocuments.Open<OccurrenceDone>(document).Value, seen, cancellationToken));
        }

        return (runs, page.Continuation);
    }

    public override async Task<RunProgress?> ReadAsync(string id, CancellationToken cancellationToken) =>
        await store.ReadAsync<OccurrenceDone>(pk, Key.Component(id), cancellationToken) is { } stored
            ? await ProgressAsync(id, stored.Value, new SeenUnits(), cancellationToken)
            : null;

    /// <param name="id">Of the occurrence.</param>
    /// <param name="occurrence">It.</param>
    /// <param name="seen">What was read for other runs of the same answer.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    protected abstract Task<RunProgress> ProgressAsync(string id, OccurrenceDone occurrence, SeenUnits seen, CancellationToken cancellationToken);

    /// <summary>The latest run that each unit went through, as far as it was read.</summary>
    protected sealed class SeenUnits : Dictionary<string, DateTimeOffset?>
    {
        public SeenUnits()
            : base(StringComparer.Ordinal)
        {
        }
    }
}
