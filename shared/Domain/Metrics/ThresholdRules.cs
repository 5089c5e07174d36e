using SalesPerf.Domain.Values;

namespace SalesPerf.Domain.Metrics;

/// <summary>What a threshold must be like, in a role or for one person.</summary>
public static class ThresholdRules
{
    private const decimal MaxShare = 1_000_000m;

    private static readonly string[] Periods = ["week", "month", "quarter", "half", "year"];
    private static readonly string[] Bounds = ["share", "absolute"];
    private static readonly string[] Equalities = ["better", "worse"];

    /// <summary>Everything wrong with a threshold; a target that is missing is a warning.</summary>
    /// <param name="threshold">The threshold.</param>
    /// <param name="metrics">All metrics.</param>
    /// <param name="pointer">Where it stands, such as <c>/thresholds/0</c>.</param>
    public static IReadOnlyList<FieldProblem> Validate(MetricThreshold threshold, IReadOnlyCollection<Metric> metrics, string pointer)
    {
        var rules = new RuleList();
        Check(threshold, metrics, pointer, rules);
        return rules.Problems;
    }

    internal static void Check(MetricThreshold? threshold, IReadOnlyCollection<Metric> metrics, string pointer, RuleList rules)
    {
        if (threshold is null)
        {
            rules.Error(pointer, "A threshold is expected.");
            return;
        }

        var metric = metrics.FirstOrDefault(candidate => candidate.Id == threshold.Metric);
        rules.ErrorWhen(metric is null, pointer + "/metric", "There is no such metric.");
        rules.Word(threshold.Period, Periods, pointer + "/period");
        rules.Word(threshold.Bounds, Bounds, pointer + "/bounds");
        rules.Word(threshold.Equality, Equalities, pointer + "/equality");
        rules.ErrorWhen(threshold.Target < 0m, pointer + "/target", "A target is not negative.");
        rules.ErrorWhen(threshold.Target > MetricNumber.Max, pointer + "/target", "The target is too large.");
        rules.ErrorWhen(Math.Abs(threshold.Green) > MetricNumber.Max, pointer + "/green", "The bound is too large.");
        rules.ErrorWhen(Math.Abs(threshold.Amber) > MetricNumber.Max, pointer + "/amber", "The bound is too large.");

        var isInRange = metric?.Direction == "inRange";
        rules.ErrorWhen(isInRange && threshold.Target is not null, pointer + "/target", "An inRange metric has its range instead of a target.");
        rules.ErrorWhen(isInRange && threshold.Bounds == "absolute", pointer + "/bounds", "Bounds of an inRange metric are shares.");
        rules.WarningWhen(
            metric is not null && !isInRange && threshold.Target is null or 0m, pointer + "/target", "Without a target the metric stays grey.");
        Order(threshold, metric, pointer, rules);
    }

    private static void Order(MetricThreshold threshold, Metric? metric, string pointer, RuleList rules)
    {
        if (threshold.Bounds == "share")
        {
            rules.ErrorWhen(threshold.Amber < 0m, pointer + "/amber", "A share of target is not negative.");
            rules.ErrorWhen(threshold.Green < threshold.Amber, pointer + "/green", "Green starts below amber.");
            rules.ErrorWhen(threshold.Green > MaxShare, pointer + "/green", $"A share of target is at most {MaxShare:0} per cent.");
        }
        else if (threshold.Bounds == "absolute" && metric?.Direction == "lowerIsBetter")
        {
            rules.ErrorWhen(threshold.Green > threshold.Amber, pointer + "/green", "Lower is better: green ends above amber.");
        }
        else if (threshold.Bounds == "absolute")
        {
            rules.ErrorWhen(threshold.Green < threshold.Amber, pointer + "/green", "Green starts below amber.");
        }
    }
}
