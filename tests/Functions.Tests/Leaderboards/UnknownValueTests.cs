using SalesPerf.Domain.Competencies;
using SalesPerf.Functions.Leaderboards;

namespace SalesPerf.Functions.Tests.Leaderboards;

public sealed class UnknownValueTests
{
    [Theory]
    [InlineData(null, "100", "50")]
    [InlineData(GreyReasons.MinDenominator, null, null)] // one of one is no conversion of 100 %
    [InlineData(GreyReasons.NoFeed, null, null)]
    [InlineData(GreyReasons.NoActiveDay, null, null)]
    [InlineData(GreyReasons.NotYet, "100", null)]
    [InlineData(GreyReasons.NoTarget, "100", null)]
    public void Given_what_is_unknown_of_a_cell_when_ranked_then_it_is_not_ranked_by_it(string? reason, string? value, string? attainment)
    {
        var card = new Scorecard
        {
            Person = "ann",
            Period = "2026-08",
            Kind = "month",
            Start = new DateOnly(2026, 8, 1),
            End = new DateOnly(2026, 9, 1),
            ValuesAt = DateTimeOffset.UnixEpoch,
            Metrics = [new ScorecardMetric { Metric = "rate", Value = 100m, Attainment = 50m, NotCounted = reason }],
        };

        Assert.Equal((Number(value), Number(attainment)), (GetLeaderboard.ValueOf(card, "rate", isByAttainment: false), GetLeaderboard.ValueOf(card, "rate", isByAttainment: true)));
        Assert.Null(GetLeaderboard.ValueOf(card, "other", isByAttainment: false));
    }

    private static decimal? Number(string? text) => text is null ? null : decimal.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}
