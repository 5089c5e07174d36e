using SalesPerf.Domain.Metrics;
using SalesPerf.Domain.People;
using SalesPerf.Domain.Values;

namespace SalesPerf.Domain.Competencies;

/// <summary>What a role must be like, and what its author should know about it.</summary>
public static class RoleRules
{
    private const decimal MaxWeight = 1_000_000m;

    /// <summary>Everything wrong with a role, and warnings: competencies that serve no accountability, or that are measured by volume alone.</summary>
    /// <param name="role">The role as it would be stored.</param>
    /// <param name="metrics">All metrics.</param>
    public static IReadOnlyList<FieldProblem> Validate(Role role, IReadOnlyCollection<Metric> metrics)
    {
        var rules = new RuleList();
        rules.Id(role.Id, "/id");
        rules.Name(role.Name, "/name");
        Accountabilities(role, metrics, rules);

        var competencies = role.Competencies ?? [];
        rules.Distinct(competencies.Select(competency => competency.Id), index => $"/competencies/{index}/id", "The id is there already.");
        var thresholds = new Dictionary<string, MetricThreshold>(StringComparer.Ordinal);
        foreach (var (index, competency) in competencies.Index())
        {
            One(role, competency, metrics, thresholds, $"/competencies/{index}", rules);
        }

        return rules.Problems;
    }

    private static void Accountabilities(Role role, IReadOnlyCollection<Metric> metrics, RuleList rules)
    {
        var accountabilities = role.Accountabilities ?? [];
        rules.Distinct(accountabilities.Select(result => result.Id), index => $"/accountabilities/{index}/id", "The id is there already.");
        foreach (var (index, result) in accountabilities.Index())
        {
            rules.Id(result.Id, $"/accountabilities/{index}/id");
            rules.Name(result.Name, $"/accountabilities/{index}/name");
            rules.ErrorWhen(
                result.OutcomeMetric is not null && metrics.All(metric => metric.Id != result.OutcomeMetric),
                $"/accountabilities/{index}/outcomeMetric",
                "There is no such metric.");
        }
    }

    private static void One(
        Role role,
        Competency competency,
        IReadOnlyCollection<Metric> metrics,
        Dictionary<string, MetricThreshold> thresholds,
        string pointer,
        RuleList rules)
    {
        rules.Id(competency.Id, pointer + "/id");
        rules.Name(competency.Name, pointer + "/name");
        Weight(competency.Weight, pointer + "/weight", rules);

        var serves = competency.Accountabilities ?? [];
        rules.WarningWhen(serves.Count == 0, pointer + "/accountabilities", "The competency serves no accountability.");
        foreach (var (index, id) in serves.Index())
        {
            rules.ErrorWhen(
                (role.Accountabilities ?? []).All(result => result.Id != id), $"{pointer}/accountabilities/{index}", "The role has no such accountability.");
        }

        var parts = competency.Metrics ?? [];
        rules.ErrorWhen(parts.Count == 0, pointer + "/metrics", "A competency is measured by at least one metric.");
        rules.Distinct(
            parts.Select(part => part.Threshold?.Metric), index => $"{pointer}/metrics/{index}/threshold/metric", "The metric is in this competency already.");
        foreach (var (index, part) in parts.Index())
        {
            var at = $"{pointer}/metrics/{index}";
            Weight(part.Weight, at + "/weight", rules);
            ThresholdRules.Check(part.Threshold, metrics, at + "/threshold", rules);
            if (part.Threshold?.Metric is { } metric && !thresholds.TryAdd(metric, part.Threshold))
            {
                rules.ErrorWhen(thresholds[metric] != part.Threshold, at + "/threshold", "The metric has another threshold in another competency.");
            }
        }

        var measured = parts.Select(part => metrics.FirstOrDefault(metric => metric.Id == part.Threshold?.Metric)).OfType<Metric>().ToList();
        rules.WarningWhen(
            measured.Count > 0 && measured.All(IsVolume), pointer + "/metrics", "Volume alone can be gamed: add a ratio, a reply or a result.");
    }

    private static bool IsVolume(Metric metric) =>
        metric.Category == "activity" && metric.Measure.Kind is MetricKinds.Count or MetricKinds.Sum or MetricKinds.Distinct;

    private static void Weight(decimal weight, string pointer, RuleList rules) =>
        rules.ErrorWhen(weight is <= 0m or > MaxWeight, pointer, $"A weight lies above 0 and at most at {MaxWeight:0}.");
}
