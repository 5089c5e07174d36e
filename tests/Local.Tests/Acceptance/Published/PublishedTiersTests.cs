using static SalesPerf.Local.Tests.Acceptance.Published.PublishedCases;

namespace SalesPerf.Local.Tests.Acceptance.Published;

/// <summary>Published examples of tables by amount sold: their plans in, their answers out.</summary>
[Collection(PublishedGroup.Name)]
public sealed class PublishedTiersTests(PublishedCases cases)
{
    /// <summary>A business mathematics lesson: mathtutor.com, "Graduated Commissions".</summary>
    [Fact]
    public async Task Given_graduated_commission_when_9_000_are_sold_then_680_is_earned()
    {
        // 3,000 × 6 % + 5,000 × 8 % + 1,000 × 10 % = 180 + 400 + 100.
        await cases.PlanAsync("tutor", Bookings("month", """{"tiers":[{"from":0,"ratePercent":6},{"from":3000,"ratePercent":8},{"from":8000,"ratePercent":10}]}"""));
        await cases.SellAsync("tutor", ("2026-10-05", 9_000m));
        Assert.Equal("680.00 680.00", await cases.PaidAsync("tutor", "2026-10"));
    }

    /// <summary>A vendor's guide to four models: satispilot.com, "Sales Commission Calculation".</summary>
    [Fact]
    public async Task Given_three_tiers_when_150_000_are_sold_in_parts_then_8_000_is_earned()
    {
        // 50,000 × 3 % + 50,000 × 5 % + 50,000 × 8 % = 1,500 + 2,500 + 4,000.
        await cases.PlanAsync("satis", Bookings("quarter", """{"tiers":[{"from":0,"ratePercent":3},{"from":50000,"ratePercent":5},{"from":100000,"ratePercent":8}]}"""), "quarter");
        await cases.SellAsync("satis", ("2026-07-05", 90_000m), ("2026-08-05", 60_000m));
        Assert.Equal("8000.00 8000.00", await cases.PaidAsync("satis", "2026-Q3"));
    }

    /// <summary>A forum's worked answer: mathhelpforum.com, thread 270323.</summary>
    [Fact]
    public async Task Given_two_tiers_when_15_000_are_sold_then_2_750_is_earned()
    {
        // 5,000 × 15 % + 10,000 × 20 % = 750 + 2,000.
        await cases.PlanAsync("helped", Bookings("month", """{"tiers":[{"from":0,"ratePercent":15},{"from":5000,"ratePercent":20}]}"""));
        await cases.SellAsync("helped", ("2026-10-05", 15_000m));
        Assert.Equal("2750.00 2750.00", await cases.PaidAsync("helped", "2026-10"));
    }

    /// <summary>A homework site's worked answer: jiskha.com, question 744082, "graduated commission scale".</summary>
    [Fact]
    public async Task Given_a_graduated_scale_when_15_000_are_sold_then_450_is_earned()
    {
        // 10,000 × 2 % + 5,000 × 5 % = 200 + 250.
        await cases.PlanAsync("jiskha", Bookings("month", """{"tiers":[{"from":0,"ratePercent":2},{"from":10000,"ratePercent":5},{"from":20000,"ratePercent":8}]}"""));
        await cases.SellAsync("jiskha", ("2026-10-05", 15_000m));
        Assert.Equal("450.00 450.00", await cases.PaidAsync("jiskha", "2026-10"));
    }

    /// <summary>A spreadsheet forum's plan: excelforum.com, thread 861932.</summary>
    [Fact]
    public async Task Given_a_quarterly_quota_when_it_is_passed_by_half_then_each_part_has_its_rate()
    {
        // 100,000 × 5 % + 25,000 × 6 % + 25,000 × 7 % = 5,000 + 1,500 + 1,750.
        const string Table = """{"selector":"attainment","tiers":[{"from":0,"ratePercent":5},{"from":100,"ratePercent":6},{"from":125,"ratePercent":7}]}""";
        await cases.PlanAsync("forum", Bookings("quarter", Table), "quarter", agreed: ""","quotas":[{"component":"bookings","amount":100000}]""");
        await cases.SellAsync("forum", ("2026-01-05", 150_000m));
        Assert.Equal("8250.00 8250.00", await cases.PaidAsync("forum", "2026-Q1"));
    }

    /// <summary>The second half of the same: excelforum.com, thread 861932. No accelerator in a quarter before the quota of the year is sold.</summary>
    [Fact]
    public async Task Given_an_annual_quota_that_is_not_reached_when_a_quarter_is_twice_its_quota_then_nothing_is_accelerated()
    {
        // 50,000 and 75,000, then 200,000: all of them at 5 %, as 325,000 of 400,000 are sold. 75,000 more reach it: 75,000 × 5 %.
        const string Plan = """
            {"id":"year","measure":"year","creditRules":[{"id":"won"}],"table":{"tiers":[{"from":0,"ratePercent":0}]}},
            {"id":"bookings","measure":"quarter","creditRules":[{"id":"won"}],
             "table":{"selector":"attainment","tiers":[{"from":0,"ratePercent":5},{"from":100,"ratePercent":6},{"from":125,"ratePercent":7}]},
             "gates":[{"id":"sold","selector":"attainment","component":"year","atLeast":100,"otherwise":"limitTier","limitTier":1}]}
            """;
        await cases.PlanAsync("forum2", Plan, "quarter", agreed: ""","quotas":[{"component":"bookings","amount":100000},{"component":"year","amount":400000}]""");
        await cases.SellAsync("forum2", ("2026-01-05", 50_000m), ("2026-04-05", 75_000m), ("2026-07-05", 200_000m), ("2026-10-05", 75_000m));
        Assert.Equal("10000.00 10000.00", await cases.PaidAsync("forum2", "2026-Q3"));
        Assert.Equal("3750.00 3750.00", await cases.PaidAsync("forum2", "2026-Q4"));
    }

    /// <summary>A vendor's reference: docs.oracle.com, "Examples of Calculating Earnings Using Step Rates", each transaction alone.</summary>
    [Fact]
    public async Task Given_step_rates_when_each_transaction_is_alone_then_the_quarter_earns_164()
    {
        // 2; 3; 10 + 10; 10 + 4; 10 + 20; 10 + 40 + 45.
        await cases.PlanAsync("step", Bookings("deal", Steps), "quarter");
        await cases.SellAsync("step", Six);
        Assert.Equal("164.00 164.00", await cases.PaidAsync("step", "2026-Q1"));
        var answer = await cases.Host.Api.GetAsync("reps/step/commissions/2026-Q1");
        Assert.Equal("2.00 3.00 20.00 14.00 30.00 95.00", string.Join(' ', Enumerable.Range(0, 6).Select(i => answer.Of($"assignments/0/components/0/lines/{i}/earned/amount"))));
    }

    /// <summary>A vendor's reference: docs.oracle.com, "Examples of Calculating Earnings Using Interpolated Rates", each transaction alone.</summary>
    [Fact]
    public async Task Given_interpolated_amounts_when_each_transaction_is_alone_then_the_quarter_earns_149()
    {
        // 200 of 1,000 of 10; 300 of it; 10 + 500 of 2,000 of 40; 10 + 200 of it; 10 + 1,000 of it; 10 + 40 + 1,500 of 5,000 of 100.
        await cases.PlanAsync(
            "between", Bookings("deal", """{"mode":"interpolated","tiers":[{"from":0,"flat":10},{"from":1000,"flat":40},{"from":3000,"flat":100},{"from":8000,"flat":2000,"to":20000}]}"""), "quarter");
        await cases.SellAsync("between", Six);
        Assert.Equal("149.00 149.00", await cases.PaidAsync("between", "2026-Q1"));
        var answer = await cases.Host.Api.GetAsync("reps/between/commissions/2026-Q1");
        Assert.Equal("2.00 3.00 20.00 14.00 30.00 80.00", string.Join(' ', Enumerable.Range(0, 6).Select(i => answer.Of($"assignments/0/components/0/lines/{i}/earned/amount"))));
    }

    /// <summary>A vendor's reference: docs.oracle.com, "Options for Splitting Attainment Numbers Across Rate Tiers", the rate not split and split.</summary>
    [Fact]
    public async Task Given_rates_not_split_when_transactions_differ_then_the_tier_reached_pays_all_of_each()
    {
        // 5,000 × 1 %, 15,000 × 2 %, 60,000 × 3 %: 50 + 300 + 1,800. Split: 50, 100 + 100, 100 + 800 + 300.
        const string Tiers = """[{"from":0,"ratePercent":1},{"from":10000,"ratePercent":2},{"from":50000,"ratePercent":3},{"from":100000,"ratePercent":4}]""";
        await cases.PlanAsync("flat", Bookings("deal", $$"""{"mode":"whole","tiers":{{Tiers}}}"""));
        await cases.PlanAsync("ramp", Bookings("deal", $$"""{"tiers":{{Tiers}}}"""));
        await cases.SellAsync("flat", ("2026-10-05", 5_000m), ("2026-10-06", 15_000m), ("2026-10-07", 60_000m));
        await cases.SellAsync("ramp", ("2026-10-05", 5_000m), ("2026-10-06", 15_000m), ("2026-10-07", 60_000m));
        Assert.Equal("2150.00 2150.00", await cases.PaidAsync("flat", "2026-10"));
        Assert.Equal("1450.00 1450.00", await cases.PaidAsync("ramp", "2026-10"));
    }

    /// <summary>A vendor's lesson on marginal rates: trailhead.salesforce.com, "Use Marginal Payout Rule Functions".</summary>
    [Fact]
    public async Task Given_145_000_closed_when_20_000_follow_then_that_deal_earns_1_100()
    {
        // 5,000 × 4 % + 15,000 × 6 % = 200 + 900; before it 145,000 × 4 %.
        await cases.PlanAsync("marginal", Bookings("quarter", """{"tiers":[{"from":0,"ratePercent":4},{"from":150000,"ratePercent":6},{"from":250000,"ratePercent":8}]}"""));
        await cases.SellAsync("marginal", ("2026-07-05", 145_000m), ("2026-08-05", 20_000m));
        Assert.Equal("5800.00 5800.00", await cases.PaidAsync("marginal", "2026-07"));
        Assert.Equal("1100.00 1100.00", await cases.PaidAsync("marginal", "2026-08"));
    }

    /// <summary>A vendor's manual: docs.infor.com, LN "Commissions and rebates calculation examples", example 1: a rate in each grade, and a growing one over all of the order.</summary>
    [Fact]
    public async Task Given_grades_and_a_growing_percentage_when_12_500_are_ordered_then_both_are_paid()
    {
        // 10 + 20 + 120 + 250 + 125 = 525; 12,500 × 1.5 % = 187.50.
        const string Plan = """
            {"id":"grades","measure":"deal","creditRules":[{"id":"won"}],
             "table":{"boundary":"lower","tiers":[{"from":0,"ratePercent":1},{"from":1000,"ratePercent":2},{"from":2000,"ratePercent":4},{"from":5000,"ratePercent":5},{"from":10000,"ratePercent":5}]}},
            {"id":"growing","measure":"deal","creditRules":[{"id":"won"}],
             "table":{"mode":"whole","boundary":"lower","tiers":[{"from":0,"ratePercent":0},{"from":2000,"ratePercent":0.5},{"from":5000,"ratePercent":1},{"from":10000,"ratePercent":1.5}]}}
            """;
        await cases.PlanAsync("grades", Plan);
        await cases.SellAsync("grades", ("2026-10-05", 12_500m));
        Assert.Equal("712.50 712.50", await cases.PaidAsync("grades", "2026-10"));
    }

    /// <summary>An agency clause: lawinsider.com, "Commission and Payments": an amount and 3 % above 20,000, with a least and a most.</summary>
    [Theory]
    [InlineData("boat1", 15_000, "1050.00 1050.00")]
    [InlineData("boat2", 20_000, "1050.00 1050.00")]
    [InlineData("boat3", 100_000, "3430.00 3430.00")]
    [InlineData("boat4", 250_000, "3430.00 3430.00")]
    public async Task Given_an_amount_and_a_rate_above_it_when_a_boat_is_sold_then_it_earns_between_least_and_most(string id, int price, string paid)
    {
        // 1,050 + 3 % × 80,000 = 3,450: at most 3,430.
        await cases.PlanAsync(id, Bookings("deal", """{"tiers":[{"from":0,"flat":1050},{"from":20000,"ratePercent":3}]}""", ""","caps":[{"on":"deal","amount":3430}]"""));
        await cases.SellAsync(id, ("2026-10-05", price));
        Assert.Equal(paid, await cases.PaidAsync(id, "2026-10"));
    }

    private const string Steps = """{"tiers":[{"from":0,"ratePercent":1},{"from":1000,"ratePercent":2},{"from":3000,"ratePercent":3},{"from":8000,"ratePercent":5}]}""";

    private static readonly (string, decimal)[] Six =
        [("2026-01-01", 200m), ("2026-01-02", 300m), ("2026-01-15", 1_500m), ("2026-02-01", 1_200m), ("2026-02-15", 2_000m), ("2026-03-01", 4_500m)];
}
