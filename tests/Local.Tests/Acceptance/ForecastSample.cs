namespace SalesPerf.Local.Tests.Acceptance;

/// <summary>
/// Commissions expected in the fourth quarter, asked for in its middle. Everything goes in and comes out over HTTP.
/// <list type="bullet">
/// <item>flat: 15 %; 60,000 closed, two open deals of 50,000 at 40 %. Outcomes 60,000 (0.36), 110,000 (0.48), 160,000 (0.16), so pay is
/// 9,000, 16,500 or 24,000, and 15 % × (60,000 + 2 × 50,000 × 0.4) = 15,000 is expected.</item>
/// <item>high: 4 % to 100,000, 5 % to 150,000, 6 % above; 180,000 closed: 4,000 + 2,500 + 1,800 = 8,300.</item>
/// <item>middle: the same plan; 100,000 closed, two open deals of 80,000 at 50 %: 4,000 (0.25), 8,300 (0.5), 4,000 + 2,500 + 6,600 = 13,100 (0.25):
/// 1,000 + 4,150 + 3,275 = 8,425, where the plan at the mean would say 8,300.</item>
/// <item>none: the same plan and nothing sold. Yen: 10 % in yen, which have no decimals; 1,000 closed, so 100.</item>
/// </list>
/// </summary>
public sealed class ForecastSample : IAsyncLifetime
{
    internal ApiHost Host { get; private set; } = null!; // set before any test runs

    public async Task InitializeAsync()
    {
        Host = await ApiHost.StartAsync(new DateTimeOffset(2026, 11, 18, 12, 0, 0, TimeSpan.Zero));
        var api = Host.Api;
        await api.SetAsync("calendar", """{"id":"default","zone":"Etc/UTC"}""");
        await api.SetAsync("sources/crm", """{"id":"crm","provider":"cloudevents"}""");
        await api.SetAsync("plans/flat", Plan("flat", "USD", """{"from":0,"ratePercent":15}"""));
        await api.SetAsync("plans/tiers", Plan("tiers", "USD", """{"from":0,"ratePercent":4},{"from":100000,"ratePercent":5},{"from":150000,"ratePercent":6}"""));
        await api.SetAsync("plans/yen", Plan("yen", "JPY", """{"from":0,"ratePercent":10}"""));
        await api.SetAsync("teams/sales", """{"id":"sales","name":"Sales"}""");
        await api.SetAsync("teams/west", """{"id":"west","name":"West","parent":"sales"}""");
        await api.SetAsync("teams/east", """{"id":"east","name":"East","parent":"sales"}""");
        foreach (var (person, team, plan) in new[] { ("flat", "west", "flat"), ("high", "west", "tiers"), ("middle", "west", "tiers"), ("none", "east", "tiers"), ("yen", "east", "yen") })
        {
            await api.SetAsync($"people/{person}", $$$"""{"id":"{{{person}}}","name":"{{{person}}}","team":"{{{team}}}","identities":{"crm":["{{{person}}}"]}}""");
            await api.SetAsync($"assignments/{person}", $$"""
                {"id":"{{person}}","person":"{{person}}","plan":"{{plan}}","from":"2026-01-01","quotas":[{"component":"bookings","amount":100000,"period":"quarter"}]}
                """);
        }

        await api.TakeAsync(
            Events.Won("f1", "flat", 60_000, "2026-10-12"),
            Events.Open("f2", "flat", 50_000, 0.4m, "2026-10-20", "2026-12-01"),
            Events.Open("f3", "flat", 50_000, 0.4m, "2026-10-21", "2026-12-31"),
            Events.Won("h1", "high", 120_000, "2026-10-01"),
            Events.Won("h2", "high", 60_000, "2026-11-02"),
            Events.Won("m1", "middle", 100_000, "2026-11-03"),
            Events.Open("m2", "middle", 80_000, 0.5m, "2026-10-20", "2026-11-30"),
            Events.Open("m3", "middle", 80_000, 0.5m, "2026-10-21", "2026-12-15"),
            Events.Won("y1", "yen", 1_000, "2026-11-03", "JPY"),

            // Not of this quarter: won in the one before, and expected in the one after.
            Events.Won("n1", "none", 90_000, "2026-09-30"),
            Events.Open("n2", "none", 70_000, 0.9m, "2026-10-20", "2027-01-01"));
        await Host.DrainAsync();
    }

    public async Task DisposeAsync() => await Host.DisposeAsync();

    private static string Plan(string id, string currency, string tiers) => $$$"""
        {"id":"{{{id}}}","currency":"{{{currency}}}","payPeriod":"month","components":[{"id":"bookings","measure":"quarter",
         "creditRules":[{"id":"won","event":"booking","base":"amount"}],"table":{"mode":"marginal","selector":"credit","tiers":[{{{tiers}}}]}}]}
        """;
}
