using SalesPerf.Domain.Commissions;
using SalesPerf.Domain.Resources;

namespace SalesPerf.Domain.Tests.Commissions;

public sealed class AssignmentOverlapsTests
{
    private static readonly DateOnly Start = ResourceChanges.Beginning;
    private static readonly DateTimeOffset Then = new(2026, 1, 5, 9, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("2026-01-01", "2026-07-01", "2026-06-30", null, "/from")]
    [InlineData("2026-01-01", "2026-07-01", "2026-07-01", null, null)]
    [InlineData("2026-07-01", null, "2026-01-01", null, "/to")]
    [InlineData("2026-07-01", null, "2026-01-01", "2026-07-01", null)]
    [InlineData("2026-07-01", null, "2026-01-01", "2026-07-02", "/to")]
    [InlineData("2026-03-01", "2026-04-01", "2026-01-01", "2027-01-01", "/to")]
    [InlineData("2026-01-01", "2027-01-01", "2026-03-01", "2026-04-01", "/from")]
    [InlineData("2026-01-01", null, "2026-01-01", null, "/from")]
    public void Given_an_assignment_when_another_of_the_same_person_and_plan_is_written_then_no_day_may_be_in_both(
        string from, string? to, string otherFrom, string? otherTo, string? pointer)
    {
        var model = Of(Resource("a", Version(1, Assignment("a", from, to))), Resource("b", Version(1, Assignment("b", otherFrom, otherTo))));
        Assert.Equal(pointer, AssignmentOverlaps.Find(Assignment("b", otherFrom, otherTo), model).SingleOrDefault()?.Pointer);
    }

    [Fact]
    public void Given_another_plan_or_another_person_when_written_then_nothing_overlaps()
    {
        var written = Assignment("b", "2026-01-01", null);
        var model = Of(
            Resource("b", Version(1, written)),
            Resource("a", Version(1, Assignment("a", "2026-01-01", null) with { Plan = "other" })),
            Resource("c", Version(1, Assignment("c", "2026-01-01", null) with { Person = "other" })));
        Assert.Empty(AssignmentOverlaps.Find(written, model));
    }

    [Fact]
    public void Given_an_assignment_that_is_retired_or_on_the_plan_later_when_another_is_written_then_its_versions_on_each_day_decide()
    {
        var retired = Resource("a", Version(1, Assignment("a", "2026-01-01", null)), Version(2, null, "2026-06-01"));
        var later = Resource("a", Version(1, Assignment("a", "2026-01-01", null) with { Plan = "other" }), Version(2, Assignment("a", "2026-01-01", null), "2026-06-01"));
        var written = Assignment("b", "2026-06-01", null);
        Assert.Empty(AssignmentOverlaps.Find(written, Of(retired, Resource("b", Version(1, written)))));
        Assert.Contains("2026-06-01", Assert.Single(AssignmentOverlaps.Find(written, Of(later, Resource("b", Version(1, written))))).Detail, StringComparison.Ordinal);

        var before = Assignment("b", "2026-01-01", "2026-06-01");
        Assert.Empty(AssignmentOverlaps.Find(before, Of(later, Resource("b", Version(1, before)))));
    }

    [Fact]
    public void Given_assignments_that_overlap_from_of_old_when_one_is_ended_from_today_then_that_is_taken()
    {
        var ended = Assignment("b", "2026-01-01", "2026-03-01");
        var model = Of(
            Resource("a", Version(1, Assignment("a", "2026-01-01", null))),
            Resource("b", Version(1, Assignment("b", "2026-01-01", null)), Version(2, ended, "2026-03-01", days: 60)));
        Assert.Empty(AssignmentOverlaps.Find(ended, model));
    }

    /// <summary>Answers as of a recorded time are recomputed: paid twice as of March is as wrong as paid twice as of now.</summary>
    [Fact]
    public void Given_a_change_recorded_in_the_past_when_it_overlaps_as_known_then_though_not_as_known_now_then_it_is_refused()
    {
        var first = Resource("a", Version(1, Assignment("a", "2026-01-01", null)), Version(2, Assignment("a", "2026-01-01", "2026-03-01"), days: 60));
        var second = Assignment("b", "2026-03-01", null);
        Assert.Equal("/from", Assert.Single(AssignmentOverlaps.Find(second, Of(first, Resource("b", Version(1, second, days: 59))))).Pointer);
        Assert.Empty(AssignmentOverlaps.Find(second, Of(first, Resource("b", Version(1, second, days: 60)))));
    }

    private static Model Of(params Resource<PlanAssignment>[] assignments) => new() { Assignments = assignments.ToDictionary(assignment => assignment.Id) };

    private static Resource<PlanAssignment> Resource(string id, params ResourceVersion<PlanAssignment>[] versions) => new(id, versions);

    private static ResourceVersion<PlanAssignment> Version(int number, PlanAssignment? content, string? effective = null, int days = 0) =>
        new(number, effective is null ? Start : Day(effective), Then.AddDays(days), "t", content);

    private static PlanAssignment Assignment(string id, string from, string? to) =>
        new() { Id = id, Person = "p", Plan = "plan", From = Day(from), To = to is null ? null : Day(to) };

    private static DateOnly Day(string text) => DateOnly.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}
