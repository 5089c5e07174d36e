using SalesPerf.Domain.Commissions;
using SalesPerf.Domain.Deals;
using static SalesPerf.Domain.Tests.Commissions.Samples;
using static SalesPerf.Domain.Tests.Commissions.StatementSamples;

namespace SalesPerf.Domain.Tests.Commissions;

/// <summary>What a version of a plan that begins inside a measure period does with what was paid before.</summary>
public sealed class PlanChangeTests
{
    // 10 % whole to June, 20 % from July, by the year; 10,000 in March and in August. continue: 1,000 and 2,000; trueUp: 1,000 and 3,000; restart by marginal tiers: only what is new.
    [Theory]
    [InlineData("continue", 2_000)]
    [InlineData("trueUp", 3_000)]
    [InlineData("restart", 2_000)]
    public void Given_a_plan_that_changes_inside_a_year_when_august_is_paid_then_as_it_says(string how, int august)
    {
        var before = PlanTerms.Of(Agreed, Plan("month", Component(Marginal((0, 10)), "year")), _ => null, Calendar) with { Until = new(2026, 7, 1) };
        var after = before with { Plan = Plan("month", Component(Marginal((0, 20)), "year")) with { OnChange = how }, Since = new(2026, 7, 1), Until = null };
        Credit[] credits = [Credit("a", 10_000m, "2026-03-05"), Credit("b", 10_000m, "2026-08-05")];
        decimal Sum(params string[] months) => months.Sum(month => State([before, after], month, credits).Earned());
        Assert.Equal((1_000m, august), (Sum("2026-03"), Sum("2026-07", "2026-08")));
    }

    // The same, and the quota is another from September on: what July's version does with what was before it stands. September has nothing to pay, October's 5,000 at 20 % are 1,000. Nor does it
    // matter that they leave at the end of November and are back in January.
    [Theory]
    [InlineData("continue", 2_000)]
    [InlineData("trueUp", 3_000)]
    [InlineData("restart", 2_000)]
    public void Given_a_quota_that_changes_after_the_plan_did_when_later_months_are_paid_then_what_was_before_the_change_is_paid_once(string how, int august)
    {
        var before = PlanTerms.Of(Agreed.WithQuota(50_000m), Plan("month", Component(Marginal((0, 10)), "year")), _ => null, Calendar) with { To = new(2026, 12, 1), Until = new(2026, 7, 1) };
        var after = before with { Plan = Plan("month", Component(Marginal((0, 20)), "year")) with { OnChange = how }, Since = new(2026, 7, 1), Until = new(2026, 9, 1) };
        var later = after with { Since = new(2026, 9, 1), Until = new(2026, 10, 1), Quotas = PlanTerms.Of(Agreed.WithQuota(80_000m), after.Plan, _ => null, Calendar).Quotas, QuotasBefore = after.Quotas };
        var last = later with { Since = new(2026, 10, 1), Until = null, QuotasBefore = later.Quotas };
        var back = last with { From = new(2027, 1, 14), To = null, Since = null, QuotasBefore = null };
        Credit[] credits = [Credit("a", 10_000m, "2026-03-05"), Credit("b", 10_000m, "2026-08-05"), Credit("c", 5_000m, "2026-10-05")];
        decimal Sum(params string[] months) => months.Sum(month => State([before, after, later, last, back], month, credits).Earned());
        Assert.Equal((1_000m, august, 0m, 1_000m, 0m), (Sum("2026-03"), Sum("2026-07", "2026-08"), Sum("2026-09"), Sum("2026-10"), Sum("2026-11", "2026-12", "2027-01")));
    }

    // 10 % to June, 20 % of what is new from July, 30 % of all of the year from September: 10,000 each in March, August and September are 1,000, 2,000, and 9,000 less those 3,000.
    [Fact]
    public void Given_a_plan_that_goes_on_and_then_pays_the_year_anew_when_september_is_paid_then_the_year_comes_to_what_the_last_one_says()
    {
        var first = PlanTerms.Of(Agreed, Plan("month", Component(Marginal((0, 10)), "year")), _ => null, Calendar) with { Until = new(2026, 7, 1) };
        var second = first with { Plan = Plan("month", Component(Marginal((0, 20)), "year")), Since = new(2026, 7, 1), Until = new(2026, 9, 1) };
        var third = second with { Plan = Plan("month", Component(Marginal((0, 30)), "year")) with { OnChange = "trueUp" }, Since = new(2026, 9, 1), Until = null };
        Credit[] credits = [Credit("a", 10_000m, "2026-03-05"), Credit("b", 10_000m, "2026-08-05"), Credit("c", 10_000m, "2026-09-05")];
        decimal Paid(string month) => State([first, second, third], month, credits).Earned();
        Assert.Equal((1_000m, 2_000m, 6_000m), (Paid("2026-03"), Paid("2026-08"), Paid("2026-09")));
    }

    // 10 % by months; from 15 November 20 % by the quarter, all of it anew. October's 10,000 are 1,000; with November's 5,000 and 1,000 the quarter is worth 3,200, of which 2,200 are November's.
    // By the quarter first and by months then: 1,000 for October, and 20 % of November's 6,000.
    [Theory]
    [InlineData("month", "quarter", 2_200)]
    [InlineData("quarter", "month", 1_200)]
    public void Given_a_plan_that_measures_otherwise_and_pays_anew_when_the_month_is_paid_then_nothing_of_it_is_paid_twice(string measure, string then, int november)
    {
        var first = PlanTerms.Of(Agreed, Plan("month", Component(Marginal((0, 10)), measure)), _ => null, Calendar) with { Until = new(2026, 11, 15) };
        var second = first with { Plan = Plan("month", Component(Marginal((0, 20)), then)) with { OnChange = "trueUp" }, Since = new(2026, 11, 15), Until = null };
        Credit[] credits = [Credit("a", 10_000m, "2026-10-05"), Credit("b", 5_000m, "2026-11-05"), Credit("c", 1_000m, "2026-11-20")];
        decimal Paid(string month) => State([first, second], month, credits).Earned();
        Assert.Equal((1_000m, november, 0m), (Paid("2026-10"), Paid("2026-11"), Paid("2026-12")));
    }
}
