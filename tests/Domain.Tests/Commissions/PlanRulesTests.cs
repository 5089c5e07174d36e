using SalesPerf.Domain.Commissions;
using static SalesPerf.Domain.Tests.Commissions.Samples;

namespace SalesPerf.Domain.Tests.Commissions;

public sealed class PlanRulesTests
{
    private static readonly Plan Good = Plan("month", Component(FourFiveSix));

    [Fact]
    public void Validate_good_plan_has_no_problem() => Assert.Empty(PlanRules.Validate(Good));

    [Fact]
    public void Validate_reports_every_problem_at_once_by_pointer()
    {
        var plan = new Plan
        {
            Id = "p",
            Currency = "usd",
            PayPeriod = "week",
            RoundingDigits = -1,
            MaxRatePercent = 0m,
            Components =
            [
                Component(Marginal((10, 4)) with { Mode = "sliding", Selector = "colour", Boundary = "upper" }, "day", rules: new CreditRule { Id = "r", Event = "shipment", Base = "" }),
                Component(Marginal(), "deal") with { CreditRules = [] },
            ],
        };
        Assert.Equal(
            [
                "/currency", "/payPeriod", "/roundingDigits", "/maxRatePercent", "/components/1/id",
                "/components/0/measure", "/components/0/creditRules/0/event", "/components/0/creditRules/0/base",
                "/components/0/table/mode", "/components/0/table/selector", "/components/0/table/boundary",
                "/components/0/table/tiers/0/ratePercent", "/components/0/table/tiers/0/from",
                "/components/1/creditRules", "/components/1/table/tiers",
            ],
            PlanRules.Validate(plan).Select(problem => problem.Pointer));
    }

    public static TheoryData<RateTier[], string, string> Tables => new()
    {
        { [new(5, 4)], "/tiers/0/from", "must be 0: the first tier starts at nothing" },
        { [new(0, 4), new(0, 5)], "/tiers/1/from", "repeats the start of the tier before" },
        { [new(0, 4), new(200, 5), new(100, 6)], "/tiers/2/from", "must be above the start of the tier before" },
        { [new(0, 4, 90), new(100, 5)], "/tiers/0/to", "leaves a gap before the next tier" },
        { [new(0, 4, 110), new(100, 5)], "/tiers/0/to", "overlaps the next tier" },
        { [new(0, 4, 100), new(100, 5, 200)], "/tiers/1/to", "must be absent: the last tier is open-ended" },
        { [new(0, -1)], "/tiers/0/ratePercent", "must be 0 to the plan's maxRatePercent, 100" },
        { [new(0, 100.01m)], "/tiers/0/ratePercent", "must be 0 to the plan's maxRatePercent, 100" },
        { [new(0, 1), new(decimal.MaxValue, 2)], "/tiers/1/from", "must be at most 10^15" },
        { [], "/tiers", "must have 1 to 200 entries" },
        { [null!], "/tiers/0", "must not be null" },
    };

    [Theory]
    [MemberData(nameof(Tables))]
    public void Validate_bad_tiers_are_refused(RateTier[] tiers, string pointer, string detail)
    {
        var problem = Assert.Single(PlanRules.Validate(Plan("month", Component(new RateTable { Tiers = tiers }))));
        Assert.Equal(("/components/0/table" + pointer, detail), (problem.Pointer, problem.Detail));
    }

    // A tier from 10^15 % of a quota of 10^15 would start at 10^28, and what is paid below it would not fit a decimal.
    [Fact]
    public void Validate_attainment_tiers_start_at_a_million_per_cent_at_most()
    {
        RateTable By(string selector, decimal from) => Marginal((0, 1), (from, 2)) with { Selector = selector };
        Assert.Empty(PlanRules.Validate(Plan("month", Component(By("attainment", 1_000_000m)))));
        var problem = Assert.Single(PlanRules.Validate(Plan("month", Component(By("attainment", 1_000_001m)))));
        Assert.Equal(("/components/0/table/tiers/1/from", "must be at most 1000000: it is per cent of quota"), (problem.Pointer, problem.Detail));
        Assert.Empty(PlanRules.Validate(Plan("month", Component(By("credit", 1_000_001m)))));
    }

    [Fact]
    public void Validate_measure_may_be_shorter_than_the_pay_period()
    {
        Assert.Empty(PlanRules.Validate(Plan("quarter", Component(FourFiveSix, "month"))));
        Assert.Empty(PlanRules.Validate(Plan("quarter", Component(FourFiveSix, "deal"))));
    }

    [Fact]
    public void Validate_members_that_are_null_are_problems()
    {
        Assert.Equal("/components", Assert.Single(PlanRules.Validate(Good with { Components = null! })).Pointer);
        Assert.Equal(["/components/0/id", "/components/0"], PlanRules.Validate(Good with { Components = [null!] }).Select(problem => problem.Pointer));
        var component = new PlanComponent { Id = null!, Measure = null!, CreditRules = [null!], Table = null! };
        Assert.Equal(
            ["/components/0/id", "/components/0/measure", "/components/0/creditRules/0/id", "/components/0/creditRules/0", "/components/0/table"],
            PlanRules.Validate(Good with { Components = [component] }).Select(problem => problem.Pointer));
    }

    public static TheoryData<CreditFilter, string> Filters => new()
    {
        { new CreditFilter(), "" },
        { new CreditFilter { Field = "a", Op = "exists", All = [new CreditFilter { Field = "b", Op = "exists" }] }, "" },
        { new CreditFilter { All = [] }, "/all" },
        { new CreditFilter { Any = [null!] }, "/any/0" },
        { new CreditFilter { Field = "", Op = "exists" }, "/field" },
        { new CreditFilter { Field = "a", Op = "like", Value = "x" }, "/op" },
        { new CreditFilter { Field = "a", Op = "equals" }, "/value" },
        { new CreditFilter { Field = "a", Op = "exists", Value = "x" }, "/value" },
        { new CreditFilter { Field = "a", Op = "in" }, "/values" },
        { new CreditFilter { Field = "a", Op = "equals", Value = "x", Values = ["y"] }, "/values" },
        { new CreditFilter { Field = "amount", Op = "above", Value = "1e9" }, "/value" },
        { new CreditFilter { Field = "amount", Op = "above", Value = "1,000" }, "/value" },
        { new CreditFilter { Any = [new CreditFilter { Field = "a", Op = "exists" }], Op = "equals" }, "/op" },
    };

    [Theory]
    [MemberData(nameof(Filters))]
    public void Validate_bad_filters_are_refused(CreditFilter filter, string pointer)
    {
        var plan = Plan("month", Component(FourFiveSix, rules: new CreditRule { Id = "r", Filter = filter }));
        Assert.Equal("/components/0/creditRules/0/filter" + pointer, Assert.Single(PlanRules.Validate(plan)).Pointer);
    }

    [Fact]
    public void Validate_filters_too_deep_or_too_long_are_refused_once()
    {
        var deep = new CreditFilter { Field = "a", Op = "exists" };
        for (var i = 0; i < 30; i++)
        {
            deep = new CreditFilter { All = [deep] };
        }

        Assert.Single(PlanRules.Validate(Plan("month", Component(FourFiveSix, rules: new CreditRule { Id = "r", Filter = deep }))));
        var part = new CreditFilter { Any = [.. Enumerable.Repeat(new CreditFilter { Field = "a", Op = "exists" }, 150)] };
        var wide = new CreditFilter { All = [part, part] };
        Assert.Single(PlanRules.Validate(Plan("month", Component(FourFiveSix, rules: new CreditRule { Id = "r", Filter = wide }))));
    }
}
