using SalesPerf.Domain.Commissions;
using SalesPerf.Domain.People;
using static SalesPerf.Domain.Tests.Commissions.Samples;
using static SalesPerf.Domain.Tests.Commissions.StatementSamples;

namespace SalesPerf.Domain.Tests.Commissions;

/// <summary>Which days prorate quotas, target pay and draws.</summary>
public sealed class DayCountingTests
{
    private static readonly Plan Monthly = Plan("month", Component(Marginal((0, 10)) with { Selector = "attainment" }, "month"));

    // September has 30 days. From the 15th 16 count, or 15 without the first: 16 ÷ 30 and 15 ÷ 30 of 30,000. From the 1st all do.
    [Theory]
    [InlineData(15, null, 16_000)]
    [InlineData(15, "inclusive", 16_000)]
    [InlineData(15, "excludeFirst", 15_000)]
    [InlineData(21, "excludeFirst", 9_000)]
    [InlineData(30, "excludeFirst", 0)]
    [InlineData(1, "excludeFirst", 30_000)]
    public void Given_a_start_inside_a_month_when_the_first_day_does_not_count_then_the_quota_is_that_of_the_days_after_it(int day, string? counted, int quota)
    {
        var agreed = Agreed.WithQuota(30_000m) with { From = new(2026, 9, day) };
        var statement = State(Monthly with { DayCount = counted }, agreed, "2026-09", Credit("a", 1_000m, "2026-09-30"));
        Assert.Equal(quota, statement.Component().Quota!.Value.Amount);
    }

    // A quarter of 92 days from 16 August: 46 days count, or 45. 92,000 comes to 46,000, or 45,000.
    [Theory]
    [InlineData("inclusive", 46_000)]
    [InlineData("excludeFirst", 45_000)]
    public void Given_a_quarter_when_its_months_are_summed_then_they_are_the_quarter(string counted, int quota)
    {
        var agreed = Agreed.WithQuota(92_000m) with { From = new(2026, 8, 16) };
        var terms = PlanTerms.Of(agreed, Plan("month", Component(Marginal((0, 10)), "quarter")) with { DayCount = counted }, _ => null, Calendar);
        Assert.Equal(quota, terms.QuotaOf("bookings", Period("2026-Q3"), Calendar));
        Assert.Equal(quota, terms.QuotaOf("bookings", Period("2026-08"), Calendar) + terms.QuotaOf("bookings", Period("2026-09"), Calendar));
    }

    // Away from 11 to 20 September, 10 of 30 days: 20,000 of 30,000, a draw of 2,000 of 3,000, and target pay of 1,000 of 1,500. Nobody says so: all of it.
    [Theory]
    [InlineData(true, 20_000, 2_000, 1_000)]
    [InlineData(false, 30_000, 3_000, 1_500)]
    public void Given_an_absence_that_is_listed_when_the_month_is_prorated_then_its_days_do_not_count(bool isListed, int quota, int paid, int target)
    {
        var agreed = Agreed.WithQuota(30_000m) with { TargetPay = 18_000m, Absences = isListed ? [new DateSpan(new(2026, 9, 11), new(2026, 9, 21))] : null };
        var plan = Monthly with { Draw = new PlanDraw { Kind = "guarantee", Amount = 3_000m } };
        var statement = State(plan, agreed, "2026-09");
        Assert.Equal((quota, paid), (statement.Component().Quota!.Value.Amount, statement.Payout()));
        Assert.Equal(target, PlanTerms.Of(agreed, plan, _ => null, Calendar).TargetPayOf("bookings", Period("2026-09"), Calendar));
    }

    // Away from 15 August on, and on the plan from 1 September: of August nothing was there to lose. Open-ended: nothing counts any more.
    [Fact]
    public void Given_an_absence_beyond_the_days_on_the_plan_when_prorated_then_only_days_on_it_are_left_out()
    {
        var agreed = Agreed.WithQuota(30_000m) with { From = new(2026, 9, 1), Absences = [new DateSpan(new(2026, 8, 15), new(2026, 9, 16))] };
        var plan = Monthly with { DayCount = "excludeFirst" };
        Assert.Equal(15_000m, PlanTerms.Of(agreed, plan, _ => null, Calendar).QuotaOf("bookings", Period("2026-09"), Calendar));
        var gone = agreed with { Absences = [new DateSpan(new(2026, 9, 1))] };
        Assert.Equal(0m, PlanTerms.Of(gone, plan, _ => null, Calendar).QuotaOf("bookings", Period("2026-10"), Calendar));
    }

    [Fact]
    public void Given_absences_that_overlap_or_end_before_they_begin_when_validated_then_each_is_a_problem()
    {
        var agreed = Agreed with
        {
            Absences = [new DateSpan(new(2026, 9, 1), new(2026, 9, 11)), new DateSpan(new(2026, 8, 1), new(2026, 9, 2)), new DateSpan(new(2026, 10, 1), new(2026, 10, 1))],
        };
        Assert.Equal(["/absences/0/from", "/absences/2/to"], AssignmentRules.Validate(agreed, Monthly).Where(problem => !problem.IsWarning).Select(problem => problem.Pointer));
        Assert.Contains(PlanRules.Validate(Monthly with { DayCount = "exclusive" }), problem => problem.Pointer == "/dayCount");
    }
}
