using SalesPerf.Domain.Commissions;
using SalesPerf.Domain.Values;
using static SalesPerf.Domain.Tests.Commissions.Samples;
using static SalesPerf.Domain.Tests.Commissions.StatementSamples;

namespace SalesPerf.Domain.Tests.Commissions;

/// <summary>What a plan's parts are refused for, each by its pointer.</summary>
public sealed class PlanPartRulesTests
{
    private static readonly PlanComponent Good = Component(Marginal((0, 10)), "month");

    public static TheoryData<RateTable, string> Tables => new()
    {
        { Table("whole", "credit", new RateTier(0m)), "/tiers/0" },
        { Table("whole", "credit", new RateTier(0m, 1m) { PerUnit = 2m }), "/tiers/0" },
        { Table("whole", "credit", new RateTier(0m) { Multiplier = -1m }), "/tiers/0/multiplier" },
        { Table("whole", "units", new RateTier(0m) { TargetMultiplier = 1m }), "/tiers/0/targetMultiplier" },
        { Table("hybrid", "credit", new RateTier(0m) { TargetMultiplier = 1m }), "/tiers/0/targetMultiplier" },
        { Table("whole", "credit", new RateTier(0m, 1m) { Retroactive = true }), "/tiers/0/retroactive" },
        { Table("whole", "credit", new RateTier(0m, 1m) { Minimum = 5m, Maximum = 4m }), "/tiers/0/maximum" },
        { Table("marginal", "metric", new RateTier(0m, 1m)) with { Metric = "m" }, "/mode" },
        { Table("whole", "metric", new RateTier(0m, 1m)), "/metric" },
        { Table("whole", "credit", new RateTier(0m, 1m)) with { Metric = "m" }, "/metric" },
        { Table("hybrid", "units", new RateTier(0m, 1m)), "/mode" },
        { Table("interpolated", "credit", new RateTier(0m) { Flat = 10m }), "/tiers/0/to" },
        { Table("interpolated", "credit", new RateTier(0m, 5m, 100m) { Flat = 10m }), "/tiers/0/flat" },
        { Table("whole", "credit", new RateTier(0m, 1m)) with { BaseRatePercent = 101m }, "/baseRatePercent" },
        { Table("whole", "credit", new RateTier(0m, 1m)) with { Points = [new(0m, 1m)] }, "/points" },
        { new RateTable { Mode = "curve" }, "/points" },
        { new RateTable { Mode = "curve", Points = [new(1m, 1m)] }, "/points/0/at" },
        { new RateTable { Mode = "curve", Points = [new(0m, 1m), new(20m, 1m), new(10m, 1m)] }, "/points/2/at" },
        { new RateTable { Mode = "curve", Points = [new(0m, 1m), new(20m, 1m), new(20m, 2m), new(20m, 3m)] }, "/points/3/at" },
        { new RateTable { Mode = "curve", Points = [new(0m, 1m, 1m)] }, "/points/0" },
    };

    [Theory]
    [MemberData(nameof(Tables))]
    public void Validate_bad_tables_are_refused(RateTable table, string pointer) =>
        Assert.Equal("/components/0/table" + pointer, Assert.Single(PlanRules.Validate(Plan("month", Good with { Table = table }))).Pointer);

    public static TheoryData<PlanComponent, string> Components => new()
    {
        { Good with { Table = null }, "/table" },
        { Good with { BasedOn = ["bookings"], CreditRules = [] }, "" },
        { Good with { BasedOn = ["other"], CreditRules = [] }, "/basedOn/0" },
        { Good with { BasedOn = ["other"] }, "/creditRules" },
        { Good with { CreditRules = [], Table = null, Objectives = [new PayObjective { Metric = "a", WeightPercent = 60m }] }, "/objectives" },
        { Good with { CreditRules = [new CreditRule { Id = "r", SharePercent = -1m }] }, "/creditRules/0/sharePercent" },
        { Good with { CreditRules = [new CreditRule { Id = "r", CreditOf = "people" }] }, "/creditRules/0/people" },
        { Good with { Multipliers = [new PayMultiplier { Id = "m" }] }, "/multipliers/0" },
        { Good with { Multipliers = [new PayMultiplier { Id = "m", Factor = -1m }] }, "/multipliers/0/factor" },
        { Good with { Multipliers = [new PayMultiplier { Id = "m", Factor = 2m, On = "slice" }] }, "/multipliers/0/on" },
        { Good with { Gates = [new PayGate { Id = "g", AtLeast = 1m }] }, "/gates/0/metric" },
        { Good with { Gates = [new PayGate { Id = "g", Metric = "m", AtLeast = 1m, Otherwise = "limitPay" }] }, "/gates/0" },
        { Good with { Gates = [new PayGate { Id = "g", Metric = "m", AtLeast = 1m, Otherwise = "limitTier", LimitTier = 2 }] }, "/gates/0/limitTier" },
        { Good with { Gates = [new PayGate { Id = "g", Selector = "credit", Component = "none", AtLeast = 1m }] }, "/gates/0/component" },
        { Good with { Kickers = [new PayKicker { Id = "k", Threshold = 1m }] }, "/kickers/0" },
        { Good with { Caps = [new PayCap { On = "plan", Amount = 1m }] }, "/caps/0/on" },
        { Good with { Caps = [new PayCap { On = "deal", Amount = 1m, Excess = "carried" }] }, "/caps/0/excess" },
        { Good with { Caps = [new PayCap { On = "rate", Amount = 1m }] }, "/caps/0/amount" },
        { Good with { Measure = "deal", Deficit = new DeficitThreshold(5m) }, "/deficit" },
        { Good with { Attribution = "equal" }, "/attribution" },
    };

    [Theory]
    [MemberData(nameof(Components))]
    public void Validate_bad_components_are_refused(PlanComponent component, string pointer) =>
        Assert.Contains("/components/0" + pointer, PlanRules.Validate(Plan("month", component)).Select(problem => problem.Pointer));

    [Fact]
    public void Validate_circles_over_gates_and_bases_are_refused()
    {
        var one = Good with { Gates = [new PayGate { Id = "g", Selector = "credit", Component = "two", AtLeast = 1m }] };
        var two = Good with { Id = "two", CreditRules = [], BasedOn = ["bookings"] };
        Assert.Equal(["/components/0", "/components/1"], PlanRules.Validate(Plan("month", one, two)).Select(problem => problem.Pointer));
    }

    [Fact]
    public void Validate_a_base_named_twice_is_refused()
    {
        var two = Good with { Id = "two", CreditRules = [], BasedOn = ["bookings", "bookings"] };
        Assert.Equal(["/components/1/basedOn/1"], PlanRules.Validate(Plan("month", Good, two)).Select(problem => problem.Pointer));
    }

    public static TheoryData<Plan, string> Wholes => new()
    {
        { Plan("month", Good) with { Minimum = -1m }, "/minimum" },
        { Plan("month", Good) with { OnChange = "forget" }, "/onChange" },
        { Plan("month", Good) with { Caps = [new PayCap { On = "plan" }] }, "/caps/0" },
        { Plan("month", Good) with { Spiffs = [new Spiff { Id = "s" }] }, "/spiffs/0" },
        { Plan("month", Good) with { Draw = new PlanDraw { Kind = "guarantee" } }, "/draw" },
        { Plan("month", Good) with { Draw = new PlanDraw { Kind = "gift", Amount = 1m } }, "/draw/kind" },
        { Plan("month", Good) with { Draw = new PlanDraw { Kind = "guarantee", Amount = 1m, PaidIn = [1] } }, "/draw/paidIn" },
        { Plan("month", Good) with { Ramp = new PlanRamp { Steps = [] } }, "/ramp/steps" },
        { Plan("month", Good) with { Rates = [new PlanRate("USD", 1m)] }, "/rates/0/currency" },
        { Plan("month", Good) with { Rates = [new PlanRate("EUR", 0m)] }, "/rates/0/rate" },
        { Plan("month", Good) with { Payments = [new PlanPayment { SharePercent = 90m }] }, "/payments" },
        { Plan("month", Good) with { Payments = [new PlanPayment { SharePercent = 100m, On = "months" }] }, "/payments/0/months" },
        { Plan("month", Good) with { Clawback = new PlanClawback { Share = "proRata" } }, "/clawback/months" },
        { Plan("month", Good) with { Clawback = new PlanClawback { Share = "schedule" } }, "/clawback/schedule" },
    };

    [Theory]
    [MemberData(nameof(Wholes))]
    public void Validate_bad_plans_are_refused(Plan plan, string pointer) => Assert.Equal(pointer, Assert.Single(PlanRules.Validate(plan)).Pointer);

    public static TheoryData<Plan, string, string> Said => new()
    {
        { Plan("month", Good) with { Payments = [new PlanPayment { SharePercent = 100m, On = "months" }] }, "/payments/0/months", "is needed with on months" },
        { Plan("month", Good) with { Payments = [new PlanPayment { SharePercent = 100m, On = "date" }] }, "/payments/0/date", "is needed with on date" },
        { Plan("month", Good) with { Payments = [new PlanPayment { SharePercent = 100m, Months = 3 }] }, "/payments/0/months", "goes with on months only" },
        { Plan("month", Good) with { Clawback = new PlanClawback { Share = "proRata" } }, "/clawback/months", "is needed with share proRata" },
        { Plan("month", Good) with { Clawback = new PlanClawback { Months = 6 } }, "/clawback/months", "goes with share proRata only" },
        { Plan("month", Good) with { Clawback = new PlanClawback { Share = "schedule" } }, "/clawback/schedule", "is needed with share schedule" },
        { Plan("month", Good) with { Clawback = Steps(0, 3, 3) }, "/clawback/schedule", "must be in the order of months, each once" },
        { Plan("month", Good) with { Caps = [Most(5m), Most(6m)] }, "/caps/1", "has the name of one before it" },
        { Plan("month", Sliced(new PayMultiplier { Id = "m", On = "slice", Table = Table("whole", "attainment", new RateTier(0m) { Multiplier = 2m }) })), "/components/0/multipliers/0/on", "must be whole beside a table: what is beyond a threshold has one factor" },
    };

    [Theory]
    [MemberData(nameof(Said))]
    public void Validate_says_what_is_missing_or_too_much(Plan plan, string pointer, string detail) => Assert.Contains(new FieldProblem(pointer, detail), PlanRules.Validate(plan));

    public static TheoryData<Plan, string> Doubtful => new()
    {
        { Plan("month", Good) with { Clawback = Steps(3, 6) }, "/clawback/schedule" },
        { Plan("month", Good) with { Draw = new PlanDraw { Kind = "additiveLoan", Amount = 1m, Recoverable = false } }, "/draw" },
        { Plan("month", Good) with { Minimum = 100m, Caps = [Most(50m)] }, "/minimum" },
        { Plan("month", Good with { Minimum = 100m, Caps = [new PayCap { On = "component", Amount = 50m }] }), "/components/0/minimum" },
    };

    /// <summary>They can be paid by, and mean less than their words.</summary>
    [Theory]
    [MemberData(nameof(Doubtful))]
    public void Validate_warns_of_what_says_nothing(Plan plan, string pointer)
    {
        var problem = Assert.Single(PlanRules.Validate(plan));
        Assert.Equal((pointer, true), (problem.Pointer, problem.IsWarning));
    }

    /// <summary>A cap of a year does not bound a month's minimum.</summary>
    [Fact]
    public void Validate_caps_of_other_periods_are_no_doubt() =>
        Assert.Empty(PlanRules.Validate(Plan("month", Good) with { Minimum = 100m, Caps = [Most(50m) with { Per = "year" }], Clawback = Steps(0, 3) }));

    private static PayCap Most(decimal amount) => new() { On = "plan", Amount = amount };

    private static PlanClawback Steps(params int[] months) => new() { Share = "schedule", Schedule = [.. months.Select(month => new ClawbackStep(month, 50m))] };

    private static PlanComponent Sliced(PayMultiplier multiplier) => Good with { Multipliers = [multiplier] };
}
