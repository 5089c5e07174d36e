using System.Globalization;
using SalesPerf.Domain.Metrics;
using SalesPerf.Functions.Pages;

namespace SalesPerf.Functions.Tests.Pages;

public sealed class MeasuredTests
{
    private static Measured Of(string kind, string? unit = null, string direction = "higherIsBetter") =>
        new(new Metric { Id = "m", Name = "M", Unit = unit, Direction = direction, Measure = new MetricMeasure { Kind = kind, Field = kind == "sum" ? "amount" : null } });

    private static decimal? Number(string? text) => text is null ? null : decimal.Parse(text, CultureInfo.InvariantCulture);

    private static string Plain(string text) => text.Replace('\u00a0', ' ');

    [Theory]
    [InlineData("count", null, "42", null, "42")]
    [InlineData("distinct", null, "1331", null, "1,331")]
    [InlineData("sum", "USD", "1234.5", null, "USD 1,235")]
    [InlineData("sum", null, "12.34", null, "12.3")]
    [InlineData("ratio", null, "0.065", "0.09", "6.5 %")]
    [InlineData("ratio", null, "1.2", "0.9", "120 %")]
    [InlineData("ratio", "%", "62.04", "70", "62 %")]
    [InlineData("ratio", null, "5.25", "4", "5.25")] // calls for each meeting: no share
    [InlineData("ratio", "USD", "0.5", "1", "USD 0.5")] // what a call costs
    [InlineData("conversion", null, "0.295", "0.3", "29.5 %")]
    [InlineData("duration", "days", "37.33", "45", "37.3 days")]
    [InlineData("duration", "days", "1", "45", "1 day")]
    [InlineData("count", null, null, "45", "–")]
    public void Given_a_kind_of_metric_when_its_value_is_shown_then_it_reads_as_that_kind(string kind, string? unit, string? value, string? target, string expected) =>
        Assert.Equal(expected, Plain(Of(kind, unit).Value(Number(value), Number(target))));

    [Theory]
    [InlineData("count", null, "3", null, "6.666667", true, "3 of 7 expected by now")]
    [InlineData("sum", "USD", "19250", null, "35000", true, "19,250 of USD 35,000 expected by now")]
    [InlineData("ratio", null, "0.625", "48", "0.7", false, "62.5 % of 48, 70 % expected")]
    [InlineData("conversion", null, "0", "16", "0.3", false, "0 % of 16, 30 % expected")]
    [InlineData("duration", "days", "37.33", "20", "45", false, "37.3 days over 20 deals, 45 days expected")]
    [InlineData("duration", "days", "37.33", "1", null, false, "37.3 days over 1 deal")]
    public void Given_a_kind_of_metric_when_compared_then_it_says_what_of(string kind, string? unit, string value, string? denominator, string? target, bool isPace, string expected) =>
        Assert.Equal(expected, Plain(Of(kind, unit).Against(Number(value), Number(denominator), Number(target), isPace)));

    [Theory]
    [InlineData("count", "higherIsBetter", "5", "7.692308", "65", "5 of 7.69 expected by now (65 %)")]
    [InlineData("count", "higherIsBetter", "2", "3.846154", "52", "2 of 3.85 expected by now (52 %)")]
    [InlineData("count", "higherIsBetter", "60", "60", "100", "60 of 60 expected by now (100 %)")]
    [InlineData("count", "higherIsBetter", "479", "181.2", "150", "479 of 181 expected by now (150 %, the most that counts)")]
    [InlineData("count", "higherIsBetter", "3", "2", "150", "3 of 2 expected by now (150 %)")]
    [InlineData("count", "lowerIsBetter", "2", "8", "150", "2 against 8 expected by now (150 %, the most that counts)")]
    [InlineData("count", "lowerIsBetter", "8", "6", "75", "8 against 6 expected by now (75 %)")]
    [InlineData("count", "lowerIsBetter", "0", "6", "150", "0 against 6 expected by now (150 %)")]
    [InlineData("count", "higherIsBetter", "5", "7.692308", null, "5 of 7.69 expected by now")]
    [InlineData("count", "higherIsBetter", "5", null, null, "5")]
    public void Given_several_people_together_when_compared_then_the_share_can_be_worked_out(string kind, string direction, string value, string? target, string? attained, string expected) =>
        Assert.Equal(expected, Plain(Of(kind, null, direction).Together(decimal.Parse(value, CultureInfo.InvariantCulture), null, Number(target), true, Number(attained))));

    [Theory]
    [InlineData("count", "higherIsBetter", "3", "6.666667", "3.666667", "4 short")]
    [InlineData("count", "higherIsBetter", "7", "6.666667", null, "")]
    [InlineData("count", "lowerIsBetter", "7", "6.666667", "0.333333", "1 too much")]
    [InlineData("ratio", "higherIsBetter", "0.065", "0.09", "0.025", "2.5 points short")]
    [InlineData("conversion", "higherIsBetter", "0.29", "0.3", "0.01", "1 point short")]
    [InlineData("duration", "lowerIsBetter", "61", "45", "16", "16 days too long")]
    [InlineData("sum", "higherIsBetter", "1", null, "4", "4 outside the range")]
    public void Given_a_kind_of_metric_when_it_misses_then_it_says_by_how_much(string kind, string direction, string value, string? target, string? missing, string expected) =>
        Assert.Equal(expected, Plain(Of(kind, null, direction).Gap(Number(value), Number(target), Number(missing))));
}
