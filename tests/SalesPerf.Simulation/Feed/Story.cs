using System.Globalization;
using SalesPerf.Functions.Storage;
using SalesPerf.Simulation.Engine;

namespace SalesPerf.Simulation.Feed;

/// <summary>What happens in a run whatever goes wrong: events in their order, and changes of resources in theirs.</summary>
/// <param name="Parts">It comes in parts, each over before the next begins: what is stale at the end of one shows there, and nothing later mends it.</param>
/// <param name="Nights">Nights of evaluations that follow: what is crossed is announced after the second.</param>
/// <param name="ForecastNights">How many of them forecast too.</param>
/// <param name="Events">CloudEvents of the source <c>crm</c>.</param>
/// <param name="Changes">Requests that change resources.</param>
/// <param name="IsSlow">Messages come up to four days late, and senders post for a day: what is right is known only at the nights after. Such a story has one part.</param>
/// <param name="Close">When October's books are closed; November's then close in December.</param>
/// <param name="End">What the changes come to.</param>
internal sealed record Story(
    int Parts, int Nights, int ForecastNights, IReadOnlyList<CrmEvent> Events, IReadOnlyList<Request> Changes, bool IsSlow, Close Close, Ending End)
{
    /// <summary>Whose is what at the start. Nobody has o4.</summary>
    public static readonly IReadOnlyDictionary<string, string[]> FirstOwners = new SortedDictionary<string, string[]>(StringComparer.Ordinal)
    {
        ["ann"] = ["o1", "o5"],
        ["ben"] = ["o2", "ben@mail.example"],
        ["cid"] = ["o3"],
    };

    /// <summary>Events of the set-up: one of each sort, nobody's.</summary>
    public static readonly IReadOnlyList<CrmEvent> Before =
    [
        Event("before-call", "call.completed", new(2026, 10, 1, 12, 0, 0, TimeSpan.Zero), """{"owner":"o9","account":"a9"}"""),
        Event("before-meeting", "meeting.held", new(2026, 10, 1, 12, 0, 0, TimeSpan.Zero), """{"owner":"o9","account":"a9"}"""),
        Event("before-deal", "deal.created", new(2026, 10, 1, 12, 0, 0, TimeSpan.Zero), """{"deal":"d0","owner":"o9","stage":"qualify","amount":"1","currency":"USD"}"""),
    ];

    private static readonly string[] AllOwners = ["o1", "o2", "o3", "o4", "o5", "ben@mail.example"];

    /// <summary>What becomes of deals, a letter a change: as <see cref="Change"/> reads them. In most a contribution or a credit goes and comes back, or moves between two identities of one person.</summary>
    private static readonly string[] Courses = ["wrW", "wrW", "wra", "d", "dr", "dr", "dra", "x", "xs", "xw"];

    private static readonly DateTimeOffset First = new(2026, 10, 12, 3, 0, 0, TimeSpan.Zero);

    /// <summary>A message that nobody can read.</summary>
    public const string Poison = "{\"specversion\":\"1.0\",\"data\":";

    /// <summary>When the events of the future have happened, and are released.</summary>
    public static readonly DateTimeOffset Later = new(2026, 11, 22, 13, 0, 0, TimeSpan.Zero);

    public IReadOnlyList<CrmEvent> EventsOf(int part) => [.. Events.Where(one => one.Part == part)];

    /// <summary>What is posted in a part beside its events: in the first, what lies ahead; in the last, other content under keys of the first.</summary>
    public IReadOnlyList<CrmEvent> OthersOf(int part) => IsSlow ? [] : part == 0 ? Ahead : IsLast(part) ? Conflicts : [];

    /// <summary>The partitions of identities that nobody has in the end.</summary>
    public IReadOnlySet<string> Unread { get; } = AllOwners.Except(End.Owners.Values.SelectMany(owners => owners)).Select(owner => Partitions.Who("crm", owner)).ToHashSet(StringComparer.Ordinal);

    public bool IsLast(int part) => part == Parts - 1;

    /// <summary>Events more than a day ahead.</summary>
    public IReadOnlyList<CrmEvent> Ahead { get; } = [.. Enumerable.Range(1, IsSlow ? 0 : Events.Count % 3).Select(i => Event($"ahead-{i}", "call.completed", Later.AddHours(20 + i), """{"owner":"o1","account":"a1"}"""))];

    /// <summary>The same keys, saying something else.</summary>
    public IReadOnlyList<CrmEvent> Conflicts { get; } =
        [.. Events.Where(one => one.Part == 0 && !IsSlow).Where((_, i) => i % 5 == 0).Select(one => Event(one.Id, one.Type, one.At, one.Data.TrimEnd('}', '\n', ' ') + ",\"conversation\":\"other\"}"))];

    public IReadOnlyList<Request> ChangesOf(int part) => [.. Changes.Where((_, i) => i / 2 * Parts / ((Changes.Count + 1) / 2) == part)];

    /// <param name="chance">Of the seed.</param>
    /// <param name="omitted">Ids of events, and names of changes, that are left out.</param>
    public static Story Of(Chance chance, IReadOnlySet<string> omitted)
    {
        var dice = chance.About("story");
        var (parts, nights, forecasts, isLong) = (dice.Of(2, 2, 3, 4), dice.Of(1, 1, 2, 3), dice.Of(1, 1, 1, 2), dice.Is(0.25));
        var isSlow = dice.Is(0.12);
        parts = isSlow ? 1 : parts;
        var events = Activities(parts, isLong, ref dice).Concat(Deals(parts, isLong, ref dice)).Where(one => !omitted.Contains(one.Id)).ToList();
        var ending = new Ending();
        return new Story(parts, nights, forecasts, events, Feed.Changes.Of(ending, ref dice, omitted), isSlow, omitted.Contains("close") ? Close.Never : Close.Of(chance.About("close"), parts, isSlow), ending);
    }

    private static List<CrmEvent> Activities(int parts, bool isLong, ref Dice dice)
    {
        var found = new List<CrmEvent>();
        for (var i = isLong ? dice.Below(30) + 10 : dice.Below(6) + 3; i > 0; i--)
        {
            var (owner, account) = (dice.Of(AllOwners), dice.Below(4));
            found.Add(Event(
                $"call-{i}", dice.Of("call.completed", "call.completed", "meeting.held"), When(ref dice, 38), $$"""{"owner":"{{owner}}","account":"a{{account}}"}""", dice.Below(parts), owner));
        }

        return found;
    }

    private static List<CrmEvent> Deals(int parts, bool isLong, ref Dice dice)
    {
        var found = new List<CrmEvent>();
        for (var i = dice.Below(isLong ? 6 : 3) + (isLong ? 2 : 1); i > 0; i--)
        {
            var (deal, at, part, step) = ($"d{i}", When(ref dice, 29), dice.Below(parts), 0);
            var amount = dice.Of(0m, -250.5m, 1_000.10m, 9_999.99m, 31_000m);
            found.Add(Event($"{deal}-created", "deal.created", at, $$"""
                {"deal":"{{deal}}","owner":"{{dice.Of(AllOwners)}}","account":"a{{dice.Below(4)}}","stage":"qualify","amount":"{{amount.ToString(CultureInfo.InvariantCulture)}}","currency":"{{dice.Of("USD", "USD", "EUR")}}","expectedCloseDate":"2026-12-{{dice.Below(20) + 10}}"}
                """, part, deal));
            var isUsual = dice.Is(0.3);
            part = isUsual ? part : dice.Below(parts);
            foreach (var letter in isUsual ? Any(ref dice) : dice.Of(Courses))
            {
                // Some at one instant: no order of arrival may decide. Most come soon after each other.
                at = at.AddHours(isUsual ? dice.Below(3) * 20 : 1 + dice.Below(20));
                part = dice.Is(isUsual ? 0.4 : 0.9) ? part : dice.Below(parts);
                found.Add(Change($"{deal}-{++step}", deal, at, letter, part, ref dice));
            }
        }

        return found;
    }

    private static string Any(ref Dice dice)
    {
        var letters = "";
        for (var steps = dice.Below(6); steps > 0; steps--)
        {
            letters += "oaslrccdww"[dice.Below(10)];
        }

        return letters;
    }

    private static CrmEvent Change(string id, string deal, DateTimeOffset at, char letter, int part, ref Dice dice)
    {
        var amount = $"\"amount\":\"{(dice.Below(4_000_000) / 100m).ToString(CultureInfo.InvariantCulture)}\"";
        var (type, data) = letter switch
        {
            'o' => ("deal.ownerChanged", $"\"owner\":\"{dice.Of(AllOwners)}\""),
            'x' => ("deal.ownerChanged", $"\"owner\":\"{dice.Of("o1", "o5")}\""),
            'a' => ("deal.amountChanged", amount),
            's' => ("deal.stageChanged", "\"stage\":\"proposal\",\"probability\":\"0.35\""),
            'l' => ("deal.lost", "\"stage\":\"lost\""),
            'r' => ("deal.reopened", "\"stage\":\"proposal\""),
            'd' => ("deal.deleted", "\"lossReason\":\"mistake\""),
            'c' => ("deal.closeDateChanged", "\"expectedCloseDate\":\"2026-11-30\""),
            'W' => ("deal.won", "\"stage\":\"won\"," + amount),
            'w' => ("deal.won", "\"stage\":\"won\""),
            _ => throw new ArgumentOutOfRangeException(nameof(letter)),
        };
        return Event(id, type, at, $$"""{"deal":"{{deal}}",{{data}}}""", part, deal);
    }

    private static DateTimeOffset When(ref Dice dice, int days) => First.AddMinutes(dice.Below(days * 24 * 60));

    private static CrmEvent Event(string id, string type, DateTimeOffset at, string data, int part = 0, string? subject = null) => new(
        id,
        at,
        type,
        data,
        $$"""{"specversion":"1.0","id":"{{id}}","source":"crm","type":"{{type}}","time":"{{at.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture)}}","data":{{data}}}""",
        part,
        subject);
}

/// <summary>An event as its CRM posts it.</summary>
/// <param name="Id">Its key.</param>
/// <param name="At">When it happened.</param>
/// <param name="Type">Its type.</param>
/// <param name="Data">JSON.</param>
/// <param name="Json">All of it.</param>
/// <param name="Part">The part of the story in which it is posted.</param>
/// <param name="Subject">The deal, or the owner of a call; null where that does not matter.</param>
internal sealed record CrmEvent(string Id, DateTimeOffset At, string Type, string Data, string Json, int Part, string? Subject);
