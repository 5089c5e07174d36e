using System.Collections.Concurrent;
using System.Globalization;
using SalesPerf.Connectors;
using SalesPerf.Functions.Storage;
using SalesPerf.Platform.Documents;

namespace SalesPerf.Functions.Activities.Traffic;

/// <summary>
/// Counts what comes from each source: in memory, written down once a minute and at the end, so that ingestion never waits for it. Each process has a document of its own for
/// every source and hour; they add up. A process that is killed loses what it counted since it last wrote: counts of a minute, never an event.
/// </summary>
public sealed class SourceTraffic(IDocumentStore store, TimeProvider time) : IDisposable
{
    /// <summary>Reasons told apart in an hour; further ones count together.</summary>
    public const int MaxReasons = 20;

    public const string OtherReasons = "Other reasons.";

    private const int KeptSeconds = 35 * 24 * 3600;

    private readonly string instance = Guid.CreateVersion7(time.GetUtcNow()).ToString("N");

    // One at a time, or the older count could be written over the newer one.
    private readonly SemaphoreSlim writing = new(1);

    private readonly ConcurrentDictionary<(string Source, DateTimeOffset Hour), Tally> tallies = new();

    public static string Partition(string source) => Domain.Values.Key.Of("source-traffic", source);

    /// <summary>A request of the source's sender, and what became of its items.</summary>
    public void CountTaken(string source, IReadOnlyList<ReadItem> items, int rejected)
    {
        var now = time.GetUtcNow();
        In(source, now).Change(hour =>
        {
            var (accepted, last) = (-rejected + items.Count(item => item is RejectedItem), hour.LastLagSeconds);
            foreach (var item in items)
            {
                if (item is IgnoredItem ignored)
                {
                    Add(hour.Ignored, ignored.Reason);
                }
                else if (item is ReadActivity { Activity: var activity })
                {
                    accepted++;
                    if (!activity.IsUndated)
                    {
                        last = Math.Max(0, (long)(now - activity.OccurredAt).TotalSeconds);
                        hour.Lags[ClassOf(last.Value)]++;
                    }
                }
            }

            return hour with
            {
                Requests = hour.Requests + 1,
                Accepted = hour.Accepted + Math.Max(0, accepted),
                Rejected = hour.Rejected + rejected,
                LastLagSeconds = last,
                FirstTaken = hour.FirstTaken ?? now,
                LastTaken = now,
                LastSeen = now,
                RefusedSince = null,
            };
        });
    }

    /// <summary>A request that nobody knows who sent. It is counted apart: a stranger's must not make a source look alive.</summary>
    /// <param name="source">A registered source.</param>
    /// <param name="code">Why.</param>
    public void CountRefused(string source, string code)
    {
        var now = time.GetUtcNow();
        In(source, now).Change(hour =>
        {
            Add(hour.Unauthorised, code);
            return hour with { LastRefused = now, RefusedSince = hour.RefusedSince ?? now, LastRefusal = code };
        });
    }

    /// <summary>A request of the source's sender while it is switched off.</summary>
    public void CountSeen(string source)
    {
        var now = time.GetUtcNow();
        In(source, now).Change(hour => hour with { Requests = hour.Requests + 1, LastSeen = now });
    }

    /// <summary>A request over the source's limit.</summary>
    public void CountLimited(string source)
    {
        var now = time.GetUtcNow();
        In(source, now).Change(hour => hour with { Requests = hour.Requests + 1, Limited = hour.Limited + 1, LastSeen = now });
    }

    public void CountDuplicate(string source) => In(source, time.GetUtcNow()).Change(hour => hour with { Duplicate = hour.Duplicate + 1 });

    public void CountDead(string source) => In(source, time.GetUtcNow()).Change(hour => hour with { Dead = hour.Dead + 1 });

    /// <summary>Writes down what changed. Hours that are over are forgotten then.</summary>
    public async Task FlushAsync(CancellationToken cancellationToken)
    {
        await writing.WaitAsync(cancellationToken);
        try
        {
            var current = HourOf(time.GetUtcNow());
            foreach (var (key, tally) in tallies)
            {
                var (hour, version) = tally.Read();
                if (hour is not null && await store.CommitAsync(new DocumentBatch(Partition(key.Source)).Upsert(Document(hour)), cancellationToken) is CommitResult.Committed)
                {
                    tally.Written(version);
                }

                if (key.Hour < current.AddHours(-1) && tally.Read().Hour is null)
                {
                    tallies.TryRemove(key, out _);
                }
            }
        }
        finally
        {
            writing.Release();
        }
    }

    public void Dispose() => writing.Dispose();

    private Document Document(SourceHour hour) => TypedDocuments.New(
        Partition(hour.Source),
        Domain.Values.Key.Of(hour.Hour.ToString("yyyyMMddHH", CultureInfo.InvariantCulture), instance),
        SourceHour.Kind,
        hour.Hour,
        hour,
        KeptSeconds);

    private Tally In(string source, DateTimeOffset now)
    {
        var hour = HourOf(now);
        return tallies.GetOrAdd((source, hour), static key => new Tally(SourceHour.Empty(key.Source, key.Hour)));
    }

    private static DateTimeOffset HourOf(DateTimeOffset now) => new(now.Year, now.Month, now.Day, now.Hour, 0, 0, TimeSpan.Zero);

    private static int ClassOf(long seconds)
    {
        var index = 0;
        while (index < SourceHour.LagBounds.Count && seconds > SourceHour.LagBounds[index])
        {
            index++;
        }

        return index;
    }

    private static void Add(SortedDictionary<string, long> counts, string reason)
    {
        var name = counts.ContainsKey(reason) || counts.Count < MaxReasons ? reason : OtherReasons;
        counts[name] = counts.GetValueOrDefault(name) + 1;
    }

    /// <summary>One hour of one source.</summary>
    private sealed class Tally(SourceHour first)
    {
        private readonly Lock gate = new();
        private SourceHour hour = first;
        private long version;
        private long written;

        public void Change(Func<SourceHour, SourceHour> change)
        {
            lock (gate)
            {
                hour = change(hour);
                version++;
            }
        }

        /// <summary>A copy that no longer changes; null when it is written down as it is.</summary>
        public (SourceHour? Hour, long Version) Read()
        {
            lock (gate)
            {
                return version == written ? (null, version) : (hour with
                {
                    Ignored = new(hour.Ignored, StringComparer.Ordinal),
                    Unauthorised = new(hour.Unauthorised, StringComparer.Ordinal),
                    Lags = [.. hour.Lags],
                }, version);
            }
        }

        public void Written(long upTo)
        {
            lock (gate)
            {
                written = Math.Max(written, upTo);
            }
        }
    }
}
