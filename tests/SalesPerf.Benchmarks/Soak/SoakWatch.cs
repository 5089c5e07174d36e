using System.Diagnostics;
using System.Text.Json.Nodes;

namespace SalesPerf.Benchmarks.Soak;

/// <summary>Looks at the host every second, and says every minute what it was like.</summary>
internal sealed class SoakWatch(SoakHost host, SoakTraffic traffic, Latencies acknowledgements, Latencies scorecards)
{
    private const double Megabyte = 1_000_000;
    private const int SecondsAMinute = 60;
    private const int SecondsALook = 5;

    /// <summary>Waits a minute for the people of a run, by design.</summary>
    private const string Waiting = "complete-forecast";

    private long depth;
    private long oldest;
    private long dead;

    public List<SoakMinute> Minutes { get; } = [];

    /// <summary>The largest log of all.</summary>
    public double LargestWal { get; private set; }

    public async Task RunAsync(CancellationToken stop)
    {
        Console.WriteLine(SoakMinute.Heading);
        while (!stop.IsCancellationRequested)
        {
            var (start, events, cpu, wal) = (Stopwatch.GetTimestamp(), traffic.Sent, host.Cpu, 0L);
            (depth, oldest) = (0, 0);
            for (var second = 1; second <= SecondsAMinute && !stop.IsCancellationRequested; second++)
            {
                await Task.Delay(TimeSpan.FromSeconds(1), CancellationToken.None);
                wal = Math.Max(wal, host.Wal);
                if (second % SecondsALook == 0)
                {
                    await LookAsync();
                }
            }

            var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
            LargestWal = Math.Max(LargestWal, wal / Megabyte);
            if (seconds < SecondsAMinute / 2)
            {
                return;
            }

            Minutes.Add(new SoakMinute
            {
                Number = Minutes.Count + 1,
                EventsASecond = (traffic.Sent - events) / seconds,
                CpuPercent = (host.Cpu - cpu).TotalSeconds / seconds * 100,
                WorkingSet = host.WorkingSet / Megabyte,
                Heap = host.Heap / Megabyte,
                Acknowledged = acknowledgements.Take(),
                Scorecard = scorecards.Take(),
                Depth = depth,
                OldestSeconds = oldest,
                Wal = wal / Megabyte,
                Database = host.Database / Megabyte,
                Dead = dead,
            });
            Console.WriteLine(Minutes[^1]);
        }
    }

    /// <summary>Returns when the queues are empty; null when they are not in so long.</summary>
    /// <param name="patience">How long that may take.</param>
    /// <param name="queues">Which; all when none is named.</param>
    public async Task<TimeSpan?> DrainAsync(TimeSpan patience, params string[] queues)
    {
        var start = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(start) < patience)
        {
            if (await QueuesAsync() is { } found && found.Where(queue => queues.Length == 0 || queues.Contains(Name(queue))).All(queue => queue["depth"]!.GetValue<long>() == 0))
            {
                return Stopwatch.GetElapsedTime(start);
            }

            await Task.Delay(TimeSpan.FromMilliseconds(500));
        }

        return null;
    }

    private async Task LookAsync()
    {
        if (await QueuesAsync() is not { } queues)
        {
            return;
        }

        depth = Math.Max(depth, queues.Sum(queue => queue["depth"]!.GetValue<long>()));
        oldest = Math.Max(oldest, queues.Where(queue => Name(queue) != Waiting).Max(queue => queue["oldestAgeSeconds"]?.GetValue<long>() ?? 0));
        dead = queues.Sum(queue => queue["dead"]!.GetValue<long>());
    }

    /// <summary>Null while the host does not answer, as when it was killed.</summary>
    private async Task<IReadOnlyList<JsonNode>?> QueuesAsync()
    {
        try
        {
            return [.. (await host.GetAsync("health"))["queues"]!.AsArray().Select(queue => queue!)];
        }
        catch (Exception failure) when (failure is HttpRequestException or OperationCanceledException)
        {
            return null;
        }
    }

    private static string Name(JsonNode queue) => queue["queue"]!.GetValue<string>();
}
