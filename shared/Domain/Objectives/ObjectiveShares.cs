using SalesPerf.Domain.Resources;
using SalesPerf.Domain.Values;

namespace SalesPerf.Domain.Objectives;

/// <summary>Whether an objective has been shared out completely.</summary>
public static class ObjectiveShares
{
    /// <summary>
    /// True when the children fill the parent in one of two ways: the same subject in periods that together are the parent's; or, in the parent's own period,
    /// every team one level below, or every person employed in the team (in the company: everybody) on the period's first day.
    /// </summary>
    /// <param name="parent">What is shared out.</param>
    /// <param name="children">Its shares, all of them.</param>
    /// <param name="calendar">What period ids mean.</param>
    /// <param name="model">Teams and people.</param>
    /// <param name="from">Teams are those on this day, or on the period's first if that is later.</param>
    public static bool AreComplete(Objective parent, IReadOnlyList<Objective> children, FiscalCalendar calendar, Model model, DateOnly from)
    {
        if (calendar.Parse(parent.Period) is not { } whole)
        {
            return false;
        }

        if (children.All(child => child.Level == parent.Level && child.Subject == parent.Subject))
        {
            var periods = children.Select(child => calendar.Parse(child.Period)).OfType<Period>().DistinctBy(period => period.Start).ToList();
            return periods.Count == children.Count && periods.Sum(period => period.Days) == whole.Days;
        }

        var date = from > whole.Start ? from : whole.Start;
        return children.All(child => child.Period == parent.Period)
            && (AreAll("team", TeamsBelow(parent, model, date), children) || AreAll("person", PeopleIn(parent, model, date), children));
    }

    private static bool AreAll(string level, IEnumerable<string> subjects, IReadOnlyList<Objective> children)
    {
        var given = children.Where(child => child.Level == level).Select(child => child.Subject).ToHashSet();
        var wanted = subjects.ToList();
        return wanted.Count > 0 && given.Count == children.Count && wanted.All(given.Contains);
    }

    private static IEnumerable<string> TeamsBelow(Objective parent, Model model, DateOnly date) => parent switch
    {
        { Level: "company" } => model.RootTeams(date).Select(team => team.Id),
        { Level: "team", Subject: { } team } => model.TeamsUnder(team, date).Where(below => below.Parent == team).Select(below => below.Id),
        _ => [],
    };

    private static IEnumerable<string> PeopleIn(Objective parent, Model model, DateOnly date) => parent switch
    {
        { Level: "company" } => model.PeopleAt(date).Select(person => person.Id),
        { Level: "team", Subject: { } team } => model.MembersOf(team, date, direct: true).Select(person => person.Id),
        _ => [],
    };
}
