using SalesPerf.Domain.Bookkeeping;
using SalesPerf.Domain.Commissions;
using SalesPerf.Domain.People;
using SalesPerf.Domain.Resources;
using static SalesPerf.Domain.Tests.Commissions.Samples;

namespace SalesPerf.Domain.Tests.Bookkeeping;

/// <summary>Absences that are listed, or taken off the list, once a month is closed: they count from the first open day. A quota of 92,000 in a quarter of 92 days.</summary>
public sealed class ClosedAbsencesTests
{
    private static readonly DateTimeOffset Agreed = new(2026, 7, 1, 9, 0, 0, TimeSpan.Zero);

    private static readonly ClosedDays July = new("2026-07", new(2026, 7, 1), new(2026, 8, 1), new(2026, 8, 3, 9, 0, 0, TimeSpan.Zero));

    // From 15 July to 15 August, 17 + 15 days: 60,000 while July is open. Heard of on 10 August, once it is closed, only 15 are left out: 77,000.
    [Fact]
    public void Given_an_absence_listed_after_the_close_when_the_quarter_is_prorated_then_closed_days_count_as_before()
    {
        var model = Model([], [new(new(2026, 7, 15), new(2026, 8, 16))]);
        Assert.Equal((60_000m, 77_000m), (QuotaOf(model), QuotaOf(ClosedModel.Of(model, [July]))));
    }

    // 1 to 10 July was listed when July was closed, and is taken off later: 82,000 all the same.
    [Fact]
    public void Given_an_absence_taken_off_the_list_after_the_close_when_the_quarter_is_prorated_then_it_stays_for_closed_days()
    {
        var model = Model([new(new(2026, 7, 1), new(2026, 7, 11))], null);
        Assert.Equal((92_000m, 82_000m), (QuotaOf(model), QuotaOf(ClosedModel.Of(model, [July]))));
    }

    // Open-ended from 20 July; what is known later is an end on 31 July. July keeps its 12 days, and August has none: 80,000.
    [Fact]
    public void Given_an_open_absence_that_ended_when_july_is_closed_then_july_keeps_its_days_and_august_has_none()
    {
        var model = Model([new(new(2026, 7, 20))], [new(new(2026, 7, 20), new(2026, 7, 31))]);
        Assert.Equal((81_000m, 80_000m), (QuotaOf(model), QuotaOf(ClosedModel.Of(model, [July]))));
    }

    private static decimal? QuotaOf(Model model) => Assert.Single(PlanTerms.Find(model, "p", Period("2026-Q3"), Calendar)).QuotaOf("bookings", Period("2026-Q3"), Calendar);

    private static Model Model(IReadOnlyList<DateSpan>? first, IReadOnlyList<DateSpan>? second)
    {
        var agreed = new PlanAssignment
        {
            Id = "a",
            Person = "p",
            Plan = "plan",
            From = new(2026, 7, 1),
            Absences = first,
            Quotas = [new ComponentQuota { Component = "bookings", Amount = 92_000m, Period = "quarter" }],
        };
        return new()
        {
            Plans = new Dictionary<string, Resource<Plan>> { ["plan"] = new("plan", [new(1, new(2026, 1, 1), Agreed, "test", Plan("month", Component(Marginal((0, 10)), "quarter")))]) },
            Assignments = new Dictionary<string, Resource<PlanAssignment>>
            {
                ["a"] = new("a", [new(1, new(2026, 7, 1), Agreed, "test", agreed), new(2, new(2026, 7, 1), new(2026, 8, 10, 9, 0, 0, TimeSpan.Zero), "test", agreed with { Absences = second })]),
            },
        };
    }
}
