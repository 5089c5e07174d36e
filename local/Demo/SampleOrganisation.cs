using System.Globalization;
using System.Text.Json.Nodes;

namespace SalesPerf.Local.Demo;

/// <summary>
/// The sample organisation: one company, three teams, a sales director over three managers, 40 reps in three roles on three continents.
/// Every resource is what a sales operations person would send to the API.
/// </summary>
internal sealed class SampleOrganisation
{
    private const int RepsInAll = 40;

    private static readonly string[] FirstNames =
        ["Ana", "Ben", "Chidi", "Dana", "Emre", "Freya", "Goran", "Hana", "Ivan", "Jia", "Kofi", "Lena", "Mateo", "Nadia", "Oskar", "Priya", "Quinn", "Rosa", "Sanjay", "Tara"];

    private static readonly string[] LastNames =
        ["Abara", "Berg", "Costa", "Dlamini", "Ekholm", "Fischer", "Gupta", "Hughes", "Ito", "Jensen", "Kaya", "Lopez", "Moreau"];

    private static readonly SampleTeam[] SampleTeams =
    [
        new("emea", "EMEA", "m-emea", ["Europe/Berlin", "Europe/London", "Africa/Lagos"]),
        new("americas", "Americas", "m-americas", ["America/New_York", "America/Chicago", "America/Sao_Paulo"]),
        new("apac", "Asia Pacific", "m-apac", ["Asia/Tokyo", "Asia/Kolkata", "Australia/Sydney"]),
    ];

    /// <param name="hiredOn">The first day of the sample's history.</param>
    /// <param name="reps">How many reps there are.</param>
    public SampleOrganisation(DateOnly hiredOn, int reps = RepsInAll)
    {
        Reps = [.. Enumerable.Range(0, reps).Select(Rep)];
        Managers =
        [
            new SampleRep("d-sales", "Mira Solberg", "sales", null, "Europe/London", null),
            .. SampleTeams.Select((team, i) => new SampleRep(team.Manager, ManagerNames[i], team.Id, null, team.Zones[0], null)),
        ];
        Waves =
        [
            [.. Settings(), .. Metrics()],
            [ReplyRate(), .. Plans(), Company()],
            [.. Roles(), .. Teams()],
            [.. People()],
            [.. TeamManagers(), .. Assignments(hiredOn)],
        ];
    }

    private static readonly string[] ManagerNames = ["Karin Vogel", "Luis Ortega", "Yuki Tanaka"];

    public IReadOnlyList<SampleRep> Reps { get; }

    /// <summary>The director first, then a manager a team.</summary>
    public IReadOnlyList<SampleRep> Managers { get; }

    /// <summary>What to PUT. Each refers only to those of the waves before its own, so that a wave can be sent at once.</summary>
    public IReadOnlyList<IReadOnlyList<SampleResource>> Waves { get; }

    private static SampleRep Rep(int number)
    {
        var team = SampleTeams[number % SampleTeams.Length];
        var role = (number / SampleTeams.Length % 5) switch { 0 or 1 => "sdr", 4 => "am", _ => "ae" };
        var name = $"{FirstNames[number % FirstNames.Length]} {LastNames[number * 7 % LastNames.Length]}";
        var id = string.Create(CultureInfo.InvariantCulture, $"r-{number + 1:00}");
        return new SampleRep(id, name, team.Id, role, team.Zones[number / 3 % team.Zones.Length], string.Create(CultureInfo.InvariantCulture, $"{4200 + number}"));
    }

    private static IEnumerable<SampleResource> Settings()
    {
        yield return new("calendar", "default", new JsonObject { ["id"] = "default", ["zone"] = "Europe/London" });
        yield return new("sources", DemoSources.Crm, new JsonObject
        {
            ["id"] = DemoSources.Crm,
            ["name"] = "HubSpot",
            ["provider"] = "hubspot",
            ["defaultCurrency"] = "USD",
            ["stages"] = new JsonObject(SampleDeals.Stages.Select(stage => KeyValuePair.Create<string, JsonNode?>(stage.Id, new JsonObject
            {
                ["outcome"] = stage.Outcome,
                ["probabilityPercent"] = stage.ProbabilityPercent,
                ["order"] = stage.Order,
            }))),
        });
        yield return new("sources", DemoSources.Engagement, new JsonObject { ["id"] = DemoSources.Engagement, ["name"] = "Calls and mail", ["provider"] = "cloudevents" });
        yield return new("sources", DemoSources.Meetings, new JsonObject { ["id"] = DemoSources.Meetings, ["name"] = "Meetings", ["provider"] = "standard-webhooks" });
    }

    private static IEnumerable<SampleResource> Metrics()
    {
        yield return Count("calls", "Calls completed", "call.completed");
        yield return Metric("emails", "Mails written by hand", new JsonObject
        {
            ["kind"] = "count",
            ["types"] = new JsonArray("email.sent"),
            ["where"] = new JsonArray(new JsonObject { ["field"] = "automated", ["op"] = "notEquals", ["value"] = "true" }),
        });
        yield return Metric("replies", "Conversations that answered", new JsonObject { ["kind"] = "replied", ["types"] = new JsonArray("email.sent") });
        yield return Count("meetings", "Meetings held", "meeting.held");
        yield return Count("prospects", "Prospects found", "prospect.created");
        yield return Count("qualified", "Prospects qualified", "prospect.qualified");
        yield return Metric("accounts", "Accounts touched", new JsonObject { ["kind"] = "distinct", ["types"] = new JsonArray("call.completed", "email.sent", "meeting.held"), ["field"] = "account" });
        yield return Metric("deals-won", "Deals won", new JsonObject { ["kind"] = "count", ["types"] = new JsonArray("deal.won") }, category: "result");
        yield return Metric("bookings", "Bookings", new JsonObject { ["kind"] = "sum", ["types"] = new JsonArray("deal.won"), ["field"] = "amount" }, category: "result", unit: "USD");
        yield return Metric("win-rate", "Proposals won", new JsonObject { ["kind"] = "conversion", ["fromStage"] = "presentationscheduled", ["toStage"] = "won", ["minDenominator"] = 5 }, category: "result");
        yield return Metric("cycle", "Days from creation to win", new JsonObject { ["kind"] = "duration", ["fromStage"] = "created", ["toStage"] = "won" }, category: "result", direction: "lowerIsBetter", unit: "days");
    }

    private static SampleResource ReplyRate() =>
        Metric("reply-rate", "Answers per mail", new JsonObject { ["kind"] = "ratio", ["numerator"] = "replies", ["denominator"] = "emails" }, category: "objective");

    private static SampleResource Count(string id, string name, string type) =>
        Metric(id, name, new JsonObject { ["kind"] = "count", ["types"] = new JsonArray(type) });

    private static SampleResource Metric(
        string id, string name, JsonObject measure, string category = "activity", string direction = "higherIsBetter", string? unit = null)
    {
        var metric = new JsonObject { ["id"] = id, ["name"] = name, ["category"] = category, ["direction"] = direction, ["measure"] = measure };
        if (unit is not null)
        {
            metric["unit"] = unit;
        }

        return new SampleResource("metrics", id, metric);
    }

    private static IEnumerable<SampleResource> Roles()
    {
        yield return Role(
            "sdr",
            "Sales development representative",
            [("pipeline", "Qualified pipeline", "qualified")],
            [
                ("outreach", "Outreach that is answered", "pipeline", [("emails", "week", 27m), ("replies", "week", 3m), ("reply-rate", "month", 0.09m)]),
                ("qualification", "Qualification", "pipeline", [("calls", "week", 25m), ("qualified", "month", 14m)]),
            ]);
        yield return Role(
            "ae",
            "Account executive",
            [("bookings", "New bookings", "bookings")],
            [
                ("prospecting", "Prospecting", "bookings", [("emails", "week", 13m), ("replies", "month", 6m), ("prospects", "month", 10m)]),
                ("conversations", "Conversations", "bookings", [("calls", "week", 12m), ("meetings", "week", 4m), ("accounts", "month", 50m)]),
                ("closing", "Closing", "bookings", [("deals-won", "month", 2m), ("bookings", "quarter", 90_000m), ("win-rate", "quarter", 0.3m), ("cycle", "quarter", 45m)]),
            ]);
        yield return Role(
            "am",
            "Account manager",
            [("growth", "Growth of accounts", "bookings")],
            [
                ("relationships", "Relationships", "growth", [("calls", "week", 11m), ("meetings", "week", 5m), ("accounts", "month", 40m)]),
                ("expansion", "Expansion", "growth", [("deals-won", "month", 2m), ("bookings", "quarter", 60_000m)]),
            ]);
    }

    private static SampleResource Role(
        string id,
        string name,
        (string Id, string Name, string Metric)[] accountabilities,
        (string Id, string Name, string Serves, (string Metric, string Period, decimal Target)[] Metrics)[] competencies) =>
        new("roles", id, new JsonObject
        {
            ["id"] = id,
            ["name"] = name,
            ["accountabilities"] = new JsonArray([.. accountabilities.Select(item =>
                new JsonObject { ["id"] = item.Id, ["name"] = item.Name, ["outcomeMetric"] = item.Metric })]),
            ["competencies"] = new JsonArray([.. competencies.Select(item => new JsonObject
            {
                ["id"] = item.Id,
                ["name"] = item.Name,
                ["accountabilities"] = new JsonArray(item.Serves),
                ["metrics"] = new JsonArray([.. item.Metrics.Select(metric => new JsonObject
                {
                    ["threshold"] = new JsonObject
                    {
                        ["metric"] = metric.Metric,
                        ["period"] = metric.Period,
                        ["target"] = metric.Target,
                        ["green"] = 95,
                        ["amber"] = 75,
                    },
                })]),
            })]),
        });

    private static IEnumerable<SampleResource> Plans()
    {
        yield return Plan("ae-2026", "New business", (0, 6), (60_000, 8), (90_000, 11));
        yield return Plan("am-2026", "Account growth", (0, 4), (60_000, 6));
        yield return Plan("sdr-2026", "Development", (0, 1));
    }

    private static SampleResource Plan(string id, string name, params (int From, int RatePercent)[] tiers) =>
        new("plans", id, new JsonObject
        {
            ["id"] = id,
            ["name"] = name,
            ["currency"] = "USD",
            ["payPeriod"] = "month",
            ["components"] = new JsonArray(new JsonObject
            {
                ["id"] = "bookings",
                ["measure"] = "quarter",
                ["creditRules"] = new JsonArray(new JsonObject { ["id"] = "won", ["event"] = "booking", ["base"] = "amount" }),
                ["table"] = new JsonObject
                {
                    ["mode"] = "marginal",
                    ["selector"] = "credit",
                    ["tiers"] = new JsonArray([.. tiers.Select(tier => new JsonObject { ["from"] = tier.From, ["ratePercent"] = tier.RatePercent })]),
                },
            }),
        });

    /// <summary>Teams come before people and their managers after: each needs the other.</summary>
    private static IEnumerable<SampleResource> Teams() =>
        SampleTeams.Select(team => new SampleResource("teams", team.Id, new JsonObject { ["id"] = team.Id, ["name"] = team.Name, ["parent"] = "sales" }));

    private static SampleResource Company() => new("teams", "sales", new JsonObject { ["id"] = "sales", ["name"] = "Sales" });

    private static IEnumerable<SampleResource> TeamManagers() =>
        SampleTeams
            .Select(team => new SampleResource(
                "teams", team.Id, new JsonObject { ["id"] = team.Id, ["name"] = team.Name, ["parent"] = "sales", ["manager"] = team.Manager }))
            .Prepend(new SampleResource("teams", "sales", new JsonObject { ["id"] = "sales", ["name"] = "Sales", ["manager"] = "d-sales" }));

    private IEnumerable<SampleResource> People()
    {
        foreach (var person in Managers.Concat(Reps))
        {
            var body = new JsonObject
            {
                ["id"] = person.Id,
                ["name"] = person.Name,
                ["mail"] = $"{person.Id}@sample.example",
                ["zone"] = person.Zone,
                ["team"] = person.Team,
            };
            if (person.Role is not null)
            {
                body["role"] = person.Role;
            }

            if (person.Owner is not null)
            {
                body["identities"] = new JsonObject
                {
                    [DemoSources.Crm] = new JsonArray(person.Owner),
                    [DemoSources.Engagement] = new JsonArray($"{person.Id}@sample.example"),
                    [DemoSources.Meetings] = new JsonArray(person.Owner),
                };
            }

            yield return new SampleResource("people", person.Id, body);
        }
    }

    private IEnumerable<SampleResource> Assignments(DateOnly hiredOn) =>
        Reps.Select(rep => new SampleResource("assignments", $"{rep.Id}-{rep.Role}", new JsonObject
        {
            ["id"] = $"{rep.Id}-{rep.Role}",
            ["person"] = rep.Id,
            ["plan"] = $"{rep.Role}-2026",
            ["from"] = new DateOnly(hiredOn.Year, 1, 1).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            ["quotas"] = new JsonArray(new JsonObject
            {
                ["component"] = "bookings",
                ["amount"] = rep.Role switch { "ae" => 90_000, "am" => 60_000, _ => 8_000 },
                ["period"] = "quarter",
            }),
        }));

    private sealed record SampleTeam(string Id, string Name, string Manager, string[] Zones);
}

/// <summary>Somebody in the sample.</summary>
/// <param name="Owner">Their owner id in the CRM; null for managers.</param>
internal sealed record SampleRep(string Id, string Name, string Team, string? Role, string Zone, string? Owner);

/// <summary>A resource to PUT.</summary>
internal sealed record SampleResource(string Collection, string Id, JsonObject Body)
{
    /// <summary>There is one calendar, and its address has no id.</summary>
    public string Path => Collection == "calendar" ? "/api/v1/calendar" : $"/api/v1/{Collection}/{Id}";
}

/// <summary>The sample's sources.</summary>
internal static class DemoSources
{
    public const string Crm = "crm";
    public const string Engagement = "engagement";
    public const string Meetings = "meetings";
}
