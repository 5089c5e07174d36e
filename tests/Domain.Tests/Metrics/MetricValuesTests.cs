using SalesPerf.Domain.Activities;
using SalesPerf.Domain.Metrics;

namespace SalesPerf.Domain.Tests.Metrics;

public class MetricValuesTests
{
    private static readonly DateOnly March = Sample.Day("2026-03-01");
    private static readonly DateOnly April = Sample.Day("2026-04-01");

    private static RollupSet Set(IEnumerable<Activity> activities, string month = "2026-03", params Metric[] metrics)
    {
        var change = RollupFold.Apply(null, [], activities, MetricMatcher.Compile(metrics), Sample.UtcDay, Sample.Stamp, month);
        return new RollupSet(change.Rollup, change.MetricMonths);
    }

    private static decimal? Value(Metric metric, DateOnly start, DateOnly end, params RollupSet[] sets) =>
        MetricValues.Of([metric], sets, start, end)[metric.Id].Value;

    private static Activity Mail(string type, string at, string conversation) => Sample.Activity(type, at) with { Conversation = conversation };

    [Fact]
    public void Of_CountAndSum_TakeTheDaysOfTheWindowOnly()
    {
        Metric[] metrics = [Sample.Count("calls", "call.completed"), Sample.Sum("minutes", "call.completed", "minutes")];
        Activity Call(string at, string minutes) => Sample.Activity("call.completed", at) with { Attributes = new() { ["minutes"] = minutes } };
        var sets = new[]
        {
            Set([Call("2026-03-01T00:00Z", "5"), Call("2026-03-31T23:59:59Z", "7.5")], "2026-03", metrics),
            Set([Call("2026-02-28T23:59:59Z", "100")], "2026-02", metrics),
            Set([Call("2026-04-01T00:00Z", "1000")], "2026-04", metrics),
        };

        var values = MetricValues.Of(metrics, sets, March, April);

        // 2 calls in March, 5 + 7.5 = 12.5 minutes
        Assert.Equal(new MetricValue { Metric = "calls", Value = 2m, Events = 2 }, values["calls"]);
        Assert.Equal(new MetricValue { Metric = "minutes", Value = 12.5m, Events = 2 }, values["minutes"]);
        Assert.Equal(0m, Value(metrics[0], March, March, sets));
    }

    [Fact]
    public void Of_TwoIdentities_AddUp()
    {
        var calls = Sample.Count("calls", "call.completed");
        var one = Set([Sample.Activity("call.completed", "2026-03-02T00:00Z")], "2026-03", calls);

        Assert.Equal(2m, Value(calls, March, April, one, one with { Rollup = one.Rollup with { } }));
    }

    [Theory]
    [InlineData(null, 2)]
    [InlineData("period", 2)]
    [InlineData("day", 3)]
    [InlineData("account", 3)]
    public void Of_Distinct_CountsOncePerPeriodDayOrAccount(string? per, int expected)
    {
        // Contacts: K1 of A1 on the 2nd, K1 of A2 on the 3rd, K2 of A1 on the 3rd.
        // Per period K1 and K2; per day K1, then K1 and K2; per account A1-K1, A2-K1, A1-K2.
        var metric = Sample.Distinct("contacts", "call.completed", "contact", per);
        Activity Call(string at, string contact, string account) =>
            Sample.Activity("call.completed", at) with { Contact = contact, Account = account };
        var set = Set([Call("2026-03-02T08:00Z", "K1", "A1"), Call("2026-03-03T08:00Z", "K1", "A2"), Call("2026-03-03T09:00Z", "K2", "A1")], "2026-03", metric);

        Assert.Equal(expected, Value(metric, March, April, set));
        Assert.Equal(1m, Value(metric, March, Sample.Day("2026-03-03"), set));
    }

    [Fact]
    public void Of_Distinct_RecordIdsOfTwoSourcesAreTwoButAttributesAreOne()
    {
        Metric[] metrics = [Sample.Distinct("accounts", "call.completed", "account"), Sample.Distinct("domains", "call.completed", "domain")];
        Activity Call(string source) =>
            Sample.Activity("call.completed", "2026-03-02T08:00Z") with { Source = source, Account = "17", Attributes = new() { ["domain"] = "acme.example" } };

        var values = MetricValues.Of(metrics, [Set([Call("crm")], "2026-03", metrics), Set([Call("other")], "2026-03", metrics)], March, April);

        Assert.Equal(2m, values["accounts"].Value);
        Assert.Equal(1m, values["domains"].Value);
    }

    [Fact]
    public void Of_Distinct_MoreThanFits_IsAnEstimateWithinTwoPerCent()
    {
        var metric = Sample.Distinct("accounts", "call.completed", "account");
        var set = Set(
            Enumerable.Range(0, 50_000).Select(index => Sample.Activity("call.completed", "2026-03-02T08:00Z") with { Account = $"A{index}" }),
            "2026-03",
            metric);
        var few = Set([Sample.Activity("call.completed", "2026-03-02T08:00Z") with { Account = "A1" }], "2026-03", metric);

        var value = MetricValues.Of([metric], [set, few], March, April)["accounts"];

        Assert.True(value.IsEstimated);
        Assert.InRange(value.Value!.Value, 49_000m, 51_000m);
    }

    [Fact]
    public void Of_StampOfTheSeparateMonthDiffers_CountsAsAbsent()
    {
        var metric = Sample.Distinct("accounts", "call.completed", "account");
        var set = Set([Sample.Activity("call.completed", "2026-03-02T08:00Z") with { Account = "A1" }], "2026-03", metric);

        Assert.Equal(0m, Value(metric, March, April, set with { Rollup = set.Rollup with { Stamp = "newer" } }));
    }

    [Theory]
    [InlineData("2026-03-02T08:00Z", "2026-03-02T08:00:01Z", 1)]
    [InlineData("2026-03-02T08:00Z", "2026-03-02T08:00Z", 0)]
    [InlineData("2026-03-02T08:00:01Z", "2026-03-02T08:00Z", 0)]
    [InlineData("2026-02-28T08:00Z", "2026-03-31T23:00Z", 1)]
    [InlineData("2025-11-30T23:59:59Z", "2026-03-15T08:00Z", 1)]
    [InlineData("2025-10-31T23:59:59Z", "2026-03-15T08:00Z", 0)]
    [InlineData("2026-02-10T08:00Z", "2026-02-28T23:59:59Z", 0)]
    [InlineData("2026-03-10T08:00Z", "2026-04-01T00:00Z", 0)]
    public void Of_Replied_CountsAReplyOfThePeriodToAnEarlierMail(string sent, string reply, int expected)
    {
        // For March the months 2025-11 (three before February, the first that may hold a local day of March) to 2026-04 are read.
        var metric = Sample.Replied("replies");
        var sets = new[] { Mail("email.sent", sent, "C1"), Mail("email.replied", reply, "C1") }
            .GroupBy(activity => RollupMonths.Of(activity.OccurredAt))
            .Select(month => Set(month, month.Key, metric))
            .ToArray();

        Assert.Equal(expected, Value(metric, March, April, sets));
    }

    [Fact]
    public void Of_Replied_CountsAConversationOncePerPeriodAndMatchingMailsOnly()
    {
        var metric = Sample.Replied("replies", new MetricCondition("purpose", "equals", "prospecting"));
        Activity Prospecting(string at, string conversation) =>
            Mail("email.sent", at, conversation) with { Attributes = new() { ["purpose"] = "prospecting" } };
        var set = Set(
            [
                Prospecting("2026-03-02T08:00Z", "C1"),
                Mail("email.replied", "2026-03-03T08:00Z", "C1"),
                Mail("email.replied", "2026-03-04T08:00Z", "C1"),
                Mail("email.sent", "2026-03-02T08:00Z", "C2"),
                Mail("email.replied", "2026-03-03T08:00Z", "C2"),
                Prospecting("2026-03-05T08:00Z", "C3"),
                Mail("email.replied", "2026-03-04T08:00Z", "C3"),
            ],
            "2026-03",
            metric);

        // C1 once; C2's mail does not match; C3 was answered before it was sent. On the 4th alone: C1 again.
        Assert.Equal(1m, Value(metric, March, April, set));
        Assert.Equal(1m, Value(metric, Sample.Day("2026-03-04"), Sample.Day("2026-03-05"), set));
    }

    [Fact]
    public void Of_Replied_MailAndReplyUnderTwoIdentitiesOfOneSource_Count()
    {
        var metric = Sample.Replied("replies");
        var sent = Set([Mail("email.sent", "2026-03-02T08:00Z", "C1")], "2026-03", metric);
        var reply = Set([Mail("email.replied", "2026-03-03T08:00Z", "C1")], "2026-03", metric);

        Assert.Equal(1m, Value(metric, March, April, reply, sent));
    }

    [Fact]
    public void Of_RatioAndItsUnit_DivideTheSidesNotTheirMeans()
    {
        Metric[] metrics =
        [
            Sample.Count("calls", "call.completed"), Sample.Count("meetings", "meeting.held"), Sample.Count("demos", "demo.held"),
            Sample.Ratio("share", "meetings", "calls"), Sample.Ratio("percent", "meetings", "calls", "%"), Sample.Ratio("nothing", "calls", "demos"),
        ];
        var set = Set(
            [.. Enumerable.Repeat(Sample.Activity("call.completed", "2026-03-02T08:00Z"), 8), Sample.Activity("meeting.held", "2026-03-03T08:00Z")],
            "2026-03",
            metrics);

        var values = MetricValues.Of(metrics, [set], March, April);

        // 1 meeting ÷ 8 calls
        Assert.Equal(new MetricValue { Metric = "share", Value = 0.125m, Numerator = 1m, Denominator = 8m }, values["share"]);
        Assert.Equal(12.5m, values["percent"].Value);
        Assert.Equal(new MetricValue { Metric = "nothing", Value = null, Numerator = 8m, Denominator = 0m }, values["nothing"]);
    }

    [Fact]
    public void Of_RatioBeyondAnyNumber_IsUnknown()
    {
        Metric[] metrics = [Sample.Sum("big", "a", "x"), Sample.Sum("tiny", "b", "x"), Sample.Ratio("r", "big", "tiny", "%")];
        Activity Of(string type, string number) => Sample.Activity(type, "2026-03-02T08:00Z") with { Attributes = new() { ["x"] = number } };

        var set = Set([Of("a", "1000000000000000"), Of("b", "0.00000001")], "2026-03", metrics);

        Assert.Null(MetricValues.Of(metrics, [set], March, April)["r"].Value);
    }

    [Fact]
    public void Of_ConversionAndDuration_ReadTheDealRollups()
    {
        Metric[] metrics =
        [
            Sample.Path("rate", "conversion", "created", "won") with { Unit = "%" },
            Sample.Path("days", "duration", "created", "won"),
        ];
        var matcher = MetricMatcher.Compile(metrics);
        var march = new MonthRollup { Stamp = Sample.Stamp, Month = "2026-03" };
        foreach (var (created, won) in new[] { ("2026-03-01T00:00Z", "2026-03-03T00:00Z"), ("2026-03-10T00:00Z", "2026-03-10T12:00Z"), ("2026-03-20T00:00Z", null), ("2026-03-21T00:00Z", null) })
        {
            var contribution = Sample.Contribution(
                [Sample.Event("deal.created", created), .. won is null ? [] : new[] { Sample.Event("deal.won", won) }]);
            march = march.Plus(DealRollup.Tallies(contribution, matcher, Sample.UtcDay)["2026-03"]);
        }

        var values = MetricValues.Of(metrics, [new RollupSet(march, [])], March, April);

        // 2 of 4 deals won: 50 %. (2 + 0.5) days ÷ 2 = 1.25.
        Assert.Equal(new MetricValue { Metric = "rate", Value = 50m, Numerator = 2m, Denominator = 4m, Events = 4 }, values["rate"]);
        Assert.Equal(new MetricValue { Metric = "days", Value = 1.25m, Numerator = 2.5m, Denominator = 2m, Events = 2 }, values["days"]);
    }

    [Fact]
    public void Of_Entered_IsWhatWasEnteredOrUnknown()
    {
        var metric = Sample.Metric("mbo", new MetricMeasure { Kind = "entered" });

        Assert.Equal(4.5m, MetricValues.Of([metric], [], March, April, new Dictionary<string, decimal> { ["mbo"] = 4.5m })["mbo"].Value);
        Assert.Null(MetricValues.Of([metric], [], March, April)["mbo"].Value);
    }

    [Fact]
    public void Of_NothingStored_IsZeroForCountsAndUnknownForQuotients()
    {
        Metric[] metrics =
        [
            Sample.Count("a", "call.completed"), Sample.Sum("b", "call.completed", "x"), Sample.Distinct("c", "call.completed", "account"),
            Sample.Replied("d"), Sample.Ratio("e", "a", "b"), Sample.Path("f", "conversion", "created", "won"), Sample.Path("g", "duration", "created", "won"),
        ];

        var values = MetricValues.Of(metrics, [], March, April);

        Assert.Equal([0m, 0m, 0m, 0m, null, null, null], values.Values.Select(value => value.Value));
    }
}
