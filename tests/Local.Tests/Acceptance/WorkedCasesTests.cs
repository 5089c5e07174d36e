using System.Globalization;
using System.Text.Json.Nodes;

namespace SalesPerf.Local.Tests.Acceptance;

/// <summary>The worked cases of commission that flat and marginal tables reach: resources and deals in, money out, all over HTTP.</summary>
public sealed class WorkedCasesTests(WorkedCases cases) : IClassFixture<WorkedCases>
{
    /// <summary>Closed and expected pay of a person in a period.</summary>
    [Theory]

    // 15 % of 100,000 projected for the quarter, 60,000 closed and 40,000 as good as sure: 9,000 earned, 15,000 for finance to set aside.
    [InlineData("aside", "2026-Q4", "9000.00 15000.00")]

    // 4 % to 100,000, 5 % to 150,000, 6 % above: 4,000 + 2,500 + 1,800. On the bounds themselves: 4,000 and 6,500.
    [InlineData("tiers", "2026-Q4", "8300.00 8300.00")]
    [InlineData("bound1", "2026-Q4", "4000.00 4000.00")]
    [InlineData("bound2", "2026-Q4", "6500.00 6500.00")]

    // Deal by deal in the same table: 180,000 earns 8,300 and 50,000 earns 2,000; a third of 180,000 is open at 25 %: 2,075.
    [InlineData("deals", "2026-11", "10300.00 12375.00")]

    // Target pay of 20,000 at a quota of a million: 2 % to the quota, 2.8 % to 120 % of it, 3.2 % above. 100,000, 200,000, 500,000 booked to date.
    [InlineData("slices", "2026-01", "2000.00 2000.00")]
    [InlineData("slices", "2026-02", "2000.00 2000.00")]
    [InlineData("slices", "2026-03", "6000.00 6000.00")]
    [InlineData("slices", "2026-Q1", "10000.00 10000.00")]

    // 900,000 more in August and 100,000 in September: 500,000 × 2 % + 200,000 × 2.8 % + 200,000 × 3.2 % = 22,000; then 3,200.
    [InlineData("slices", "2026-08", "22000.00 22000.00")]
    [InlineData("slices", "2026-09", "3200.00 3200.00")]
    [InlineData("slices", "2026", "35200.00 35200.00")]

    // Active from 15 October, 17 of 31 days: a quota of 10,000 is 5,483.87. 10 % to it, 20 % above: 548.387 + 20 % × 4,516.13 = 903.226: 1,451.61.
    [InlineData("joiner", "2026-10", "1451.61 1451.61")]

    // Half of a deal of 100,000 each, 4 % to 60,000 and 10 % above: split before the tiers, 2,000.
    [InlineData("half", "2026-11", "2000.00 2000.00")]

    // A refund of 5,000 at 10 % takes 500 back; of the same plan 12,500 in November less the refund of 5,000: 750.
    [InlineData("refund", "2026-10", "-500.00 -500.00")]
    [InlineData("refund", "2026-11", "750.00 750.00")]

    // 1 % of 12.50 is 0.125: 0.13 in October, and nothing more in November.
    [InlineData("penny", "2026-10", "0.13 0.13")]
    [InlineData("penny", "2026-11", "0.00 0.00")]
    [InlineData("penny", "2026-Q4", "0.13 0.13")]

    // 2 % of a margin of 9,000; a deal sold at a loss takes nothing back. 50 % of 40 units, whatever they were sold for, is 20.
    [InlineData("margin", "2026-11", "180.00 180.00")]
    [InlineData("units", "2026-11", "20.00 20.00")]

    // 15 % to 30 June, then 10 %: 15,000 for March, 10,000 for July, 25,000 for the year.
    [InlineData("change", "2026-03", "15000.00 15000.00")]
    [InlineData("change", "2026-07", "10000.00 10000.00")]
    [InlineData("change", "2026", "25000.00 25000.00")]

    // Two plans: 10 % and a SPIFF of 1 % of the same 60,000.
    [InlineData("spiff", "2026-11", "6600.00 6600.00")]
    public async Task Given_a_worked_case_when_asked_for_then_it_comes_out_to_the_cent(string person, string period, string earned)
    {
        var answer = await cases.Host.Api.GetAsync($"commissions/forecast?period={period}&person={person}");
        Assert.Equal(200, answer.Status);
        Assert.Equal(earned, $"{answer.Of("items/0/earned/closed/amount")} {answer.Of("items/0/earned/expected/amount")}");
        var now = Uri.EscapeDataString(cases.Host.Clock.GetUtcNow().ToString("O"));
        var known = await cases.Host.Api.GetAsync($"commissions/forecast?period={period}&person={person}&asOf={now}");
        Assert.Equal(earned, $"{known.Of("items/0/earned/closed/amount")} {known.Of("items/0/earned/expected/amount")}");
    }

    [Fact]
    public async Task Given_17_of_31_days_when_the_quota_is_read_then_it_is_prorated_to_the_cent()
    {
        var answer = await cases.Host.Api.GetAsync("commissions/forecast?period=2026-10&person=joiner");
        Assert.Equal(("5483.87", 1m), (answer.Of("items/0/quota/amount"), Number(answer.Of("items/0/probabilityOfQuota"))));
        Assert.Equal("5483.87", answer.Of("items/0/components/0/quota/amount"));
    }

    // 60,000 of a quota of 100,000 is short of it, though two plans pay for it.
    [Fact]
    public async Task Given_two_plans_for_one_deal_when_read_then_its_credit_counts_once()
    {
        var answer = await cases.Host.Api.GetAsync("commissions/forecast?period=2026-11&person=spiff");
        Assert.Equal("60000.00", answer.Of("items/0/credit/closed/amount"));
        Assert.Equal(0m, Number(answer.Of("items/0/probabilityOfQuota")));
    }

    private static decimal Number(string text) => decimal.Parse(text, CultureInfo.InvariantCulture);
}

/// <summary>The host of the cases, asked on 18 November 2026.</summary>
public sealed class WorkedCases : IAsyncLifetime
{
    internal ApiHost Host { get; private set; } = null!; // set before any test runs

    public async Task InitializeAsync()
    {
        Host = await ApiHost.StartAsync(new DateTimeOffset(2026, 11, 18, 12, 0, 0, TimeSpan.Zero));
        await Host.Api.SetAsync("calendar", """{"id":"default","zone":"Etc/UTC"}""");
        await Host.Api.SetAsync("sources/crm", """{"id":"crm","provider":"cloudevents"}""");
        const string FourFiveSix = """{"from":0,"ratePercent":4},{"from":100000,"ratePercent":5},{"from":150000,"ratePercent":6}""";
        await PlanAsync("aside", "quarter", """{"from":0,"ratePercent":15}""");
        await PlanAsync("tiers", "quarter", FourFiveSix, ["bound1", "bound2"]);
        await PlanAsync("deals", "deal", FourFiveSix);
        await PlanAsync("slices", "year", """{"from":0,"ratePercent":2},{"from":100,"ratePercent":2.8},{"from":120,"ratePercent":3.2}""", [], "attainment", quota: 1_000_000);
        await PlanAsync("joiner", "month", """{"from":0,"ratePercent":10},{"from":100,"ratePercent":20}""", [], "attainment", quota: 10_000, from: "2026-10-15");
        await PlanAsync("half", "month", """{"from":0,"ratePercent":4},{"from":60000,"ratePercent":10}""");
        await PlanAsync("refund", "month", """{"from":0,"ratePercent":10}""");
        await PlanAsync("penny", "quarter", """{"from":0,"ratePercent":1}""");
        await PlanAsync("margin", "month", """{"from":0,"ratePercent":2}""", [], credited: "margin");
        await PlanAsync("units", "month", """{"from":0,"ratePercent":50}""", [], credited: "units");
        await PlanAsync("change", "month", """{"from":0,"ratePercent":15}""");
        await Host.Api.SetAsync("plans/change?effectiveFrom=2026-07-01", Plan("change", "month", """{"from":0,"ratePercent":10}""", "credit", "amount"));
        await PlanAsync("spiff", "month", """{"from":0,"ratePercent":10}""", [], quota: 100_000);
        await Host.Api.SetAsync("plans/extra", Plan("extra", "month", """{"from":0,"ratePercent":1}""", "credit", "amount"));
        await Host.Api.SetAsync("assignments/extra", """{"id":"extra","person":"spiff","plan":"extra","from":"2026-01-01"}""");
        await Host.Api.TakeAsync(
            Events.Won("a1", "aside", 60_000, "2026-10-12"),
            Events.Open("a2", "aside", 40_000, 1m, "2026-10-20", "2026-12-01"),
            Events.Won("t1", "tiers", 80_000, "2026-10-12"),
            Events.Won("t2", "tiers", 100_000, "2026-11-12"),
            Events.Won("b1", "bound1", 100_000, "2026-10-12"),
            Events.Won("b2", "bound2", 150_000, "2026-10-12"),
            Events.Won("d1", "deals", 180_000, "2026-11-03"),
            Events.Won("d2", "deals", 50_000, "2026-11-04"),
            Events.Open("d3", "deals", 180_000, 0.25m, "2026-11-04", "2026-11-30"),
            Events.Won("s1", "slices", 100_000, "2026-01-31"),
            Events.Won("s2", "slices", 100_000, "2026-02-01"),
            Events.Won("s3", "slices", 300_000, "2026-03-15"),
            Events.Won("s4", "slices", 900_000, "2026-08-15"),
            Events.Won("s5", "slices", 100_000, "2026-09-15"),
            Events.Won("j1", "joiner", 7_000, "2026-10-14"),
            Events.Won("j2", "joiner", 10_000, "2026-10-15"),
            Events.Won("h1", "half", 50_000, "2026-11-03"),
            Events.Won("r1", "refund", -5_000, "2026-10-03"),
            Events.Won("r2", "refund", 12_500, "2026-11-03"),
            Events.Won("r3", "refund", -5_000, "2026-11-04"),
            Events.Won("p1", "penny", 12.50m, "2026-10-03"),
            With(Events.Won("m1", "margin", 30_000, "2026-11-03"), "margin", 9_000),
            With(Events.Won("m2", "margin", 20_000, "2026-11-03"), "margin", -4_000),
            With(Events.Won("u1", "units", 9_000, "2026-11-03", "EUR"), "attributes", new JsonObject { ["units"] = "40" }),
            Events.Won("c1", "change", 100_000, "2026-03-05"),
            Events.Won("c2", "change", 100_000, "2026-07-05"),
            Events.Won("x1", "spiff", 60_000, "2026-11-05"));
        await Host.DrainAsync();
    }

    public async Task DisposeAsync() => await Host.DisposeAsync();

    /// <summary>A plan, the person of that name on it, and others.</summary>
    private async Task PlanAsync(
        string id, string measure, string tiers, string[]? others = null, string selector = "credit", string credited = "amount", int? quota = null, string from = "2026-01-01")
    {
        await Host.Api.SetAsync($"plans/{id}", Plan(id, measure, tiers, selector, credited));
        foreach (var person in (others ?? []).Prepend(id))
        {
            await Host.Api.SetAsync($"people/{person}", $$$"""{"id":"{{{person}}}","name":"{{{person}}}","identities":{"crm":["{{{person}}}"]}}""");
            var quotas = quota is null ? "" : $$"""{"component":"bookings","amount":{{quota}}}""";
            await Host.Api.SetAsync($"assignments/{person}", $$"""{"id":"{{person}}","person":"{{person}}","plan":"{{id}}","from":"{{from}}","quotas":[{{quotas}}]}""");
        }
    }

    private static string Plan(string id, string measure, string tiers, string selector, string credited) => $$$"""
        {"id":"{{{id}}}","currency":"USD","payPeriod":"month","components":[{"id":"bookings","measure":"{{{measure}}}",
         "creditRules":[{"id":"won","event":"booking","base":"{{{credited}}}"}],"table":{"mode":"marginal","selector":"{{{selector}}}","tiers":[{{{tiers}}}]}}]}
        """;

    private static JsonObject With(JsonObject won, string name, JsonNode value)
    {
        won["data"]![name] = value;
        return won;
    }
}
