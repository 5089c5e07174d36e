using SalesPerf.Functions.Commissions.Calculated;
using SalesPerf.Functions.Directory;
using SalesPerf.Functions.Schedules;
using SalesPerf.Functions.Storage;
using SalesPerf.Platform.Documents;

namespace SalesPerf.Functions.Runs;

/// <summary>Nightly calculations: a unit is a person, and is through when that run or a later one brought their results up to date.</summary>
public sealed class CalculationRuns(IDocumentStore store, ModelDirectory directory) : ScheduledRuns(store, nameof(ScheduleCalculations))
{
    private readonly IDocumentStore store = store;

    public override string Kind => "calculation";

    protected override async Task<RunProgress> ProgressAsync(string id, OccurrenceDone occurrence, SeenUnits seen, CancellationToken cancellationToken)
    {
        var people = ScheduleCalculations.People((await directory.GetAsync(cancellationToken)).Model, occurrence.At);
        if (seen.Count == 0)
        {
            await foreach (var noted in store.RangeAsync<CalculatedRun>(new RangeQuery(CalculatedDocuments.Runs, CalculatedDocuments.RunKind, Size: 500), cancellationToken))
            {
                seen[noted.Value.Person] = noted.Value.Run;
            }
        }

        return RunProgress.Of(Kind, id, occurrence.At, people.Count, people.Where(person => !(seen.GetValueOrDefault(person) >= occurrence.At)), isOver: false);
    }
}
