using SalesPerf.Domain.Metrics;
using SalesPerf.Domain.Resources;

namespace SalesPerf.Domain.Tests.Metrics;

public class MetricInForceTests
{
    private static readonly DateOnly First = new(2026, 2, 28);
    private static readonly DateOnly Last = new(2026, 4, 1);
    private static readonly DateOnly Tenth = new(2026, 3, 10);
    private static readonly Metric Calls = Sample.Count("m", "call.completed");
    private static readonly Metric Meetings = Sample.Count("m", "meeting.held");

    [Fact]
    public void Of_OneVersion_IsInForceWithoutBounds() => Assert.Equal([new MetricInForce(Calls)], Of((First.AddDays(-400), Calls)));

    [Fact]
    public void Of_ChangedInside_IsOneAfterTheOther() =>
        Assert.Equal([new MetricInForce(Calls, null, Tenth), new MetricInForce(Meetings, Tenth)], Of((First, Calls), (Tenth, Meetings)));

    [Fact]
    public void Of_RetiredAndBack_HasAGap() => Assert.Equal(
        [new MetricInForce(Calls, null, Tenth), new MetricInForce(Calls, Tenth.AddDays(5))], Of((First, Calls), (Tenth, null), (Tenth.AddDays(5), Calls)));

    [Fact]
    public void Of_BegunInside_CountsFromItsDay() => Assert.Equal([new MetricInForce(Calls, Tenth)], Of((Tenth, Calls)));

    [Fact]
    public void Of_VersionsThatCountAlike_AreTheLatest()
    {
        var renamed = Calls with { Name = "Calls made" };
        Assert.Equal([new MetricInForce(renamed)], Of((First, Calls), (Tenth, renamed)));
    }

    [Fact]
    public void Of_ChangedOutside_DoesNotMatter() => Assert.Equal([new MetricInForce(Calls)], Of((First, Calls), (Last.AddDays(1), Meetings)));

    [Fact]
    public void Apply_ChangedInside_CountsEachDayByItsOwnDefinition()
    {
        var matcher = MetricMatcher.Compile(Of((First, Calls), (Tenth, Meetings)));
        var change = RollupFold.Apply(
            null,
            [],
            [
                Sample.Activity("call.completed", "2026-03-09T23:59Z"), Sample.Activity("meeting.held", "2026-03-09T12:00Z"),
                Sample.Activity("call.completed", "2026-03-10T00:00Z"), Sample.Activity("meeting.held", "2026-03-10T12:00Z"), Sample.Activity("meeting.held", "2026-03-11T12:00Z"),
            ],
            matcher,
            Sample.UtcDay,
            Sample.Stamp,
            "2026-03");

        Assert.Equal(
            [(new DateOnly(2026, 3, 9), 1L), (Tenth, 1L), (new DateOnly(2026, 3, 11), 1L)],
            change.Rollup.Days.Select(day => (day.Key, (long)Assert.Single(day.Value).Value.Count)));
        Assert.NotEqual(MetricMatcher.Compile([Calls]).ActivitiesVersion, matcher.ActivitiesVersion);
        Assert.NotEqual(MetricMatcher.Compile([Meetings]).ActivitiesVersion, matcher.ActivitiesVersion);
        Assert.Equal(["m"], matcher.Feeds(Sample.Activity("call.completed", "2026-03-09T10:00Z"), Tenth.AddDays(-1)));
        Assert.Empty(matcher.Feeds(Sample.Activity("call.completed", "2026-03-10T10:00Z"), Tenth));
    }

    [Fact]
    public void Tallies_OfDealsChangedInside_StandOnTheDaysOfTheDefinition()
    {
        var (won, lost) = (Sample.Count("m", "deal.won"), Sample.Count("m", "deal.lost"));
        var deal = Sample.Contribution(Sample.Event("deal.won", "2026-03-09T12:00Z"), Sample.Event("deal.reopened", "2026-03-10T12:00Z"), Sample.Event("deal.won", "2026-03-12T12:00Z"), Sample.Event("deal.lost", "2026-03-13T12:00Z"));

        Assert.Equal(
            """{"2026-03":{"2026-03-09":{"m":{"Count":1,"Sum":0}},"2026-03-13":{"m":{"Count":1,"Sum":0}}}}""",
            Sample.Text(DealRollup.Tallies(deal, MetricMatcher.Compile(Of((First, won), (Tenth, lost))), Sample.UtcDay)));
    }

    [Fact]
    public void Compile_RatioThatIsMadeOfOthersLater_KnowsBothSides()
    {
        var (before, after) = (Sample.Ratio("rate", "m", "n"), Sample.Ratio("rate", "m", "o"));
        var matcher = MetricMatcher.Compile([new MetricInForce(Calls), new MetricInForce(before, null, Tenth), new MetricInForce(after, Tenth)]);
        Assert.True(matcher.Feeds("rate", Sample.Activity("call.completed", "2026-03-09T10:00Z"), Tenth));
    }

    private static List<MetricInForce> Of(params (DateOnly From, Metric? Metric)[] versions) =>
        [.. MetricInForce.Of(
            new Resource<Metric>("m", [.. versions.Select((version, i) => new ResourceVersion<Metric>(i + 1, version.From, DateTimeOffset.UnixEpoch, "t", version.Metric))]),
            First,
            Last,
            DateTimeOffset.MaxValue)];
}
