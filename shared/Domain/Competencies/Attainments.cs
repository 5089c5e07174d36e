using SalesPerf.Domain.Metrics;

namespace SalesPerf.Domain.Competencies;

/// <summary>
/// Attainment in per cent and colours, from exact values: bounds are compared by multiplying out, so that no quotient is rounded first.
/// </summary>
/// <remarks>
/// higherIsBetter: value ÷ target. lowerIsBetter: target ÷ value, a value of 0 or below is the cap. inRange: 100 inside, falling linearly to 0 at the
/// tolerance. Negative values count 0. Capped by the metric, uncapped ones at <see cref="Uncapped"/>.
/// </remarks>
internal static class Attainments
{
    /// <summary>Where an uncapped metric ends all the same, so that scores stay numbers. What lowerIsBetter gives for nothing is the default cap then.</summary>
    public const decimal Uncapped = 1_000_000m;

    private const decimal CapOfNothing = 150m;

    /// <param name="metric">Direction, cap and range.</param>
    /// <param name="value">The value.</param>
    /// <param name="target">Above 0; not used by inRange.</param>
    /// <param name="people">Ranges are for one person: bounds and tolerance times this.</param>
    public static decimal Of(Metric metric, decimal value, decimal target, int people = 1)
    {
        var cap = metric.CapAtPercent ?? Uncapped;
        if (metric.Direction == "inRange")
        {
            var (left, tolerance) = Left(metric, value, people);
            return Math.Min(cap, tolerance > 0m ? left * 100m / tolerance : left > 0m ? 100m : 0m);
        }

        return metric.Direction == "lowerIsBetter"
            ? value <= 0m ? metric.CapAtPercent ?? CapOfNothing : Percent(target, value, cap)
            : value <= 0m ? 0m : Percent(value, target, cap);
    }

    /// <summary>Whether a value has reached a bound, on the side that the threshold gives to equal ones.</summary>
    public static bool Reaches(Metric metric, MetricThreshold threshold, decimal bound, decimal value, decimal target)
    {
        var isLower = metric.Direction == "lowerIsBetter";
        var (have, need) = (threshold.Bounds, metric.Direction) switch
        {
            ("absolute", _) => isLower ? (bound, value) : (value, bound),
            (_, "inRange") => Scaled(Left(metric, value, 1), bound),
            _ when isLower => (target * 100m, bound * Math.Max(value, 0m)),
            _ => (Math.Max(value, 0m) * 100m, bound * target),
        };
        return threshold.Equality == "worse" ? have > need : have >= need;
    }

    public static string Colour(Metric metric, MetricThreshold threshold, decimal value, decimal target) =>
        Reaches(metric, threshold, threshold.Green, value, target) ? Colours.Green
        : Reaches(metric, threshold, threshold.Amber, value, target) ? Colours.Amber
        : Colours.Red;

    private static decimal Percent(decimal above, decimal below, decimal cap) => above * 100m >= cap * below ? cap : above * 100m / below;

    private static (decimal Have, decimal Need) Scaled((decimal Left, decimal Tolerance) range, decimal bound) =>
        range.Tolerance > 0m ? (range.Left * 100m, bound * range.Tolerance) : (range.Left > 0m ? 100m : 0m, bound);

    /// <summary>What is left of the tolerance; without one 1 inside and 0 outside.</summary>
    private static (decimal Left, decimal Tolerance) Left(Metric metric, decimal value, int people)
    {
        var low = (metric.RangeMin ?? 0m) * people;
        var high = (metric.RangeMax ?? 0m) * people;
        var tolerance = (metric.Tolerance ?? 0m) * people;
        var outside = value < low ? low - value : value > high ? value - high : 0m;
        return tolerance > 0m ? (Math.Max(0m, tolerance - outside), tolerance) : (outside == 0m ? 1m : 0m, 0m);
    }
}
