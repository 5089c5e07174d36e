using SalesPerf.Domain.Forecasts;
using SalesPerf.Domain.Resources;
using SalesPerf.Domain.Values;
using SalesPerf.Functions.Competencies;
using SalesPerf.Functions.Directory;

namespace SalesPerf.Functions.Commissions;

/// <summary>The teams of a forecast, as what is asked for knows them: now, at some time, or as a run published them.</summary>
public sealed class ReadTeamForecasts(ReadForecasts forecasts, ModelDirectory directory)
{
    public async Task<AskedTeams> ReadAsync(
        Model model, Period period, DateTimeOffset? asOf, DateTimeOffset? run, DateOnly today, CancellationToken cancellationToken)
    {
        if (asOf is { } known)
        {
            var then = await directory.AsOfAsync(known, cancellationToken);
            var meant = ScorecardInputs.Calendar(then, known).Parse(period.Id);
            return new AskedTeams(meant is null ? [] : ForecastTeams.Of(then, meant, then.Today(known)));
        }

        if (run is not { } published)
        {
            return new AskedTeams(ForecastTeams.Of(model, period, today));
        }

        var added = (await forecasts.TeamsOfRunAsync(period, published, cancellationToken)).ToDictionary(team => team.Team, StringComparer.Ordinal);
        var teams = ForecastTeams.Of(model, period, model.Today(published));
        var gone = added.Keys.Except(teams.Select(team => team.Team)).Order(StringComparer.Ordinal).Select(team => new ForecastTeam(team, [team], []));
        return new AskedTeams(
            [.. teams.Concat(gone).Select(team => added.TryGetValue(team.Team, out var stored) ? team with { People = PeopleOf(stored) } : team)], added);
    }

    private static string[] PeopleOf(StoredTeamForecast team) => [.. team.Result.SelectMany(forecast => forecast.People).Distinct()];
}

/// <summary>Teams, parents before children, those of a run with the people that it added up.</summary>
/// <param name="All">The teams.</param>
/// <param name="Published">A run's forecasts, by team; null where they are added up for the moment.</param>
public sealed record AskedTeams(IReadOnlyList<ForecastTeam> All, IReadOnlyDictionary<string, StoredTeamForecast>? Published = null)
{
    /// <summary>One of them; without anybody where it is none.</summary>
    public ForecastTeam Of(string team) => All.FirstOrDefault(known => known.Team == team) ?? new ForecastTeam(team, [], []);

    /// <summary>The team right above, whose figures hold this one's; null at the top.</summary>
    public string? ParentOf(string team) =>
        All.Where(above => above.Team != team && above.Under.Contains(team)).MinBy(above => above.Under.Count)?.Team;

    /// <summary>A team's forecast, by currency.</summary>
    public IReadOnlyList<TeamCurrencyForecast> Forecast(ForecastTeam team, IReadOnlyDictionary<string, PersonForecastResult> people) => Published is null
        ? TeamForecast.Combine(team.People.Where(people.ContainsKey).Select(person => people[person]))
        : Published.GetValueOrDefault(team.Team)?.Result ?? [];
}
