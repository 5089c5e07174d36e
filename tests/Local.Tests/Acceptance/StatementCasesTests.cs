using System.Text.Json.Nodes;

namespace SalesPerf.Local.Tests.Acceptance;

/// <summary>Worked cases as statements: plans, deals and what people entered in, statements out, all over HTTP.</summary>
public sealed class StatementCasesTests(StatementCases cases) : IClassFixture<StatementCases>
{
    /// <summary>What is earned, and paid out.</summary>
    [Theory]

    // 4 % to 100,000, 5 % to 150,000, 6 % above: 4,000 + 2,500 + 1,800.
    [InlineData("tiers", "2026-11", "8300.00 8300.00")]

    // 100,000 at 0.6, and 75,000 at 0.6 × 2.5: 60,000 + 112,500.
    [InlineData("hybrid", "2026-11", "172500.00 172500.00")]

    // $10 + $40 + 1,500 of 5,000 of $100.
    [InlineData("between", "2026-11", "80.00 80.00")]

    // 20,000 at a million: 2 % to quota, 2.8 % to 120 %, 3.2 % above. 100,000, 200,000, 500,000 to date.
    [InlineData("slices", "2026-01", "2000.00 2000.00")]
    [InlineData("slices", "2026-02", "2000.00 2000.00")]
    [InlineData("slices", "2026-03", "6000.00 6000.00")]

    // A draw of 2,000: 1,500 is topped up, and 375 of the 500 comes back in April, 125 in May.
    [InlineData("drawn", "2026-01", "2750.00 2750.00")]
    [InlineData("drawn", "2026-03", "1500.00 2000.00")]
    [InlineData("drawn", "2026-04", "2375.00 2000.00")]
    [InlineData("drawn", "2026-05", "3000.00 2875.00")]
    [InlineData("drawn", "2026-06", "2750.00 2750.00")]

    // A refund of 5,000 at 10 %: −500 is carried, and taken from the next 1,200.
    [InlineData("refund", "2026-10", "-500.00 0.00")]
    [InlineData("refund", "2026-11", "1200.00 700.00")]

    // Half of a deal of 100,000, at 4 % to 60,000: 2,000.
    [InlineData("half", "2026-11", "2000.00 2000.00")]

    // Half of 1,000 for a score of 80, which pays 75: 375; and 10 % of 5,000, gated by a margin of 20 that is 18: nothing.
    [InlineData("scored", "2026-11", "375.00 375.00")]

    // An advance of 4,612.50 earned over 9 months, cancelled after 3: 3,075 comes back. The end is heard of in April, after the win.
    [InlineData("advance", "2026-01", "4612.50 4612.50")]
    [InlineData("advance", "2026-04", "-3075.00 0.00")]

    // Half of 1,000 on signature, half with the cash, of which 30 % comes in February.
    [InlineData("parts", "2026-01", "1000.00 500.00")]
    [InlineData("parts", "2026-02", "0.00 150.00")]

    // 10,000 EUR at 1.10 is 11,000 USD at 10 %; paid out in EUR: 1,000.
    [InlineData("abroad", "2026-11", "1100.00 1000.00")]

    // Half of 100,000 each, 4 % to 60,000 and 10 % above: 2,000; split after the tiers 3,200.
    [InlineData("ann", "2026-11", "5200.00 5200.00")]
    [InlineData("ben", "2026-11", "5200.00 5200.00")]

    // 2 % of advance's 20,000 and boss's own 10,000: 600. It goes into the 922.50 that the advance of January took back in April.
    [InlineData("boss", "2026-04", "-922.50 0.00")]
    [InlineData("boss", "2026-11", "600.00 0.00")]
    public async Task Given_a_worked_case_when_the_statement_is_read_then_it_comes_out_to_the_cent(string person, string period, string paid)
    {
        var answer = await cases.Host.Api.GetAsync($"reps/{person}/commissions/{period}");
        Assert.Equal(200, answer.Status);
        Assert.Equal(paid, $"{answer.Of("totals/0/earned/amount")} {answer.Of("totals/0/payout/amount")}");
    }

    [Fact]
    public async Task Given_tiers_when_the_statement_is_read_then_each_credit_says_where_it_fell()
    {
        var answer = await cases.Host.Api.GetAsync("reps/tiers/commissions/2026-11");

        // 20,000 at 4 %, 50,000 at 5 %, 30,000 at 6 %.
        const string Line = "assignments/0/components/0/lines/1";
        Assert.Equal("5100.00 3 180000", $"{answer.Of($"{Line}/earned/amount")} {answer.Of($"{Line}/tier")} {answer.Of($"{Line}/selectorValue")}");
        Assert.Equal("20000 50000 30000", string.Join(' ', Enumerable.Range(0, 3).Select(i => answer.Of($"{Line}/portions/{i}/credit"))));
    }

    [Theory]
    [InlineData("reps/nobody/commissions/2026-11")]
    [InlineData("reps/tiers/commissions/2026-W47")]
    [InlineData("reps/tiers/commissions/november")]
    public async Task Given_nobody_or_no_pay_period_when_asked_for_then_it_is_not_found(string path) => Assert.Equal(404, (await cases.Host.Api.GetAsync(path)).Status);

    [Fact]
    public async Task Given_a_plan_that_pays_by_the_month_when_a_quarter_is_asked_for_then_it_says_so()
    {
        var answer = await cases.Host.Api.GetAsync("reps/tiers/commissions/2026-Q4");
        Assert.Equal("otherPayPeriod", answer.Of("warnings/0/code"));
    }
}

/// <summary>The host of the cases, asked on 18 November 2026.</summary>
public sealed class StatementCases : IAsyncLifetime
{
    internal ApiHost Host { get; private set; } = null!; // set before any test runs

    public async Task InitializeAsync()
    {
        Host = await ApiHost.StartAsync(new DateTimeOffset(2026, 11, 18, 12, 0, 0, TimeSpan.Zero));
        await Host.Api.SetAsync("calendar", """{"id":"default","zone":"Etc/UTC"}""");
        await Host.Api.SetAsync("sources/crm", """{"id":"crm","provider":"cloudevents"}""");
        foreach (var metric in new[] { "launch", "marginShare" })
        {
            await Host.Api.SetAsync($"metrics/{metric}", $$$"""{"id":"{{{metric}}}","name":"{{{metric}}}","category":"result","measure":{"kind":"entered"}}""");
        }

        await PlanAsync("tiers", "month", """{"tiers":[{"from":0,"ratePercent":4},{"from":100000,"ratePercent":5},{"from":150000,"ratePercent":6}]}""");
        await PlanAsync(
            "hybrid",
            "month",
            """{"mode":"hybrid","selector":"attainment","baseRatePercent":60,"tiers":[{"from":0,"multiplier":1},{"from":100,"multiplier":1.5},{"from":150,"multiplier":2.5}]}""",
            agreed: ""","quotas":[{"component":"bookings","amount":100000}]""");
        await PlanAsync(
            "between",
            "deal",
            """{"mode":"interpolated","tiers":[{"from":0,"flat":10},{"from":1000,"flat":40},{"from":3000,"flat":100},{"from":8000,"flat":2000,"to":20000}]}""");
        await PlanAsync(
            "slices",
            "year",
            """{"selector":"attainment","tiers":[{"from":0,"targetMultiplier":1},{"from":100,"targetMultiplier":1.4},{"from":120,"targetMultiplier":1.6}]}""",
            agreed: ""","targetPay":20000,"quotas":[{"component":"bookings","amount":1000000}]""");
        await PlanAsync("drawn", "month", """{"tiers":[{"from":0,"ratePercent":100}]}""", ""","draw":{"kind":"guarantee","amount":2000}""");
        await PlanAsync("refund", "month", """{"tiers":[{"from":0,"ratePercent":10}]}""");
        await PlanAsync("half", "month", """{"tiers":[{"from":0,"ratePercent":4},{"from":60000,"ratePercent":10}]}""", share: 50);
        await Host.Api.SetAsync("plans/scored", """
            {"id":"scored","currency":"USD","payPeriod":"month","components":[
             {"id":"goals","measure":"month","objectives":[{"metric":"launch","ladder":[{"atLeast":50,"payPercent":50},{"atLeast":80,"payPercent":75},{"atLeast":100,"payPercent":100}]}]},
             {"id":"bookings","measure":"month","creditRules":[{"id":"won"}],"table":{"tiers":[{"from":0,"ratePercent":10}]},
              "gates":[{"id":"margin","metric":"marginShare","atLeast":20}]}]}
            """);
        await PersonAsync("scored", ""","targetPay":12000,"quotas":[{"component":"goals","weightPercent":50}],"entered":[{"metric":"launch","period":"2026-11","value":80},{"metric":"marginShare","period":"2026-11","value":18}]""");
        const string Tenth = """{"tiers":[{"from":0,"ratePercent":10}]}""";
        await Host.Api.SetAsync("people/boss", """{"id":"boss","name":"boss","identities":{"crm":["boss"]}}""");
        await PlanAsync("advance", "month", Tenth, ""","clawback":{"share":"proRata","months":9}""", person: ""","manager":"boss" """);
        await PlanAsync("parts", "month", Tenth, ""","payments":[{"sharePercent":50},{"sharePercent":50,"on":"cash"}]""");
        await PlanAsync("abroad", "month", Tenth, ""","rates":[{"currency":"EUR","rate":1.1}]""", ""","payoutCurrency":"EUR" """);
        await Host.Api.SetAsync("plans/boss", """
            {"id":"boss","currency":"USD","payPeriod":"month","components":[{"id":"rollup","measure":"month",
             "creditRules":[{"id":"below","creditOf":"subtree"}],"table":{"tiers":[{"from":0,"ratePercent":2}]}}]}
            """);
        await Host.Api.SetAsync("assignments/boss", """{"id":"boss","person":"boss","plan":"boss","from":"2026-01-01"}""");
        foreach (var person in new[] { "ann", "ben" })
        {
            await Host.Api.SetAsync($"people/{person}", $$$"""{"id":"{{{person}}}","name":"{{{person}}}","identities":{"crm":["{{{person}}}"]}}""");
        }

        const string Split = """
            "measure":"month","creditRules":[{"id":"half","splits":[{"person":"ann","sharePercent":50},{"person":"ben","sharePercent":50}]}],
            "table":{"tiers":[{"from":0,"ratePercent":4},{"from":60000,"ratePercent":10}]}
            """;
        await Host.Api.SetAsync("plans/pair", $$$"""{"id":"pair","currency":"USD","payPeriod":"month","components":[{"id":"credit",{{{Split}}}},{"id":"pay","payoutSplit":true,{{{Split}}}}]}""");
        foreach (var person in new[] { "ann", "ben" })
        {
            await Host.Api.SetAsync($"assignments/{person}", $$"""{"id":"{{person}}","person":"{{person}}","plan":"pair","from":"2026-01-01"}""");
        }

        decimal[] gross = [2_750m, 3_000m, 1_500m, 2_375m, 3_000m, 2_750m];
        JsonObject[] drawn = [.. gross.Select((amount, i) => Events.Won($"g{i}", "drawn", amount, $"2026-0{i + 1}-10"))];
        await Host.Api.TakeAsync(
        [
            .. drawn,
            Events.Won("t1", "tiers", 80_000, "2026-11-02"),
            Events.Won("t2", "tiers", 100_000, "2026-11-12"),
            Events.Won("h1", "hybrid", 175_000, "2026-11-02"),
            Events.Won("b1", "between", 4_500, "2026-11-02"),
            Events.Won("s1", "slices", 100_000, "2026-01-31"),
            Events.Won("s2", "slices", 100_000, "2026-02-01"),
            Events.Won("s3", "slices", 300_000, "2026-03-15"),
            Events.Won("r1", "refund", -5_000, "2026-10-03"),
            Events.Won("r2", "refund", 12_000, "2026-11-03"),
            Events.Won("x1", "half", 100_000, "2026-11-03"),
            Events.Won("c1", "scored", 5_000, "2026-11-03"),
            Events.Won("v1", "advance", 46_125, "2026-01-15"),
            Later("v1", "endedOn", "2026-04-20", "2026-04-20"),
            Events.Won("v2", "advance", 20_000, "2026-11-04"),
            Events.Won("p1", "parts", 10_000, "2026-01-15"),
            Later("p1", "paid.2026-02-10", "3000", "2026-02-10"),
            Events.Won("e1", "abroad", 10_000, "2026-11-04", "EUR"),
            Events.Won("w1", "ann", 100_000, "2026-11-04"),
            Events.Won("o1", "boss", 10_000, "2026-11-04"),
        ]);
        await Host.DrainAsync();
    }

    public async Task DisposeAsync() => await Host.DisposeAsync();

    /// <summary>A fact that is learnt after the win.</summary>
    private static JsonObject Later(string deal, string attribute, string value, string day) => Events.Of(
        $"{deal}-{attribute}", "deal.amountChanged", $"{day}T10:00:00Z", new JsonObject { ["deal"] = deal, ["attributes"] = new JsonObject { [attribute] = value } });

    private async Task PlanAsync(string id, string measure, string table, string more = "", string agreed = "", int share = 100, string person = "")
    {
        await Host.Api.SetAsync($"plans/{id}", $$"""
            {"id":"{{id}}","currency":"USD","payPeriod":"month","components":[{"id":"bookings","measure":"{{measure}}",
             "creditRules":[{"id":"won","sharePercent":{{share}}}],"table":{{table}}}]{{more}}}
            """);
        await PersonAsync(id, agreed, person);
    }

    private async Task PersonAsync(string id, string agreed, string more = "")
    {
        await Host.Api.SetAsync($"people/{id}", $$$"""{"id":"{{{id}}}","name":"{{{id}}}","identities":{"crm":["{{{id}}}"]}{{{more}}}}""");
        await Host.Api.SetAsync($"assignments/{id}", $$"""{"id":"{{id}}","person":"{{id}}","plan":"{{id}}","from":"2026-01-01"{{agreed}}}""");
    }
}
