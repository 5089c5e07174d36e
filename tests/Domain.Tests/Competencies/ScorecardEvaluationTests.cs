using SalesPerf.Domain.Competencies;
using SalesPerf.Domain.Metrics;
using SalesPerf.Domain.Tests.Metrics;

namespace SalesPerf.Domain.Tests.Competencies;

public class ScorecardEvaluationTests
{
    private static ScorecardInput Input(decimal? value, Scorecard? previous = null) => Cards.Input(
        Sample.Metric("calls", new MetricMeasure { Kind = "duration", FromStage = "created", ToStage = "won" }),
        Cards.Hundred,
        Cards.Value("calls", value, 5),
        "2026-03-16") with
    { Previous = previous };

    /// <summary>One evaluation a night: 100 is green, 90 amber, 50 red, null grey. Gives what was announced each night.</summary>
    private static (string Told, Scorecard Card) Nights(Scorecard? previous, params decimal?[] values)
    {
        Scorecard? card = null;
        var told = new List<string>();
        foreach (var (night, value) in values.Index())
        {
            var run = Cards.Now.AddDays(night);
            var evaluated = ScorecardEvaluation.Evaluate(card, Input(value, previous), run.AddMinutes(3), run);
            card = evaluated.Scorecard;
            told.Add(string.Concat(evaluated.Crossed.Select(crossed => $"{crossed.From ?? "none"}-{crossed.To}")));
        }

        return (string.Join(' ', told.Select(line => line.Length == 0 ? "." : line)), card!);
    }

    [Theory]
    [InlineData(new double[] { 100, 100, 100 }, ". . .")]
    [InlineData(new double[] { 100, 100, 50, 50, 50 }, ". . . green-red .")]
    [InlineData(new double[] { 100, 100, 50, 100, 50, 100 }, ". . . . . .")]
    [InlineData(new double[] { 100, 100, 50, 90, 50, 50 }, ". . . . . green-red")]
    [InlineData(new double[] { 100, 100, 50, 50, 100, 50, 50 }, ". . . green-red . . .")]
    [InlineData(new double[] { 100, 100, 50, 50, 100, 100, 50, 50 }, ". . . green-red . red-green . green-red")]
    [InlineData(new double[] { 100, 100, 90, 90, 50, 50 }, ". . . green-amber . amber-red")]
    [InlineData(new double[] { 50, 50, 50 }, ". none-red .")]
    [InlineData(new double[] { 90, 50, 90, 90 }, ". . . none-amber")]
    [InlineData(new double[] { 100, 100, 50, -1, 50, 50 }, ". . . . . green-red")]
    [InlineData(new double[] { 100, 100, -1, -1, 100, 100 }, ". . . . . .")]
    [InlineData(new double[] { 100, 100, 50, 50, -1, -1, 50, 50 }, ". . . green-red . . . .")]
    public void Two_nights_in_a_row_settle_a_colour_and_announce_it_once(double[] values, string expected) =>
        Assert.Equal(expected, Nights(null, [.. values.Select(value => value < 0 ? (decimal?)null : (decimal)value)]).Told);

    [Fact]
    public void New_period_starts_from_the_colours_of_the_one_before()
    {
        var red = Nights(null, 50m, 50m).Card;

        Assert.Equal(". . . red-green", Nights(red, 50m, 50m, 100m, 100m).Told);
        Assert.Equal(". .", Nights(Nights(null, 100m, 100m).Card, 100m, 100m).Told);
    }

    [Fact]
    public void Crossing_carries_its_numbers()
    {
        var crossed = ScorecardEvaluation.Evaluate(Nights(null, 50m).Card, Input(50m), Cards.Now.AddDays(2), Cards.Now.AddDays(1)).Crossed;

        Assert.Equal([new ThresholdCrossed("ann", "2026-03", "calls", null, "red", 50m, 100m, 50m, Cards.Now.AddDays(1))], crossed);
    }

    [Fact]
    public void Same_run_again_or_an_earlier_one_is_skipped()
    {
        var card = Nights(null, 100m, 50m).Card;

        foreach (var run in new[] { Cards.Now.AddDays(1), Cards.Now })
        {
            var again = ScorecardEvaluation.Evaluate(card, Input(50m), Cards.Now.AddDays(5), run);

            Assert.False(again.IsChanged);
            Assert.Same(card, again.Scorecard);
            Assert.Empty(again.Crossed);
        }
    }

    [Theory]
    [InlineData("week", "2026-W11")]
    [InlineData("month", "2026-03")]
    [InlineData("quarter", "2026-Q1")]
    [InlineData("year", "2026-03")]
    public void Crossing_is_announced_in_the_targets_own_kind_of_period_alone(string kind, string expected)
    {
        var told = new List<string>();
        foreach (var period in new[] { "2026-W11", "2026-03", "2026-Q1" })
        {
            var input = Input(50m) with { Period = Cards.Calendar.Parse(period)! };
            var threshold = input.Thresholds["calls"];
            input = input with { Thresholds = new Dictionary<string, AppliedThreshold> { ["calls"] = threshold with { Content = threshold.Content with { Period = kind } } } };
            var first = ScorecardEvaluation.Evaluate(null, input, Cards.Now, Cards.Now).Scorecard;
            told.AddRange(ScorecardEvaluation.Evaluate(first, input, Cards.Now.AddDays(1), Cards.Now.AddDays(1)).Crossed.Select(crossed => crossed.Period));
        }

        Assert.Equal([expected], told);
    }

    [Fact]
    public void Scorecard_is_settled_once_its_period_has_ended_and_two_runs_agree_until_other_numbers_come()
    {
        var ended = Input(100m) with { Today = Sample.Day("2026-04-01") };
        var open = ScorecardEvaluation.Evaluate(Nights(null, 100m, 100m).Card, Input(100m), Cards.Now.AddDays(2), Cards.Now.AddDays(2)).Scorecard;
        var first = ScorecardEvaluation.Evaluate(open with { Metrics = [open.Metrics[0] with { Colour = "red" }] }, ended, Cards.Now.AddDays(3), Cards.Now.AddDays(3));
        var second = ScorecardEvaluation.Evaluate(first.Scorecard, ended, Cards.Now.AddDays(4), Cards.Now.AddDays(4));
        var third = ScorecardEvaluation.Evaluate(second.Scorecard, ended, Cards.Now.AddDays(5), Cards.Now.AddDays(5));

        Assert.Equal((false, false, true, true), (open.IsSettled, first.Scorecard.IsSettled, second.Scorecard.IsSettled, second.IsChanged));
        Assert.False(third.IsChanged);
        Assert.True(ScorecardValues.Refresh(third.Scorecard, ended with { Inputs = new() { ["rollup"] = 2 } }, Cards.Now).IsSettled);
        Assert.False(ScorecardValues.Refresh(third.Scorecard, ended with { Values = Input(50m).Values }, Cards.Now).IsSettled);
    }

    [Fact]
    public void Run_that_finds_nothing_new_need_not_be_written()
    {
        var first = ScorecardEvaluation.Evaluate(null, Input(100m), Cards.Now, Cards.Now);
        var second = ScorecardEvaluation.Evaluate(first.Scorecard, Input(100m), Cards.Now.AddDays(1), Cards.Now.AddDays(1));
        var third = ScorecardEvaluation.Evaluate(second.Scorecard, Input(100m), Cards.Now.AddDays(2), Cards.Now.AddDays(2));

        Assert.Equal((true, true, false), (first.IsChanged, second.IsChanged, third.IsChanged));
    }

    [Fact]
    public void Refresh_between_runs_does_not_count_as_a_night()
    {
        var card = Nights(null, 100m, 100m, 50m).Card;

        var refreshed = ScorecardValues.Refresh(card, Input(50m), Cards.Now.AddDays(2).AddHours(1));
        refreshed = ScorecardValues.Refresh(refreshed, Input(100m), Cards.Now.AddDays(2).AddHours(2));
        var evaluated = ScorecardEvaluation.Evaluate(refreshed, Input(50m), Cards.Now.AddDays(3), Cards.Now.AddDays(3));

        Assert.Equal("red", Assert.Single(evaluated.Crossed).To);
    }

    [Fact]
    public void First_run_after_a_refresh_counts_as_the_first_night()
    {
        var refreshed = ScorecardValues.Refresh(null, Input(null), Cards.Now);

        var first = ScorecardEvaluation.Evaluate(refreshed, Input(null), Cards.Now, Cards.Now).Scorecard;

        Assert.Equal(("grey", 1), (first.Metrics[0].Colour, first.Metrics[0].Streak));
    }
}
