using SalesPerf.Domain.Commissions;
using SalesPerf.Domain.Commissions.Calculation;
using SalesPerf.Domain.Deals;
using static SalesPerf.Domain.Tests.Commissions.Samples;
using static SalesPerf.Domain.Tests.Commissions.StatementSamples;

namespace SalesPerf.Domain.Tests.Commissions;

/// <summary>Closes pay periods one by one, as finance does.</summary>
internal sealed class SampleBooks(Plan plan, PlanAssignment? agreed = null)
{
    private readonly List<ClosedPay> closed = [];

    /// <summary>As it is known now.</summary>
    public Plan Plan { get; set; } = plan;

    /// <summary>The version that follows, and its first day.</summary>
    public (DateOnly Since, Plan Plan)? Next { get; init; }

    public IReadOnlyList<ReopenedDays> Reopened { get; set; } = [];

    public DateOnly? OpenFrom { get; init; }

    public IReadOnlyList<PayHold> Holds { get; set; } = [];

    public IReadOnlyList<FixedAdjustment> Adjustments { get; set; } = [];

    public IReadOnlyList<CreditAdjustment> Credits { get; set; } = [];

    public Dictionary<string, Statement> Posted { get; } = [];

    public void Close(string period, params Credit[] known)
    {
        var (statement, states) = CommissionStatement.Freeze(Input(period, known));
        Posted[period] = statement;
        closed.AddRange(states);
    }

    public Statement State(string period, params Credit[] known) => CommissionStatement.Compute(Input(period, known));

    private PlanTerms Terms => PlanTerms.Of((agreed ?? Agreed) with { From = new(2026, 9, 1) }, Plan, _ => null, Calendar);

    private StatementInput Input(string period, Credit[] known) => new()
    {
        Person = "p",
        Period = Period(period),
        Calendar = Calendar,
        Terms = Next is { } next ? [Terms with { Until = next.Since }, Terms with { Plan = next.Plan, Since = next.Since }] : [Terms],
        Credits = known,
        Closed = closed,
        OpenFrom = OpenFrom,
        Reopened = Reopened,
        Holds = Holds,
        Adjustments = Adjustments,
        CreditAdjustments = Credits,
    };
}
