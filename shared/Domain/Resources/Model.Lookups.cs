using SalesPerf.Domain.Metrics;
using SalesPerf.Domain.People;

namespace SalesPerf.Domain.Resources;

/// <content>Lookups over people, teams and identities, indexed once. Safe to call from several threads.</content>
public sealed partial record Model
{
    private ModelIndex? index;

    /// <summary>Owner ids that are mail addresses, as persons' documents have them, and the keyed hash that stands for each everywhere else.</summary>
    public IReadOnlyDictionary<string, string> OwnerPseudonyms { get; init; } = new Dictionary<string, string>();

    private ModelIndex Index
    {
        get
        {
            var known = index;
            return known is not null && known.IsFor(this) ? known : index = ModelIndex.Of(this);
        }
    }

    /// <summary>The person whose identity this is, by the latest versions of persons; null is unassigned. A mail address is given as its keyed hash.</summary>
    public string? PersonOf(string source, string owner) => Index.PersonByIdentity.GetValueOrDefault((source, owner));

    /// <summary>True when some person's owner ids were replaced because they are erased.</summary>
    public bool HasErasedOwners => Index.HasErasedOwners;

    /// <summary>True for an owner id of somebody, in any version of theirs: also of somebody who was deleted. People who are erased have what stands for theirs.</summary>
    public bool IsOwner(string source, string owner) => Index.Owners.Contains((source, owner));

    /// <summary>A person's identities by the latest version, ordered by source; mail addresses as their keyed hashes.</summary>
    public IEnumerable<(string Source, string Owner)> IdentitiesOf(string person) => Index.IdentitiesByPerson[person];

    /// <summary>Ids of the plans that a person is on at any time, by the latest versions of assignments.</summary>
    public IReadOnlySet<string> PlansOf(string person) => Assignments.Values
        .Select(assignment => assignment.LatestContent(AsOf))
        .Where(assignment => assignment?.Person == person)
        .Select(assignment => assignment!.Plan)
        .ToHashSet(StringComparer.Ordinal);

    /// <summary>IANA zone of the person's local day on <paramref name="date"/>: their own, else the organisation's.</summary>
    public string ZoneOf(string person, DateOnly date) => Person(person, date)?.Zone ?? Calendar(date).Zone;

    /// <summary>The resources of one kind in force on <paramref name="date"/>, by id.</summary>
    public IReadOnlyList<T> AllAt<T>(IReadOnlyDictionary<string, Resource<T>> resources, DateOnly date)
        where T : class =>
        [.. resources.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => pair.Value.At(date, AsOf)).OfType<T>()];

    /// <summary>What each resource is on <paramref name="from"/>, or else first will be; by id. What is retired by then is not there.</summary>
    public IReadOnlyList<T> KnownFrom<T>(IReadOnlyDictionary<string, Resource<T>> resources, DateOnly from)
        where T : class =>
        [.. resources.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => pair.Value.ContentsFrom(from, AsOf).FirstOrDefault()).OfType<T>()];

    /// <summary>Metrics in force on <paramref name="date"/>, by id.</summary>
    public IEnumerable<Metric> MetricsAt(DateOnly date) => AllAt(Metrics, date);

    /// <summary>People employed on <paramref name="date"/>, by id.</summary>
    public IEnumerable<Person> PeopleAt(DateOnly date) => AllAt(People, date).Where(person => person.IsEmployed(date));

    /// <summary>Teams without a parent on <paramref name="date"/> (or whose parent does not exist then), by id.</summary>
    public IEnumerable<Team> RootTeams(DateOnly date) => AllAt(Teams, date).Where(team => team.Parent is null || Team(team.Parent, date) is null);

    /// <summary>A team and every team below it on <paramref name="date"/>, parents before children. Empty when the team does not exist then.</summary>
    public IReadOnlyList<Team> TeamsUnder(string team, DateOnly date)
    {
        var found = new List<Team>();
        if (Team(team, date) is { } top)
        {
            found.Add(top);
        }

        var seen = new HashSet<string> { team };
        for (var next = 0; next < found.Count; next++)
        {
            var parent = found[next].Id;
            found.AddRange(Index.ChildrenEver[parent]
                .Select(id => Team(id, date))
                .OfType<Team>()
                .Where(child => child.Parent == parent && seen.Add(child.Id)));
        }

        return found;
    }

    /// <summary>A team and the teams above it on <paramref name="date"/>, upwards to the root.</summary>
    public IReadOnlyList<Team> TeamsAbove(string? team, DateOnly date)
    {
        var found = new List<Team>();
        while (team is not null && !found.Exists(known => known.Id == team) && Team(team, date) is { } next)
        {
            found.Add(next);
            team = next.Parent;
        }

        return found;
    }

    /// <summary>People employed in a team on <paramref name="date"/>, with the teams below it unless <paramref name="direct"/>; by id.</summary>
    public IReadOnlyList<Person> MembersOf(string team, DateOnly date, bool direct = false)
    {
        IEnumerable<string> teams = direct ? [team] : TeamsUnder(team, date).Select(below => below.Id);
        return [.. teams.SelectMany(id => In(id, date)).Where(person => person.IsEmployed(date)).OrderBy(person => person.Id, StringComparer.Ordinal)];
    }

    /// <summary>Teams that a person manages on <paramref name="date"/>, by id.</summary>
    public IEnumerable<Team> ManagedBy(string person, DateOnly date) =>
        Index.ManagedEver[person].Select(id => Team(id, date)).OfType<Team>().Where(team => team.Manager == person);

    /// <summary>
    /// The manager of a person on <paramref name="date"/>: the one named for the person, else their team's; for whoever manages that team
    /// the nearest team above managed by another. Somebody in no team is placed in the first they manage. Null when nobody, or the post is vacant.
    /// </summary>
    public string? ManagerOf(string person, DateOnly date)
    {
        if (Person(person, date) is not { } found)
        {
            return null;
        }

        return found.Manager
            ?? TeamsAbove(found.Team ?? ManagedBy(person, date).FirstOrDefault()?.Id, date).FirstOrDefault(team => team.Manager != person)?.Manager;
    }

    /// <summary>
    /// True when <paramref name="person"/> is below <paramref name="manager"/> on <paramref name="date"/>: in a team, or manager of a team, at or under one that
    /// they manage, or reporting to them by name, or below somebody who is. Nobody is below themselves. Leavers stay below whom their version says.
    /// </summary>
    public bool IsInSubtree(string manager, string person, DateOnly date) => LevelBelow(manager, person, date) > 0;

    /// <summary>How far a person is below a manager on a day (see <see cref="IsInSubtree"/>), by the shortest way: 1 is who reports to them; 0 for who is not below. Each team up the tree is a level, a vacant post too.</summary>
    public int LevelBelow(string manager, string person, DateOnly date)
    {
        var levels = new Dictionary<string, int>(StringComparer.Ordinal) { [person] = 0 };
        var open = new PriorityQueue<string, int>([(person, 0)]);
        while (open.TryDequeue(out var next, out var level))
        {
            if (next == manager)
            {
                return level;
            }

            foreach (var (above, steps) in levels[next] == level ? LevelsAbove(next, date) : [])
            {
                if (!levels.TryGetValue(above, out var known) || level + steps < known)
                {
                    levels[above] = level + steps;
                    open.Enqueue(above, level + steps);
                }
            }
        }

        return 0;
    }

    /// <summary>Everybody employed below <paramref name="manager"/> on <paramref name="date"/> (see <see cref="IsInSubtree"/>), by id.</summary>
    public IReadOnlyList<Person> PeopleUnder(string manager, DateOnly date)
    {
        var seen = new Dictionary<string, Person?> { [manager] = null };
        var open = new Queue<string>(seen.Keys);
        while (open.TryDequeue(out var next))
        {
            foreach (var person in Below(next, date))
            {
                if (seen.TryAdd(person.Id, person))
                {
                    open.Enqueue(person.Id);
                }
            }
        }

        return [.. seen.Values.OfType<Person>().Where(person => person.IsEmployed(date)).OrderBy(person => person.Id, StringComparer.Ordinal)];
    }

    /// <summary>Who is right above a person on a day, by team and by the person's own manager.</summary>
    public IEnumerable<string> ManagersAbove(string person, DateOnly date)
    {
        var found = Person(person, date);
        var teams = ManagedBy(person, date).Select(team => team.Id).Append(found?.Team).SelectMany(team => TeamsAbove(team, date));
        return teams.Select(team => team.Manager).Append(found?.Manager).OfType<string>();
    }

    /// <summary>Managers of the teams above a person, each with how many posts they are above: the person's own posts are none.</summary>
    private IEnumerable<(string Manager, int Steps)> LevelsAbove(string person, DateOnly date)
    {
        var found = Person(person, date);
        if (found?.Manager is { } named)
        {
            yield return (named, 1);
        }

        foreach (var team in ManagedBy(person, date).Select(team => team.Id).Append(found?.Team))
        {
            var steps = 0;
            foreach (var above in TeamsAbove(team, date).Where(above => above.Manager != person))
            {
                steps++;
                if (above.Manager is { } manager)
                {
                    yield return (manager, steps);
                }
            }
        }
    }

    private IEnumerable<Person> Below(string manager, DateOnly date)
    {
        var teams = ManagedBy(manager, date).SelectMany(team => TeamsUnder(team.Id, date)).ToList();
        var leaders = teams.Select(team => team.Manager).OfType<string>().Select(id => Person(id, date)).OfType<Person>();
        var named = Index.ReportsEver[manager].Select(id => Person(id, date)).OfType<Person>().Where(person => person.Manager == manager);
        return teams.SelectMany(team => In(team.Id, date)).Concat(leaders).Concat(named);
    }

    private IEnumerable<Person> In(string team, DateOnly date) =>
        Index.MembersEver[team].Select(id => Person(id, date)).OfType<Person>().Where(person => person.Team == team);
}
