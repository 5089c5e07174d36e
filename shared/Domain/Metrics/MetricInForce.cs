namespace SalesPerf.Domain.Metrics;

/// <summary>A metric's definition on the local days it is in force: what happens on a day counts as that day's definition says.</summary>
/// <param name="Metric">The definition.</param>
/// <param name="From">The first day; null where it begins before anything that is asked about.</param>
/// <param name="Until">The day after the last; null where it ends after all of it.</param>
public readonly record struct MetricInForce(Metric Metric, DateOnly? From = null, DateOnly? Until = null)
{
    /// <summary>
    /// A metric's definitions on the days from <paramref name="first"/> to <paramref name="last"/>, both inclusive, one after the other. Versions that count
    /// alike are one, the latest.
    /// </summary>
    public static IEnumerable<MetricInForce> Of(Resources.Resource<Metric> metric, DateOnly first, DateOnly last, DateTimeOffset asOf)
    {
        var days = metric.Versions.Select(version => version.EffectiveFrom).Where(day => day > first && day <= last).Distinct().Order();
        var (from, inForce) = ((DateOnly?)null, metric.At(first, asOf));
        foreach (var day in days)
        {
            var next = metric.At(day, asOf);
            if (CountsLike(inForce, next))
            {
                inForce = next;
                continue;
            }

            if (inForce is not null)
            {
                yield return new MetricInForce(inForce, from, day);
            }

            (from, inForce) = (day, next);
        }

        if (inForce is not null)
        {
            yield return new MetricInForce(inForce, from);
        }
    }

    private static bool CountsLike(Metric? one, Metric? other) =>
        (one, other) switch
        {
            (null, null) => true,
            ({ } before, { } after) => before.Measure.Kind == after.Measure.Kind && MetricsVersion.Of([before]) == MetricsVersion.Of([after]),
            _ => false,
        };
}
