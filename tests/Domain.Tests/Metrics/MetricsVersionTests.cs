using SalesPerf.Domain.Metrics;

namespace SalesPerf.Domain.Tests.Metrics;

public class MetricsVersionTests
{
    private static readonly Metric Calls = Sample.Metric("calls", new MetricMeasure
    {
        Kind = "count",
        Types = ["call.completed", "meeting.held"],
        Where = [new MetricCondition("direction", "in", Values: ["a", "b"]), new MetricCondition("minutes", "atLeast", "5")],
    });

    private static readonly Metric Mails = Sample.Count("mails", "email.sent");

    [Fact]
    public void Of_NamesTargetsAndOrder_MakeNoDifference()
    {
        var other = Calls with
        {
            Name = "Anything",
            Unit = "x",
            Category = "result",
            Direction = "lowerIsBetter",
            CapAtPercent = null,
            Measure = Calls.Measure with
            {
                MinDenominator = 3m,
                Types = ["meeting.held", "call.completed", "call.completed"],
                Where = [new MetricCondition("minutes", "atLeast", "5"), new MetricCondition("direction", "in", Values: ["b", "a"])],
            },
        };

        Assert.Equal(MetricsVersion.Of([Calls, Mails]), MetricsVersion.Of([Mails, other]));
    }

    [Fact]
    public void Of_RatiosAndEnteredMetrics_MakeNoDifference() =>
        Assert.Equal(
            MetricsVersion.Of([Calls]),
            MetricsVersion.Of([Calls, Sample.Ratio("r", "calls", "mails"), Sample.Metric("mbo", new MetricMeasure { Kind = "entered" })]));

    [Fact]
    public void Of_AnythingThatChangesARollup_MakesADifference()
    {
        Metric[] all =
        [
            Calls,
            Calls with { Id = "calls2" },
            Calls with { Measure = Calls.Measure with { Types = ["call.completed"] } },
            Calls with { Measure = Calls.Measure with { Where = [] } },
            Calls with { Measure = Calls.Measure with { Kind = "sum", Field = "minutes" } },
            Calls with { Measure = Calls.Measure with { Kind = "sum", Field = "amount" } },
            Calls with { Measure = Calls.Measure with { Kind = "distinct", Field = "account" } },
            Calls with { Measure = Calls.Measure with { Kind = "distinct", Field = "account", Per = "day" } },
            Sample.Path("calls", "conversion", "created", "won"),
            Sample.Path("calls", "duration", "created", "won"),
            Sample.Path("calls", "conversion", "created", "lost"),
        ];

        Assert.Equal(all.Length, all.Select(metric => MetricsVersion.Of([metric])).Distinct().Count());
    }

    [Fact]
    public void Of_SameContentNextYear_IsTheSameText() =>
        Assert.Equal(MetricsVersion.Of([Mails]), MetricsVersion.Of([Sample.Count("mails", "email.sent")]));

    [Fact]
    public void Compile_DealAndActivityMetrics_HaveVersionsOfTheirOwn()
    {
        var wins = Sample.Count("wins", "deal.won");
        var before = MetricMatcher.Compile([Calls, wins]);
        var after = MetricMatcher.Compile([Calls, wins with { Measure = wins.Measure with { Where = [new MetricCondition("stage", "exists")] } }]);

        Assert.Equal(before.ActivitiesVersion, after.ActivitiesVersion);
        Assert.NotEqual(before.DealsVersion, after.DealsVersion);
    }

    [Fact]
    public void Of_StampParts_AreKeptApart()
    {
        string[] stamps =
        [
            RollupStamp.Of("ann", "Europe/Berlin", "0"),
            RollupStamp.Of(null, "Europe/Berlin", "0"),
            RollupStamp.Of("ann", "Europe/Paris", "0"),
            RollupStamp.Of("ann", "Europe/Berlin", "1"),
            RollupStamp.Of("ann", [new ZoneInForce("Europe/Berlin"), new ZoneInForce("Asia/Tokyo", new DateOnly(2026, 3, 9))], "0"),
            RollupStamp.Of("ann", [new ZoneInForce("Europe/Berlin"), new ZoneInForce("Asia/Tokyo", new DateOnly(2026, 3, 10))], "0"),
        ];

        Assert.Equal(stamps.Length, stamps.Distinct().Count());
        Assert.Equal("ann~Europe_2FBerlin~0", stamps[0]);
        Assert.Equal("-~Europe_2FBerlin~0", stamps[1]);
    }
}
