using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;
using System.Text.Json;
using Microsoft.Azure.Functions.Worker;
using SalesPerf.Domain.Activities;
using SalesPerf.Functions.DeadLetters;
using SalesPerf.Functions.Deals;
using SalesPerf.Functions.Directory;
using SalesPerf.Functions.Messages;
using SalesPerf.Functions.Storage;

namespace SalesPerf.Functions.Activities;

/// <summary>
/// Stores what connectors received. A batch is grouped by partition; a group is one commit or a few. It never throws for one item:
/// what can never succeed becomes a dead document. A group that meets a transient fault is tried again for a while and holds up no other;
/// then the handler throws, and the whole delivery comes again, which changes nothing.
/// </summary>
public sealed class IngestActivities(
    ModelDirectory directory,
    StoredOwners owners,
    FirstOwners firsts,
    CommitActivities activities,
    CommitChanges changes,
    Quarantine quarantine,
    DeadDocuments dead,
    Nudges nudges,
    IngestionCounters counters,
    TimeProvider time)
{
    private const int MaxGroupsAtOnce = 8;

    /// <summary>How long transient faults are tried again in one delivery: less than a third of the lock, which is not renewed.</summary>
    public static readonly TimeSpan MaxRetries = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(1);

    [Function(nameof(IngestActivities))]
    public async Task Run(
        [ServiceBusTrigger(Queues.IngestActivities, Connection = Queues.Connection, IsBatched = true)] string[] messages,
        CancellationToken cancellationToken)
    {
        var began = time.GetTimestamp();
        var followOns = new FollowOns();
        var failures = new ConcurrentQueue<Exception>();
        var works = new List<Func<CancellationToken, Task>>();
        await TryAsync(async stop => works = await WorksAsync(messages, time.GetUtcNow(), followOns, stop), began, cancellationToken);
        await Parallel.ForEachAsync(
            works,
            Several.AtOnce(MaxGroupsAtOnce, cancellationToken),
            async (work, stop) =>
            {
                try
                {
                    await TryAsync(work, began, stop);
                }
                catch (Exception exception) when (!stop.IsCancellationRequested)
                {
                    failures.Enqueue(exception);
                }
            });

        await followOns.SendAsync(nudges, cancellationToken);
        if (failures.TryDequeue(out var failure))
        {
            ExceptionDispatchInfo.Throw(failure);
        }
    }

    /// <summary>What is to be done, each independent of the others.</summary>
    private async Task<List<Func<CancellationToken, Task>>> WorksAsync(string[] messages, DateTimeOffset now, FollowOns followOns, CancellationToken cancellationToken)
    {
        var model = (await directory.GetAsync(cancellationToken)).Model;
        var works = new List<Func<CancellationToken, Task>>();
        var read = new List<(Envelope<Activity> Envelope, string Message)>(messages.Length);
        foreach (var message in messages)
        {
            try
            {
                read.Add((Envelopes.Read<Activity>(message), message));
            }
            catch (JsonException problem)
            {
                counters.CountDead(null);
                works.Add(stop => AddAsync(Unreadable(message, problem.Message, now), TimeOf(message) is null, stop));
            }
        }

        var settled = await owners.SettleAsync(read.Select(item => item.Envelope.Data), model, now, cancellationToken);
        ReceivedActivity[] received = [.. read.Zip(settled, (item, activity) => new ReceivedActivity(
            item.Envelope.Id, activity, ReferenceEquals(activity, item.Envelope.Data) ? item.Message : Envelopes.Text(item.Envelope with { Data = activity })))];
        works.AddRange(received
            .Where(item => Quarantine.IsAhead(item.Activity, now))
            .Select(item => (Func<CancellationToken, Task>)(stop => quarantine.KeepAsync(item, stop))));
        works.AddRange((await firsts.KeepAsync(received.Where(item => !Quarantine.IsAhead(item.Activity, now)), cancellationToken))
            .SelectMany(item => DealFactActivity.Of(item.Activity) is { } fact ? new[] { item, new ReceivedActivity(item.MessageId, fact, item.Message) } : [item])
            .GroupBy(item => ActivityDocuments.Partition(item.Activity), item => item, StringComparer.Ordinal)
            .Select(group => (Func<CancellationToken, Task>)(stop => CommitAsync(group.Key, [.. group], followOns, stop))));
        return works;
    }

    private Task AddAsync(DeadDocument unreadable, bool isUndated, CancellationToken cancellationToken) =>
        isUndated ? dead.AddUndatedAsync(unreadable, cancellationToken) : dead.AddAsync(unreadable, cancellationToken);

    private Task CommitAsync(string pk, ReceivedActivity[] items, FollowOns followOns, CancellationToken cancellationToken) =>
        items[0].Activity.RecordType is null
            ? activities.RunAsync(pk, items, followOns, cancellationToken)
            : changes.RunAsync(pk, items, followOns, cancellationToken);

    private async Task TryAsync(Func<CancellationToken, Task> work, long began, CancellationToken cancellationToken)
    {
        for (var pause = TimeSpan.FromMilliseconds(50); ; pause = pause * 2 < LongestPause ? pause * 2 : LongestPause)
        {
            try
            {
                await work(cancellationToken);
                return;
            }
            catch (Exception exception) when (exception is not OwnerPassedException && !cancellationToken.IsCancellationRequested && time.GetElapsedTime(began) + pause < MaxRetries)
            {
                await Task.Delay(pause, time, cancellationToken);
            }
        }
    }

    /// <summary>Under the same id however often it is delivered, and on the same day as far as its time can be read.</summary>
    private static DeadDocument Unreadable(string message, string reason, DateTimeOffset now)
    {
        var id = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(message)));
        return new DeadDocument(id, TimeOf(message) ?? now, Queues.IngestActivities, reason, null, null, message);
    }

    private static DateTimeOffset? TimeOf(string message)
    {
        try
        {
            using var document = JsonDocument.Parse(message);
            return document.RootElement.ValueKind == JsonValueKind.Object && document.RootElement.TryGetProperty("time", out var time)
                && time.ValueKind == JsonValueKind.String && time.TryGetDateTimeOffset(out var at)
                ? at
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
