using SalesPerf.Domain.Activities;
using SalesPerf.Domain.Deals;
using SalesPerf.Domain.Metrics;
using SalesPerf.Domain.Resources;
using SalesPerf.Domain.Values;
using SalesPerf.Functions.Activities;
using SalesPerf.Functions.Deals;
using SalesPerf.Functions.Storage;
using SalesPerf.Platform.Documents;

namespace SalesPerf.Functions.Competencies;

/// <summary>Finds the activities and deal events behind a cell of a scorecard, by the rules its months were counted by.</summary>
public sealed class TraceActivities(IDocumentStore store)
{
    /// <summary>More than this is not read: nobody looks at it, and the sums would need it all.</summary>
    private const int MaxRead = 100_000;

    /// <param name="model">The resources.</param>
    /// <param name="person">Whose.</param>
    /// <param name="metric">As defined on the scorecard's day.</param>
    /// <param name="parts">What it is made of, as defined on that day too.</param>
    /// <param name="period">Which.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <returns>The items, and whether they are all there are.</returns>
    public async Task<(IReadOnlyList<CountedItem> Items, bool IsWhole)> ReadAsync(
        Model model, string person, Metric metric, IReadOnlyList<Metric> parts, Period period, CancellationToken cancellationToken)
    {
        var trace = new MetricTrace(metric, parts, Meter, period.Start, period.End);
        var isWhole = true;
        foreach (var range in Ranges(model, person, parts, period))
        {
            await foreach (var stored in store.SessionReads.RangeAsync<Activity>(range, cancellationToken))
            {
                trace.Add(stored.Value);
                if (trace.Count > MaxRead)
                {
                    isWhole = false;
                    break;
                }
            }
        }

        foreach (var kind in new[] { DealDocuments.ContributionKind, DealDocuments.OpenKind })
        {
            await foreach (var stored in store.SessionReads.RangeAsync<Contribution>(new RangeQuery(Partitions.Rep(person), kind, Size: 1000), cancellationToken))
            {
                trace.Add(stored.Value);
            }
        }

        return (trace.Items(), isWhole);

        (MetricMatcher Matcher, DateOnly Day) Meter(DateTimeOffset at)
        {
            var metering = MonthMetering.Of(model, person, RollupMonths.Of(at));
            return (metering.Matcher, metering.LocalDay(at));
        }
    }

    /// <summary>A local day lies within a day of its UTC day; mails that are answered in the period may be months older.</summary>
    private static IEnumerable<RangeQuery> Ranges(Model model, string person, IReadOnlyList<Metric> parts, Period period)
    {
        var looksBack = parts.Any(part => part.Measure.Kind == MetricKinds.Replied);
        var from = looksBack ? MonthMetering.StartOf(RollupMonths.CoveringReplies(period.Start, period.End)[0]) : DealDocuments.At(period.Start.AddDays(-1));
        return model.IdentitiesOf(person).Select(identity => Partitions.Who(identity.Source, identity.Owner)).Append(Partitions.Rep(person)).Select(pk => new RangeQuery(
            pk, ActivityDocuments.Kind, from, DealDocuments.At(period.End.AddDays(1)), Size: 1000));
    }
}
