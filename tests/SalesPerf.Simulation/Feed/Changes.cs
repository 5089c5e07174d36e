using SalesPerf.Simulation.Engine;

namespace SalesPerf.Simulation.Feed;

/// <summary>What changes of the organisation while events come in.</summary>
internal static class Changes
{
    private static readonly string[] Zones = ["America/New_York", "Europe/London", "Europe/Berlin", "Asia/Kolkata", "Asia/Tokyo"];

    /// <summary>Identities that change hands, people that change teams and zones, quotas, plans, metrics, roles and stages that change.</summary>
    /// <param name="end">Is brought to what it is after them all.</param>
    /// <param name="dice">Of the seed.</param>
    /// <param name="omitted">Names of changes that are left out.</param>
    public static IReadOnlyList<Request> Of(Ending end, ref Dice dice, IReadOnlySet<string> omitted)
    {
        var found = new List<Request>();
        for (var i = 1 + dice.Below(5); i > 0; i--)
        {
            var (kind, one, other, number) = (dice.Below(10), dice.Of(end.People), dice.Of(end.People), dice.Below(5));
            var (moved, isTakenBack, zone) = (dice.Next(), dice.Is(0.4), dice.Of(Zones));
            if (!omitted.Contains($"change {i}"))
            {
                found.AddRange(kind switch
                {
                    < 4 => one == other || end.Owners[one].Count == 0 ? [] : Moved(end, one, other, end.Owners[one].ElementAt((int)(moved % (ulong)end.Owners[one].Count)), isTakenBack),
                    4 => [Person(end, one, () => end.Teams[one] = number < 2 ? "north" : "sales")],
                    5 => [Person(end, one, () => end.Zones[one] = zone)],
                    6 => [Organisation.Plan(end.FirstRate = 3 + number)],
                    7 => [Organisation.Meetings(withCalls: number < 3)],
                    8 => number < 2 ? [Organisation.Role(8 + number)] : [Organisation.Source(20 + (10 * number))],
                    _ => [Organisation.Assignment(one, 10_000 + (10_000 * number))],
                });
            }
        }

        return found;
    }

    private static Request[] Moved(Ending end, string from, string to, string owner, bool isTakenBack)
    {
        Request[] there = [Person(end, from, () => end.Owners[from].Remove(owner)), Person(end, to, () => end.Owners[to].Add(owner))];
        return isTakenBack ? [.. there, .. Moved(end, to, from, owner, false)] : there;
    }

    private static Request Person(Ending end, string person, Action change)
    {
        change();
        return Organisation.Person(person, end.Teams[person], end.Zones[person], end.Owners[person]);
    }
}

/// <summary>What the organisation is after the changes.</summary>
internal sealed class Ending
{
    public IReadOnlyList<string> People { get; } = [.. Story.FirstOwners.Keys];

    /// <summary>CRM identities by person.</summary>
    public SortedDictionary<string, SortedSet<string>> Owners { get; } =
        new(Story.FirstOwners.ToDictionary(person => person.Key, person => new SortedSet<string>(person.Value, StringComparer.Ordinal), StringComparer.Ordinal), StringComparer.Ordinal);

    /// <summary>Teams by person.</summary>
    public Dictionary<string, string> Teams { get; } = Story.FirstOwners.Keys.ToDictionary(person => person, _ => "sales", StringComparer.Ordinal);

    /// <summary>Zones by person.</summary>
    public Dictionary<string, string> Zones { get; } = new(Organisation.Zones, StringComparer.Ordinal);

    /// <summary>Percent that the plan pays in its first tier.</summary>
    public decimal FirstRate { get; set; } = Organisation.FirstRate;
}
