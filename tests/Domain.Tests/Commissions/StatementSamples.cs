using SalesPerf.Domain.Commissions;
using SalesPerf.Domain.Commissions.Calculation;
using SalesPerf.Domain.Deals;
using static SalesPerf.Domain.Tests.Commissions.Samples;

namespace SalesPerf.Domain.Tests.Commissions;

/// <summary>Statements as tests ask for them: a plan, what was agreed, credits, a period.</summary>
internal static class StatementSamples
{
    public static readonly PlanAssignment Agreed = new() { Id = "a", Person = "p", Plan = "plan", From = new DateOnly(2026, 1, 1) };

    public static RateTable Table(string mode, string selector, params RateTier[] tiers) => new() { Mode = mode, Selector = selector, Tiers = tiers };

    public static PlanAssignment WithQuota(this PlanAssignment agreed, decimal amount, string component = "bookings", string? period = null, decimal weight = 100m) =>
        agreed with { Quotas = [.. agreed.Quotas, new ComponentQuota { Component = component, Amount = amount, Period = period, WeightPercent = weight }] };

    public static PlanAssignment Entered(this PlanAssignment agreed, string metric, string period, decimal value) =>
        agreed with { Entered = [.. agreed.Entered ?? [], new EnteredValue(metric, period, value)] };

    public static Statement State(Plan plan, PlanAssignment agreed, string period, params Credit[] credits) => State([PlanTerms.Of(agreed, plan, _ => null, Calendar)], period, credits);

    public static Statement State(IReadOnlyList<PlanTerms> terms, string period, params Credit[] credits) => CommissionStatement.Compute(new StatementInput
    {
        Person = "p",
        Period = Period(period),
        Calendar = Calendar,
        Terms = terms,
        Credits = credits,
    });

    public static decimal Earned(this Statement statement) => statement.Assignments.Sum(one => one.Earned.Amount);

    public static decimal Payout(this Statement statement) => statement.Assignments.Sum(one => one.Payout.Amount);

    public static ComponentStatement Component(this Statement statement, string id = "bookings") => statement.Assignments.SelectMany(one => one.Components).Single(one => one.Component == id);

    public static Credit With(this Credit credit, string attribute, string value) => credit with { Attributes = new(credit.Attributes) { [attribute] = value } };
}
