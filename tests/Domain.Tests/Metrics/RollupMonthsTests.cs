using SalesPerf.Domain.Metrics;

namespace SalesPerf.Domain.Tests.Metrics;

public class RollupMonthsTests
{
    [Theory]
    [InlineData("2026-03-01", "2026-04-01", "2026-02,2026-03,2026-04")]
    [InlineData("2026-03-02", "2026-03-31", "2026-03")]
    [InlineData("2026-01-01", "2026-01-02", "2025-12,2026-01")]
    [InlineData("2026-03-31", "2026-04-01", "2026-03,2026-04")]
    [InlineData("2026-03-05", "2026-03-05", "")]
    [InlineData("0001-01-01", "0001-01-03", "0001-01")]
    [InlineData("9999-12-30", "9999-12-31", "9999-12")]
    public void Covering_LocalDays_TakesTheMonthsAnyZoneCanTouch(string start, string end, string expected) =>
        Assert.Equal(expected, string.Join(',', RollupMonths.Covering(Sample.Day(start), Sample.Day(end))));

    [Fact]
    public void CoveringReplies_LooksThreeMonthsFurtherBack() =>
        Assert.Equal(
            ["2025-11", "2025-12", "2026-01", "2026-02"],
            RollupMonths.CoveringReplies(Sample.Day("2026-02-02"), Sample.Day("2026-02-09")));

    [Fact]
    public void Of_AnInstantWithAnOffset_IsItsUtcMonth() =>
        Assert.Equal("2026-03", RollupMonths.Of(new DateTimeOffset(2026, 4, 1, 1, 0, 0, TimeSpan.FromHours(2))));
}
