using SalesPerf.Domain.Commissions;
using SalesPerf.Domain.Objectives;
using SalesPerf.Domain.Resources;
using SalesPerf.Domain.Values;
using static SalesPerf.Domain.Tests.Commissions.Samples;

namespace SalesPerf.Domain.Tests.Commissions;

public sealed class PlanTermsTests
{
    private static readonly DateTimeOffset Known = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private static readonly PlanAssignment Assignment = new()
    {
        Id = "a",
        Person = "ann",
        Plan = "plan",
        From = new(2026, 1, 1),
        Quotas = [new ComponentQuota { Component = "bookings", Objective = "o" }],
    };

    private static readonly Objective Target = new()
    {
        Id = "o",
        Name = "Q4",
        Measure = "bookings",
        Period = "2026-Q4",
        Amount = new Money(300_000m, "USD"),
        Level = "person",
    };

    [Fact]
    public void Find_assignment_has_its_plan_and_the_objectives_quota()
    {
        var terms = Assert.Single(PlanTerms.Find(Model(), "ann", Period("2026-Q4"), Calendar));
        Assert.Equal(300_000m, terms.QuotaOf("bookings", Period("2026-Q4"), Calendar));
        Assert.Equal(100_000m, terms.QuotaOf("bookings", Period("2026-11"), Calendar));
        Assert.Empty(PlanTerms.Find(Model(), "bob", Period("2026-Q4"), Calendar));
        Assert.Empty(PlanTerms.Find(Model(), "ann", Period("2025-Q4"), Calendar));
    }

    [Fact]
    public void Find_objective_missing_or_in_another_currency_is_an_unknown_quota()
    {
        var other = Model() with { Objectives = One("o", Target with { Amount = new Money(1m, "EUR") }) };
        Assert.Equal(["bookings"], PlanTerms.Find(other, "ann", Period("2026-Q4"), Calendar)[0].UnknownQuotas);
        var none = Model() with { Objectives = new Dictionary<string, Resource<Objective>>() };
        Assert.Equal(["bookings"], PlanTerms.Find(none, "ann", Period("2026-Q4"), Calendar)[0].UnknownQuotas);
    }

    // Version two of the plan takes effect in November; October is still paid by version one, the quarter by the version of its last day.
    [Fact]
    public void Find_plan_is_the_version_of_the_periods_last_day()
    {
        var second = Plan("month", Component(Marginal((0, 9))));
        var plans = new Resource<Plan>("plan", [Version(1, new(2026, 1, 1), Plan("month", Component(FourFiveSix))), Version(2, new(2026, 11, 1), second)]);
        var model = Model() with { Plans = new Dictionary<string, Resource<Plan>> { ["plan"] = plans } };
        Assert.Equal(4m, PlanTerms.Find(model, "ann", Period("2026-10"), Calendar)[0].Plan.Components[0].Table.Tiers[0].RatePercent);
        Assert.Equal(9m, PlanTerms.Find(model, "ann", Period("2026-Q4"), Calendar)[0].Plan.Components[0].Table.Tiers[0].RatePercent);
    }

    [Fact]
    public void Find_assignment_that_ends_or_is_retired_inside_the_period_counts_until_then()
    {
        var ended = Model() with { Assignments = One("a", Assignment with { To = new(2026, 11, 10) }) };
        Assert.Equal(new DateOnly(2026, 11, 10), PlanTerms.Find(ended, "ann", Period("2026-Q4"), Calendar)[0].To);
        var retired = new Resource<PlanAssignment>("a", [Version(1, new(2026, 1, 1), Assignment), new(2, new(2026, 11, 5), Known, "x", null)]);
        var model = Model() with { Assignments = new Dictionary<string, Resource<PlanAssignment>> { ["a"] = retired } };
        Assert.Equal(new DateOnly(2026, 11, 5), PlanTerms.Find(model, "ann", Period("2026-Q4"), Calendar)[0].To);
        Assert.Empty(PlanTerms.Find(model, "ann", Period("2026-12"), Calendar));
    }

    private static Model Model() => new()
    {
        Plans = One("plan", Plan("month", Component(FourFiveSix))),
        Assignments = One("a", Assignment),
        Objectives = One("o", Target),
    };

    private static Dictionary<string, Resource<T>> One<T>(string id, T content)
        where T : class => new() { [id] = new Resource<T>(id, [Version(1, new(2026, 1, 1), content)]) };

    private static ResourceVersion<T> Version<T>(int number, DateOnly from, T content)
        where T : class => new(number, from, Known, "test", content);
}
