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

    // Version two of the plan takes effect in November: October is paid by version one, and the quarter by both.
    [Fact]
    public void Find_plan_is_the_version_in_force_on_the_days_it_decides_on()
    {
        var model = Model(null, (new(2026, 1, 1), Plan("month", Component(FourFiveSix))), (new(2026, 11, 1), Plan("month", Component(Marginal((0, 9))))));
        Assert.Equal([(4m, null, new DateOnly(2026, 11, 1))], Rates(model, "2026-10"));
        Assert.Equal([(4m, null, new DateOnly(2026, 11, 1)), (9m, new DateOnly(2026, 11, 1), null)], Rates(model, "2026-Q4"));
        Assert.Equal([(9m, new DateOnly(2026, 11, 1), (DateOnly?)null)], Rates(model, "2026-12"));
        Assert.All(PlanTerms.Find(model, "ann", Period("2026-Q4"), Calendar), terms => Assert.Null(terms.QuotasBefore));
    }

    // The quota of July changes on 15 July; pay periods are months, so its new terms decide from 1 July on. A second change in July joins them, and a new
    // plan on 20 July starts terms of its own.
    [Fact]
    public void Find_quota_that_changes_counts_from_the_pay_period_of_the_change()
    {
        var plan = Plan("month", Component(FourFiveSix, "year"));
        var model = Model([(new(2026, 1, 1), 1_200m), (new(2026, 7, 15), 2_400m), (new(2026, 7, 18), 3_600m)], (new(2026, 1, 1), plan), (new(2026, 7, 20), plan with { Name = "New" }));
        var found = PlanTerms.Find(model, "ann", Period("2026"), Calendar);
        Assert.Equal(
            [(null, new DateOnly(2026, 7, 1)), (new DateOnly(2026, 7, 1), new DateOnly(2026, 7, 20)), (new DateOnly(2026, 7, 20), (DateOnly?)null)],
            found.Select(terms => (terms.Since, terms.Until)));
        Assert.Equal([null, 1_200m, null], found.Select(terms => terms.QuotasBefore?[0].Amount));
        Assert.Equal([1, 3, 3], found.Select(terms => terms.Quotas.Count));
    }

    // 1,200 a year to 30 June, 181 days, then 2,400, 184 days: (1,200 × 181 + 2,400 × 184) ÷ 365 = 658,800 ÷ 365 = 1,804.9315. Halves and quarters have the
    // quota of their own days alone; a third quarter with 2,400 from 15 August, 45 of 92 days, (300 × 45 + 600 × 47) ÷ 92 = 453.26.
    [Fact]
    public void QuotaOf_quotas_one_after_the_other_blend_by_their_days()
    {
        var plan = Plan("month", Component(FourFiveSix, "year"));
        var terms = Last(Model([(new(2026, 1, 1), 1_200m), (new(2026, 7, 1), 2_400m)], (new(2026, 1, 1), plan)), "2026");
        Assert.Equal(1_804.93m, terms.QuotaOf("bookings", Period("2026"), Calendar));
        Assert.Equal(600m, terms.QuotaOf("bookings", Period("2026-H1"), Calendar));
        Assert.Equal(600m, terms.QuotaOf("bookings", Period("2026-Q4"), Calendar));
        var later = Last(Model([(new(2026, 1, 1), 1_200m), (new(2026, 8, 15), 2_400m)], (new(2026, 1, 1), plan)), "2026");
        Assert.Equal(453.26m, later.QuotaOf("bookings", Period("2026-Q3"), Calendar));
    }

    // 100 a month to 30 June, then 200: a year is the sum of its months, 6 × 100 + 6 × 200.
    [Fact]
    public void QuotaOf_a_longer_period_is_the_sum_of_the_quotas_own()
    {
        var terms = Last(Model([(new(2026, 1, 1), 100m), (new(2026, 7, 1), 200m)], (new(2026, 1, 1), Plan("month", Component(FourFiveSix, "month")))), "2026");
        Assert.Equal(1_800m, terms.QuotaOf("bookings", Period("2026"), Calendar));
    }

    // Retired in March and there again from June: two stretches, and no credit of April counts.
    [Fact]
    public void Find_assignment_with_a_gap_is_two_stretches()
    {
        var resource = new Resource<PlanAssignment>(
            "a", [Version(1, new(2026, 1, 1), Assignment), new(2, new(2026, 3, 5), Known, "x", null), Version(3, new(2026, 6, 1), Assignment)]);
        var model = Model() with { Assignments = new Dictionary<string, Resource<PlanAssignment>> { ["a"] = resource } };
        Assert.Equal(
            [(new DateOnly(2026, 1, 1), new DateOnly(2026, 3, 5)), (new DateOnly(2026, 6, 1), (DateOnly?)null)],
            PlanTerms.Find(model, "ann", Period("2026"), Calendar).Select(terms => (terms.From, terms.To)));
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

    private static PlanTerms Last(Model model, string period) => PlanTerms.Find(model, "ann", Period(period), Calendar)[^1];

    private static IEnumerable<(decimal, DateOnly?, DateOnly?)> Rates(Model model, string period) => PlanTerms.Find(model, "ann", Period(period), Calendar)
        .Select(terms => (terms.Plan.Components[0].Table!.Tiers![0].RatePercent!.Value, terms.Since, terms.Until));

    /// <summary>Versions of the plan and, unless null, of the assignment's quota.</summary>
    internal static Model Model((DateOnly From, decimal Quota)[]? quotas, params (DateOnly From, Plan Plan)[] plans) => Model() with
    {
        Plans = new Dictionary<string, Resource<Plan>> { ["plan"] = new("plan", [.. plans.Select((plan, i) => Version(i + 1, plan.From, plan.Plan))]) },
        Assignments = new Dictionary<string, Resource<PlanAssignment>>
        {
            ["a"] = quotas is null
                ? new("a", [Version(1, new(2026, 1, 1), Assignment with { Quotas = [] })])
                : new("a", [.. quotas.Select((quota, i) => Version(i + 1, quota.From, Assignment with { Quotas = [new ComponentQuota { Component = "bookings", Amount = quota.Quota }] }))]),
        },
    };

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
