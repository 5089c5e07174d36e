using System.Globalization;
using SalesPerf.Domain.Activities;
using SalesPerf.Functions.Messages;
using SalesPerf.Functions.Storage;
using SalesPerf.Platform.Documents;
using SalesPerf.Platform.Messages;

namespace SalesPerf.Functions.Activities;

/// <summary>Events from the future wait here, a partition per day on which they fall due.</summary>
public sealed class Quarantine(IDocumentStore store, IMessageBus bus, RepeatedActivities repeats, IngestionCounters counters, TimeProvider time)
{
    public const string Kind = "quarantined";
    private const string Days = "quarantine-days";
    private const string DayKind = "day";

    /// <summary>Clocks may be off, and zones misread, by this much.</summary>
    public static readonly TimeSpan Ahead = TimeSpan.FromHours(24);

    /// <summary>How far the clocks of two instances may be apart before an event is sent round in vain.</summary>
    private static readonly TimeSpan ClockMargin = TimeSpan.FromMinutes(1);

    public static bool IsAhead(Activity activity, DateTimeOffset now) => activity.OccurredAt > now + Ahead;

    /// <summary>When a quarantined event may be ingested.</summary>
    public static DateTimeOffset DueAt(Activity activity) => activity.OccurredAt - Ahead;

    /// <summary>
    /// Keeps an event until it is due. One that is kept already is written again, so that a release that has sent it but not yet removed it
    /// leaves it: whoever keeps it relies on its being there.
    /// </summary>
    public async Task KeepAsync(ReceivedActivity item, CancellationToken cancellationToken)
    {
        var due = DueAt(item.Activity);
        var day = DateOnly.FromDateTime(due.UtcDateTime);
        var pk = Partitions.Quarantine(day);
        var id = $"{Domain.Values.Key.Component(item.Activity.Source)}~{item.DocumentId}";
        var attempts = new Attempts(time);
        await NoteDayAsync(day, cancellationToken);
        while (true)
        {
            var held = await store.ReadAsync<Activity>(pk, id, cancellationToken);
            if (held is not null && !ActivityContent.AreEqual(held.Value, item.Activity))
            {
                await repeats.SettleAsync(item, held.Value, cancellationToken);
                return;
            }

            var document = TypedDocuments.New(pk, id, Kind, due, held?.Value ?? item.Activity);
            var batch = held is null ? new DocumentBatch(pk).Create(document) : new DocumentBatch(pk).Replace(held.Document, document);
            if (await store.CommitAsync(batch, cancellationToken) is CommitResult.Committed)
            {
                if (held is null)
                {
                    counters.CountQuarantined();
                }
                else
                {
                    counters.CountDuplicate(item.Activity.Source);
                }

                return;
            }

            await attempts.AgainAsync(cancellationToken);
        }
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

    /// <summary>
    /// Sends what is due on a day back to ingestion, then removes it. May be repeated at any point: ingestion counts an event once.
    /// An event is given back a minute late, so that an instance whose clock is behind does not keep it again; one that does all the same
    /// changes the document, which is then not removed here.
    /// </summary>
    public async Task ReleaseAsync(DateOnly day, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var pk = Partitions.Quarantine(day);
        await foreach (var held in store.RangeAsync<Activity>(new RangeQuery(pk, Kind, To: (now - ClockMargin).AddTicks(1)), cancellationToken))
        {
            await bus.SendAsync(Queues.IngestActivities, [Envelopes.Message(ActivityEnvelope.Type, held.Value, now)], cancellationToken);
            await store.CommitAsync(new DocumentBatch(pk).Delete(held.Document.Id, held.Document.ETag), cancellationToken);
        }

        // Whoever noted the day while it was ahead may still be about to keep something in it: a delivery takes minutes, the day is listed a day longer.
        if (day < DateOnly.FromDateTime(now.UtcDateTime).AddDays(-1)
            && (await store.RangeAsync(new RangeQuery(pk, Kind, Size: 1), cancellationToken)).Items.Count == 0)
        {
            await store.CommitAsync(new DocumentBatch(Days).Delete(DayId(day)), cancellationToken);
        }
    }

    /// <summary>Writes anew what <paramref name="rewrite"/> changes of all that waits, and says how much that is. Who loses against another writer finds it as it was the next time.</summary>
    public async Task<int> RewriteAsync(Func<Activity, Activity> rewrite, CancellationToken cancellationToken)
    {
        var rewritten = 0;
        await foreach (var day in store.RangeAsync<QuarantineDay>(new RangeQuery(Days, DayKind), cancellationToken))
        {
            var pk = Partitions.Quarantine(day.Value.Day);
            await foreach (var held in store.RangeAsync<Activity>(new RangeQuery(pk, Kind), cancellationToken))
            {
                var written = rewrite(held.Value);
                if (ReferenceEquals(written, held.Value))
                {
                    continue;
                }

                var document = TypedDocuments.New(pk, held.Document.Id, Kind, held.Document.At, written);
                await store.CommitAsync(new DocumentBatch(pk).Replace(held.Document, document), cancellationToken);
                rewritten++;
            }
        }

        return rewritten;
    }

    private async Task NoteDayAsync(DateOnly day, CancellationToken cancellationToken) =>
        await store.CommitAsync(
            new DocumentBatch(Days).Create(TypedDocuments.New(Days, DayId(day), DayKind, new DateTimeOffset(day.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero), new QuarantineDay(day))),
            cancellationToken);

    private static string DayId(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}

/// <summary>A day on which quarantined events fall due.</summary>
public sealed record QuarantineDay(DateOnly Day);
