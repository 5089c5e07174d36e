using FsCheck;
using FsCheck.Fluent;
using SalesPerf.Domain.People;
using SalesPerf.Domain.Resources;

namespace SalesPerf.Domain.Tests.Resources;

public sealed class ResourceChangesTests
{
    private static readonly DateTimeOffset Now = new(2026, 6, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly DateOnly Day = new(2026, 6, 1);
    private static readonly Resource<Team> Nothing = new("t", []);

    [Fact]
    public void With_TheSameTwice_ChangesOnce()
    {
        var once = Put(Nothing, "a", Day, null);
        var twice = Put(once, "a", Day.AddDays(5), null);

        Assert.Single(once.Versions);
        Assert.Same(once, twice);
    }

    [Fact]
    public void With_NothingToRetire_ChangesNothing()
    {
        Assert.Same(Nothing, Put(Nothing, null, Day, null));
        var gone = Put(Put(Nothing, "a", Day, null), null, Day.AddDays(1), null);
        Assert.Same(gone, Put(gone, null, Day.AddDays(2), null));
        Assert.NotSame(gone, Put(gone, null, Day, null));
    }

    [Fact]
    public void With_AnEarlierDay_HoldsUntilTheLaterVersion()
    {
        var both = Put(Put(Nothing, "a", Day, null), "b", Day.AddDays(-10), null);

        Assert.Equal("b", both.At(Day.AddDays(-1), DateTimeOffset.MaxValue)!.Name);
        Assert.Equal("a", both.At(Day, DateTimeOffset.MaxValue)!.Name);
        Assert.Null(both.At(Day.AddDays(-11), DateTimeOffset.MaxValue));
        Assert.Equal(["b", "a"], both.ContentsFrom(Day.AddDays(-5), DateTimeOffset.MaxValue).Select(team => team.Name));
    }

    [Fact]
    public void With_HistoryRecordedBefore_IsKnownThenAndDoesNotOverrideNow()
    {
        var past = Put(Put(Nothing, "a", Day, null), "old", Day, Now.AddYears(-1));

        Assert.Equal("old", past.At(Day, Now.AddDays(-1))!.Name);
        Assert.Equal("a", past.At(Day, Now)!.Name);
        Assert.Same(past, Put(past, "a", Day, null));
    }

    [Fact]
    public void Given_any_changes_when_others_follow_then_what_was_known_before_stays()
    {
        // Each change: content (0 retires), day, and hours since the last one.
        var changes = ArbMap.Default.ArbFor<(byte Name, byte Day, byte Hours)[]>();
        Prop.ForAll(changes, list =>
        {
            var resource = Nothing;
            var now = Now;
            var seen = new List<(DateTimeOffset AsOf, DateOnly Day, string? Name)>();
            foreach (var change in list)
            {
                now = now.AddHours(1 + change.Hours);
                var name = change.Name % 4 == 0 ? null : $"n{change.Name % 4}";
                var day = Day.AddDays(change.Day % 8);
                resource = resource.With(name is null ? null : Team(name), day, null, now, "t", Same);
                Assert.Equal(name, resource.At(day, DateTimeOffset.MaxValue)?.Name);
                Assert.Same(resource, resource.With(name is null ? null : Team(name), day, null, now.AddMinutes(1), "t", Same));
                seen.AddRange(Enumerable.Range(0, 9).Select(offset => Day.AddDays(offset)).Select(at => (now, at, resource.At(at, now)?.Name)));
            }

            Assert.All(seen, known => Assert.Equal(known.Name, resource.At(known.Day, known.AsOf)?.Name));
            Assert.Equal(Enumerable.Range(1, resource.Versions.Count), resource.Versions.Select(version => version.Number));
        }).QuickCheckThrowOnFailure();
    }

    private static Resource<Team> Put(Resource<Team> resource, string? name, DateOnly from, DateTimeOffset? recordedAt) =>
        resource.With(name is null ? null : Team(name), from, recordedAt, Now, "t", Same);

    private static Team Team(string name) => new() { Id = "t", Name = name };

    private static bool Same(Team one, Team other) => one == other;
}
