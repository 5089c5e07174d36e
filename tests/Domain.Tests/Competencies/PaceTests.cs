using SalesPerf.Domain.Metrics;
using SalesPerf.Domain.People;
using SalesPerf.Domain.Tests.Metrics;

namespace SalesPerf.Domain.Tests.Competencies;

/// <summary>A target of 110 calls for March: 5 a working day.</summary>
public class PaceTests
{
    private static readonly MetricThreshold Target = Cards.Hundred with { Target = 110m };

    private static SalesPerf.Domain.Competencies.ScorecardMetric On(string today, decimal value, Person? person = null) =>
        Cards.Cell(Cards.Input(Cards.Calls, Target, Cards.Value("calls", value, (long)value), today, person: person));

    [Fact]
    public void Open_period_compares_with_the_days_that_are_over()
    {
        // On the 16th 10 of 22 days are over: 110 × 10 ÷ 22 = 50. 45 ÷ 50 = 90 %.
        var cell = On("2026-03-16", 45m);

        Assert.Equal((110m, 50m, 50m, 90m, "amber"), (cell.Target, cell.ExpectedToDate, cell.PaceTarget, cell.Attainment, cell.Colour));
    }

    [Fact]
    public void Before_a_fifth_of_the_days_it_is_too_early()
    {
        // On the 6th 4 of 22 days are over (18 %): nothing shown, attainment against the whole: 22 ÷ 110 = 20 %. On the 9th 5 of 22 (23 %).
        var early = On("2026-03-06", 22m);
        var later = On("2026-03-09", 25m);

        Assert.Equal((20m, null, 20m, "grey", "notYet"), (early.ExpectedToDate, early.PaceTarget, early.Attainment, early.Colour, early.Grey));
        Assert.Equal((25m, 100m, "green"), (later.PaceTarget, later.Attainment, later.Colour));
    }

    [Fact]
    public void A_fifth_exactly_is_enough()
    {
        // A week's Tuesday: 1 of 5 days is over; 30 a week → 6 expected.
        var cell = Cards.Cell(Cards.Input(
            Cards.Calls, Target with { Period = "week", Target = 30m }, Cards.Value("calls", 6m, 6), "2026-03-03", "2026-W10"));

        Assert.Equal((6m, "green"), (cell.PaceTarget, cell.Colour));
    }

    [Theory]
    [InlineData(11, "2026-03-13", null)] // 9 of 22 days: 4.5 expected
    [InlineData(11, "2026-03-16", 5)] // 10 of 22 days: 5 expected
    public void Under_five_expected_it_is_too_early(decimal target, string today, int? expected) =>
        Assert.Equal(
            expected, Cards.Cell(Cards.Input(Cards.Calls, Target with { Target = target }, Cards.Value("calls", 1m, 1), today)).PaceTarget);

    [Fact]
    public void What_is_reached_already_is_green_however_early()
    {
        Assert.Equal("green", On("2026-03-03", 110m).Colour);
        Assert.Equal("grey", On("2026-03-03", 109m).Colour);
    }

    [Fact]
    public void Lower_is_better_is_red_once_it_is_beyond_the_whole_month()
    {
        var few = Cards.Calls with { Direction = "lowerIsBetter" };
        string Colour(decimal value) =>
            Cards.Cell(Cards.Input(few, Target with { Target = 4m }, Cards.Value("calls", value, (long)value), "2026-03-10")).Colour;

        // 4 ÷ 5 = 80 % is amber and may still become red: unknown. 4 ÷ 6 = 67 % stays red.
        Assert.Equal("grey", Colour(0m));
        Assert.Equal("grey", Colour(5m));
        Assert.Equal("red", Colour(6m));
    }

    [Fact]
    public void Sums_expect_events_of_the_mean_size_so_far()
    {
        var bookings = Sample.Sum("calls", "deal.won", "amount");
        var threshold = Target with { Target = 220_000m };
        SalesPerf.Domain.Competencies.ScorecardMetric Of(decimal value, long events) =>
            Cards.Cell(Cards.Input(bookings, threshold, Cards.Value("calls", value, events), "2026-03-16"));

        // 100,000 expected on the 16th. Deals of 20,000 each: 5 expected, shown. Deals of 30,000: 3.3 expected, not shown. None: not known.
        Assert.Equal((100_000m, 40m), (Of(40_000m, 2).PaceTarget, Of(40_000m, 2).Attainment));
        Assert.Null(Of(60_000m, 2).PaceTarget);
        Assert.Null(Of(0m, 0).PaceTarget);
    }

    [Fact]
    public void Sums_without_events_take_the_mean_size_of_the_period_before()
    {
        var bookings = Sample.Sum("calls", "deal.won", "amount");
        var threshold = Target with { Target = 220_000m };
        var february = Cards.Evaluate(Cards.Input(bookings, threshold, Cards.Value("calls", 200_000m, 20), period: "2026-02"));

        var cell = Cards.Cell(Cards.Input(bookings, threshold, Cards.Value("calls", 0m), "2026-03-16") with { Previous = february });

        // 100,000 ÷ 10,000 = 10 deals expected, none won.
        Assert.Equal((100_000m, 0m, "red"), (cell.PaceTarget, cell.Attainment, cell.Colour));
    }

    [Fact]
    public void Joiner_is_paced_over_their_own_days()
    {
        // Joined on the 16th: 12 of 22 days → 60. On the 23rd 5 of their 12 days are over: 25 expected.
        var cell = On("2026-03-23", 20m, Cards.Ann with { Employment = [new DateSpan(Sample.Day("2026-03-16"))] });

        Assert.Equal((60m, 25m, 80m, "amber"), (cell.Target, cell.PaceTarget, cell.Attainment, cell.Colour));
    }

    [Fact]
    public void Last_day_and_the_day_after_it()
    {
        // On the 31st 21 of 22 days are over: 105. From 1 April the whole target counts.
        Assert.Equal(105m, On("2026-03-31", 0m).PaceTarget);
        Assert.Equal((null, null, 110m), (On("2026-04-01", 0m).PaceTarget, On("2026-04-01", 0m).ExpectedToDate, On("2026-04-01", 0m).Target));
    }

    [Fact]
    public void Period_that_has_not_begun_expects_nothing_yet()
    {
        var cell = On("2026-02-20", 0m);

        Assert.Equal((0m, null, "grey", "notYet"), (cell.ExpectedToDate, cell.PaceTarget, cell.Colour, cell.Grey));
    }

    [Fact]
    public void Ranges_and_absolute_bounds_of_counts_wait_for_the_end()
    {
        var range = Cards.Calls with { Direction = "inRange", RangeMin = 100m, RangeMax = 120m, Tolerance = 20m };
        var absolute = Target with { Bounds = "absolute", Green = 100m, Amber = 90m };
        MetricThreshold inRange = new() { Metric = "calls", Period = "month" };

        Assert.Equal("notYet", Cards.Cell(Cards.Input(range, inRange, Cards.Value("calls", 110m, 110), "2026-03-20")).Grey);
        Assert.Equal("green", Cards.Cell(Cards.Input(range, inRange, Cards.Value("calls", 110m, 110))).Colour);
        Assert.Equal("notYet", Cards.Cell(Cards.Input(Cards.Calls, absolute, Cards.Value("calls", 99m, 99), "2026-03-20")).Grey);
        Assert.Equal("green", Cards.Cell(Cards.Input(Cards.Calls, absolute, Cards.Value("calls", 100m, 100), "2026-03-20")).Colour);
        Assert.Equal("noTarget", Cards.Cell(Cards.Input(Cards.Calls, absolute, Cards.Value("calls", 99m, 99), period: "2026-Q1")).Grey);
    }
}
