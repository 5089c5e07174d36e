using SalesPerf.Domain.Competencies;
using SalesPerf.Domain.Metrics;
using SalesPerf.Domain.Resources;
using SalesPerf.Domain.Values;
using SalesPerf.Functions.Activities;
using SalesPerf.Functions.Storage;
using SalesPerf.Platform.Documents;

namespace SalesPerf.Functions.Competencies;

/// <summary>Reads everything a scorecard is computed from.</summary>
public sealed class ScorecardInputs(IDocumentStore store, PersonRollups rollups, ActivityFeeds feeds)
{
    /// <summary>The person's local day.</summary>
    public static DateOnly Today(Model model, string person, DateTimeOffset now) =>
        LocalTime.DateOf(now, LocalTime.Zone(model.ZoneOf(person, DateOnly.FromDateTime(now.UtcDateTime))));

    public static FiscalCalendar Calendar(Model model, DateTimeOffset now) => new(model.Calendar(DateOnly.FromDateTime(now.UtcDateTime)));

    public async Task<ScorecardInput> ReadAsync(Model model, FiscalCalendar calendar, string person, Period period, DateOnly today, CancellationToken cancellationToken)
    {
        var read = await rollups.ReadAsync(model, person, period.Start, period.End, cancellationToken);
        var day = ScorecardInput.ReferenceDay(model, person, period, today);
        var values = MetricValues.Of([.. model.MetricsAt(day)], read.Sets, period.Start, period.End);
        var previous = await store.ReadAsync<Scorecard>(Partitions.Rep(person), ScorecardDocuments.Id(calendar.Previous(period).Id), cancellationToken);
        return ScorecardInput.Of(model, calendar, person, period, today, values) with
        {
            Feeds = await feeds.GetAsync(cancellationToken),
            Inputs = read.Revs,
            Previous = previous?.Value,
        };
    }
}
