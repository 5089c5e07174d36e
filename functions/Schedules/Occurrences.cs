using System.Globalization;
using SalesPerf.Domain.Values;
using SalesPerf.Functions.Storage;
using SalesPerf.Platform.Documents;

namespace SalesPerf.Functions.Schedules;

/// <summary>
/// What every timer function goes through: which occurrences of its schedule are due, and that each one's units are sent at least once.
/// An occurrence is remembered in <c>schedule~{function}</c> once all its units are sent; until then every firing sends them all, again if need be.
/// </summary>
public sealed class Occurrences(IDocumentStore store, TimeProvider time, RequestedRun requested)
{
    /// <summary>A timer may fire a little before its instant.</summary>
    public static readonly TimeSpan Early = TimeSpan.FromSeconds(5);

    /// <summary>
    /// When the timer of a nightly schedule fires, of which most firings find nothing due. What could not be sent, since the broker or the store was away,
    /// is sent half an hour later and not the next night.
    /// </summary>
    public const string Often = "0 */30 * * * *";

    internal const string Kind = "occurrence";

    private const string IdFormat = "yyyyMMdd'T'HHmmss'Z'";

    // Longer than any schedule pauses, so that one that stops being remembered was followed by others.
    private const int TimeToLive = 400 * 24 * 60 * 60;

    /// <summary>Where the occurrences of a function are remembered.</summary>
    internal static string Partition(string function) => Key.Of("schedule", function);

    /// <summary>What an occurrence is remembered as: its second.</summary>
    internal static string Id(DateTimeOffset occurrence) => occurrence.UtcDateTime.ToString(IdFormat, CultureInfo.InvariantCulture);

    /// <summary>The occurrence that is remembered as <paramref name="id"/>.</summary>
    internal static DateTimeOffset At(string id) => DateTimeOffset.ParseExact(id, IdFormat, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);

    /// <summary>Occurrences are of whole seconds.</summary>
    internal static DateTimeOffset Second(DateTimeOffset now) => now.AddTicks(-(now.Ticks % TimeSpan.TicksPerSecond));

    /// <summary>
    /// Sends what is due, in order. Due are the occurrences after the last one remembered and not later than five seconds from now, as far back as
    /// <paramref name="catchUp"/> says; when none is remembered, the latest only; and this moment, or the one that it was asked for, when a run was asked for.
    /// </summary>
    /// <param name="function">The function's name.</param>
    /// <param name="cron">Its schedule: six fields, UTC.</param>
    /// <param name="catchUp">Which of those missed are made up for.</param>
    /// <param name="send">Sends every unit of the occurrence it is given. It may be called again for the same one.</param>
    /// <returns>The occurrences sent.</returns>
    public async Task<IReadOnlyList<DateTimeOffset>> RunDueAsync(
        string function, string cron, CatchUp catchUp, Func<DateTimeOffset, CancellationToken, Task> send, CancellationToken cancellationToken)
    {
        var pk = Partition(function);
        var due = await DueAsync(pk, new CronSchedule(cron), catchUp, cancellationToken);
        foreach (var occurrence in due)
        {
            await send(occurrence, cancellationToken);
            await RememberAsync(pk, occurrence, cancellationToken);
        }

        return due;
    }

    private async Task<IReadOnlyList<DateTimeOffset>> DueAsync(string pk, CronSchedule schedule, CatchUp catchUp, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var until = now + Early;

        // What lies after now was remembered by a clock that went wrong: it must not stop the schedule until then.
        var page = await store.RangeAsync(new RangeQuery(pk, Kind, To: until.AddTicks(1), Descending: true, Size: 1), cancellationToken);
        var due = (page.Items is [var last, ..] ? last.At : (DateTimeOffset?)null, catchUp.Window) switch
        {
            ({ } done, { } window) => [.. schedule.Between(done > now - window ? done : (now - window).AddTicks(-1), until)],
            var (done, _) => schedule.Latest(until, done ?? DateTimeOffset.MinValue) is { } latest ? [latest] : new List<DateTimeOffset>(),
        };
        var second = requested.At ?? Second(now);
        return !requested.IsRequested || due.Contains(second) ? due
            : catchUp.Window is null ? [second]
            : [.. due, second];
    }

    private async Task RememberAsync(string pk, DateTimeOffset occurrence, CancellationToken cancellationToken)
    {
        var id = Id(occurrence);
        var document = TypedDocuments.New(pk, id, Kind, occurrence, new OccurrenceDone(occurrence, time.GetUtcNow()), TimeToLive);
        var result = await store.CommitAsync(new DocumentBatch(pk).Create(document), cancellationToken);
        if (result is CommitResult.Refused { Reason: not Refusal.Conflict } refused)
        {
            throw new InvalidOperationException($"Occurrence {id} of {pk} was refused: {refused.Reason}.");
        }
    }
}
