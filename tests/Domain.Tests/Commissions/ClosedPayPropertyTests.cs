using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using SalesPerf.Domain.Commissions;
using SalesPerf.Domain.Commissions.Calculation;
using SalesPerf.Domain.Deals;
using SalesPerf.Domain.Values;
using static SalesPerf.Domain.Tests.Commissions.Samples;
using static SalesPerf.Domain.Tests.Commissions.StatementSamples;

namespace SalesPerf.Domain.Tests.Commissions;

/// <summary>What holds of closed books, whatever comes in between.</summary>
public sealed class ClosedPayPropertyTests
{
    /// <summary>Each case is a year of closes.</summary>
    private static readonly Config Few = Config.QuickThrowOnFailure.WithMaxTest(40);

    private static readonly string[] Periods = [.. Enumerable.Range(1, 12).Select(month => $"2026-{month:00}")];

    private static readonly Plan[] Additive =
    [
        Plan("month", Component(FourFiveSix, "quarter")),
        Plan("month", Component(Marginal((0, 3), (60, 5), (100, 7.5m)) with { Selector = "attainment" }, "year")) with { Spiffs = [new Spiff { Id = "s", Amount = 25m, AtLeast = 1_000m }] },
        Plan("month", Component(Table("whole", "attainment", new(0m, 3m), new(80m, 5m)), "quarter") with
        {
            Kickers = [new PayKicker { Id = "k", Threshold = 100m, Amount = 333.33m }],
            Multipliers = [new PayMultiplier { Id = "m", Threshold = 120m, Factor = 1.1m }],
            Caps = [new PayCap { On = "deal", Amount = 700m }],
        }),
        Plan("month", Component(Marginal((0, 10)), "month") with { Deficit = new DeficitThreshold(5_000m) }, Component(Marginal((0, 1)), "year", "extra")),
        Plan("month", Component(FourFiveSix, "deal"), new PlanComponent { Id = "bonus", Measure = "quarter", BasedOn = ["bookings"], Table = Marginal((0, 25), (500, 50)) }),
        Plan("month", Component(Marginal((0, 10)), "month") with { Caps = [new PayCap { On = "component", Amount = 900m, Excess = "carried" }] }),
    ];

    private static readonly Plan[] Settled =
    [
        Additive[0] with { Draw = new PlanDraw { Kind = "guarantee", Amount = 800m, RecoverRatePercent = 50m, Floor = 300m, Periods = 6 } },
        Additive[0] with { Draw = new PlanDraw { Kind = "additiveLoan", Amount = 500m, PaidIn = [1, 4] }, Receivable = new PlanReceivable { Instalments = 3, Floor = 100m } },
        Additive[1] with { Payments = [new PlanPayment { SharePercent = 40m }, new PlanPayment { SharePercent = 60m, On = "months", Months = 3 }], Clawback = new PlanClawback { WindowMonths = 6 } },
        Additive[2] with { Clawback = new PlanClawback { Share = "proRata", Months = 5 }, Caps = [new PayCap { On = "plan", Amount = 1_500m, Excess = "carried" }], Minimum = 10m },
        Additive[3] with { Caps = [new PayCap { On = "plan", Amount = 4_000m, Per = "year" }] },
        Plan("month", Component(Marginal((0, 10)), "year") with { Caps = [new PayCap { On = "component", Amount = 900m, Per = "payPeriod", Excess = "carried" }] }),
        Additive[4] with { Draw = new PlanDraw { Kind = "upFront", Amount = 300m } },
    ];

    private static Gen<Credit[]> Credits => Gen.ListOf(
        from amount in Gen.Choose(-1_000_000, 4_000_000)
        from day in Gen.Choose(0, 364)
        from ends in Gen.Choose(0, 3)
        from later in Gen.Choose(0, 200)
        let won = new DateOnly(2026, 1, 1).AddDays(day)
        let credit = Credit("d", amount / 100m, won.ToString("yyyy-MM-dd", null))
        select ends == 0 ? credit.With("endedOn", won.AddDays(later).ToString("yyyy-MM-dd", null)) : credit)
        .Select(credits => credits.Take(12).Select((credit, i) => credit with { Deal = $"d{i:00}", Event = $"e{i:00}" }).ToArray());

    private static readonly PlanAssignment Quota = Agreed.WithQuota(30_000m, period: "quarter");

    [Fact]
    public void Freezing_any_prefix_changes_nothing() => Prop.ForAll(
        Arb.From(from plan in Gen.Elements(Additive.Concat(Settled).ToArray()) from credits in Credits from closed in Gen.Choose(0, 11) select (plan, credits, closed)),
        one =>
        {
            var books = new List<ClosedPay>();
            foreach (var period in Periods.Take(one.closed))
            {
                books.AddRange(CommissionStatement.Freeze(Input(one.plan, period, one.credits, books)).Closed);
            }

            foreach (var period in Periods.Skip(one.closed))
            {
                Assert.Equal(
                    Told(CommissionStatement.Compute(Input(one.plan, period, one.credits, []))),
                    Told(CommissionStatement.Compute(Input(one.plan, period, one.credits, books))));
            }
        }).Check(Few);

    [Fact]
    public void Everything_posted_sums_to_what_a_computation_from_scratch_earns() => Prop.ForAll(
        Arb.From(from plan in Gen.Elements(Additive) from known in Histories select (plan, known)),
        one =>
        {
            // Without ends: those act once, whatever comes later.
            var (plan, known) = (one.plan, one.known.Select(month => month.Select(Alive).ToArray()).ToArray());
            var (books, posted) = (new List<ClosedPay>(), 0m);
            for (var i = 0; i < Periods.Length; i++)
            {
                var (statement, closed) = CommissionStatement.Freeze(Input(plan, Periods[i], known[i], books));
                posted += statement.Earned();
                books.AddRange(closed);
            }

            // Late credits of the last month's knowledge are all in it.
            var scratch = Periods.Sum(period => CommissionStatement.Compute(Input(plan, period, known[^1], [])).Earned());
            return posted == scratch;
        }).Check(Few);

    [Fact]
    public void Order_between_closes_makes_no_difference_and_every_close_can_be_stored() => Prop.ForAll(
        Arb.From(from plan in Gen.Elements(Additive.Concat(Settled).ToArray()) from known in Histories select (plan, known)),
        one =>
        {
            var (forward, backward) = (new List<ClosedPay>(), new List<ClosedPay>());
            for (var i = 0; i < Periods.Length; i++)
            {
                var there = CommissionStatement.Freeze(Input(one.plan, Periods[i], one.known[i], forward));
                var again = CommissionStatement.Freeze(Input(one.plan, Periods[i], [.. one.known[i].Reverse()], [.. backward.Select(Stored).TakeLast(1)]));
                forward.AddRange(there.Closed);
                backward.AddRange(again.Closed);
                if (Told(there.Statement) != Told(again.Statement) || JsonSerializer.Serialize(there.Closed) != JsonSerializer.Serialize(again.Closed))
                {
                    return false;
                }
            }

            return true;
        }).Check(Few);

    /// <summary>What is known as each month is closed: credits come late, change, end and go.</summary>
    private static Gen<Credit[][]> Histories =>
        from credits in Credits
        from shifts in Gen.ArrayOf(Gen.Choose(0, 9), 12 * 12)
        select Enumerable.Range(0, 12).Select(month => credits
            .Where((credit, i) => credit.Date < Period(Periods[month]).End && (shifts[i] < 6 || month >= credit.Date.Month + shifts[i] - 5) && !(shifts[i + 12] == 0 && month > 8))
            .Select((credit, i) => shifts[(month * 12) + i] == 1 ? credit with { Amount = credit.Amount + (100m * month) } : credit)
            .ToArray()).ToArray();

    private static Credit Alive(Credit credit) => credit with { Attributes = [] };

    private static ClosedPay Stored(ClosedPay closed) => JsonSerializer.Deserialize<ClosedPay>(JsonSerializer.Serialize(closed))!;

    private static StatementInput Input(Plan plan, string period, Credit[] credits, IReadOnlyList<ClosedPay> closed) => new()
    {
        Person = "p",
        Period = Period(period),
        Calendar = Calendar,
        Terms = [PlanTerms.Of(Quota, plan, _ => null, Calendar)],
        Credits = credits,
        Closed = closed,
    };

    private static string Told(Statement statement) => string.Join("\n", statement.Assignments.Select(one =>
        $"{N(one.Earned)} {N(one.Payable)} {N(one.Payout)} {N(one.HeldBalance)} {N(one.DrawBalance)} {N(one.ReceivableBalance)}\n"
        + string.Join(',', one.Components.Select(component => $"{component.Component} {N(component.EarnedBefore)} {N(component.Earned)} {string.Join(';', component.Lines.Select(line => $"{line.Event} {N(line.Earned)}"))}"))
        + string.Join(',', one.Extras.Select(extra => $"{extra.Kind} {extra.Id} {N(extra.Amount)}"))));

    private static string N(Money money) => money.Amount.ToString("0.####", System.Globalization.CultureInfo.InvariantCulture);
}
