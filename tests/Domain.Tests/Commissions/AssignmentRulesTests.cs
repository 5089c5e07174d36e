using SalesPerf.Domain.Commissions;
using static SalesPerf.Domain.Tests.Commissions.Samples;

namespace SalesPerf.Domain.Tests.Commissions;

public sealed class AssignmentRulesTests
{
    private static readonly Plan Known = Plan("month", Component(FourFiveSix with { Selector = "attainment" }));

    private static readonly PlanAssignment Good = new()
    {
        Id = "a",
        Person = "p",
        Plan = "plan",
        From = new(2026, 1, 1),
        Quotas = [new ComponentQuota { Component = "bookings", Amount = 100m }],
    };

    [Fact]
    public void Validate_good_assignment_has_no_problem() => Assert.Empty(AssignmentRules.Validate(Good, Known));

    [Fact]
    public void Validate_reports_every_problem_at_once_by_pointer()
    {
        var assignment = Good with
        {
            Person = "",
            From = new(1, 1, 1),
            To = new(1, 1, 1),
            BaseSalary = -1m,
            TargetPay = decimal.MaxValue,
            PayoutCurrency = "Euro",
            Quotas =
            [
                new ComponentQuota { Component = "bookings", Amount = -5m, WeightPercent = 0m, Period = "week" },
                new ComponentQuota { Component = "bookings", Amount = 5m, Objective = "o" },
                new ComponentQuota { Component = "services" },
                null!,
            ],
        };
        Assert.Equal(
            [
                "/person", "/from", "/to", "/to", "/baseSalary", "/targetPay", "/payoutCurrency",
                "/quotas/0/amount", "/quotas/0/weightPercent", "/quotas/0/period",
                "/quotas/1/component", "/quotas/1",
                "/quotas/2/component",
                "/quotas/3",
            ],
            AssignmentRules.Validate(assignment, Known).Select(problem => problem.Pointer));
    }

    [Fact]
    public void Validate_unknown_plan_is_a_problem_and_a_missing_quota_a_warning()
    {
        Assert.Equal("/plan", Assert.Single(AssignmentRules.Validate(Good, null)).Pointer);
        Assert.True(Assert.Single(AssignmentRules.Validate(Good with { Quotas = [] }, Known)).IsWarning);
        Assert.Equal("/quotas", Assert.Single(AssignmentRules.Validate(Good with { Quotas = null! }, Plan("month", Component(FourFiveSix)))).Pointer);
    }
}
