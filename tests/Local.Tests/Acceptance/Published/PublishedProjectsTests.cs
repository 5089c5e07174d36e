using static SalesPerf.Local.Tests.Acceptance.Published.PublishedCases;

namespace SalesPerf.Local.Tests.Acceptance.Published;

/// <summary>Examples that open-source commission calculators test themselves by: their plans in, their answers out. Numbers only; each names its project.</summary>
[Collection(PublishedGroup.Name)]
public sealed class PublishedProjectsTests(PublishedCases cases)
{
    /// <summary>theodortrampe/commission-calculator: all beyond quota at the multiplier that is reached, 1.5 to 125 %, 2 to 150 %, then 2.5.</summary>
    [Theory]
    [InlineData("h1", 60, 80_000, "48000.00 48000.00")]
    [InlineData("h2", 50, 100_000, "50000.00 50000.00")]
    [InlineData("h3", 60, 110_000, "69000.00 69000.00")]
    [InlineData("h4", 50, 140_000, "90000.00 90000.00")]
    [InlineData("h5", 50, 100_010, "50007.50 50007.50")]
    [InlineData("h6", 50, 125_000, "75000.00 75000.00")]
    [InlineData("h7", 50, 150_000, "112500.00 112500.00")]
    [InlineData("h8", 50, 250_000, "237500.00 237500.00")]
    public async Task Given_a_hybrid_accelerator_when_a_tier_is_reached_then_the_whole_overage_has_its_multiplier(string id, int rate, int sold, string paid)
    {
        // 110,000 at 0.6: 60,000 + 10,000 × 0.6 × 1.5. 140,000 at 0.5: 50,000 + 40,000 × 0.5 × 2. 250,000: 50,000 + 150,000 × 0.5 × 2.5.
        await cases.PlanAsync(
            id,
            Bookings("month", $$"""
                {"mode":"hybrid","selector":"attainment","baseRatePercent":{{rate}},"tiers":[{"from":0,"multiplier":1},{"from":100,"multiplier":1.5},{"from":125,"multiplier":2},{"from":150,"multiplier":2.5}]}
                """),
            agreed: ""","quotas":[{"component":"bookings","amount":100000}]""");
        await cases.SellAsync(id, ("2026-10-05", sold));
        Assert.Equal(paid, await cases.PaidAsync(id, "2026-10"));
    }

    /// <summary>theodortrampe/commission-calculator: month 1 of a ramp has half of the quota and a non-recoverable draw of 4,000.</summary>
    [Theory]
    [InlineData("r1", "2026-01-01", 1_000, "5000.00", "4000.00")]
    [InlineData("r2", "2026-01-15", 0, "2741.94", "2193.55")]
    public async Task Given_a_ramp_when_its_first_month_is_short_then_the_draw_tops_it_up(string id, string start, int sold, string quota, string payout)
    {
        // 1,000 × 10 % = 100, topped up by 3,900. From the 15th: 5,000 × 17 ÷ 31, and 4,000 × 17 ÷ 31.
        await cases.PlanAsync(
            id,
            Bookings("month", """{"selector":"attainment","tiers":[{"from":0,"ratePercent":10},{"from":100,"ratePercent":20}]}"""),
            plan: ""","draw":{"kind":"guarantee","amount":0,"recoverable":false},"ramp":{"steps":[{"quotaPercent":50,"drawAmount":4000}]}""",
            agreed: $$$""","rampStart":"{{{start}}}","quotas":[{"component":"bookings","amount":10000}]""",
            from: start);
        await cases.SellAsync(id, ("2026-01-20", sold));
        var answer = await cases.Host.Api.GetAsync($"reps/{id}/commissions/2026-01");
        Assert.Equal((quota, payout), (answer.Of("assignments/0/components/0/quota/amount"), answer.Of("totals/0/payout/amount")));
    }

    /// <summary>theodortrampe/commission-calculator: a ramp with its accelerators on.</summary>
    [Fact]
    public async Task Given_a_ramp_with_accelerators_when_its_quota_is_passed_then_1_100_is_earned()
    {
        // 5,000 × 10 % + 3,000 × 10 % × 2.
        await cases.PlanAsync(
            "r3",
            Bookings("month", """{"mode":"hybrid","selector":"attainment","baseRatePercent":10,"tiers":[{"from":0,"multiplier":1},{"from":100,"multiplier":2}]}"""),
            plan: ""","ramp":{"steps":[{"quotaPercent":50}],"accelerators":true}""",
            agreed: ""","rampStart":"2026-01-01","quotas":[{"component":"bookings","amount":10000}]""");
        await cases.SellAsync("r3", ("2026-01-15", 8_000m));
        Assert.Equal("1100.00 1100.00", await cases.PaidAsync("r3", "2026-01"));
    }

    /// <summary>amant8183/commission-calculation-system: half of a policy, 2, 1.5 and 1 per cent above; all of it back when it is cancelled.</summary>
    [Fact]
    public async Task Given_three_levels_above_when_a_policy_is_cancelled_then_each_gives_back_what_they_had()
    {
        await cases.PlanAsync("dir", Above(1, 3));
        await cases.PlanAsync("mgr", Above(1.5m, 2), person: ""","manager":"dir" """);
        await cases.PlanAsync("lead", Above(2, 1), person: ""","manager":"mgr" """);
        await cases.PlanAsync("agent", Bookings("month", """{"tiers":[{"from":0,"ratePercent":50}]}"""), person: ""","manager":"lead" """);
        await cases.SellAsync("agent", ("2026-03-05", 50_000m));
        foreach (var (person, paid) in new[] { ("agent", "25000.00"), ("lead", "1000.00"), ("mgr", "750.00"), ("dir", "500.00") })
        {
            Assert.Equal($"{paid} {paid}", await cases.PaidAsync(person, "2026-03"));
        }

        await cases.TellAsync("agent-1", "2026-05-05", ("endedOn", "2026-05-05"));
        foreach (var (person, back) in new[] { ("agent", "-25000.00"), ("lead", "-1000.00"), ("mgr", "-750.00"), ("dir", "-500.00") })
        {
            Assert.Equal($"{back} 0.00", await cases.PaidAsync(person, "2026-05"));
        }

        static string Above(decimal rate, int level) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $$"""
            {"id":"override","measure":"month","creditRules":[{"id":"below","creditOf":"reports","levels":[{{level}}]}],"table":{"tiers":[{"from":0,"ratePercent":{{rate}} }] } }
            """);
    }

    /// <summary>amant8183/commission-calculation-system: volume bonuses on all of a month, a quarter, a year, personal and of everybody below.</summary>
    [Theory]
    [InlineData("v1", "month", "", """[{"from":0,"ratePercent":0},{"from":25000,"ratePercent":2},{"from":50000,"ratePercent":3},{"from":100000,"ratePercent":5}]""", 125_000, "2026-03", "6250.00")]
    [InlineData("v2", "month", "", """[{"from":0,"ratePercent":0},{"from":25000,"ratePercent":2},{"from":50000,"ratePercent":3},{"from":100000,"ratePercent":5}]""", 70_000, "2026-03", "2100.00")]
    [InlineData("v3", "quarter", "reports", """[{"from":0,"ratePercent":0},{"from":500000,"ratePercent":4},{"from":1000000,"ratePercent":6},{"from":2000000,"ratePercent":8}]""", 1_500_000, "2026-Q1", "90000.00")]
    [InlineData("v4", "year", "reports", """[{"from":0,"ratePercent":0},{"from":1000000,"ratePercent":5},{"from":3000000,"ratePercent":7},{"from":5000000,"ratePercent":10}]""", 4_000_000, "2026", "280000.00")]
    public async Task Given_a_volume_bonus_when_a_tier_is_reached_then_all_of_the_volume_has_its_rate(string id, string measure, string of, string tiers, int sold, string period, string paid)
    {
        // 5 % of 125,000; 3 % of 70,000; 6 % of 1,500,000; 7 % of 4,000,000.
        var rule = of.Length == 0 ? """{"id":"volume"}""" : $$"""{"id":"volume","creditOf":"{{of}}"}""";
        await cases.PlanAsync(id, $$$"""{"id":"bonus","measure":"{{{measure}}}","creditRules":[{{{rule}}}],"table":{"mode":"whole","tiers":{{{tiers}}} }}""", measure);
        var seller = of.Length == 0 ? id : $"{id}-agent";
        if (seller != id)
        {
            await cases.PersonAsync(seller, id, person: $$""","manager":"{{id}}" """);
        }

        await cases.SellAsync(seller, ("2026-03-05", sold - 50_000m), ("2026-03-06", 50_000m));
        Assert.Equal($"{paid} {paid}", await cases.PaidAsync(id, period));
    }

    /// <summary>amant8183/commission-calculation-system: 50,000 of 110,000 is cancelled, and the month's bonus falls by a tier.</summary>
    [Fact]
    public async Task Given_a_bonus_of_5_500_when_a_sale_is_cancelled_then_3_700_is_taken_back()
    {
        // 3 % of 60,000 − 5 % of 110,000 = 1,800 − 5,500.
        await cases.PlanAsync("v5", Bookings("month", """{"mode":"whole","tiers":[{"from":0,"ratePercent":0},{"from":25000,"ratePercent":2},{"from":50000,"ratePercent":3},{"from":100000,"ratePercent":5}]}"""));
        await cases.SellAsync("v5", ("2026-03-05", 60_000m), ("2026-03-06", 50_000m));
        Assert.Equal("5500.00 5500.00", await cases.PaidAsync("v5", "2026-03"));
        await cases.TellAsync("v5-2", "2026-04-10", ("endedOn", "2026-04-10"));
        Assert.Equal("-3700.00 0.00", await cases.PaidAsync("v5", "2026-04"));
    }

    /// <summary>PandaTechAM/be-lib-commission-calculator: amounts and rates in one table, with a least and a most for a range; rounded to whole units.</summary>
    [Theory]
    [InlineData("marginal", 120, "25")]
    [InlineData("marginal", 500, "25")]
    [InlineData("marginal", 520, "27")]
    [InlineData("marginal", 800, "55")]
    [InlineData("marginal", 999, "75")]
    [InlineData("marginal", 1_200, "325")]
    [InlineData("marginal", 10_000, "3575")]
    [InlineData("marginal", 150_000, "3575")]
    [InlineData("whole", 450, "25")]
    [InlineData("whole", 500, "70")]
    [InlineData("whole", 800, "80")]
    [InlineData("whole", 999, "90")]
    [InlineData("whole", 1_200, "250")]
    [InlineData("whole", 10_000, "2000")]
    [InlineData("whole", 150_000, "2000")]
    public async Task Given_amounts_and_rates_in_one_table_when_a_deal_is_in_a_range_then_its_least_and_most_hold(string mode, int amount, string paid)
    {
        // Marginal 999: 25 + 49.90, rounded. 1,200: 25 + 50 + at least 250. 10,000: 25 + 50 + at most 1,500 + 2,000. Whole 999: 99.90, at most 90.
        var second = mode == "whole" ? ""","minimum":70,"maximum":90""" : "";
        var id = $"panda-{mode}{amount}";
        await cases.PlanAsync(
            id,
            Bookings("deal", $$$"""{"mode":"{{{mode}}}","tiers":[{"from":0,"flat":25},{"from":500,"ratePercent":10{{{second}}} },{"from":1000,"ratePercent":20,"minimum":250,"maximum":1500},{"from":10000,"flat":2000}]}"""),
            plan: ""","roundingDigits":0""");
        await cases.SellAsync(id, ("2026-10-05", amount));
        Assert.Equal($"{paid}.00 {paid}.00", await cases.PaidAsync(id, "2026-10"));
    }

    /// <summary>PandaTechAM/be-lib-commission-calculator, its guide: the least of a range is paid inside it, and not at the bound that the next one starts at.</summary>
    [Fact]
    public async Task Given_a_least_of_70_and_a_least_of_250_above_when_1_000_are_sold_then_95_is_earned()
    {
        // 25 + 50, at least 70; nothing of the next.
        await cases.PlanAsync("panda95", Bookings("deal", """
            {"tiers":[{"from":0,"flat":25},{"from":500,"ratePercent":10,"minimum":70,"maximum":90},{"from":1000,"ratePercent":20,"minimum":250,"maximum":1500},{"from":10000,"flat":2000}]}
            """));
        await cases.SellAsync("panda95", ("2026-10-05", 1_000m));
        Assert.Equal("95.00 95.00", await cases.PaidAsync("panda95", "2026-10"));
    }

    /// <summary>PandaTechAM/be-lib-commission-calculator: the number of tickets picks the range, the price is what is paid on.</summary>
    [Theory]
    [InlineData(2_000, "3", "200.00")]
    [InlineData(200, "1.5", "50.00")]
    [InlineData(500, "5", "100.00")]
    [InlineData(1_000, "2", "100.00")]
    [InlineData(1_000, "3.9999", "100.00")]
    [InlineData(1_000, "4", "100.00")]
    public async Task Given_a_count_that_picks_the_range_when_a_price_is_paid_on_then_both_count(int price, string tickets, string paid)
    {
        var id = $"tickets{price}-{tickets}";
        await cases.PlanAsync(id, Bookings("deal", """{"mode":"whole","selector":"units","tiers":[{"from":0,"flat":50},{"from":2,"ratePercent":10},{"from":4,"flat":100}]}"""));
        await cases.DealAsync($"{id}-1", id, price, "2026-10-05", ("units", tickets));
        Assert.Equal($"{paid} {paid}", await cases.PaidAsync(id, "2026-10"));
    }

    /// <summary>mohan98521/gtm-variable-pay, sections 1 to 3 of its tests: slices of target pay by attainment of a year, two measures where a plan has them.</summary>
    [Theory]
    [InlineData("g11", 20_000, "1 1.4 1.6", 80, "16000.00")]
    [InlineData("g12", 20_000, "1 1.4 1.6", 110, "22800.00")]
    [InlineData("g13", 20_000, "1 1.4 1.6", 130, "28800.00")]
    [InlineData("g14", 12_000, "1 1.4 1.6", 110, "13680.00")]
    [InlineData("g31", 18_000, "1 1.6 2", 125, "25560.00")]
    [InlineData("g32", 25_000, "1 1.6 2", 115, "31000.00")]
    [InlineData("g33", 25_000, "1 1.6 2", 120, "33000.00")]
    [InlineData("g21", 10_000, "1 1 1", 120, "12000.00")]
    [InlineData("g22", 8_000, "1 1 1", 80, "6400.00")]
    public async Task Given_stepped_accelerators_when_attainment_is_in_a_step_then_slices_add_up(string id, int target, string factors, int attained, string paid)
    {
        // 20,000 at 130 %: 20,000 + 20 % × 1.4 × 20,000 + 10 % × 1.6 × 20,000. 18,000 at 125 %: 18,000 + 5,760 + 1,800.
        var by = factors.Split(' ');
        await cases.PlanAsync(
            id,
            Bookings("year", $$$"""{"selector":"attainment","tiers":[{"from":0,"targetMultiplier":{{{by[0]}}} },{"from":100,"targetMultiplier":{{{by[1]}}} },{"from":120,"targetMultiplier":{{{by[2]}}} }]}"""),
            "year",
            agreed: $$$""","targetPay":{{{target}}},"quotas":[{"component":"bookings","amount":1000000}]""");
        await cases.SellAsync(id, ("2026-03-05", attained * 10_000m));
        Assert.Equal($"{paid} {paid}", await cases.PaidAsync(id, "2026"));
    }

    /// <summary>mohan98521/gtm-variable-pay, tests 1.4 to 1.6: nothing to 95 %, then slices.</summary>
    [Theory]
    [InlineData("c14", 8_000, 110, "1360.00")]
    [InlineData("c15", 8_000, 90, "0.00")]
    [InlineData("c16", 15_000, 97.5, "375.00")]
    public async Task Given_a_gate_at_95_per_cent_when_it_is_passed_then_only_slices_above_it_pay(string id, int target, double attained, string paid)
    {
        // 5 % × 8,000 + 10 % × 1.2 × 8,000; 2.5 % × 15,000.
        await cases.PlanAsync(
            id,
            Bookings("year", """{"selector":"attainment","tiers":[{"from":0,"targetMultiplier":0},{"from":95,"targetMultiplier":1},{"from":100,"targetMultiplier":1.2}]}"""),
            "year",
            agreed: $$$""","targetPay":{{{target}}},"quotas":[{"component":"bookings","amount":1000000}]""");
        await cases.SellAsync(id, ("2026-03-05", (decimal)attained * 10_000m));
        Assert.Equal($"{paid} {paid}", await cases.PaidAsync(id, "2026"));
    }

    /// <summary>mohan98521/gtm-variable-pay, test 5.1: what has margin enough counts, change requests from 60 %, implementation from 30 %.</summary>
    [Fact]
    public async Task Given_margins_that_let_in_when_120_000_of_300_000_count_then_two_fifths_of_the_target_are_paid()
    {
        // 40 % × 20 % × 20,000.
        static string Least(string kind, int margin) => $$$$"""
            {"id":"{{{{kind}}}}","filter":{"all":[{"field":"kind","op":"equals","value":"{{{{kind}}}}"},{"field":"gpMargin","op":"atLeast","value":"{{{{margin}}}}"}]}}
            """;
        await cases.PlanAsync(
            "nrr",
            $$$"""{"id":"nrr","measure":"year","creditRules":[{{{Least("change", 60)}}},{{{Least("implementation", 30)}}}],"table":{"selector":"attainment","tiers":[{"from":0,"targetMultiplier":1}]}}""",
            "year",
            agreed: ""","targetPay":20000,"quotas":[{"component":"nrr","amount":300000,"weightPercent":20}]""");
        await cases.DealAsync("nrr-1", "nrr", 80_000m, "2026-03-05", ("kind", "change"), ("gpMargin", "65"));
        await cases.DealAsync("nrr-2", "nrr", 50_000m, "2026-03-06", ("kind", "change"), ("gpMargin", "55"));
        await cases.DealAsync("nrr-3", "nrr", 40_000m, "2026-03-07", ("kind", "implementation"), ("gpMargin", "35"));
        Assert.Equal("1600.00 1600.00", await cases.PaidAsync("nrr", "2026"));
    }

    /// <summary>mohan98521/gtm-variable-pay, tests 6.1 to 6.3: a quarter of the personal rate on top, for large deals, or for all.</summary>
    [Theory]
    [InlineData("s61", 0.3, ""","atLeast":400000""", 500_000, "1500.00 1500.00")]
    [InlineData("s62", 0.3, ""","atLeast":400000""", 350_000, "0.00 0.00")]
    [InlineData("s63", 0.5, "", 200_000, "1000.00 1000.00")]
    public async Task Given_a_spiff_for_large_deals_when_a_deal_is_large_enough_then_it_pays(string id, double rate, string least, int amount, string paid)
    {
        // 12,000 ÷ 1,000,000 × 25 % = 0.3 % of 500,000; 20,000 ÷ 1,000,000 × 25 % = 0.5 % of 200,000.
        await cases.PlanAsync(
            id,
            Bookings("month", """{"tiers":[{"from":0,"ratePercent":0}]}"""),
            plan: string.Create(System.Globalization.CultureInfo.InvariantCulture, $$""","spiffs":[{"id":"large","ratePercent":{{rate}}{{least}}}]"""));
        await cases.SellAsync(id, ("2026-10-05", amount));
        Assert.Equal(paid, await cases.PaidAsync(id, "2026-10"));
    }

    /// <summary>mohan98521/gtm-variable-pay, test 8.1: target pay of 20,000 is 24,000 from June; months before go by the old, those after by the blend of 22,345.21.</summary>
    [Fact]
    public async Task Given_target_pay_that_rises_in_June_when_the_year_is_sold_then_the_blend_applies_from_then_on()
    {
        // (20,000 × 151 + 24,000 × 214) ÷ 365 = 22,345.21. 10 % of the quota in March: 2,000. The rest in July: 22,345.21 − 2,000 − what June made up, 234.52.
        await cases.PlanAsync(
            "hike",
            Bookings("year", """{"selector":"attainment","tiers":[{"from":0,"targetMultiplier":1}]}"""),
            agreed: ""","targetPay":20000,"quotas":[{"component":"bookings","amount":1000000}]""");
        await cases.Host.Api.SetAsync(
            "assignments/hike?effectiveFrom=2026-06-01",
            """{"id":"hike","person":"hike","plan":"hike","from":"2026-01-01","targetPay":24000,"quotas":[{"component":"bookings","amount":1000000}]}""");
        await cases.SellAsync("hike", ("2026-03-05", 100_000m), ("2026-07-05", 900_000m));
        Assert.Equal("2000.00 2000.00", await cases.PaidAsync("hike", "2026-03"));
        Assert.Equal("234.52 234.52", await cases.PaidAsync("hike", "2026-06"));
        Assert.Equal("20110.69 20110.69", await cases.PaidAsync("hike", "2026-07"));
    }

    /// <summary>mohan98521/gtm-variable-pay, test 10.1: a target of 0 pays nothing.</summary>
    [Fact]
    public async Task Given_a_quota_of_0_when_500_000_are_sold_then_nothing_is_earned_and_it_says_so()
    {
        await cases.PlanAsync(
            "zero",
            Bookings("month", """{"selector":"attainment","tiers":[{"from":0,"targetMultiplier":1}]}"""),
            agreed: ""","targetPay":120000,"quotas":[{"component":"bookings","amount":0}]""");
        await cases.SellAsync("zero", ("2026-10-05", 500_000m));
        Assert.Equal("0.00 0.00 noQuota", await cases.PaidAsync("zero", "2026-10"));
    }

    /// <summary>Nikki72581/commissionflow: the first rule that matches counts: important customers from 50,000 on 15 %, all others 5 %.</summary>
    [Theory]
    [InlineData("VIP", 60_000, "9000.00 9000.00")]
    [InlineData("VIP", 40_000, "2000.00 2000.00")]
    [InlineData("STANDARD", 60_000, "3000.00 3000.00")]
    public async Task Given_rules_in_their_order_when_a_deal_is_large_and_its_customer_important_then_the_first_that_matches_counts(string tier, int amount, string paid)
    {
        var id = $"{tier.ToLowerInvariant()}{amount}";
        await cases.PlanAsync(id, """
            {"id":"sales","measure":"deal","table":{"tiers":[{"from":0,"ratePercent":100}]},"creditRules":[
             {"id":"vip","sharePercent":15,"filter":{"all":[{"field":"tier","op":"equals","value":"VIP"},{"field":"amount","op":"atLeast","value":"50000"}]}},{"id":"all","sharePercent":5}]}
            """);
        await cases.DealAsync($"{id}-1", id, amount, "2026-10-05", ("tier", tier));
        Assert.Equal(paid, await cases.PaidAsync(id, "2026-10"));
    }

    /// <summary>Nikki72581/commissionflow: 10 %, at least 200 and at most 5,000 a sale.</summary>
    [Theory]
    [InlineData(1_000, "200.00 200.00")]
    [InlineData(30_000, "3000.00 3000.00")]
    [InlineData(100_000, "5000.00 5000.00")]
    public async Task Given_a_least_and_a_most_a_sale_when_amounts_differ_then_both_hold(int amount, string paid)
    {
        var id = $"nikki{amount}";
        await cases.PlanAsync(id, Bookings("deal", """{"tiers":[{"from":0,"ratePercent":10,"minimum":200,"maximum":5000}]}"""));
        await cases.SellAsync(id, ("2026-10-05", amount));
        Assert.Equal(paid, await cases.PaidAsync(id, "2026-10"));
    }
}
