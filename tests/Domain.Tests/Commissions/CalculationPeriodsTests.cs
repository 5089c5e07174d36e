using SalesPerf.Domain.Commissions;
using SalesPerf.Domain.Commissions.Calculation;
using SalesPerf.Domain.People;
using SalesPerf.Domain.Resources;
using SalesPerf.Domain.Values;

namespace SalesPerf.Domain.Tests.Commissions;

public sealed class CalculationPeriodsTests
{
    private static readonly DateOnly Today = new(2026, 11, 24);

    [Fact]
    public void Of_APlanPaidMonthly_IsTheMonthInProgressAndTwelveBefore_ButNoneBeforeTheFirstAssignment()
    {
        Assert.Equal(13, Of(Assigned("ann", "monthly", "2020-01-01")).Count);
        Assert.Equal(["2026-11", "2026-10"], Of(Assigned("ann", "monthly", "2026-10-15")));
        Assert.Empty(Of(Assigned("ann", "monthly", "2027-05-01")));
        Assert.Empty(Of(Assigned("ben", "monthly", "2026-01-01")));
    }

    [Fact]
    public void Of_PlansOfSeveralKinds_AreThePeriodsOfEach() =>
        Assert.Equal(["2026-11", "2026-10", "2026-Q4", "2026"], Of(Assigned("ann", "monthly", "2026-10-01"), Assigned("ann", "quarterly", "2026-10-01", "a2"), Assigned("ann", "yearly", "2026-10-01", "a3")));

    [Fact]
    public void Has_IsAboutTheKindAndTheFirstDay()
    {
        var model = Organisation(Assigned("ann", "quarterly", "2026-10-01"));
        Assert.True(CalculationPeriods.Has(model, "ann", Samples.Period("2026-Q4")));
        Assert.False(CalculationPeriods.Has(model, "ann", Samples.Period("2026-Q3")));
        Assert.False(CalculationPeriods.Has(model, "ann", Samples.Period("2026-11")));
        Assert.False(CalculationPeriods.Has(model, "ben", Samples.Period("2026-Q4")));
    }

    [Fact]
    public void Readers_AreThoseAbove_InTheTeam_OrWhoNameThePerson_IfTheirPlanLooksAtOthers()
    {
        var model = Organisation(
            Assigned("ann", "monthly", "2026-01-01"), Assigned("mia", "below", "2026-01-01", "mia"), Assigned("eve", "monthly", "2026-01-01", "eve"),
            Assigned("tom", "team", "2026-01-01", "tom"), Assigned("zoe", "named", "2026-01-01", "zoe"), Assigned("far", "below", "2026-01-01", "far")) with
        {
            People = new[] { Person("ann", "east"), Person("mia", null), Person("eve", null), Person("tom", "east"), Person("zoe", null), Person("far", null) }.ToDictionary(one => one.Id),
            Teams = new[] { Team("east", "mia", "north"), Team("north", "eve", null) }.ToDictionary(one => one.Id),
        };
        Assert.Equal(["mia", "tom", "zoe"], PayReaders.Of(model, "ann", [Today]));
        Assert.Empty(PayReaders.Of(model, "far", [Today]));
    }

    /// <summary>100 and 20 of Ann's in dollars, 7 in euros; 5 of Ben's.</summary>
    [Fact]
    public void Sums_AreByKeyAndCurrencies_WithTheOldestResult()
    {
        CalculatedPay Pay(string person, int hour, params (decimal Amount, string Currency)[] rows) => new()
        {
            Person = person,
            Period = "2026-11",
            State = "live",
            CalculatedAt = DateTimeOffset.UnixEpoch.AddHours(hour),
            Fingerprint = "",
            Warnings = [],
            Rows = [.. rows.Select(row => new CalculatedRow("a", "p", M(row), M((0m, row.Currency)), M(row), M(row)))],
        };
        var sums = PaySum.Of([Pay("ann", 2, (100m, "USD"), (7m, "EUR"), (20m, "USD")), Pay("ben", 1, (5m, "USD"))], (_, _) => null);
        Assert.Equal(["EUR 7 1 2", "USD 125 2 1"], sums.Select(sum => $"{sum.Earned.Currency} {sum.Earned.Amount} {sum.People} {(sum.OldestAt - DateTimeOffset.UnixEpoch).TotalHours}"));
    }

    private static Money M((decimal Amount, string Currency) value) => new(value.Amount, value.Currency);

    private static List<string> Of(params PlanAssignment[] assignments) => [.. CalculationPeriods.Of(Organisation(assignments), Samples.Calendar, "ann", Today).Select(period => period.Id)];

    private static Model Organisation(params PlanAssignment[] assignments) => new()
    {
        Assignments = assignments.ToDictionary(one => one.Id, one => Always(one.Id, one)),
        Plans = new[]
        {
            Plan("monthly", "month"), Plan("quarterly", "quarter"), Plan("yearly", "year"), Plan("below", "month", new CreditRule { Id = "r", CreditOf = "reports" }),
            Plan("team", "month", new CreditRule { Id = "r", CreditOf = "team" }), Plan("named", "month", new CreditRule { Id = "r", CreditOf = "people", People = ["ann"] }),
        }.ToDictionary(plan => plan.Id, plan => Always(plan.Id, plan)),
    };

    private static PlanAssignment Assigned(string person, string plan, string from, string id = "a1") =>
        new() { Id = id, Person = person, Plan = plan, From = DateOnly.Parse(from, System.Globalization.CultureInfo.InvariantCulture) };

    private static Plan Plan(string id, string pay, params CreditRule[] rules) =>
        Samples.Plan(pay, Samples.Component(Samples.FourFiveSix, "month", "c", rules)) with { Id = id };

    private static Resource<Person> Person(string id, string? team) => Always(id, new Person { Id = id, Name = id, Team = team });

    private static Resource<Team> Team(string id, string manager, string? parent) => Always(id, new Team { Id = id, Name = id, Manager = manager, Parent = parent });

    private static Resource<T> Always<T>(string id, T content)
        where T : class => new(id, [new ResourceVersion<T>(1, DateOnly.MinValue, DateTimeOffset.UnixEpoch, "ada", content)]);
}
