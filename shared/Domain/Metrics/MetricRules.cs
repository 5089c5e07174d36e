using SalesPerf.Domain.Values;

namespace SalesPerf.Domain.Metrics;

/// <summary>What a metric must be like.</summary>
public static class MetricRules
{
    private static readonly string[] Categories = ["activity", "objective", "result"];
    private static readonly string[] Directions = ["higherIsBetter", "lowerIsBetter", "inRange"];

    /// <summary>Everything wrong with a metric; empty when it is right.</summary>
    /// <param name="metric">The metric as it would be stored.</param>
    /// <param name="otherMetrics">All others; one with the same id is the version it replaces and is passed over.</param>
    public static IReadOnlyList<FieldProblem> Validate(Metric metric, IReadOnlyCollection<Metric> otherMetrics)
    {
        var rules = new RuleList();
        rules.Id(metric.Id, "/id");
        rules.Name(metric.Name, "/name");
        rules.ErrorWhen(metric.Unit is { Length: > 20 }, "/unit", "A unit has at most 20 characters.");
        rules.Word(metric.Category, Categories, "/category");
        rules.Word(metric.Direction, Directions, "/direction");
        rules.ErrorWhen(metric.CapAtPercent is <= 0m or > 1_000_000m, "/capAtPercent", "A cap lies above 0 and at most at 1,000,000 per cent.");
        Range(metric, rules);
        rules.WarningWhen(
            metric.Measure is { } measure && MetricKinds.IsMoney(measure) && MetricKinds.CurrencyOf(metric) is null && measure.Where?.Any(condition => condition?.Field == "currency") != true,
            "/unit",
            "Amounts of all currencies are added as if they were one: with a currency as the unit, such as USD, only that currency's are.");
        MeasureRules.Check(metric, [.. otherMetrics.Where(other => other.Id != metric.Id)], rules);
        return rules.Problems;
    }

    private static void Range(Metric metric, RuleList rules)
    {
        if (metric.Direction != "inRange")
        {
            const string detail = "Only inRange metrics have a range.";
            rules.ErrorWhen(metric.RangeMin is not null, "/rangeMin", detail);
            rules.ErrorWhen(metric.RangeMax is not null, "/rangeMax", detail);
            rules.ErrorWhen(metric.Tolerance is not null, "/tolerance", detail);
            return;
        }

        rules.ErrorWhen(metric.RangeMin is null, "/rangeMin", "An inRange metric needs its lower bound.");
        rules.ErrorWhen(metric.RangeMax is null, "/rangeMax", "An inRange metric needs its upper bound.");
        rules.ErrorWhen(metric.RangeMax < metric.RangeMin, "/rangeMax", "The upper bound lies below the lower one.");
        rules.ErrorWhen(metric.Tolerance is null or <= 0m, "/tolerance", "An inRange metric needs a tolerance above 0.");
        Bounded(metric.RangeMin, "/rangeMin");
        Bounded(metric.RangeMax, "/rangeMax");
        Bounded(metric.Tolerance, "/tolerance");

        void Bounded(decimal? value, string pointer) =>
            rules.ErrorWhen(value is { } number && Math.Abs(number) > MetricNumber.Max, pointer, "The number is too large.");
    }
}
