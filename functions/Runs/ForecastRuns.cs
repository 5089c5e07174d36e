using SalesPerf.Functions.Commissions;
using SalesPerf.Functions.Competencies;
using SalesPerf.Functions.Directory;
using SalesPerf.Functions.Schedules;
using SalesPerf.Functions.Storage;
using SalesPerf.Platform.Documents;

namespace SalesPerf.Functions.Runs;

/// <summary>Forecast runs: a unit is a person, and is through when every period of the run has their forecast.</summary>
public sealed class ForecastRuns(IDocumentStore store, ModelDirectory directory) : ScheduledRuns(store, nameof(ScheduleForecasts))
{
    private readonly IDocumentStore store = store;

    public override string Kind => "forecast";

    protected override async Task<RunProgress> ProgressAsync(string id, OccurrenceDone occurrence, SeenUnits seen, CancellationToken cancellationToken)
    {
        var (model, run) = ((await directory.GetAsync(cancellationToken)).Model, occurrence.At);
        var (calendar, today) = (ScorecardInputs.Calendar(model, run), model.Today(run));
        var people = MakeForecast.People(model, calendar, today);
        var missing = new HashSet<string>(StringComparer.Ordinal);
        var (expected, isOver, endedAt) = (people.Count, true, (DateTimeOffset?)null);
        foreach (var period in MakeForecast.Kept(calendar, today))
        {
            var pk = Partitions.Forecast(period.Id);
            if (await store.ReadAsync<CompleteRun>(pk, ForecastDocuments.RunEntryId(run), cancellationToken) is { Value: var complete })
            {
                missing.UnionWith(complete.Missing);
                (expected, endedAt) = (complete.People ?? expected, complete.At > endedAt || endedAt is null ? complete.At : endedAt);
                continue;
            }

            isOver = false;
            missing.UnionWith(await MissingAsync(period.Id, run, people, cancellationToken));
        }

        return isOver || missing.Count > 0
            ? RunProgress.Of(Kind, id, run, expected, missing, isOver, endedAt)
            : RunProgress.Of(Kind, id, run, expected, missing, isOver) with { State = RunProgress.Running }; // everybody is in, the teams are not
    }

    private async Task<IEnumerable<string>> MissingAsync(string period, DateTimeOffset run, IReadOnlyList<string> people, CancellationToken cancellationToken)
    {
        var found = new HashSet<string>(StringComparer.Ordinal);
        for (var query = new RangeQuery(Partitions.ForecastRun(run), ForecastDocuments.RunKind(period), Size: 500); ;)
        {
            var page = await store.RangeAsync(query, cancellationToken);
            found.UnionWith(page.Items.Select(document => document.Id));
            if (page.Continuation is null)
            {
                return people.Where(person => !found.Contains(ForecastDocuments.RunId(period, person)));
            }

            query = query with { Continuation = page.Continuation };
        }
    }
}
