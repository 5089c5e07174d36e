using SalesPerf.Domain.Commissions;
using SalesPerf.Domain.Commissions.Agreements;
using SalesPerf.Domain.Objectives;
using SalesPerf.Domain.Resources;
using SalesPerf.Domain.Settings;
using SalesPerf.Domain.Values;

namespace SalesPerf.Domain.Tests.Commissions;

public sealed class PlanAgreementsTests
{
    private static readonly FiscalCalendar Calendar = new(new OrganisationCalendar());

    [Fact]
    public void Of_NothingChanged_IsTheSameOnEveryDay()
    {
        var model = Organisation(Assigned(1, "2025-03-10", Of("2025-03-10")));
        var days = new[] { "2025-01-01", "2025-03-10", "2026-05-05", "2030-12-31" }.Select(day => Assert.Single(Read(model, day)).Version).Distinct();
        Assert.Equal("2025-03-10", Assert.Single(Read(model, "2026-05-05")).From.ToString("yyyy-MM-dd"));
        Assert.Single(days);
    }

    [Fact]
    public void Of_SomethingElseOfTheAssignmentChanged_IsTheSame()
    {
        var before = Assigned(1, "2026-01-01", Of("2026-01-01"));
        var after = Assigned(2, "2026-06-01", Of("2026-01-01") with { Entered = [new EnteredValue("csat", "2026-05", 80m)] });
        Assert.Equal(Assert.Single(Read(Organisation(before), "2026-07-01")), Assert.Single(Read(Organisation(before, after), "2026-07-01")), Same);
    }

    [Fact]
    public void Of_QuotaChangedAndBack_AreThree_OfWhichThoseThatAreOverAreLeftOut()
    {
        var model = Organisation(
            Assigned(1, "2026-01-01", Of("2026-01-01")), Assigned(2, "2026-04-01", Of("2026-01-01", 70_000m)), Assigned(3, "2026-07-01", Of("2026-01-01")));
        Assert.Equal(["2026-01-01 2026-04-01", "2026-04-01 2026-07-01", "2026-07-01 "], Read(model, "2026-02-01").Select(one => $"{one.From:yyyy-MM-dd} {one.Until:yyyy-MM-dd}"));
        Assert.Equal(3, Read(model, "2026-02-01").Select(one => one.Version).Distinct().Count());
        Assert.Equal("2026-07-01", Assert.Single(Read(model, "2026-07-01")).From.ToString("yyyy-MM-dd"));
    }

    [Fact]
    public void Of_AnAssignmentThatEnds_EndsWithIt_AndIsNoOther()
    {
        var open = Assigned(1, "2026-01-01", Of("2026-01-01"));
        var ended = Assigned(2, "2026-05-01", Of("2026-01-01") with { To = new DateOnly(2026, 6, 1) });
        Assert.Equal(Assert.Single(Read(Organisation(open), "2026-05-10")).Version, Assert.Single(Read(Organisation(open, ended), "2026-05-10")).Version);
        Assert.Equal(new DateOnly(2026, 6, 1), Assert.Single(Read(Organisation(open, ended), "2026-05-10")).Until);
        Assert.Empty(Read(Organisation(open, ended), "2026-06-01"));
    }

    [Fact]
    public void Of_ObjectivesOfTheNextYear_BeginAnotherWithIt()
    {
        var model = Organisation(Assigned(1, "2026-01-01", Of("2026-01-01"))) with
        {
            Objectives = new[] { Aim("this", "2026"), Aim("next", "2027-Q1") }.ToDictionary(one => one.Id),
        };
        Assert.Equal(["2026-01-01 this", "2027-01-01 next"], Read(model, "2026-11-01").Select(one => $"{one.From:yyyy-MM-dd} {one.Objectives.Single().Id}"));
    }

    private static bool Same(PlanAgreement one, PlanAgreement other) => one.Version == other.Version && one.From == other.From && one.Until == other.Until;

    private static IReadOnlyList<PlanAgreement> Read(Model model, string day) =>
        PlanAgreements.Of(model, "ann", Calendar, DateOnly.Parse(day, System.Globalization.CultureInfo.InvariantCulture), Said);

    private static string Said(PlanAgreement one) =>
        $"{one.Assignment} {one.Plan} {one.PlanVersion} {one.From} {one.TargetPay} {string.Join(',', one.Quotas)} {string.Join(',', one.Objectives)}";

    private static PlanAssignment Of(string from, decimal quota = 50_000m) => new()
    {
        Id = "ann",
        Person = "ann",
        Plan = "flat",
        From = DateOnly.Parse(from, System.Globalization.CultureInfo.InvariantCulture),
        Quotas = [new ComponentQuota { Component = "bookings", Amount = quota, Period = "quarter" }],
    };

    private static ResourceVersion<PlanAssignment> Assigned(int number, string from, PlanAssignment content) =>
        new(number, DateOnly.Parse(from, System.Globalization.CultureInfo.InvariantCulture), DateTimeOffset.UnixEpoch.AddDays(number), "ada", content);

    private static Resource<Objective> Aim(string id, string period) => new(id, [new ResourceVersion<Objective>(1, DateOnly.MinValue, DateTimeOffset.UnixEpoch, "ada", new Objective
    {
        Id = id, Name = id, Measure = "bookings", Period = period, Amount = new Money(1_000m, "USD"), Level = "person", Subject = "ann",
    })]);

    private static Model Organisation(params ResourceVersion<PlanAssignment>[] versions) => new()
    {
        Assignments = new Dictionary<string, Resource<PlanAssignment>> { ["ann"] = new("ann", versions) },
        Plans = new Dictionary<string, Resource<Plan>> { ["flat"] = new("flat", [new ResourceVersion<Plan>(1, DateOnly.MinValue, DateTimeOffset.UnixEpoch, "ada", Flat)]) },
    };

    private static Plan Flat => new() { Id = "flat", Currency = "USD", PayPeriod = "month", Components = [] };
}
