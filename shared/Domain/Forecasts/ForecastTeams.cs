using SalesPerf.Domain.Resources;
using SalesPerf.Domain.Values;

namespace SalesPerf.Domain.Forecasts;

/// <summary>Whose forecasts a team's forecast of a period adds up.</summary>
public static class ForecastTeams
{
    /// <summary>
    /// The teams there are on the period's last day, or on <paramref name="date"/> where that is earlier, parents before children. A team has the people
    /// employed in it, or below it, then; and those who left it earlier in the period for no other team, whose deals of the period are still its own.
    /// Whoever changed teams counts for the new one alone, so that teams side by side never count anybody twice.
    /// </summary>
    public static IReadOnlyList<ForecastTeam> Of(Model model, Period period, DateOnly date)
    {
        var last = period.LastBy(date);
        var people = model.LastTeams(period.Start < last ? period.Start : last, last);
        return
        [
            .. model.RootTeams(last)
                .SelectMany(root => model.TeamsUnder(root.Id, last))
                .DistinctBy(team => team.Id)
                .Select(team =>
                {
                    string[] under = [.. model.TeamsUnder(team.Id, last).Select(below => below.Id)];
                    return new ForecastTeam(team.Id, under, [.. under.SelectMany(id => people[id]).Order(StringComparer.Ordinal)]);
                }),
        ];
    }
}

/// <summary>A team in a forecast.</summary>
/// <param name="Team">Its id.</param>
/// <param name="Under">Ids of the team itself and of every team below it.</param>
/// <param name="People">Ids of those added up.</param>
public sealed record ForecastTeam(string Team, IReadOnlyList<string> Under, IReadOnlyList<string> People);
