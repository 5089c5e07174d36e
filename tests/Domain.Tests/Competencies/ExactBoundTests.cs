using SalesPerf.Domain.Competencies;
using SalesPerf.Domain.Metrics;
using SalesPerf.Domain.People;
using SalesPerf.Domain.Tests.Metrics;

namespace SalesPerf.Domain.Tests.Competencies;

/// <summary>What meets a bound exactly is on its better side, though no decimal holds the target, the pace or the quotient. May 2026 has 21 working days.</summary>
public class ExactBoundTests
{
    private static readonly MetricThreshold Threshold = Cards.Hundred with { Green = 90m, Amber = 50m };

    [Fact]
    public void PaceOfAThird_MetExactly_IsGreen()
    {
        // 1, 4–8 and 11 May are over: 7 of 21 days. 200 × 7 ÷ 21 = 66.666…; 60 ÷ 66.666… = 90 % exactly.
        var cell = Cards.Cell(Cards.Input(Cards.Calls, Threshold with { Target = 200m }, Cards.Value("calls", 60m, 60), today: "2026-05-12", period: "2026-05"));

        Assert.Equal(("green", 66.666667m, 90m), (cell.Colour, cell.PaceTarget, cell.Attainment));
    }

    [Fact]
    public void JoinersTarget_MetExactly_IsGreen()
    {
        // From 12 May 14 of 21 days: 100 × 14 ÷ 21 = 66.666…; 60 of it is 90 % exactly.
        var person = Cards.Ann with { Employment = [new DateSpan(Sample.Day("2026-05-12"))] };
        var cell = Cards.Cell(Cards.Input(Cards.Calls, Threshold, Cards.Value("calls", 60m, 60), today: "2026-06-01", period: "2026-05", person: person));

        Assert.Equal(("green", 66.666667m, 90m), (cell.Colour, cell.Target, cell.Attainment));
    }

    [Fact]
    public void JoinersTarget_MissedByALittle_IsAmber()
    {
        var person = Cards.Ann with { Employment = [new DateSpan(Sample.Day("2026-05-12"))] };
        var cell = Cards.Cell(Cards.Input(Cards.Calls, Threshold, Cards.Value("calls", 59.99999999m, 60), today: "2026-06-01", period: "2026-05", person: person));

        Assert.Equal("amber", cell.Colour);
    }

    [Theory]
    [InlineData(1, 15, null, 0.05, "green")] // 0.05 ÷ (1 ÷ 15) = 75 % exactly
    [InlineData(2, 29, null, 0.05, "amber")] // 0.05 ÷ (2 ÷ 29) = 72.5 %
    [InlineData(2, 15, "%", 10, "green")] // 10 % ÷ 13.333… % = 75 % exactly
    public void LowRatio_MetExactly_IsGreen(int numerator, int denominator, string? unit, decimal target, string colour)
    {
        var metric = new Metric { Id = "loss", Name = "Loss", Unit = unit, Direction = "lowerIsBetter", Measure = new() { Kind = "ratio", Numerator = "a", Denominator = "b" } };
        var threshold = new MetricThreshold { Metric = "loss", Period = "month", Target = target, Green = 75m, Amber = 50m };
        var shown = MetricValues.Quotient(metric, numerator, denominator);
        var value = new MetricValue { Metric = "loss", Value = shown, Numerator = numerator, Denominator = denominator };

        Assert.Equal(colour, Cards.Cell(Cards.Input(metric, threshold, value)).Colour);
    }
}
