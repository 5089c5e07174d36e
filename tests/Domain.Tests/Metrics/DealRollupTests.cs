using SalesPerf.Domain.Deals;
using SalesPerf.Domain.Metrics;

namespace SalesPerf.Domain.Tests.Metrics;

public class DealRollupTests
{
    private static readonly DealEvent Created = Sample.Event("deal.created", "2026-01-30T12:00Z", new DealState { Stage = "lead", Amount = 90m });
    private static readonly DealEvent Qualified = Sample.Event("deal.stageChanged", "2026-02-03T18:00Z", new DealState { Stage = "qualified" });
    private static readonly DealEvent Won = Sample.Event("deal.won", "2026-03-05T00:00Z", new DealState { Stage = "closed", Amount = 100m });

    private static string Tallies(Contribution contribution, params Metric[] metrics) =>
        Sample.Text(DealRollup.Tallies(contribution, MetricMatcher.Compile(metrics), Sample.UtcDay));

    [Fact]
    public void Tallies_CountAndSum_StandOnTheEventsDay() =>
        Assert.Equal(
            """{"2026-03":{"2026-03-05":{"bookings":{"Count":1,"Sum":100},"wins":{"Count":1,"Sum":0}}}}""",
            Tallies(Sample.Contribution(Created, Qualified, Won), Sample.Count("wins", "deal.won"), Sample.Sum("bookings", "deal.won", "amount")));

    [Fact]
    public void Tallies_Conversion_CountsBothSidesOnTheDayItEnteredTheFirstStage()
    {
        var metric = Sample.Path("rate", "conversion", "qualified", "won");

        Assert.Equal(
            """{"2026-02":{"2026-02-03":{"rate#d":{"Count":1,"Sum":0},"rate#n":{"Count":1,"Sum":0}}}}""",
            Tallies(Sample.Contribution(Created, Qualified, Won), metric));
        Assert.Equal(
            """{"2026-02":{"2026-02-03":{"rate#d":{"Count":1,"Sum":0}}}}""",
            Tallies(Sample.Contribution(Created, Qualified), metric));
        Assert.Equal("{}", Tallies(Sample.Contribution(Created, Won), metric));
    }

    [Fact]
    public void Tallies_Duration_StandsOnTheDayItReachedTheSecondStage()
    {
        // 30 January 12:00 to 3 February 18:00: 4 days and 6 hours = 4.25 days. To 5 March 00:00: 33.5 days.
        Assert.Equal(
            """{"2026-02":{"2026-02-03":{"days":{"Count":1,"Sum":4.25}}}}""",
            Tallies(Sample.Contribution(Created, Qualified, Won), Sample.Path("days", "duration", "created", "qualified")));
        Assert.Equal(
            """{"2026-03":{"2026-03-05":{"days":{"Count":1,"Sum":33.5}}}}""",
            Tallies(Sample.Contribution(Created, Qualified, Won), Sample.Path("days", "duration", "lead", "won")));
        Assert.Equal("{}", Tallies(Sample.Contribution(Created, Qualified), Sample.Path("days", "duration", "created", "won")));
    }

    [Fact]
    public void Tallies_OneSecond_IsRoundedToFourDecimalsOfADay()
    {
        // 10 s / 86,400 s = 0.000115740… days → 0.0001
        var soon = Sample.Event("deal.won", "2026-01-30T12:00:10Z");

        Assert.Equal(
            """{"2026-01":{"2026-01-30":{"days":{"Count":1,"Sum":0.0001}}}}""",
            Tallies(Sample.Contribution(Created, soon), Sample.Path("days", "duration", "created", "won")));
    }

    [Fact]
    public void Tallies_StageEnteredTwice_CountsFromTheFirstTime()
    {
        var again = Sample.Event("deal.stageChanged", "2026-02-20T00:00Z", new DealState { Stage = "qualified" });
        var back = Sample.Event("deal.stageChanged", "2026-02-10T00:00Z", new DealState { Stage = "lead" });

        Assert.Equal(
            """{"2026-02":{"2026-02-03":{"rate#d":{"Count":1,"Sum":0},"rate#n":{"Count":1,"Sum":0}}}}""",
            Tallies(Sample.Contribution(Created, Qualified, back, again, Won), Sample.Path("rate", "conversion", "qualified", "won")));
    }

    [Fact]
    public void Tallies_SecondStageBeforeTheFirst_IsNotReached() =>
        Assert.Equal(
            """{"2026-02":{"2026-02-03":{"rate#d":{"Count":1,"Sum":0}}}}""",
            Tallies(Sample.Contribution(Created, Qualified), Sample.Path("rate", "conversion", "qualified", "lead")));

    [Fact]
    public void Tallies_CreatedInTheLaterStage_ReachesItAtOnce() =>
        Assert.Equal(
            """{"2026-01":{"2026-01-30":{"rate#d":{"Count":1,"Sum":0},"rate#n":{"Count":1,"Sum":0}}}}""",
            Tallies(Sample.Contribution(Created), Sample.Path("rate", "conversion", "created", "lead")));

    [Fact]
    public void Tallies_TakenOverInAStage_IsNotAnEntry()
    {
        var takenOver = Sample.Event("deal.ownerChanged", "2026-02-05T00:00Z", new DealState { Stage = "qualified" });

        Assert.Equal("{}", Tallies(Sample.Contribution(takenOver, Won), Sample.Path("rate", "conversion", "qualified", "won")));
    }

    [Fact]
    public void Tallies_Condition_IsAskedOfTheDealAsItEntered()
    {
        var metric = Sample.Path("rate", "conversion", "created", "won");
        var large = metric with { Measure = metric.Measure with { Where = [new MetricCondition("amount", "atLeast", "100")] } };

        Assert.Equal("{}", Tallies(Sample.Contribution(Created, Won), large));
    }

    [Fact]
    public void Tallies_Tombstone_IsNothing() =>
        Assert.Equal("{}", Tallies(Sample.Contribution(), Sample.Count("wins", "deal.won"), Sample.Path("d", "duration", "created", "won")));

    [Fact]
    public void Minus_old_plus_new_leaves_what_the_new_contribution_says()
    {
        var matcher = MetricMatcher.Compile([Sample.Sum("bookings", "deal.won", "amount"), Sample.Path("rate", "conversion", "created", "won")]);
        var old = DealRollup.Tallies(Sample.Contribution(Created, Won), matcher, Sample.UtcDay);
        var later = Won with { At = Sample.Instant("2026-03-06T00:00Z"), State = new DealState { Amount = 250m } };
        var changed = DealRollup.Tallies(Sample.Contribution(Created, later), matcher, Sample.UtcDay);
        var empty = new MonthRollup { Stamp = Sample.Stamp, Month = "2026-03" };

        var march = empty.Plus(old["2026-03"]).Minus(old["2026-03"]).Plus(changed["2026-03"]);

        Assert.Equal("""{"2026-03-06":{"bookings":{"Count":1,"Sum":250}}}""", Sample.Text(march.Days));
    }
}
