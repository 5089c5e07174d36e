using System.Globalization;
using SalesPerf.Functions.Tests.Resources;

namespace SalesPerf.Functions.Tests.Bookkeeping.Stories;

/// <summary>Four sellers in two teams, their leader who is paid by them, and three plans: makes happen what events say, through the routes that people and systems use.</summary>
internal sealed class Story : IAsyncDisposable
{
    public static readonly string[] People = ["ann", "ben", "boss", "cat", "dan"];

    private static readonly string[] Sellers = ["ann", "ben", "cat", "dan"];
    private static readonly (string, string) Any = BookApp.Any;

    private readonly BookApp app;
    private readonly StoryBooks books;
    private readonly StoryPlans plans;
    private readonly List<(string Id, DateOnly Won, string Owner)> deals = [];
    private readonly List<(string Person, string Id)> holds = [];
    private readonly Dictionary<string, (string Id, string Plan, DateOnly From, int Quota)> assignments = [];
    private readonly Dictionary<string, string> owners = Sellers.Select((person, i) => (person, i)).ToDictionary(one => $"{one.i + 1}", one => one.person);
    private readonly Dictionary<string, string> teams = new() { ["ann"] = "west", ["ben"] = "west", ["cat"] = "east", ["dan"] = "east" };
    private readonly SortedDictionary<StoryKind, int> done = [];
    private (string, string) second;
    private DateTimeOffset now = new(2026, 10, 2, 12, 0, 0, TimeSpan.Zero);
    private int number;

    private Story(BookApp app, StoryBooks books) => (this.app, this.books, plans) = (app, books, new StoryPlans(books));

    public BookApp App => app;

    /// <summary>How many events of each kind were taken.</summary>
    public IReadOnlyDictionary<StoryKind, int> Done => done;

    /// <summary>The first month that is open, as its first day.</summary>
    public DateOnly FirstOpen { get; private set; } = new(2026, 10, 1);

    public DateOnly Today => DateOnly.FromDateTime(app.Whole.Get<TimeProvider>().GetUtcNow().UtcDateTime);

    /// <summary>From the first of the books to the current one.</summary>
    public IEnumerable<string> Months
    {
        get
        {
            for (var day = new DateOnly(2026, 10, 1); day <= Today; day = day.AddMonths(1))
            {
                yield return Id(day);
            }
        }
    }

    public static async Task<Story> StartAsync(StoryBooks books)
    {
        var app = await BookApp.StartAsync(now: new DateTimeOffset(2026, 10, 2, 12, 0, 0, TimeSpan.Zero));
        var story = new Story(app, books) { second = await app.SecondAsync() };
        await story.SetUpAsync();
        return story;
    }

    /// <summary>Makes it happen, and all that follows.</summary>
    public async Task TellAsync(StoryEvent one)
    {
        now = app.Whole.Get<TimeProvider>().GetUtcNow().AddMinutes(7);
        app.Whole.MoveTo(now);
        number++;
        if (await DoAsync(one.Kind, one.Numbers))
        {
            done[one.Kind] = done.GetValueOrDefault(one.Kind) + 1;
        }

        await app.Whole.DrainAsync();
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();

    private Task<bool> DoAsync(StoryKind kind, IReadOnlyList<int> n) => kind switch
    {
        StoryKind.Win => WinAsync(n),
        StoryKind.Amount => ChangeAsync("deal.amountChanged", n, deal => (deal.Won.AddDays(n[1] % 40), $"\"amount\":\"{Amount(n[2], n[3])}\"")),
        StoryKind.Owner => ChangeAsync("deal.ownerChanged", n, deal => (deal.Won.AddDays(-1), $"\"owner\":\"{1 + (n[1] % 4)}\"")),
        StoryKind.Undo => ChangeAsync((n[1] % 4) switch { 0 => "deal.deleted", 1 => "deal.won", _ => "deal.reopened" }, n, deal => (deal.Won.AddDays(1 + (n[2] % 60)), "")),
        StoryKind.End when books == StoryBooks.Additive => Task.FromResult(false),
        StoryKind.End => ChangeAsync("deal.amountChanged", n, deal => (Today, $"\"attributes\":{{\"endedOn\":\"{(n[1] % 4 == 0 ? "" : Text(deal.Won.AddDays(n[2] % 60)))}\"}}")),
        StoryKind.Days => Pass(1 + (n[0] % 6)),
        StoryKind.Close => CloseAsync(),
        StoryKind.Reopen => ReopenAsync(n[0]),
        StoryKind.Plan => PlanAsync(StoryPlans.Names[n[0] % StoryPlans.Names.Count], Near(n[1]), n),
        StoryKind.Quota => AssignAsync(Sellers[n[0] % 4], Near(n[1]), known => known with { Quota = 5_000 + (n[2] % 40_000) }),
        StoryKind.OtherPlan => AssignAsync(Sellers[n[0] % 4], Near(n[1]), known => known with { Plan = StoryPlans.OfSellers[n[2] % StoryPlans.OfSellers.Count] }),
        StoryKind.Leave => LeaveAsync(Sellers[n[0] % 4], Near(n[1]), n),
        StoryKind.Place => PlaceAsync(Sellers[n[0] % 4], Near(n[1]), n[2] % 2 == 0 ? "west" : "east"),
        StoryKind.Identity => IdentityAsync($"{1 + (n[0] % 4)}", Sellers[n[1] % 4]),
        StoryKind.Adjustment => AdjustAsync(People[n[0] % 5], n),
        StoryKind.Hold => HoldAsync(People[n[0] % 5], n),
        _ => ReleaseAsync(n),
    };

    private async Task SetUpAsync()
    {
        await app.PutAsync("/people/boss", Person("boss"));
        await app.PutAsync("/teams/west", """{"id":"west","name":"West","manager":"boss"}""");
        await app.PutAsync("/teams/east", """{"id":"east","name":"East","manager":"boss"}""");
        foreach (var plan in StoryPlans.Names)
        {
            await app.PutAsync($"/plans/{plan}", plans.Json(plan, [0, 0, 0, 0, 0, 0]), plan == "flat" ? [Any] : []);
        }

        foreach (var (person, i) in People.Select((person, i) => (person, i)))
        {
            (string, string)[] known = person is "ann" or "ben" ? [Any] : [];
            if (person != "boss")
            {
                await app.PutAsync($"/people/{person}", Person(person), known);
            }

            var plan = person == "boss" ? "lead" : StoryPlans.OfSellers[i % StoryPlans.OfSellers.Count];
            assignments[person] = (person, plan, new DateOnly(2026, 10, 1), 20_000);
            await app.PutAsync($"/assignments/{person}", Assignment(person), known);
        }

        await app.Whole.DrainAsync();
    }

    private async Task<bool> WinAsync(IReadOnlyList<int> n)
    {
        var won = Today.AddDays(-Math.Min(n[0] % 100 < 60 ? n[0] % 10 : n[0] % 75, Today.DayNumber - new DateOnly(2026, 10, 1).DayNumber));
        var (deal, owner) = ($"d{number}", $"{1 + (n[1] % 4)}");
        var (others, third) = ($"{1 + (n[4] % 4)}", books == StoryBooks.Linear ? "30" : "33.3");
        var shares = (n[5] % 5) switch
        {
            0 when others != owner => $"\"split.{owner}\":\"60\",\"split.{others}\":\"40\"",
            1 when others != owner => $"\"split.{owner}\":\"{third}\",\"split.{others}\":\"{third}\"",
            2 when others != owner => $"\"overlay.{others}\":\"25\"",
            _ => "",
        };
        deals.Add((deal, won, owner));
        await SendAsync("deal.created", deal, won.AddDays(-2), $"\"owner\":\"{owner}\",\"currency\":\"USD\"");
        return await SendAsync("deal.won", deal, won, $"\"amount\":\"{Amount(n[2], n[3])}\",\"attributes\":{{{shares}}}");
    }

    private Task<bool> ChangeAsync(string type, IReadOnlyList<int> n, Func<(string Id, DateOnly Won, string Owner), (DateOnly Day, string Data)> change)
    {
        if (deals.Count == 0)
        {
            return Task.FromResult(false);
        }

        var deal = deals[n[0] % deals.Count];
        var (day, data) = change(deal);
        return SendAsync(type, deal.Id, day > Today ? Today : day, data);
    }

    private async Task<bool> SendAsync(string type, string deal, DateOnly day, string data)
    {
        var time = Text(day) + string.Create(CultureInfo.InvariantCulture, $"T{number / 60 % 12:00}:{number % 60:00}:00Z");
        var more = data.Length > 0 ? "," + data : "";
        await app.Whole.DoAsync(
            "POST",
            "/activities",
            $$"""[{"specversion":"1.0","id":"e{{number}}-{{type}}","source":"crm","type":"{{type}}","time":"{{time}}","data":{"deal":"{{deal}}"{{more}}} }]""",
            "application/cloudevents-batch+json");
        return true;
    }

    private Task<bool> Pass(int days)
    {
        app.Whole.MoveTo(now.AddDays(days));
        return Task.FromResult(true);
    }

    private async Task<bool> CloseAsync()
    {
        if (Today < FirstOpen.AddMonths(1))
        {
            return false;
        }

        await app.CloseAsync(Id(FirstOpen));
        FirstOpen = FirstOpen.AddMonths(1);
        return true;
    }

    private async Task<bool> ReopenAsync(int which)
    {
        var closed = Months.TakeWhile(month => month != Id(FirstOpen)).ToArray();
        if (closed.Length == 0)
        {
            return false;
        }

        var made = await app.PostAsync("/reopenings", $$"""{"reopenFrom":"{{closed[which % closed.Length]}}","reason":"agreed before"}""");
        Assert.Equal(201, made.Code);
        Assert.Equal(200, (await app.PostAsync($"/reopenings/{made.Of("id")}/approve", headers: second)).Code);
        return true;
    }

    private async Task<bool> PlanAsync(string plan, DateOnly from, IReadOnlyList<int> n) => Taken(await PutAsync($"/plans/{plan}?effectiveFrom={Text(from)}", plans.Json(plan, n)));

    private async Task<bool> AssignAsync(string person, DateOnly from, Func<(string Id, string Plan, DateOnly From, int Quota), (string, string, DateOnly, int)> change)
    {
        var known = assignments[person];
        assignments[person] = change(known);
        var isTaken = Taken(await PutAsync($"/assignments/{assignments[person].Id}?effectiveFrom={Text(from)}", Assignment(person)));
        assignments[person] = isTaken ? assignments[person] : known;
        return isTaken;
    }

    /// <summary>Ends the assignment on a day; of three times two another plan follows at once, or after some days.</summary>
    private async Task<bool> LeaveAsync(string person, DateOnly to, IReadOnlyList<int> n)
    {
        var known = assignments[person];
        if (to <= known.From || !Taken(await PutAsync($"/assignments/{known.Id}", Assignment(person, to))))
        {
            return false;
        }

        var from = to.AddDays(n[2] % 3 == 0 ? 20 : 0);
        assignments[person] = ($"{person}-{number}", StoryPlans.OfSellers[n[3] % StoryPlans.OfSellers.Count], from, known.Quota);
        var follows = Taken(await app.Whole.SendAsync("PUT", $"/assignments/{assignments[person].Id}", Assignment(person)));
        assignments[person] = follows ? assignments[person] : known;
        return follows;
    }

    private async Task<bool> PlaceAsync(string person, DateOnly from, string team)
    {
        teams[person] = team;
        return Taken(await PutAsync($"/people/{person}?effectiveFrom={Text(from)}", Person(person)));
    }

    private async Task<bool> IdentityAsync(string owner, string person)
    {
        var before = owners[owner];
        if (before == person)
        {
            return false;
        }

        // Let go by the one first, then claimed by the other.
        owners.Remove(owner);
        var isTaken = Taken(await PutAsync($"/people/{before}", Person(before)));
        owners[owner] = person;
        return Taken(await PutAsync($"/people/{person}", Person(person))) && isTaken;
    }

    private async Task<bool> AdjustAsync(string person, IReadOnlyList<int> n)
    {
        var date = Text(FirstOpen.AddDays(n[1] % 28));
        var amount = Amount(1_000 + (n[2] % 90_000), n[4] % 3 * 5);
        var kind = n[3] % 2 == 0 ? "\"kind\":\"fixed\"" : "\"kind\":\"credit\",\"component\":\"bookings\"";
        var made = await app.PostAsync($"/reps/{person}/adjustments", $$"""{"assignment":"{{assignments[person].Id}}","amount":{"amount":"{{amount}}","currency":"USD"},"date":"{{date}}","reason":"agreed",{{kind}} }""");
        return Taken(made) && Taken(await app.PostAsync($"/reps/{person}/adjustments/{made.Of("id")}/approve", headers: second));
    }

    private async Task<bool> HoldAsync(string person, IReadOnlyList<int> n)
    {
        var what = (n[1] % 3) switch
        {
            0 => "",
            1 => ",\"component\":\"bookings\"",
            _ => deals.Count == 0 ? "" : $",\"source\":\"crm\",\"deal\":\"{deals[n[2] % deals.Count].Id}\"",
        };
        var made = await app.PostAsync($"/reps/{person}/holds", $$"""{"period":"{{Id(FirstOpen)}}","reason":"looked into"{{what}} }""");
        if (Taken(made))
        {
            holds.Add((person, made.Of("id")));
        }

        return made.Code == 201;
    }

    private async Task<bool> ReleaseAsync(IReadOnlyList<int> n)
    {
        if (holds.Count == 0)
        {
            return false;
        }

        var (person, id) = holds[n[0] % holds.Count];
        holds.Remove((person, id));
        return Taken(await app.PostAsync($"/reps/{person}/holds/{id}/release", """{"reason":"fine"}"""));
    }

    private Task<Answer> PutAsync(string path, string json) => app.Whole.SendAsync("PUT", path, json, headers: [Any]);

    /// <summary>What is refused with a reason is as if it had not happened.</summary>
    private static bool Taken(Answer answer)
    {
        Assert.True(answer.Code is < 300 or 409 or 422, $"{answer.Code} {answer.Text}");
        return answer.Code < 300;
    }

    private string Person(string person)
    {
        var own = string.Join(',', owners.Where(one => one.Value == person).Select(one => $"\"{one.Key}\""));
        var team = teams.TryGetValue(person, out var found) ? $"\"team\":\"{found}\"," : "";
        return $$"""{"id":"{{person}}","name":"Name of {{person}}","mail":"{{person}}@example.com",{{team}}"identities":{"crm":[{{own}}]} }""";
    }

    private string Assignment(string person, DateOnly? to = null)
    {
        var (id, plan, from, quota) = assignments[person];
        var end = to is { } day ? $",\"to\":\"{Text(day)}\"" : "";
        return $$"""{"id":"{{id}}","person":"{{person}}","plan":"{{plan}}","from":"{{Text(from)}}"{{end}},"targetPay":24000,"quotas":[{"component":"bookings","amount":{{quota}},"period":"quarter"}]}""";
    }

    /// <summary>A day up to ten weeks ago, or up to four to come; none before the books.</summary>
    private DateOnly Near(int number)
    {
        var day = Today.AddDays((number % 98) - 70);
        return day < new DateOnly(2026, 10, 1) ? new DateOnly(2026, 10, 1) : day;
    }

    /// <summary>In dollars, one of ten below 0; hundreds where no cent is to be rounded.</summary>
    private string Amount(int one, int other)
    {
        var size = books == StoryBooks.Linear ? one % 90 * 100 : one % 900_000 / 100m;
        return string.Create(CultureInfo.InvariantCulture, $"{(other % 10 == 0 ? -size : size):0.00}");
    }

    private static string Id(DateOnly day) => day.ToString("yyyy-MM", CultureInfo.InvariantCulture);

    private static string Text(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
