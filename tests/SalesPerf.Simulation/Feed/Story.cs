using System.Globalization;
using SalesPerf.Simulation.Engine;

namespace SalesPerf.Simulation.Feed;

/// <summary>What happens in a run whatever goes wrong: events in their order, and changes of resources in theirs.</summary>
/// <param name="Events">CloudEvents of the source <c>crm</c>.</param>
/// <param name="Changes">Requests that change resources.</param>
/// <param name="Owners">The CRM identities of each person in the end.</param>
internal sealed record Story(IReadOnlyList<CrmEvent> Events, IReadOnlyList<Request> Changes, IReadOnlyDictionary<string, SortedSet<string>> Owners)
{
    /// <summary>Whose is what at the start. Nobody has o4.</summary>
    public static readonly IReadOnlyDictionary<string, string[]> FirstOwners = new SortedDictionary<string, string[]>(StringComparer.Ordinal)
    {
        ["ann"] = ["o1"],
        ["ben"] = ["o2", "ben@mail.example"],
        ["cid"] = ["o3"],
    };

    /// <summary>Events of the set-up: one of each sort, nobody's.</summary>
    public static readonly IReadOnlyList<CrmEvent> Before =
    [
        Event("before-call", "call.completed", new(2026, 10, 1, 12, 0, 0, TimeSpan.Zero), """{"owner":"o9","account":"a9"}"""),
        Event("before-deal", "deal.created", new(2026, 10, 1, 12, 0, 0, TimeSpan.Zero), """{"deal":"d0","owner":"o9","stage":"qualify","amount":"1","currency":"USD"}"""),
    ];

    private static readonly string[] AllOwners = ["o1", "o2", "o3", "o4", "ben@mail.example"];

    private static readonly DateTimeOffset First = new(2026, 10, 12, 3, 0, 0, TimeSpan.Zero);

    /// <summary>The story comes in parts, each over before the next begins: what is stale at the end of one shows there, and nothing later mends it.</summary>
    public const int Parts = 4;

    /// <summary>A message that nobody can read.</summary>
    public const string Poison = "{\"specversion\":\"1.0\",\"data\":";

    /// <summary>When the events of the future have happened, and are released.</summary>
    public static readonly DateTimeOffset Later = new(2026, 11, 22, 13, 0, 0, TimeSpan.Zero);

    public IReadOnlyList<CrmEvent> EventsOf(int part) => [.. Events.Where((_, i) => i % Parts == part)];

    /// <summary>What is posted in a part beside its events: in the second, what lies ahead; in the third, other content under keys of the first.</summary>
    public IReadOnlyList<CrmEvent> OthersOf(int part) => part switch
    {
        1 => Ahead,
        2 => Conflicts,
        _ => [],
    };

    /// <summary>Events more than a day ahead.</summary>
    public IReadOnlyList<CrmEvent> Ahead { get; } = [.. Enumerable.Range(1, Events.Count % 3).Select(i => Event($"ahead-{i}", "call.completed", Later.AddHours(20 + i), """{"owner":"o1","account":"a1"}"""))];

    /// <summary>The same keys, saying something else.</summary>
    public IReadOnlyList<CrmEvent> Conflicts { get; } =
        [.. Events.Where((_, i) => i % Parts == 0).Where((_, i) => i % 5 == 0).Select(one => Event(one.Id, one.Type, one.At, one.Data.TrimEnd('}', '\n', ' ') + ",\"conversation\":\"other\"}"))];

    public IReadOnlyList<Request> ChangesOf(int part) => [.. Changes.Where((_, i) => (i / 2) % Parts == part)];

    /// <param name="chance">Of the seed.</param>
    /// <param name="omitted">Ids of events, and names of changes, that are left out.</param>
    public static Story Of(Chance chance, IReadOnlySet<string> omitted)
    {
        var dice = chance.About("story");
        var events = Activities(ref dice).Concat(Deals(ref dice)).Where(one => !omitted.Contains(one.Id)).ToList();
        var owners = FirstOwners.ToDictionary(person => person.Key, person => new SortedSet<string>(person.Value, StringComparer.Ordinal), StringComparer.Ordinal);
        return new Story(events, Moves(owners, ref dice, omitted), owners);
    }

    private static List<CrmEvent> Activities(ref Dice dice)
    {
        var found = new List<CrmEvent>();
        for (var i = dice.Below(30) + 10; i > 0; i--)
        {
            var (owner, account) = (dice.Of(AllOwners), dice.Below(4));
            found.Add(Event($"call-{i}", dice.Of("call.completed", "call.completed", "meeting.held"), When(ref dice, 38), $$"""{"owner":"{{owner}}","account":"a{{account}}"}"""));
        }

        return found;
    }

    private static List<CrmEvent> Deals(ref Dice dice)
    {
        var found = new List<CrmEvent>();
        for (var i = dice.Below(6) + 2; i > 0; i--)
        {
            var (deal, at) = ($"d{i}", When(ref dice, 29));
            var amount = dice.Of(0m, -250.5m, 1_000.10m, 9_999.99m, 31_000m);
            found.Add(Event($"{deal}-created", "deal.created", at, $$"""
                {"deal":"{{deal}}","owner":"{{dice.Of(AllOwners)}}","account":"a{{dice.Below(4)}}","stage":"qualify","amount":"{{amount.ToString(CultureInfo.InvariantCulture)}}","currency":"{{dice.Of("USD", "USD", "EUR")}}","expectedCloseDate":"2026-12-{{dice.Below(20) + 10}}"}
                """));
            for (var step = dice.Below(6); step > 0; step--)
            {
                // Some at one instant: no order of arrival may decide.
                at = at.AddHours(dice.Below(3) * 20);
                found.Add(Change($"{deal}-{step}", deal, at, ref dice));
            }
        }

        return found;
    }

    private static CrmEvent Change(string id, string deal, DateTimeOffset at, ref Dice dice)
    {
        var (type, data) = dice.Below(8) switch
        {
            0 => ("deal.ownerChanged", $"\"owner\":\"{dice.Of(AllOwners)}\""),
            1 => ("deal.amountChanged", $"\"amount\":\"{(dice.Below(4_000_000) / 100m).ToString(CultureInfo.InvariantCulture)}\""),
            2 => ("deal.stageChanged", "\"stage\":\"proposal\",\"probability\":\"0.35\""),
            3 => ("deal.lost", "\"stage\":\"lost\""),
            4 => ("deal.reopened", "\"stage\":\"proposal\""),
            5 => dice.Is(0.3) ? ("deal.deleted", "\"lossReason\":\"mistake\"") : ("deal.closeDateChanged", "\"expectedCloseDate\":\"2026-11-30\""),
            _ => ("deal.won", "\"stage\":\"won\""),
        };
        return Event(id, type, at, $$"""{"deal":"{{deal}}",{{data}}}""");
    }

    /// <summary>Identities that change hands, people that change teams, quotas that change.</summary>
    private static List<Request> Moves(Dictionary<string, SortedSet<string>> owners, ref Dice dice, IReadOnlySet<string> omitted)
    {
        var (found, teams) = (new List<Request>(), owners.Keys.ToDictionary(person => person, _ => "sales", StringComparer.Ordinal));
        for (var i = dice.Below(5); i > 0; i--)
        {
            var (kind, from, to, team, quota) = (dice.Below(4), dice.Of(owners.Keys.ToList()), dice.Of(owners.Keys.ToList()), dice.Of("sales", "north"), dice.Below(5) * 10_000);
            var moved = dice.Next();
            if (omitted.Contains($"change {i}"))
            {
                continue;
            }

            switch (kind)
            {
                case 0 or 1 when from != to && owners[from].Count > 0:
                    var owner = owners[from].ElementAt((int)(moved % (ulong)owners[from].Count));
                    owners[from].Remove(owner);
                    found.Add(Organisation.Person(from, teams[from], owners[from]));
                    owners[to].Add(owner);
                    found.Add(Organisation.Person(to, teams[to], owners[to]));
                    break;
                case 2:
                    teams[from] = team;
                    found.Add(Organisation.Person(from, team, owners[from]));
                    break;
                default:
                    found.Add(Organisation.Assignment(from, 10_000 + quota));
                    break;
            }
        }

        return found;
    }

    private static DateTimeOffset When(ref Dice dice, int days) => First.AddMinutes(dice.Below(days * 24 * 60));

    private static CrmEvent Event(string id, string type, DateTimeOffset at, string data) => new(
        id,
        at,
        type,
        data,
        $$"""{"specversion":"1.0","id":"{{id}}","source":"crm","type":"{{type}}","time":"{{at.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture)}}","data":{{data}}}""");
}

/// <summary>An event as its CRM posts it.</summary>
internal sealed record CrmEvent(string Id, DateTimeOffset At, string Type, string Data, string Json);
