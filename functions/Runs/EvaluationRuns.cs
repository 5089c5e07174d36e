using SalesPerf.Functions.Competencies;
using SalesPerf.Functions.Directory;
using SalesPerf.Functions.Schedules;
using SalesPerf.Functions.Storage;
using SalesPerf.Platform.Documents;

namespace SalesPerf.Functions.Runs;

/// <summary>Nightly evaluations: a unit is a person, and is through when they were evaluated in that run or a later one.</summary>
public sealed class EvaluationRuns(IDocumentStore store, ModelDirectory directory, EvaluatedRuns evaluated) : ScheduledRuns(store, nameof(ScheduleEvaluations))
{
    private const int AtOnce = 16;

    public override string Kind => "evaluation";

    protected override async Task<RunProgress> ProgressAsync(string id, OccurrenceDone occurrence, SeenUnits seen, CancellationToken cancellationToken)
    {
        var model = (await directory.GetAsync(cancellationToken)).Model;
        var people = ScheduleEvaluations.People(model, model.Today(occurrence.SentAt));
        var unread = people.Where(person => !seen.ContainsKey(person)).ToList();
        await Parallel.ForEachAsync(unread, Several.AtOnce(AtOnce, cancellationToken), async (person, stop) =>
        {
            var run = await evaluated.LatestAsync(person, stop);
            lock (seen)
            {
                seen[person] = run;
            }
        });
        return RunProgress.Of(Kind, id, occurrence.At, people.Count, people.Where(person => !(seen[person] >= occurrence.At)), isOver: false);
    }
}
