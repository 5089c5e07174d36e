using SalesPerf.Domain.Resources;
using SalesPerf.Domain.Values;

namespace SalesPerf.Domain.People;

/// <summary>What a team's document must satisfy beyond its schema.</summary>
public static class TeamRules
{
    /// <summary>Every problem at once. <paramref name="model"/> holds the team as it would be from <paramref name="from"/> on.</summary>
    public static IReadOnlyList<FieldProblem> Validate(Team team, Model model, DateOnly from)
    {
        var problems = References.Unknown(References.Of(team), model, from).ToList();
        if (team.Parent is not null && (IsUnderItself(team.Id, model, from) || IsUnderItself(team.Id, model, DateOnly.MaxValue)))
        {
            problems.Add(new("/parent", "the team would be under itself"));
        }
        else if (team.Manager is not null && ReportingLines.FindCircle(team.Manager, model, from) is { } circle)
        {
            problems.Add(new("/manager", $"reports to themselves: {circle}"));
        }

        return problems;
    }

    private static bool IsUnderItself(string team, Model model, DateOnly date)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var above = model.Team(team, date)?.Parent; above is not null && seen.Add(above); above = model.Team(above, date)?.Parent)
        {
            if (above == team)
            {
                return true;
            }
        }

        return false;
    }
}
