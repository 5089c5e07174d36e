using SalesPerf.Domain.Activities;
using SalesPerf.Domain.Metrics;

namespace SalesPerf.Domain.Competencies;

/// <summary>Whether anything sends what a metric counts.</summary>
public static class MetricFeeds
{
    /// <summary>Ratios need both sides, replied metrics mails and replies, deal metrics any change of a deal, others any of their types.</summary>
    /// <param name="metric">The metric.</param>
    /// <param name="metrics">All definitions.</param>
    /// <param name="types">Activity types that some source sends; null counts as all.</param>
    public static bool Has(Metric metric, IReadOnlyDictionary<string, Metric> metrics, IReadOnlySet<string>? types)
    {
        if (types is null)
        {
            return true;
        }

        var measure = metric.Measure;
        return measure.Kind switch
        {
            MetricKinds.Entered => true,
            MetricKinds.Ratio => Side(measure.Numerator) && Side(measure.Denominator),
            MetricKinds.Replied => types.Contains(ActivityTypes.EmailReplied) && Any(measure.Types.Count == 0 ? [ActivityTypes.EmailSent] : measure.Types),
            _ => MetricKinds.IsFedByDeals(measure) ? types.Any(ActivityTypes.IsDealChange) : Any(measure.Types),
        };

        bool Any(IReadOnlyList<string> wanted) => wanted.Any(types.Contains);

        bool Side(string? id) =>
            id is not null && metrics.TryGetValue(id, out var side) && side.Measure.Kind != MetricKinds.Ratio && Has(side, metrics, types);
    }
}
