using SalesPerf.Domain.Competencies;
using SalesPerf.Domain.Metrics;
using SalesPerf.Domain.Resources;
using SalesPerf.Domain.Values;
using SalesPerf.Functions.Activities;
using SalesPerf.Functions.Directory;
using SalesPerf.Functions.Storage;
using SalesPerf.Platform.Documents;

namespace SalesPerf.Functions.Competencies;

/// <summary>Reads everything a scorecard is computed from.</summary>
public sealed class ScorecardInputs(IDocumentStore store, OpenedDocuments opened, PersonRollups rollups, ActivityFeeds feeds)
{
    /// <summary>The person's local day.</summary>
    public static DateOnly Today(Model model, string person, DateTimeOffset now) =>
        LocalTime.DateOf(now, LocalTime.Zone(model.ZoneOf(person, DateOnly.FromDateTime(now.UtcDateTime))));

    public static FiscalCalendar Calendar(Model model, DateTimeOffset now) => new(model.Calendar(DateOnly.FromDateTime(now.UtcDateTime)));

    public async Task<ScorecardInput> ReadAsync(Model model, FiscalCalendar calendar, string person, Period period, DateOnly today, CancellationToken cancellationToken)
    {
        var read = await rollups.ReadAsync(model, person, period.Start, period.End, cancellationToken);
        var previous = await store.ReadAsync<Scorecard>(Partitions.Rep(person), ScorecardDocuments.Id(calendar.Previous(period).Id), cancellationToken);
        return await OfAsync(model, calendar, person, period, today, read, previous?.Value, cancellationToken);
    }

    /// <summary>
    /// For several periods: one reading of the rollups that covers them all, and the scorecards before them. With them the directory, when it turned
    /// out that the model is no longer the one in force: then nothing may be committed that was computed from them.
    /// </summary>
    public async Task<(IReadOnlyList<ScorecardInput> Inputs, LoadedModel? Newer)> ReadAsync(
        Model model, FiscalCalendar calendar, string person, IReadOnlyList<Period> periods, DateOnly today, CancellationToken cancellationToken)
    {
        var read = await rollups.ReadAsync(model, person, periods.Min(period => period.Start), periods.Max(period => period.End), cancellationToken);
        var before = (await opened.ReadManyAsync<Scorecard>(
                store, Partitions.Rep(person), [.. periods.Select(period => ScorecardDocuments.Id(calendar.Previous(period).Id)).Distinct()], cancellationToken))
            .ToDictionary(card => card.Value.Period, card => card.Value, StringComparer.Ordinal);
        var found = new List<ScorecardInput>(periods.Count);
        foreach (var period in periods)
        {
            found.Add(await OfAsync(model, calendar, person, period, today, read, before.GetValueOrDefault(calendar.Previous(period).Id), cancellationToken));
        }

        return (found, read.Newer);
    }

    private async Task<ScorecardInput> OfAsync(
        Model model, FiscalCalendar calendar, string person, Period period, DateOnly today, ReadRollups read, Scorecard? previous, CancellationToken cancellationToken)
    {
        var months = RollupMonths.CoveringReplies(period.Start, period.End);
        var sets = read.Sets.Where(set => months.Contains(set.Rollup.Month)).ToList();
        var day = ScorecardInput.ReferenceDay(model, person, period, today);
        var values = MetricValues.Of([.. model.MetricsAt(day)], sets, period.Start, period.End);
        var input = ScorecardInput.Of(model, calendar, person, period, today, values);
        return input with
        {
            Feeds = await feeds.GetAsync(known => HasFeeds(input, known), cancellationToken),
            Inputs = new SortedDictionary<string, long>(read.RevsOf(months), StringComparer.Ordinal),
            Previous = previous,
        };
    }

    private static bool HasFeeds(ScorecardInput input, IReadOnlySet<string>? known) =>
        input.Thresholds.Keys.All(id => !input.Metrics.TryGetValue(id, out var metric) || MetricFeeds.Has(metric, input.Metrics, known));
}
