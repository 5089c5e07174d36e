using System.Text.Json.Nodes;
using SalesPerf.Benchmarks.Feeds;

namespace SalesPerf.Benchmarks.Ours;

/// <summary>One team of forty people in one role with three metrics, on a plan of three tiers.</summary>
internal static class Organisation
{
    public const string Team = "all";

    public static readonly string[] Metrics = ["accounts", "calls", "emails"];

    /// <summary>What to PUT, in order.</summary>
    public static IEnumerable<(string Path, JsonObject Body)> Resources()
    {
        yield return ("sources/bench", new JsonObject { ["id"] = "bench", ["provider"] = "cloudevents" });
        yield return ("metrics/calls", Metric("calls", new JsonObject { ["kind"] = "count", ["types"] = new JsonArray("call.completed") }));
        yield return ("metrics/emails", Metric("emails", new JsonObject { ["kind"] = "count", ["types"] = new JsonArray("email.sent") }));
        yield return ("metrics/accounts", Metric("accounts", new JsonObject { ["kind"] = "distinct", ["types"] = new JsonArray("call.completed", "email.sent"), ["field"] = "account" }));
        yield return ("roles/rep", Role());
        yield return ("teams/all", new JsonObject { ["id"] = Team, ["name"] = "Everybody" });
        yield return ("plans/plan", Plan());
        for (var i = 0; i < ActivityFeed.People; i++)
        {
            yield return ($"people/{Person(i)}", new JsonObject
            {
                ["id"] = Person(i),
                ["name"] = $"Person {i}",
                ["team"] = Team,
                ["role"] = "rep",
                ["identities"] = new JsonObject { [ActivityFeed.Source] = new JsonArray(ActivityFeed.Owner(i)) },
            });
            yield return ($"assignments/a-{i}", new JsonObject { ["id"] = $"a-{i}", ["person"] = Person(i), ["plan"] = "plan", ["from"] = "2020-01-01" });
        }
    }

    public static string Person(int number) => $"p-{number}";

    private static JsonObject Metric(string id, JsonObject measure) => new() { ["id"] = id, ["name"] = id, ["measure"] = measure };

    private static JsonObject Role() => new()
    {
        ["id"] = "rep",
        ["name"] = "Representative",
        ["accountabilities"] = new JsonArray(new JsonObject { ["id"] = "contacts", ["name"] = "Contacts", ["outcomeMetric"] = "accounts" }),
        ["competencies"] = new JsonArray(new JsonObject
        {
            ["id"] = "outreach",
            ["name"] = "Outreach",
            ["accountabilities"] = new JsonArray("contacts"),
            ["metrics"] = new JsonArray([.. Metrics.Select(metric => new JsonObject
            {
                ["threshold"] = new JsonObject { ["metric"] = metric, ["period"] = "month", ["target"] = 100, ["green"] = 95, ["amber"] = 75 },
            })]),
        }),
    };

    private static JsonObject Plan() => new()
    {
        ["id"] = "plan",
        ["name"] = "Plan",
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
                ["tiers"] = new JsonArray([.. Tiers.All.Select(tier => new JsonObject { ["from"] = tier.From, ["ratePercent"] = tier.RatePercent })]),
            },
        }),
    };
}
