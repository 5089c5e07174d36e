using SalesPerf.Domain.Activities;
using SalesPerf.Domain.Metrics;

namespace SalesPerf.Domain.Tests.Metrics;

public class RollupFoldTests
{
    private static readonly Metric Calls = Sample.Count("calls", "call.completed");
    private static readonly Metric Minutes = Sample.Sum("minutes", "call.completed", "minutes");

    private static Activity Call(string at, string? minutes = null) =>
        Sample.Activity("call.completed", at) with { Attributes = minutes is null ? null : new() { ["minutes"] = minutes } };

    [Fact]
    public void Apply_CountsAndSums_AddUpPerLocalDay()
    {
        // 2 March: 3 calls, 10.50 + 4.5 + (no number) = 15 minutes in 2 of them. 3 March: 1 call of -2 minutes.
        var change = Sample.Fold(
            [Call("2026-03-02T08:00Z", "10.50"), Call("2026-03-02T09:00Z", "4.5"), Call("2026-03-02T10:00Z"), Call("2026-03-03T10:00Z", "-2")],
            Calls,
            Minutes);

        Assert.Empty(change.MetricMonths);
        Assert.Equal(
            """{"2026-03-02":{"calls":{"Count":3,"Sum":0},"minutes":{"Count":2,"Sum":15}},"2026-03-03":{"calls":{"Count":1,"Sum":0},"minutes":{"Count":1,"Sum":-2}}}""",
            Sample.Text(change.Rollup.Days));
    }

    [Theory]
    [InlineData("Pacific/Kiritimati", "2026-03-31T09:59:59Z", "2026-03-31")]
    [InlineData("Pacific/Kiritimati", "2026-03-31T10:00:00Z", "2026-04-01")]
    [InlineData("America/Los_Angeles", "2026-03-01T07:59:59Z", "2026-02-28")]
    [InlineData("America/New_York", "2026-03-08T04:59:59Z", "2026-03-07")]
    [InlineData("America/New_York", "2026-03-09T03:59:59Z", "2026-03-08")]
    [InlineData("Europe/Berlin", "2026-03-29T21:59:59Z", "2026-03-29")]
    [InlineData("Europe/Berlin", "2026-03-29T22:00:00Z", "2026-03-30")]
    public void Apply_LocalDay_IsThePersonsWhileTheMonthStaysUtc(string zone, string at, string expected)
    {
        var change = RollupFold.Apply(
            null, [], [Call(at)], MetricMatcher.Compile([Calls]), Sample.DaysIn(zone), Sample.Stamp, "2026-03");

        Assert.Equal("2026-03", change.Rollup.Month);
        Assert.Equal([Sample.Day(expected)], change.Rollup.Days.Keys);
    }

    [Fact]
    public void Apply_NothingMatches_MakesAnEmptyMonthOnce()
    {
        var matcher = MetricMatcher.Compile([Calls]);
        var mail = Sample.Activity("email.sent", "2026-03-02T08:00Z");

        var first = RollupFold.Apply(null, [], [mail], matcher, Sample.UtcDay, Sample.Stamp, "2026-03");
        var second = RollupFold.Apply(first.Rollup, [], [mail], matcher, Sample.UtcDay, Sample.Stamp, "2026-03");

        Assert.Empty(first.Rollup.Days);
        Assert.Same(first.Rollup, second.Rollup);
    }

    [Fact]
    public void Apply_ExistingMonth_IsNotTouched()
    {
        var first = Sample.Fold([Call("2026-03-02T08:00Z")], Calls).Rollup;
        var before = Sample.Text(first);

        RollupFold.Apply(first, [], [Call("2026-03-02T09:00Z")], MetricMatcher.Compile([Calls]), Sample.UtcDay, Sample.Stamp, "2026-03");

        Assert.Equal(before, Sample.Text(first));
    }

    [Fact]
    public void Apply_AnotherStampOrMonth_IsRefused()
    {
        var first = Sample.Fold([], Calls).Rollup;
        var matcher = MetricMatcher.Compile([Calls]);

        Assert.Throws<ArgumentException>(() => RollupFold.Apply(first, [], [], matcher, Sample.UtcDay, "bob~Etc_2FUTC~0", "2026-03"));
        Assert.Throws<ArgumentException>(() => RollupFold.Apply(first, [], [], matcher, Sample.UtcDay, Sample.Stamp, "2026-04"));
        Assert.Throws<ArgumentException>(() => Sample.Fold([Call("2026-04-01T00:00Z")], Calls));
    }

    [Fact]
    public void Apply_DealChanges_FeedNothing() =>
        Assert.Empty(Sample.Fold([Sample.Activity("deal.won", "2026-03-02T08:00Z")], Sample.Count("wins", "deal.won")).Rollup.Days);

    [Fact]
    public void Apply_LargestAmountsTwoHundredTimes_StayExact()
    {
        var large = Enumerable.Range(0, 200).Select(index => Call("2026-03-02T08:00Z", "1000000000000000") with { Key = $"k{index}" });
        var small = Call("2026-03-02T08:00Z", "0.00000001");

        var tally = Sample.Fold([.. large, small], Minutes).Rollup.Days[Sample.Day("2026-03-02")]["minutes"];

        // 200 × 10^15 + 10^-8
        Assert.Equal(new Tally(201, 200_000_000_000_000_000.00000001m), tally);
    }

    [Fact]
    public void Apply_DistinctSeenAgain_ChangesNothing()
    {
        var metric = Sample.Distinct("accounts", "call.completed", "account");
        var matcher = MetricMatcher.Compile([metric]);
        var call = Call("2026-03-02T08:00Z") with { Account = "A1" };

        var first = Sample.Fold([call], metric);
        var again = RollupFold.Apply(
            first.Rollup, first.MetricMonths, [call with { Key = "other" }], matcher, Sample.UtcDay, Sample.Stamp, "2026-03");
        var nextDay = RollupFold.Apply(
            first.Rollup, first.MetricMonths, [Call("2026-03-03T08:00Z") with { Account = "A1" }], matcher, Sample.UtcDay, Sample.Stamp, "2026-03");

        Assert.Single(first.MetricMonths);
        Assert.Same(first.Rollup, again.Rollup);
        Assert.Empty(again.MetricMonths);
        Assert.Equal(2, nextDay.MetricMonths.Single().Keys.Count);
    }

    [Fact]
    public void Apply_MonthsReadBackFromJson_GoOnAsIfTheyHadStayed()
    {
        Metric[] metrics = [Calls, Sample.Distinct("accounts", "call.completed", "account"), Sample.Replied("replies")];
        var matcher = MetricMatcher.Compile(metrics);
        Activity[] first =
        [
            Call("2026-03-02T08:00Z") with { Account = "A1" },
            Sample.Activity("email.sent", "2026-03-02T08:00Z") with { Conversation = "C1" },
        ];
        Activity[] second =
        [
            Call("2026-03-02T09:00Z") with { Account = "A2" },
            Sample.Activity("email.replied", "2026-03-03T08:00Z") with { Conversation = "C1" },
        ];
        var stored = Sample.Fold(first, metrics);
        var rollup = System.Text.Json.JsonSerializer.Deserialize<MonthRollup>(Sample.Text(stored.Rollup));
        var months = System.Text.Json.JsonSerializer.Deserialize<List<MetricMonth>>(Sample.Text(stored.MetricMonths))!;

        var resumed = RollupFold.Apply(rollup, months, second, matcher, Sample.UtcDay, Sample.Stamp, "2026-03");

        Assert.Equal(Sample.Text(Sample.Fold([.. first, .. second], metrics)), Sample.Text(resumed));
    }

    [Fact]
    public void Apply_MetricMonthUnderAnotherStamp_CountsAsAbsent()
    {
        var metric = Sample.Distinct("accounts", "call.completed", "account");
        var old = Sample.Fold([Call("2026-03-02T08:00Z") with { Account = "A1" }], metric).MetricMonths[0] with { Stamp = "old" };

        var change = RollupFold.Apply(
            null, [old], [Call("2026-03-03T08:00Z") with { Account = "A2" }], MetricMatcher.Compile([metric]), Sample.UtcDay, Sample.Stamp, "2026-03");

        Assert.Equal([Sample.Day("2026-03-03")], change.MetricMonths.Single().Keys.Keys);
    }

    [Fact]
    public void Apply_MoreKeysThanFit_KeepsTheSameSampleInAnyOrderAndStaysSmall()
    {
        var metric = Sample.Distinct("accounts", "call.completed", "account");
        var matcher = MetricMatcher.Compile([metric]);
        var calls = Enumerable.Range(0, 50_000)
            .Select(index => Sample.Activity("call.completed", "2026-03-02T08:00Z").AddDays(index % 28) with { Account = $"A{index}" })
            .ToList();

        var whole = RollupFold.Apply(null, [], calls, matcher, Sample.UtcDay, Sample.Stamp, "2026-03");
        var parts = calls.AsEnumerable().Reverse().Chunk(20_001).Aggregate(
            Sample.Fold([], metric),
            (before, chunk) => RollupFold.Apply(before.Rollup, before.MetricMonths, chunk, matcher, Sample.UtcDay, Sample.Stamp, "2026-03"));

        var month = whole.MetricMonths.Single();
        Assert.Equal(Sample.Text(month), Sample.Text(parts.MetricMonths.Single()));
        Assert.Equal(2, month.SampleBits);
        Assert.InRange(Sample.Text(month).Length, 100_000, 300_000);
    }

    [Theory]
    [InlineData(1, 20_000)]
    [InlineData(3, 20_000)]
    [InlineData(6, 10_000)]
    [InlineData(50, 1_200)]
    public void Apply_ManyMetricsKeptApart_ShareWhatOneCommitHolds(int metrics, int entries)
    {
        var matcher = MetricMatcher.Compile(Enumerable.Range(0, metrics).Select(i => Sample.Distinct($"accounts{i:00}", "call.completed", "account")));
        var calls = Enumerable.Range(0, 21_000).Select(index => Sample.Activity("call.completed", "2026-03-02T08:00Z") with { Account = $"A{index}" });

        var months = RollupFold.Apply(null, [], calls, matcher, Sample.UtcDay, Sample.Stamp, "2026-03").MetricMonths;

        Assert.Equal(metrics, months.Count);
        Assert.All(months, month => Assert.InRange(month.Keys.Values.Sum(packed => packed.Length) / 8, entries / 3, entries));
        Assert.InRange(months.Sum(month => Sample.Text(month).Length), 0, 1_500_000);
    }
}

internal static class ActivityTimes
{
    public static Activity AddDays(this Activity activity, int days) => activity with { OccurredAt = activity.OccurredAt.AddDays(days) };
}
