using SalesPerf.Domain.Metrics;
using SalesPerf.Domain.People;
using SalesPerf.Domain.Tests.Metrics;

namespace SalesPerf.Domain.Tests.Competencies;

public class MetricOutcomeTests
{
    private static readonly Metric Rate = Sample.Ratio("rate", "calls", "calls", "%");

    private static string Told(SalesPerf.Domain.Competencies.ScorecardMetric cell) =>
        $"{cell.Attainment?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "-"} {cell.Colour}{(cell.Grey is null ? "" : " " + cell.Grey)}";

    [Theory]
    [InlineData("higherIsBetter", 100, "100 green")]
    [InlineData("higherIsBetter", 99.999999, "99.999999 amber")]
    [InlineData("higherIsBetter", 80, "80 amber")]
    [InlineData("higherIsBetter", 79.99, "79.99 red")]
    [InlineData("higherIsBetter", 0, "0 red")]
    [InlineData("higherIsBetter", -5, "0 red")]
    [InlineData("higherIsBetter", 150, "150 green")]
    [InlineData("higherIsBetter", 900, "150 green")]
    [InlineData("lowerIsBetter", 100, "100 green")]
    [InlineData("lowerIsBetter", 125, "80 amber")]
    [InlineData("lowerIsBetter", 125.01, "79.993601 red")]
    [InlineData("lowerIsBetter", 50, "150 green")]
    [InlineData("lowerIsBetter", 0, "150 green")]
    [InlineData("lowerIsBetter", -1, "150 green")]
    public void Closed_month_compares_with_the_target(string direction, decimal value, string expected)
    {
        // 100 ÷ 125.01 = 79.9936005… %
        var cell = Cards.Cell(Cards.Input(
            Sample.Sum("calls", "call.completed", "minutes") with { Direction = direction }, Cards.Hundred, Cards.Value("calls", value, 5)));

        Assert.Equal(expected, Told(cell));
    }

    [Theory]
    [InlineData("better", 100, "green")]
    [InlineData("worse", 100, "amber")]
    [InlineData("better", 80, "amber")]
    [InlineData("worse", 80, "red")]
    [InlineData("worse", 100.000001, "green")]
    public void Equal_values_are_on_the_side_the_threshold_says(string equality, decimal value, string expected) =>
        Assert.Equal(
            expected,
            Cards.Cell(Cards.Input(Sample.Sum("calls", "a", "x"), Cards.Hundred with { Equality = equality }, Cards.Value("calls", value, 5))).Colour);

    [Fact]
    public void Bounds_compare_exact_values_where_a_rounded_attainment_would_lie()
    {
        // 2 of 3 is 66.666…%: rounded to 66.666667 it would reach a bound of 66.666667, exactly it does not.
        var threshold = Cards.Hundred with { Target = 3m, Green = 66.666667m, Amber = 66.666666m };

        var cell = Cards.Cell(Cards.Input(Cards.Calls, threshold, Cards.Value("calls", 2m, 2)));

        Assert.Equal("66.666667 amber", Told(cell));
    }

    [Theory]
    [InlineData(null, 250, "250 green")]
    [InlineData(120, 250, "120 green")]
    [InlineData(90, 250, "90 green")]
    public void Cap_limits_attainment_but_not_colours(int? cap, decimal value, string expected) =>
        Assert.Equal(expected, Told(Cards.Cell(Cards.Input(Cards.Calls with { CapAtPercent = cap }, Cards.Hundred, Cards.Value("calls", value, 5)))));

    [Theory]
    [InlineData(20, "100 green")]
    [InlineData(30, "100 green")]
    [InlineData(19, "90 amber")]
    [InlineData(33, "70 red")]
    [InlineData(40, "0 red")]
    [InlineData(10, "0 red")]
    [InlineData(-500, "0 red")]
    public void In_range_falls_linearly_to_zero_at_the_tolerance(decimal value, string expected)
    {
        // 20 to 30, tolerance 10: 1 outside leaves 9 of 10 = 90 %.
        var metric = Sample.Metric("mix", new MetricMeasure { Kind = "duration", FromStage = "a", ToStage = "b" })
            with
        { Direction = "inRange", RangeMin = 20m, RangeMax = 30m, Tolerance = 10m };

        var cell = Cards.Cell(Cards.Input(metric, new MetricThreshold { Metric = "mix", Period = "month" }, Cards.Value("mix", value, 5)));

        Assert.Equal(expected, Told(cell));
        Assert.Null(cell.Target);
    }

    [Theory]
    [InlineData("higherIsBetter", 50, 40, 50, "green")]
    [InlineData("higherIsBetter", 50, 40, 49.9, "amber")]
    [InlineData("higherIsBetter", 50, 40, 39, "red")]
    [InlineData("lowerIsBetter", 5, 8, 5, "green")]
    [InlineData("lowerIsBetter", 5, 8, 8, "amber")]
    [InlineData("lowerIsBetter", 5, 8, 8.1, "red")]
    public void Absolute_bounds_compare_the_value_itself(string direction, decimal green, decimal amber, decimal value, string expected)
    {
        var threshold = new MetricThreshold { Metric = "days", Period = "month", Target = 10m, Bounds = "absolute", Green = green, Amber = amber };

        Assert.Equal(
            expected,
            Cards.Cell(Cards.Input(Sample.Path("days", "duration", "created", "won") with { Direction = direction }, threshold, Cards.Value("days", value, 5))).Colour);
    }

    [Fact]
    public void No_target_or_zero_is_grey()
    {
        Assert.Equal("- grey noTarget", Told(Cards.Cell(Cards.Input(Cards.Calls, Cards.Hundred with { Target = null }, Cards.Value("calls", 5m, 5)))));
        Assert.Equal("- grey noTarget", Told(Cards.Cell(Cards.Input(Cards.Calls, Cards.Hundred with { Target = 0m }, Cards.Value("calls", 5m, 5)))));
    }

    [Fact]
    public void Feed_that_is_not_connected_is_grey_and_zero_activity_is_not()
    {
        var input = Cards.Input(Cards.Calls, Cards.Hundred, Cards.Value("calls", 0m));

        Assert.Equal("- grey noFeed", Told(Cards.Cell(input with { Feeds = new HashSet<string> { "email.sent" } })));
        Assert.Equal("0 red", Told(Cards.Cell(input with { Feeds = new HashSet<string> { "call.completed" } })));
        Assert.Equal("0 red", Told(Cards.Cell(input)));
    }

    [Fact]
    public void Feeds_are_looked_for_on_both_sides_of_ratios_and_replies()
    {
        var mails = Sample.Count("mails", "email.sent");
        var replies = Sample.Replied("replies");
        var ratio = Sample.Ratio("rate", "replies", "mails");
        var wins = Sample.Count("wins", "deal.won");
        var metrics = new[] { mails, replies, ratio, wins }.ToDictionary(metric => metric.Id);
        bool Has(Metric metric, params string[] types) => SalesPerf.Domain.Competencies.MetricFeeds.Has(metric, metrics, new HashSet<string>(types));

        Assert.True(Has(mails, "email.sent"));
        Assert.False(Has(replies, "email.sent"));
        Assert.True(Has(replies, "email.sent", "email.replied"));
        Assert.False(Has(ratio, "email.sent"));
        Assert.True(Has(ratio, "email.sent", "email.replied"));
        Assert.True(Has(wins, "deal.created"));
        Assert.False(Has(wins, "email.sent"));
    }

    [Fact]
    public void Nothing_entered_is_grey()
    {
        var metric = Sample.Metric("mbo", new MetricMeasure { Kind = "entered" });
        var threshold = new MetricThreshold { Metric = "mbo", Period = "quarter", Target = 4m };

        Assert.Equal("- grey noFeed", Told(Cards.Cell(Cards.Input(metric, threshold, Cards.Value("mbo", null)))));
        Assert.Equal("75 red", Told(Cards.Cell(Cards.Input(metric, threshold, Cards.Value("mbo", 3m)))));
    }

    [Fact]
    public void No_active_day_is_grey()
    {
        var away = Cards.Ann with { Absences = [new DateSpan(Sample.Day("2026-03-01"), Sample.Day("2026-04-01"))] };

        var cell = Cards.Cell(Cards.Input(Cards.Calls, Cards.Hundred, Cards.Value("calls", 5m, 5), person: away));

        Assert.Equal("- grey noActiveDay", Told(cell));
        Assert.Equal(0m, cell.Target);
    }

    [Theory]
    [InlineData(9, "- grey minDenominator")]
    [InlineData(10, "100 green")]
    public void Denominator_under_the_smallest_is_grey(decimal denominator, string expected)
    {
        var value = Cards.Value("rate", 30m) with { Numerator = 3m, Denominator = denominator };

        Assert.Equal(expected, Told(Cards.Cell(Cards.Input(Rate, new MetricThreshold { Metric = "rate", Period = "quarter", Target = 30m }, value))));
    }

    [Fact]
    public void Ratios_and_durations_are_neither_prorated_nor_paced()
    {
        var halfTime = Cards.Ann with { Fte = 0.5m };
        var value = Cards.Value("rate", 24m) with { Numerator = 24m, Denominator = 100m };

        var cell = Cards.Cell(Cards.Input(Rate, new MetricThreshold { Metric = "rate", Period = "quarter", Target = 30m }, value, "2026-03-03", person: halfTime));

        // 24 ÷ 30 = 80 %
        Assert.Equal("80 amber", Told(cell));
        Assert.Equal(30m, cell.Target);
        Assert.Null(cell.ExpectedToDate);
    }

    [Fact]
    public void Distinct_and_replied_targets_hold_for_their_own_kind_of_period_and_whole()
    {
        var metric = Sample.Distinct("accounts", "call.completed", "account");
        var threshold = new MetricThreshold { Metric = "accounts", Period = "month", Target = 40m };
        var halfTime = Cards.Ann with { Fte = 0.5m };

        Assert.Equal("50 red", Told(Cards.Cell(Cards.Input(metric, threshold, Cards.Value("accounts", 20m), person: halfTime))));
        Assert.Equal("- grey noTarget", Told(Cards.Cell(Cards.Input(metric, threshold, Cards.Value("accounts", 20m), period: "2026-W10"))));
    }
}
