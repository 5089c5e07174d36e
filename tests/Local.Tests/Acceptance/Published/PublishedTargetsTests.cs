using static SalesPerf.Local.Tests.Acceptance.Published.PublishedCases;

namespace SalesPerf.Local.Tests.Acceptance.Published;

/// <summary>Published examples of quotas and target pay: accelerators, curves, gates, objectives, multipliers. Their plans in, their answers out.</summary>
[Collection(PublishedGroup.Name)]
public sealed class PublishedTargetsTests(PublishedCases cases)
{
    /// <summary>Exercises on commission: mathscore.com, "Commissions", its three examples; what is above a base salary.</summary>
    [Theory]
    [InlineData("sharon", """[{"from":0,"ratePercent":17}]""", 37_000, "6290.00 6290.00")]
    [InlineData("jose", """[{"from":0,"ratePercent":6}]""", 59_000, "3540.00 3540.00")]
    [InlineData("tiffany", """[{"from":0,"ratePercent":0},{"from":17000,"ratePercent":5}]""", 23_800, "340.00 340.00")]
    public async Task Given_exercises_when_they_are_worked_then_they_come_out(string id, string tiers, int sold, string paid)
    {
        await cases.PlanAsync(id, Bookings("month", $$"""{"tiers":{{tiers}}}"""));
        await cases.SellAsync(id, ("2026-10-05", sold));
        Assert.Equal(paid, await cases.PaidAsync(id, "2026-10"));
    }

    /// <summary>An answered question: mathcentral.uregina.ca, 2018, question from Herschel: nothing on the first 15,000.</summary>
    [Fact]
    public async Task Given_nothing_on_the_first_15_000_when_28_400_are_sold_then_each_part_above_has_its_rate()
    {
        // 10,000 × 0.9 % + 3,400 × 1.1 % = 90 + 37.40.
        await cases.PlanAsync("fire", Bookings("month", """{"tiers":[{"from":0,"ratePercent":0},{"from":15000,"ratePercent":0.9},{"from":25000,"ratePercent":1.1}]}"""));
        await cases.SellAsync("fire", ("2026-10-05", 28_400m));
        Assert.Equal("127.40 127.40", await cases.PaidAsync("fire", "2026-10"));
    }

    /// <summary>A vendor's glossary: prowi.io, "Commission" and "Accelerator": 130 % of a quarter's and of a year's quota.</summary>
    [Theory]
    [InlineData("prowi-q", 250_000, 15, 325_000, "29750.00 29750.00")]
    [InlineData("prowi-y", 150_000, 16, 195_000, "18000.00 18000.00")]
    public async Task Given_8_and_12_per_cent_and_more_beyond_120_when_130_is_reached_then_each_part_has_its_rate(string id, int quota, int last, int sold, string paid)
    {
        // 250,000 × 8 % + 50,000 × 12 % + 25,000 × 15 % = 20,000 + 6,000 + 3,750; 150,000 × 8 % + 30,000 × 12 % + 15,000 × 16 % = 12,000 + 3,600 + 2,400.
        await cases.PlanAsync(
            id,
            Bookings("quarter", $$"""{"selector":"attainment","tiers":[{"from":0,"ratePercent":8},{"from":100,"ratePercent":12},{"from":120,"ratePercent":{{last}} }]}"""),
            "quarter",
            agreed: $$""","quotas":[{"component":"bookings","amount":{{quota}} }]""");
        await cases.SellAsync(id, ("2026-07-05", sold - 60_000m), ("2026-08-05", 60_000m));
        Assert.Equal(paid, await cases.PaidAsync(id, "2026-Q3"));
    }

    /// <summary>A guide: revopsmasters.com, "Accelerators and Decelerators": 100,000 of target pay at 500,000, 1.5 × above quota.</summary>
    [Fact]
    public async Task Given_an_accelerator_above_quota_when_130_per_cent_is_reached_then_145_000_is_earned()
    {
        // 100,000 + 30 % × 100,000 × 1.5.
        await cases.PlanAsync(
            "masters",
            Bookings("year", """{"selector":"attainment","boundary":"lower","tiers":[{"from":0,"targetMultiplier":1},{"from":100,"targetMultiplier":1.5},{"from":130,"targetMultiplier":2}]}"""),
            "year",
            agreed: ""","targetPay":100000,"quotas":[{"component":"bookings","amount":500000}]""");
        await cases.SellAsync("masters", ("2026-02-05", 250_000m), ("2026-08-05", 400_000m));
        Assert.Equal("145000.00 145000.00", await cases.PaidAsync("masters", "2026"));
    }

    /// <summary>The same guide's decelerator: half below half of the quota.</summary>
    [Fact]
    public async Task Given_a_decelerator_below_half_of_the_quota_when_40_per_cent_is_reached_then_20_000_is_earned()
    {
        // 40 % × 100,000 × 0.5.
        await cases.PlanAsync(
            "floor",
            Bookings("year", """{"selector":"attainment","tiers":[{"from":0,"targetMultiplier":1}]}""", ""","multipliers":[{"id":"floor","kind":"decelerator","threshold":50,"factor":0.5}]"""),
            "year",
            agreed: ""","targetPay":100000,"quotas":[{"component":"bookings","amount":500000}]""");
        await cases.SellAsync("floor", ("2026-02-05", 200_000m));
        Assert.Equal("20000.00 20000.00", await cases.PaidAsync("floor", "2026"));
    }

    /// <summary>A company's filed plan: sec.gov, 1046327, exhibit 10.26 of 2009: revenue attainment pays 70 to 200 per cent, nothing under 90.</summary>
    [Theory]
    [InlineData(75, "0.00 0.00")]
    [InlineData(98, "9400.00 9400.00")]
    [InlineData(110, "13000.00 13000.00")]
    [InlineData(115, "16500.00 16500.00")]
    public async Task Given_a_payout_curve_when_attainment_is_between_its_points_then_pay_is_linear(int attained, string paid)
    {
        var id = $"curve{attained}";
        await cases.PlanAsync(
            id,
            Bookings("year", """
                {"mode":"curve","selector":"attainment","points":[{"at":0,"targetPayPercent":0},{"at":90,"targetPayPercent":0},{"at":90,"targetPayPercent":70},
                 {"at":100,"targetPayPercent":100},{"at":110,"targetPayPercent":130},{"at":120,"targetPayPercent":200}]}
                """),
            "year",
            agreed: ""","targetPay":10000,"quotas":[{"component":"bookings","amount":100000}]""");
        await cases.SellAsync(id, ("2026-02-05", attained * 1_000m));
        Assert.Equal(paid, await cases.PaidAsync(id, "2026"));
    }

    /// <summary>The same plan: earnings pay in a line, above 100 per cent only with revenue of at least 90.</summary>
    [Theory]
    [InlineData(49.5, 95, "4950.00 4950.00")]
    [InlineData(130, 95, "13000.00 13000.00")]
    [InlineData(185, 95, "18500.00 18500.00")]
    [InlineData(130, 85, "10000.00 10000.00")]
    public async Task Given_a_line_gated_by_revenue_when_that_is_short_then_no_more_than_target_is_paid(double earnings, int revenue, string paid)
    {
        var id = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"ebitda{earnings * 10:0}-{revenue}");
        await cases.MetricAsync("ebitda");
        await cases.MetricAsync("revenueAttained");
        await cases.PlanAsync(
            id,
            """
            {"id":"earnings","measure":"year","objectives":[{"metric":"ebitda"}],
             "gates":[{"id":"revenue","metric":"revenueAttained","atLeast":90,"otherwise":"limitPay","limitTargetPayPercent":100}]}
            """,
            "year",
            agreed: string.Create(System.Globalization.CultureInfo.InvariantCulture, $$"""
                ,"targetPay":10000,"entered":[{"metric":"ebitda","period":"2026","value":{{earnings}}},{"metric":"revenueAttained","period":"2026","value":{{revenue}}}]
                """));
        Assert.Equal(paid, await cases.PaidAsync(id, "2026"));
    }

    /// <summary>A company's filed plan: sec.gov, 879796, exhibit 10.5 of 2010, "Management Incentive Bonus Plan", example 1.</summary>
    [Fact]
    public async Task Given_three_bonuses_of_2_500_when_revenue_is_at_96_per_cent_then_6_875_is_paid()
    {
        // Objectives 2,500. Operating income at 186 % is capped at 100 % as revenue is short: 2,500. Revenue 60 % + 6 × 2.5 % = 75 %: 1,875.
        const string Income = """
            [{"at":0,"amount":0},{"at":90,"amount":0},{"at":90,"amount":375},{"at":95,"amount":1000},{"at":95,"amount":1500},{"at":100,"amount":2125},{"at":100,"amount":2500},{"at":200,"amount":5000}]
            """;
        const string Revenue = """
            [{"at":0,"amount":0},{"at":80,"amount":0},{"at":80,"amount":375},{"at":90,"amount":1000},{"at":90,"amount":1500},{"at":100,"amount":2125},{"at":100,"amount":2500},{"at":105,"amount":2812.5}]
            """;
        foreach (var metric in new[] { "mbo", "incomeToPlan", "revenueToPlan" })
        {
            await cases.MetricAsync(metric);
        }

        await cases.PlanAsync(
            "mibp",
            $$$"""
            {"id":"goals","measure":"quarter","objectives":[{"metric":"mbo","amount":2500}]},
            {"id":"income","measure":"quarter","creditRules":[{"id":"won"}],"table":{"mode":"curve","selector":"metric","metric":"incomeToPlan","points":{{{Income}}}},
             "gates":[{"id":"revenue","metric":"revenueToPlan","atLeast":100,"otherwise":"limitPay","limitAmount":2500}]},
            {"id":"revenue","measure":"quarter","creditRules":[{"id":"won"}],"table":{"mode":"curve","selector":"metric","metric":"revenueToPlan","points":{{{Revenue}}}}}
            """,
            "quarter",
            agreed: ""","entered":[{"metric":"mbo","period":"2026-Q3","value":100},{"metric":"incomeToPlan","period":"2026-Q3","value":186},{"metric":"revenueToPlan","period":"2026-Q3","value":96}]""");
        Assert.Equal("6875.00 6875.00", await cases.PaidAsync("mibp", "2026-Q3"));
    }

    /// <summary>A spreadsheet forum: mrexcel.com, thread 857705: twice the share of 21,000 beyond quota, as much as the share from 150 to 200 per cent, then no more.</summary>
    [Fact]
    public async Task Given_overachievement_to_date_when_105_and_115_per_cent_are_reached_then_the_months_pay_the_rest()
    {
        // 105 %: 21,000 + 5 % × 2 × 21,000 = 23,100. 115 %: 21,000 + 6,300 − 23,100 = 4,200 (the thread prints 2,100, which its own sum does not give).
        // 205 %: 21,000 + 21,000 + 10,500 − 27,300 = 25,200.
        await cases.PlanAsync(
            "manager",
            Bookings(
                "year",
                """{"selector":"attainment","tiers":[{"from":0,"targetMultiplier":1},{"from":100,"targetMultiplier":2},{"from":150,"targetMultiplier":1}]}""",
                ""","caps":[{"on":"attainment","percent":200}]"""),
            agreed: ""","targetPay":21000,"quotas":[{"component":"bookings","amount":1000000}]""");
        await cases.SellAsync("manager", ("2026-01-05", 1_050_000m), ("2026-02-05", 100_000m), ("2026-03-05", 900_000m));
        Assert.Equal("23100.00 23100.00", await cases.PaidAsync("manager", "2026-01"));
        Assert.Equal("4200.00 4200.00", await cases.PaidAsync("manager", "2026-02"));
        Assert.Equal("25200.00 25200.00", await cases.PaidAsync("manager", "2026-03"));
    }

    /// <summary>A spreadsheet forum: mrexcel.com, thread 1268544: nothing to half of the budget; beyond it three rates from the first.</summary>
    [Theory]
    [InlineData(100, "16.50 16.50")]
    [InlineData(45, "0.00 0.00")]
    public async Task Given_a_budget_of_90_when_100_are_sold_then_16_50_is_earned(int sold, string paid)
    {
        // 45 × 0.1 + 45 × 0.2 + 10 × 0.3.
        var id = $"budget{sold}";
        await cases.PlanAsync(
            id,
            Bookings(
                "month",
                """{"selector":"attainment","tiers":[{"from":0,"ratePercent":10},{"from":50,"ratePercent":20},{"from":100,"ratePercent":30}]}""",
                ""","gates":[{"id":"half","selector":"attainment","atLeast":50.0000001}]"""),
            agreed: ""","quotas":[{"component":"bookings","amount":90}]""");
        await cases.SellAsync(id, ("2026-10-05", sold));
        Assert.Equal(paid, await cases.PaidAsync(id, "2026-10"));
    }

    /// <summary>A spreadsheet forum: mrexcel.com, thread 897808: an amount for each account, by the part of a year's quota of 330.</summary>
    [Fact]
    public async Task Given_25_an_account_and_50_beyond_quota_when_a_month_crosses_it_then_both_are_paid()
    {
        // 50 × 25 = 1,250; then 265 to 315; 15 × 25 + 20 × 50 = 1,375 in October.
        await cases.PlanAsync(
            "accounts",
            """
            {"id":"accounts","measure":"year","creditRules":[{"id":"won","base":"units"}],
             "table":{"selector":"attainment","tiers":[{"from":0,"perUnit":25},{"from":100,"perUnit":50},{"from":200,"perUnit":75}]}}
            """,
            agreed: ""","quotas":[{"component":"accounts","amount":330}]""");
        await cases.DealAsync("accounts-1", "accounts", 0m, "2026-01-20", ("units", "50"));
        await cases.DealAsync("accounts-2", "accounts", 0m, "2026-09-20", ("units", "265"));
        await cases.DealAsync("accounts-3", "accounts", 0m, "2026-10-20", ("units", "35"));
        Assert.Equal("1250.00 1250.00", await cases.PaidAsync("accounts", "2026-01"));
        Assert.Equal("1375.00 1375.00", await cases.PaidAsync("accounts", "2026-10"));
    }

    /// <summary>A vendor's guide: satispilot.com, "Sales Commission Calculation", its model by quota.</summary>
    [Theory]
    [InlineData(80, "4000.00 4000.00")]
    [InlineData(100, "5000.00 5000.00")]
    public async Task Given_5_000_at_quota_when_it_is_reached_in_part_then_that_part_is_paid(int attained, string paid)
    {
        var id = $"target{attained}";
        await cases.PlanAsync(
            id,
            Bookings("month", """{"selector":"attainment","tiers":[{"from":0,"targetMultiplier":1}]}"""),
            agreed: ""","targetPay":60000,"quotas":[{"component":"bookings","amount":100000}]""");
        await cases.SellAsync(id, ("2026-10-05", attained * 1_000m));
        Assert.Equal(paid, await cases.PaidAsync(id, "2026-10"));
    }

    /// <summary>A vendor's models: sparrowgenie.com, "Multiplier Model": satisfaction and mix of products each multiply.</summary>
    [Fact]
    public async Task Given_two_multipliers_when_both_are_above_1_then_13_200_is_earned()
    {
        // 200,000 × 5 % × 1.1 × 1.2.
        await cases.MetricAsync("satisfaction");
        await cases.MetricAsync("mix");
        await cases.PlanAsync(
            "multiplier",
            Bookings("month", """{"tiers":[{"from":0,"ratePercent":5}]}""", """
                ,"multipliers":[
                 {"id":"satisfaction","table":{"mode":"whole","selector":"metric","metric":"satisfaction","tiers":[{"from":0,"multiplier":0.8},{"from":70,"multiplier":1},{"from":85,"multiplier":1.1},{"from":95,"multiplier":1.2}]}},
                 {"id":"mix","table":{"mode":"whole","selector":"metric","metric":"mix","tiers":[{"from":0,"multiplier":0.9},{"from":10,"multiplier":1},{"from":25,"multiplier":1.2},{"from":40,"multiplier":1.3}]}}]
                """),
            agreed: ""","entered":[{"metric":"satisfaction","period":"2026-10","value":90},{"metric":"mix","period":"2026-10","value":30}]""");
        await cases.SellAsync("multiplier", ("2026-10-05", 200_000m));
        Assert.Equal("13200.00 13200.00", await cases.PaidAsync("multiplier", "2026-10"));
    }

    /// <summary>A guide on new hires: seanmmasters.com, "Sales Compensation and Ramp Goals for New Hires": from 1 June 214 of 365 days.</summary>
    [Fact]
    public async Task Given_a_start_in_June_when_the_year_is_prorated_then_quota_and_target_pay_are_214_of_365()
    {
        // 800,000 × 214 ÷ 365 = 469,041.10 (the page says some 470,000) and 75,000 × 214 ÷ 365 = 43,972.60 (some 44,000): all of it at quota.
        await cases.PlanAsync(
            "june",
            Bookings("year", """{"selector":"attainment","tiers":[{"from":0,"targetMultiplier":1}]}"""),
            "year",
            agreed: ""","targetPay":75000,"quotas":[{"component":"bookings","amount":800000}]""",
            from: "2026-06-01");
        await cases.SellAsync("june", ("2026-08-05", 469_041.10m));
        var answer = await cases.Host.Api.GetAsync("reps/june/commissions/2026");
        Assert.Equal(("469041.10", "43972.60"), (answer.Of("assignments/0/components/0/quota/amount"), answer.Of("totals/0/payout/amount")));
    }

    /// <summary>The same guide: a goal of 20 a month of 30 days is 10 from the 15th on, and 6 from the 21st: the days that remain.</summary>
    [Theory]
    [InlineData("2026-09-15", "10.00")]
    [InlineData("2026-09-21", "6.00")]
    public async Task Given_a_goal_of_20_when_the_first_day_does_not_count_then_it_is_that_of_the_days_that_remain(string from, string goal)
    {
        // 20 × 15 ÷ 30; 20 × 9 ÷ 30.
        var id = $"goal{from[^2..]}";
        await cases.PlanAsync(
            id,
            """{"id":"goal","measure":"month","creditRules":[{"id":"won","base":"units"}],"table":{"selector":"attainment","tiers":[{"from":0,"perUnit":100}]}}""",
            plan: ""","dayCount":"excludeFirst" """,
            agreed: ""","quotas":[{"component":"goal","amount":20}]""",
            from: from);
        await cases.DealAsync($"{id}-1", id, 0m, "2026-09-25", ("units", "5"));
        var answer = await cases.Host.Api.GetAsync($"reps/{id}/commissions/2026-09");
        Assert.Equal((goal, "500.00"), (answer.Of("assignments/0/components/0/quota/amount"), answer.Of("totals/0/payout/amount")));
    }

    /// <summary>A company's filed plan: sec.gov, 1100917, compensation of a sales executive for 2009: all targets come to 125,000 a year.</summary>
    [Fact]
    public async Task Given_quarterly_and_annual_bonuses_when_all_targets_are_met_then_they_come_to_125_000()
    {
        // 4 × 20,000 + 4 × 5,000 + 25,000.
        await cases.MetricAsync("retention");
        await cases.MetricAsync("keyMeasures");
        var retained = string.Join(',', Enumerable.Range(1, 4).Select(quarter => $$"""{"metric":"retention","period":"2026-Q{{quarter}}","value":75}"""));
        await cases.PlanAsync(
            "executive",
            """
            {"id":"bookings","measure":"quarter","creditRules":[{"id":"won"}],"table":{"tiers":[{"from":0,"ratePercent":0}]},
             "kickers":[{"id":"board","threshold":100,"amount":20000},{"id":"retention","selector":"metric","metric":"retention","threshold":75,"amount":5000}]},
            {"id":"annual","measure":"year","objectives":[{"metric":"keyMeasures","amount":25000}]}
            """,
            "quarter",
            agreed: $$""","quotas":[{"component":"bookings","amount":1000000}],"entered":[{{retained}},{"metric":"keyMeasures","period":"2026","value":100}]""");
        await cases.SellAsync("executive", ("2026-01-05", 1_000_000m), ("2026-04-05", 1_000_000m), ("2026-07-05", 1_000_000m), ("2026-10-05", 1_000_000m));
        var paid = 0m;
        foreach (var quarter in new[] { "2026-Q1", "2026-Q2", "2026-Q3", "2026-Q4" })
        {
            var answer = await cases.Host.Api.GetAsync($"reps/executive/commissions/{quarter}");
            paid += decimal.Parse(answer.Of("totals/0/payout/amount"), System.Globalization.CultureInfo.InvariantCulture);
        }

        Assert.Equal(125_000m, paid);
    }
}
