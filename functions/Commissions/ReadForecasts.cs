using SalesPerf.Domain.Commissions;
using SalesPerf.Domain.Forecasts;
using SalesPerf.Domain.Resources;
using SalesPerf.Domain.Values;
using SalesPerf.Functions.Competencies;
using SalesPerf.Functions.Directory;
using SalesPerf.Functions.Storage;
using SalesPerf.Platform.Documents;

namespace SalesPerf.Functions.Commissions;

/// <summary>People's forecasts of a period, to be shown: the live ones, those of a run, or as known at some time.</summary>
public sealed class ReadForecasts(IDocumentStore store, ModelDirectory directory, MakeForecast forecasts, TimeProvider time)
{
    private const int ReadAtOnce = 100;

    /// <summary>
    /// The live forecasts of those asked for, as stored while the period is kept up to date. Who has none (another period, somebody new), or one from before
    /// the period was over, is computed for the moment.
    /// </summary>
    /// <param name="model">The organisation.</param>
    /// <param name="calendar">Its calendar.</param>
    /// <param name="period">The period.</param>
    /// <param name="isAddedUp">True to be added up, false to be shown: see <see cref="ForecastDocuments"/>.</param>
    /// <param name="isAsked">Whose.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    public async Task<IReadOnlyList<StoredForecast>> LiveAsync(
        Model model, FiscalCalendar calendar, Period period, bool isAddedUp, Func<string, bool> isAsked, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var today = model.Today(now);
        var found = new SortedDictionary<string, StoredForecast>(StringComparer.Ordinal);
        if (MakeForecast.Kept(calendar, today).Contains(period))
        {
            var pk = Partitions.Forecast(period.Id);
            found = isAddedUp
                ? await StoredAsync(model, pk, ForecastDocuments.LiveSumsKind, ForecastDocuments.LiveSumsId, isAsked, cancellationToken)
                : await StoredAsync(model, pk, ForecastDocuments.LiveKind, ForecastDocuments.LiveId, isAsked, cancellationToken);
            foreach (var old in found.Values.Where(forecast => today >= period.End && forecast.Result.AsOf < period.End).ToList())
            {
                found.Remove(old.Result.Person);
            }
        }

        foreach (var person in People(model, period).Where(person => !found.ContainsKey(person) && isAsked(person)))
        {
            found[person] = new StoredForecast(now, null, (await forecasts.ReadAsync(model, calendar, person, [period], today, cancellationToken)).Compute(period));
        }

        return [.. found.Values];
    }

    /// <summary>As published by a run; nothing when there was none.</summary>
    public async Task<IReadOnlyList<StoredForecast>> OfRunAsync(Model model, Period period, DateTimeOffset run, Func<string, bool> isAsked, CancellationToken cancellationToken) =>
        [.. (await StoredAsync(
            model, Partitions.ForecastRun(run), ForecastDocuments.RunKind(period.Id), person => ForecastDocuments.RunId(period.Id, person), isAsked, cancellationToken)).Values];

    /// <summary>True when the run published anybody's forecast of the period, complete or not yet.</summary>
    public async Task<bool> IsRunAsync(string period, DateTimeOffset run, CancellationToken cancellationToken) =>
        (await store.SessionReads.RangeAsync(new RangeQuery(Partitions.ForecastRun(run), ForecastDocuments.RunKind(period), Size: 1), cancellationToken)).Items.Count > 0;

    /// <summary>The latest run of the period that is complete.</summary>
    public async Task<DateTimeOffset?> LatestRunAsync(string period, CancellationToken cancellationToken) =>
        (await store.SessionReads.ReadAsync<CompleteRun>(Partitions.Forecast(period), ForecastDocuments.CompleteId, cancellationToken))?.Value.Run;

    /// <summary>The teams' forecasts as published by a run, by team; nothing before it was complete.</summary>
    public async Task<IReadOnlyList<StoredTeamForecast>> TeamsOfRunAsync(Period period, DateTimeOffset run, CancellationToken cancellationToken)
    {
        var found = new List<StoredTeamForecast>();
        var teams = new RangeQuery(Partitions.ForecastRun(run), ForecastDocuments.TeamKind(period.Id), Size: 500);
        await foreach (var stored in store.SessionReads.RangeAsync<StoredTeamForecast>(teams, cancellationToken))
        {
            found.Add(stored.Value);
        }

        return found;
    }

    /// <summary>Recomputed from what had been recorded by <paramref name="asOf"/>, resources included.</summary>
    public async Task<IReadOnlyList<StoredForecast>> AsOfAsync(string period, DateTimeOffset asOf, Func<string, bool> isAsked, CancellationToken cancellationToken)
    {
        var model = await directory.AsOfAsync(asOf, cancellationToken);
        var calendar = ScorecardInputs.Calendar(model, asOf);
        var found = new List<StoredForecast>();
        if (calendar.Parse(period) is { } known)
        {
            foreach (var person in People(model, known).Where(isAsked))
            {
                found.Add(new StoredForecast(
                    asOf, null, await forecasts.AsOfAsync(model, calendar, person, known, model.Today(asOf), cancellationToken)));
            }
        }

        return found;
    }

    /// <summary>Everybody with a plan on some day of the period.</summary>
    private static IEnumerable<string> People(Model model, Period period) =>
        model.Assignments.Values
            .SelectMany(resource => resource.Versions)
            .Where(version => version.RecordedAt <= model.AsOf)
            .Select(version => version.Content)
            .OfType<PlanAssignment>()
            .Where(assignment => assignment.From < period.End && (assignment.To is null || assignment.To > period.Start))
            .Select(assignment => assignment.Person)
            .Distinct(StringComparer.Ordinal)
            .Order(StringComparer.Ordinal);

    /// <summary>By ids where few are asked for, else as a range of everybody's: a document holds distributions or a list of deals.</summary>
    private async Task<SortedDictionary<string, StoredForecast>> StoredAsync(
        Model model, string pk, string kind, Func<string, string> id, Func<string, bool> isAsked, CancellationToken cancellationToken)
    {
        var found = new SortedDictionary<string, StoredForecast>(StringComparer.Ordinal);
        string[] asked = [.. model.People.Keys.Where(isAsked)];
        if (asked.Length <= model.People.Count / 2)
        {
            foreach (var some in asked.Chunk(ReadAtOnce))
            {
                foreach (var stored in await store.SessionReads.ReadManyAsync<StoredForecast>(pk, [.. some.Select(id)], cancellationToken))
                {
                    found[stored.Value.Result.Person] = stored.Value;
                }
            }

            return found;
        }

        await foreach (var stored in store.SessionReads.RangeAsync<StoredForecast>(new RangeQuery(pk, kind, Size: 500), cancellationToken))
        {
            if (isAsked(stored.Value.Result.Person))
            {
                found[stored.Value.Result.Person] = stored.Value;
            }
        }

        return found;
    }
}
