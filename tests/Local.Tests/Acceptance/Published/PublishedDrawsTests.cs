using static SalesPerf.Local.Tests.Acceptance.Published.PublishedCases;

namespace SalesPerf.Local.Tests.Acceptance.Published;

/// <summary>Published examples of draws, and of what is taken back: their plans in, their answers out. Commission is 10 % of what is sold.</summary>
[Collection(PublishedGroup.Name)]
public sealed class PublishedDrawsTests(PublishedCases cases)
{
    private static readonly string Tenth = Bookings("month", """{"tiers":[{"from":0,"ratePercent":10}]}""");

    /// <summary>A vendor's blog: xactlycorp.com, "The Non-Recoverable Draw Against Commission".</summary>
    [Theory]
    [InlineData("xr", "true", "2000.00")]
    [InlineData("xn", "false", "3000.00")]
    public async Task Given_a_draw_of_1_500_when_500_and_3_000_are_earned_then_the_loan_comes_back_or_not(string id, string recoverable, string september)
    {
        // 500 + 1,000 = 1,500 in August; 3,000 − 1,000 in September, or all of it.
        await cases.PlanAsync(id, Tenth, plan: $$""","draw":{"kind":"guarantee","amount":1500,"recoverable":{{recoverable}},"floor":0}""", from: "2026-08-01");
        await cases.SellAsync(id, ("2026-08-05", 5_000m), ("2026-09-05", 30_000m));
        Assert.Equal("500.00 1500.00", await cases.PaidAsync(id, "2026-08"));
        Assert.Equal($"3000.00 {september}", await cases.PaidAsync(id, "2026-09"));
    }

    /// <summary>A vendor's reference: docs.oracle.com, "Example of Incentive Compensation Draw and Recovery", its first periods.</summary>
    [Fact]
    public async Task Given_a_draw_of_1_000_when_three_periods_are_short_then_1_400_is_owed()
    {
        // 500, 300, 600 short: 500, 800, 1,400 owed.
        await cases.PlanAsync("oracle", Tenth, plan: ""","draw":{"kind":"guarantee","amount":1000,"periods":6}""");
        await cases.SellAsync("oracle", ("2026-01-05", 5_000m), ("2026-02-05", 7_000m), ("2026-03-05", 4_000m));
        Assert.Equal(("1000.00", "500.00"), await DrawnAsync("oracle", "2026-01"));
        Assert.Equal(("1000.00", "800.00"), await DrawnAsync("oracle", "2026-02"));
        Assert.Equal(("1000.00", "1400.00"), await DrawnAsync("oracle", "2026-03"));
    }

    /// <summary>A vendor's blog: qcommission.com, "Recoverable vs Non-Recoverable Draw", the second of its plans.</summary>
    [Fact]
    public async Task Given_a_non_recoverable_draw_of_2_000_when_1_000_and_4_000_are_earned_then_2_000_and_4_000_are_paid()
    {
        await cases.PlanAsync("agentx", Tenth, plan: ""","draw":{"kind":"guarantee","amount":2000,"recoverable":false}""");
        await cases.SellAsync("agentx", ("2026-01-05", 10_000m), ("2026-02-05", 40_000m));
        Assert.Equal("1000.00 2000.00", await cases.PaidAsync("agentx", "2026-01"));
        Assert.Equal("4000.00 4000.00", await cases.PaidAsync("agentx", "2026-02"));
    }

    /// <summary>A vendor's blog: visdum.com, "Recoverable and Non-Recoverable Draws Explained": the draw comes first, the rest at the month's end.</summary>
    [Fact]
    public async Task Given_4_000_up_front_when_6_000_is_earned_then_2_000_follows()
    {
        await cases.PlanAsync("upfront", Tenth, plan: ""","draw":{"kind":"upFront","amount":4000}""", from: "2026-09-01");
        await cases.SellAsync("upfront", ("2026-09-05", 60_000m), ("2026-10-05", 20_000m));
        Assert.Equal("6000.00 6000.00", await cases.PaidAsync("upfront", "2026-09"));
        var answer = await cases.Host.Api.GetAsync("reps/upfront/commissions/2026-09");
        Assert.Contains("\"settlement\",\"amount\":{\"amount\":\"2000.00\"", answer.Text, StringComparison.Ordinal);

        // The same page: less than the draw leaves the rest to be repaid, here 2,000 of 4,000.
        Assert.Equal(("4000.00", "2000.00"), await DrawnAsync("upfront", "2026-10"));
    }

    /// <summary>A question and its answer: math.answers.com, "What does non-recoverable draw mean", its recoverable one.</summary>
    [Fact]
    public async Task Given_two_months_on_a_draw_of_2_000_when_the_third_earns_8_000_then_6_000_is_recovered_of_what_was_drawn()
    {
        // 2,000, 2,000, then the regular 2,000 and 2,000 more: 8,000 in all.
        await cases.PlanAsync("abc", Tenth, plan: ""","draw":{"kind":"guarantee","amount":2000}""");
        await cases.SellAsync("abc", ("2026-03-05", 80_000m));
        Assert.Equal("0.00 2000.00", await cases.PaidAsync("abc", "2026-01"));
        Assert.Equal("0.00 2000.00", await cases.PaidAsync("abc", "2026-02"));
        Assert.Equal("8000.00 4000.00", await cases.PaidAsync("abc", "2026-03"));
    }

    /// <summary>A legal glossary: legalclarity.org, "What Is a Recoverable Draw?".</summary>
    [Fact]
    public async Task Given_a_monthly_draw_of_3_000_when_5_000_and_2_000_are_earned_then_2_000_is_added_and_1_000_owed()
    {
        await cases.PlanAsync("clarity", Tenth, plan: ""","draw":{"kind":"upFront","amount":3000}""");
        await cases.SellAsync("clarity", ("2026-01-05", 50_000m), ("2026-02-05", 20_000m));
        Assert.Equal(("5000.00", "0.00"), await DrawnAsync("clarity", "2026-01"));
        Assert.Equal(("3000.00", "1000.00"), await DrawnAsync("clarity", "2026-02"));
    }

    /// <summary>A vendor's blog of 2022, "Clawbacks in sales commission" (zencentiv): a deal of January is cancelled in April.</summary>
    [Fact]
    public async Task Given_5_000_paid_in_January_when_the_deal_is_cancelled_in_April_then_it_comes_out_of_7_000()
    {
        await cases.PlanAsync("zen", Tenth);
        await cases.SellAsync("zen", ("2026-01-05", 50_000m), ("2026-04-20", 70_000m));
        Assert.Equal("5000.00 5000.00", await cases.PaidAsync("zen", "2026-01"));
        await cases.TellAsync("zen-1", "2026-04-10", ("endedOn", "2026-04-10"));
        Assert.Equal("2000.00 2000.00", await cases.PaidAsync("zen", "2026-04"));
    }

    /// <summary>An insurance glossary: getinsureleads.com, "Chargeback": nine months in advance, a lapse after four.</summary>
    [Fact]
    public async Task Given_612_advanced_for_nine_months_when_the_policy_lapses_after_four_then_340_is_charged_back()
    {
        // 68 a month; five were not earned.
        await cases.PlanAsync("expense", Tenth, plan: ""","clawback":{"share":"proRata","months":9}""", from: "2026-03-01");
        await cases.SellAsync("expense", ("2026-03-05", 6_120m));
        await cases.TellAsync("expense-1", "2026-07-10", ("endedOn", "2026-07-10"));
        Assert.Equal("612.00 612.00", await cases.PaidAsync("expense", "2026-03"));
        Assert.Equal("-340.00 0.00", await cases.PaidAsync("expense", "2026-07"));
    }

    /// <summary>An insurance glossary: earnba.se, "Chargeback": all of it within twelve months.</summary>
    [Fact]
    public async Task Given_a_chargeback_period_of_a_year_when_the_client_cancels_after_three_months_then_4_000_is_taken_back()
    {
        await cases.PlanAsync("mike", Tenth, plan: ""","clawback":{"windowMonths":12}""");
        await cases.SellAsync("mike", ("2026-01-05", 40_000m), ("2026-01-06", 10_000m));
        await cases.TellAsync("mike-1", "2026-04-10", ("endedOn", "2026-04-10"));
        Assert.Equal("5000.00 5000.00", await cases.PaidAsync("mike", "2026-01"));
        Assert.Equal("-4000.00 0.00", await cases.PaidAsync("mike", "2026-04"));
    }

    /// <summary>A vendor's plan patterns: docs.core8.co, "Clawbacks and early exit": half of 10,000 in the period of the exit.</summary>
    [Fact]
    public async Task Given_a_clause_of_a_half_when_the_contract_ends_early_then_5_000_is_taken_back_in_that_period()
    {
        await cases.PlanAsync("core", Tenth, plan: ""","clawback":{"share":"schedule","schedule":[{"fromMonths":0,"sharePercent":50}]}""");
        await cases.SellAsync("core", ("2026-01-05", 100_000m));
        await cases.TellAsync("core-1", "2026-06-10", ("endedOn", "2026-06-10"));
        Assert.Equal("10000.00 10000.00", await cases.PaidAsync("core", "2026-01"));
        Assert.Equal("-5000.00 0.00", await cases.PaidAsync("core", "2026-06"));
    }

    /// <summary>A guide to agreements: sheridanparsons.com, "Draw Against Commission": 600, 300 and 1,000 on a draw of 500.</summary>
    [Fact]
    public async Task Given_a_draw_of_500_when_600_300_and_1_000_are_earned_then_600_500_and_800_are_paid()
    {
        await cases.PlanAsync("sheridan", Tenth, plan: ""","draw":{"kind":"guarantee","amount":500}""");
        await cases.SellAsync("sheridan", ("2026-01-05", 6_000m), ("2026-02-05", 3_000m), ("2026-03-05", 10_000m));
        Assert.Equal("600.00 600.00", await cases.PaidAsync("sheridan", "2026-01"));
        Assert.Equal("300.00 500.00", await cases.PaidAsync("sheridan", "2026-02"));
        Assert.Equal("1000.00 800.00", await cases.PaidAsync("sheridan", "2026-03"));
    }

    /// <summary>A guide to draws: participatorymuseum.org, "Commission draw structure": nothing in a month, 3,000 in the next.</summary>
    [Fact]
    public async Task Given_a_draw_of_1_200_when_the_next_month_earns_3_000_then_1_800_is_paid()
    {
        await cases.PlanAsync("museum", Tenth, plan: ""","draw":{"kind":"guarantee","amount":1200}""");
        await cases.SellAsync("museum", ("2026-02-05", 30_000m));
        Assert.Equal("0.00 1200.00", await cases.PaidAsync("museum", "2026-01"));
        Assert.Equal("3000.00 1800.00", await cases.PaidAsync("museum", "2026-02"));
    }

    private async Task<(string Payout, string Owed)> DrawnAsync(string person, string period)
    {
        var answer = await cases.Host.Api.GetAsync($"reps/{person}/commissions/{period}");
        return (answer.Of("totals/0/payout/amount"), answer.Of("assignments/0/drawBalance/amount"));
    }
}
