using SalesPerf.Domain.Metrics;
using SalesPerf.Domain.Values;

namespace SalesPerf.Domain.Competencies;

/// <summary>
/// Attainment in per cent and colours, from exact values and targets: no quotient is rounded before it is compared.
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
    public static Fraction Of(Metric metric, Fraction value, Fraction target, int people = 1)
    {
        Fraction cap = metric.CapAtPercent ?? Uncapped;
        if (metric.Direction == "inRange")
        {
            var (left, tolerance) = Left(metric, value, people);
            return Fraction.Min(cap, tolerance > 0m ? left * 100 / tolerance : left > 0m ? 100 : 0);
        }

        return metric.Direction == "lowerIsBetter"
            ? value <= 0m ? metric.CapAtPercent ?? CapOfNothing : Fraction.Min(cap, target * 100 / value)
            : value <= 0m ? 0 : Fraction.Min(cap, value * 100 / target);
    }

    /// <summary>Whether a value has reached a bound, on the side that the threshold gives to equal ones.</summary>
    public static bool Reaches(Metric metric, MetricThreshold threshold, Fraction bound, Fraction value, Fraction target)
    {
        var isLower = metric.Direction == "lowerIsBetter";
        var (have, need) = (threshold.Bounds, metric.Direction) switch
        {
            ("absolute", _) => isLower ? (bound, value) : (value, bound),
            (_, "inRange") => Scaled(Left(metric, value, 1), bound),
            _ when isLower => (target * 100, bound * Fraction.Max(value, 0)),
            _ => (Fraction.Max(value, 0) * 100, bound * target),
        };
        return threshold.Equality == "worse" ? have > need : have >= need;
    }

    public static string Colour(Metric metric, MetricThreshold threshold, Fraction value, Fraction target) =>
        Reaches(metric, threshold, threshold.Green, value, target) ? Colours.Green
        : Reaches(metric, threshold, threshold.Amber, value, target) ? Colours.Amber
        : Colours.Red;

    private static (Fraction Have, Fraction Need) Scaled((Fraction Left, Fraction Tolerance) range, Fraction bound) =>
        range.Tolerance > 0m ? (range.Left * 100, bound * range.Tolerance) : (range.Left > 0m ? 100 : 0, bound);

    /// <summary>What is left of the tolerance; without one 1 inside and 0 outside.</summary>
    private static (Fraction Left, Fraction Tolerance) Left(Metric metric, Fraction value, int people)
    {
        Fraction low = (metric.RangeMin ?? 0m) * people;
        Fraction high = (metric.RangeMax ?? 0m) * people;
        Fraction tolerance = (metric.Tolerance ?? 0m) * people;
        var outside = value < low ? low - value : value > high ? value - high : 0;
        return tolerance > 0m ? (Fraction.Max(0, tolerance - outside), tolerance) : (outside == 0m ? 1 : 0, 0);
    }
}
