using FsCheck;
using FsCheck.Fluent;
using SalesPerf.Domain.Commissions;
using SalesPerf.Domain.Commissions.Calculation;
using SalesPerf.Domain.Deals;
using static SalesPerf.Domain.Tests.Commissions.Samples;
using static SalesPerf.Domain.Tests.Commissions.StatementSamples;

namespace SalesPerf.Domain.Tests.Commissions;

/// <summary>What holds of every statement.</summary>
public sealed class StatementPropertyTests
{
    private static readonly string[] Periods = [.. Enumerable.Range(1, 12).Select(month => $"2026-{month:00}")];

    private static readonly Plan[] Plans =
    [
        Plan("month", Component(FourFiveSix, "quarter")),
        Plan("month", Component(Marginal((0, 3), (60, 5), (100, 7.5m)) with { Selector = "attainment" }, "year")),
        Plan("month", Component(Table("whole", "attainment", new(0m, 3m), new(80m, 5m)), "quarter") with
        {
            Kickers = [new PayKicker { Id = "k", Threshold = 100m, Amount = 333.33m }],
            Multipliers = [new PayMultiplier { Id = "m", Threshold = 120m, Factor = 1.1m }],
            Caps = [new PayCap { On = "deal", Amount = 700m }],
        }),
        Plan("month", Component(Table("marginal", "units", new(0m, 1m), new(30m, 2m)), "half") with { Attribution = "proRata" }),
        Plan("month", Component(FourFiveSix, "deal"), Component(Marginal((0, 1)), "year", "extra")),
    ];

    private static Gen<Credit[]> Credits => Gen.ListOf(
        from deal in Gen.Choose(1, 40)
        from amount in Gen.Choose(-2_000_000, 9_000_000)
        from day in Gen.Choose(0, 364)
        from units in Gen.Choose(0, 30)
        select Credit($"d{deal}", amount / 100m, new DateOnly(2026, 1, 1).AddDays(day).ToString("yyyy-MM-dd", null)).With("units", units.ToString(System.Globalization.CultureInfo.InvariantCulture)))
        .Select(credits => credits.Select((credit, i) => credit with { Event = $"e{i}" }).ToArray());

    private static PlanAssignment Quota => Agreed.WithQuota(50_000m, period: "quarter");

    private static Arbitrary<(Plan Plan, Credit[] Credits, int Period)> Cases =>
        Arb.From(from plan in Gen.Elements(Plans) from credits in Credits from period in Gen.Choose(0, 11) select (plan, credits, period));

    [Fact]
    public void Lines_and_extras_sum_to_their_component_and_components_to_what_is_earned() => Prop.ForAll(Cases, one =>
    {
        var assignment = State(one.Plan, Quota, Periods[one.Period], one.Credits).Assignments[0];
        return assignment.Components.All(component => component.Lines.Sum(line => line.Earned.Amount) + component.Extras.Sum(extra => extra.Amount.Amount) == component.Earned.Amount)
            && assignment.Components.Sum(component => component.Earned.Amount) == assignment.Earned.Amount;
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Order_of_credits_makes_no_difference_to_any_figure() => Prop.ForAll(Cases, one =>
        Told(State(one.Plan, Quota, Periods[one.Period], one.Credits)) == Told(State(one.Plan, Quota, Periods[one.Period], [.. one.Credits.Reverse()]))).QuickCheckThrowOnFailure();

    [Fact]
    public void Months_sum_to_what_the_whole_year_pays() => Prop.ForAll(Cases, one =>
    {
        // A year's statement of the same plan, paid yearly, measured yearly: one period with everything in it.
        var component = one.Plan.Components[0] with { Measure = "year" };
        var (monthly, yearly) = (Plan("month", component), Plan("year", component));
        return Periods.Sum(period => State(monthly, Quota, period, one.Credits).Earned()) == State(yearly, Quota, "2026", one.Credits).Earned();
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Sequence_makes_no_difference_to_a_marginal_total_whose_selector_is_its_base() => Prop.ForAll(Arb.From(Credits), credits =>
    {
        // The same deals on each other's days.
        var dates = credits.Select(credit => credit.Date).Order().ToArray();
        var forward = credits.OrderBy(credit => credit.Event, StringComparer.Ordinal).Select((credit, i) => credit with { Date = dates[i] }).ToArray();
        var backward = forward.Reverse().Select((credit, i) => credit with { Date = dates[i] }).ToArray();
        var plan = Plan("year", Component(FourFiveSix, "year"));
        return State(plan, Agreed, "2026", forward).Earned() == State(plan, Agreed, "2026", backward).Earned();
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_statement_and_a_forecast_of_what_is_over_come_to_the_same() => Prop.ForAll(Arb.From(from credits in Credits from period in Gen.Choose(0, 11) select (credits, period)), one =>
    {
        var terms = PlanTerms.Of(Quota, Plans[1], _ => null, Calendar);
        return State([terms], Periods[one.period], one.credits).Earned() == Pay(terms, one.credits, Period(Periods[one.period])).Earned;
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Pay_is_never_negative_and_what_is_not_paid_is_owed() => Prop.ForAll(Cases, one =>
    {
        var (earned, paid) = (0m, 0m);
        AssignmentStatement? last = null;
        foreach (var period in Periods)
        {
            last = State(one.Plan, Quota, period, one.Credits).Assignments[0];
            (earned, paid) = (earned + last.Earned.Amount, paid + last.Payout.Amount);
            if (last.Payout.Amount < 0m)
            {
                return false;
            }
        }

        return earned == paid - last!.ReceivableBalance.Amount; // twelve periods were read
    }).QuickCheckThrowOnFailure();

    private static string Told(Statement statement) => string.Join('|', statement.Assignments.SelectMany(one => one.Components).SelectMany(component =>
        component.Lines.Select(line => $"{line.Event} {line.PayToDate} {line.Earned.Amount} {line.Tier}").Append($"{component.Component} {component.Earned.Amount} {component.AttainmentPercent}")));
}
