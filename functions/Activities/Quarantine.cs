using System.Globalization;
using SalesPerf.Domain.Activities;
using SalesPerf.Functions.Messages;
using SalesPerf.Functions.Storage;
using SalesPerf.Platform.Documents;
using SalesPerf.Platform.Messages;

namespace SalesPerf.Functions.Activities;

/// <summary>Events from the future wait here, a partition per day on which they fall due.</summary>
public sealed class Quarantine(IDocumentStore store, IMessageBus bus, RepeatedActivities repeats, IngestionCounters counters)
{
    public const string Kind = "quarantined";
    private const string Days = "quarantine-days";
    private const string DayKind = "day";

    /// <summary>Clocks may be off, and zones misread, by this much.</summary>
    public static readonly TimeSpan Ahead = TimeSpan.FromHours(24);

    public static bool IsAhead(Activity activity, DateTimeOffset now) => activity.OccurredAt > now + Ahead;

    /// <summary>When a quarantined event may be ingested.</summary>
    public static DateTimeOffset DueAt(Activity activity) => activity.OccurredAt - Ahead;

    public async Task KeepAsync(ReceivedActivity item, CancellationToken cancellationToken)
    {
        var due = DueAt(item.Activity);
        var day = DateOnly.FromDateTime(due.UtcDateTime);
        var pk = Partitions.Quarantine(day);
        await NoteDayAsync(day, cancellationToken);
        var id = $"{Domain.Values.Key.Component(item.Activity.Source)}~{item.DocumentId}";
        var result = await store.CommitAsync(
            new DocumentBatch(pk).Create(TypedDocuments.New(pk, id, Kind, due, item.Activity)), cancellationToken);
        if (result is CommitResult.Committed)
        {
            counters.CountQuarantined();
            return;
        }

        await repeats.SettleQuarantinedAsync(pk, id, item, cancellationToken);
    }

    /// <summary>The days before or at <paramref name="now"/> on which something may be due.</summary>
    public async Task<IReadOnlyList<QuarantineDay>> DueDaysAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        var days = new List<QuarantineDay>();
        await foreach (var day in store.RangeAsync<QuarantineDay>(new RangeQuery(Days, DayKind, To: now), cancellationToken))
        {
            days.Add(day.Value);
        }

        return days;
    }

    /// <summary>Sends what is due on a day back to ingestion, then removes it. May be repeated at any point: ingestion counts an event once.</summary>
    public async Task ReleaseAsync(DateOnly day, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var pk = Partitions.Quarantine(day);
        await foreach (var held in store.RangeAsync<Activity>(new RangeQuery(pk, Kind, To: now.AddTicks(1)), cancellationToken))
        {
            await bus.SendAsync(Queues.IngestActivities, [Envelopes.Message(ActivityEnvelope.Type, held.Value, now)], cancellationToken);
            await store.CommitAsync(new DocumentBatch(pk).Delete(held.Document.Id), cancellationToken);
        }

        // Nothing can be added to a day that is over.
        if (day < DateOnly.FromDateTime(now.UtcDateTime))
        {
            await store.CommitAsync(new DocumentBatch(Days).Delete(DayId(day)), cancellationToken);
        }
    }

    private async Task NoteDayAsync(DateOnly day, CancellationToken cancellationToken) =>
        await store.CommitAsync(
            new DocumentBatch(Days).Create(TypedDocuments.New(Days, DayId(day), DayKind, new DateTimeOffset(day.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero), new QuarantineDay(day))),
            cancellationToken);

    private static string DayId(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}

/// <summary>A day on which quarantined events fall due.</summary>
public sealed record QuarantineDay(DateOnly Day);
