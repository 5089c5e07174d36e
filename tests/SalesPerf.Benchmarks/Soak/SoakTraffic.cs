using System.Diagnostics;

namespace SalesPerf.Benchmarks.Soak;

/// <summary>
/// Sends requests when they are due, whether earlier ones were answered or not, with faults: some are sent again after their answer, some minutes late, some by
/// clients that go away before the answer or in the middle of the body. What was not acknowledged is sent until it is.
/// </summary>
internal sealed class SoakTraffic(SoakSender sender, SoakRequests requests, Random random)
{
    private const int MostAtOnce = 200;
    private const int FloodAtOnce = 16;
    private const int LatestSeconds = 90;

    private readonly Lock gate = new();
    private readonly PriorityQueue<SoakRequest, TimeSpan> later = new();
    private readonly Stopwatch clock = Stopwatch.StartNew();
    private int underWay;
    private long sent;
    private long acknowledged;

    /// <summary>True while the host is being killed: requests may then fail.</summary>
    public bool MayFail { get; set; }

    /// <summary>Events in requests that were sent, repeats included.</summary>
    public long Sent => Interlocked.Read(ref sent);

    /// <summary>Events in requests that were acknowledged, repeats included.</summary>
    public long Acknowledged => Interlocked.Read(ref acknowledged);

    public int Repeats { get; private set; }

    public int Late { get; private set; }

    public int HungUp { get; private set; }

    public int Forged { get; private set; }

    public int BadItems { get; private set; }

    /// <summary>Answers nobody should have got. To be read once it is over.</summary>
    public List<string> Unexpected { get; } = [];

    /// <summary>Posts as fast as answers come. Returns how many events were posted.</summary>
    public async Task<long> FloodAsync(TimeSpan span)
    {
        var (before, end) = (Acknowledged, clock.Elapsed + span);
        await Task.WhenAll(Enumerable.Range(0, FloodAtOnce).Select(async _ =>
        {
            while (clock.Elapsed < end)
            {
                SoakRequest next;
                lock (gate)
                {
                    next = requests.Next();
                }

                await SendAsync(next, isHangingUp: false);
            }
        }));
        return Acknowledged - before;
    }

    /// <summary>Posts at the rate, with faults, until it is stopped.</summary>
    /// <param name="rate">Events a second, repeats included. What could not be sent in time is made up for as far as one second.</param>
    /// <param name="stop">Ends it.</param>
    public async Task RunAsync(double rate, CancellationToken stop)
    {
        var (from, budget) = (clock.Elapsed, 0.0);
        while (!stop.IsCancellationRequested)
        {
            await Task.Delay(5, CancellationToken.None);
            var now = clock.Elapsed;
            budget = Math.Min(budget + ((now - from).TotalSeconds * rate), rate);
            from = now;
            while (budget > 0 && Volatile.Read(ref underWay) < MostAtOnce)
            {
                var (next, isHangingUp) = Choose(now);
                budget -= Math.Max(1, next?.Events ?? 0);
                if (next is not null)
                {
                    _ = SendAsync(next, isHangingUp);
                }
            }
        }
    }

    /// <summary>Sends what is left, until everything given out was acknowledged.</summary>
    public async Task FinishAsync()
    {
        foreach (var rest in requests.Rest())
        {
            await SendAsync(rest, isHangingUp: false);
        }

        while (true)
        {
            SoakRequest? next;
            lock (gate)
            {
                later.TryDequeue(out next, out _);
            }

            if (next is null && Volatile.Read(ref underWay) == 0)
            {
                return;
            }

            await (next is null ? Task.Delay(20) : SendAsync(next, isHangingUp: false));
        }
    }

    /// <summary>What is due again, or something new; some of that is put off. Some of both are by clients that go away.</summary>
    private (SoakRequest? Request, bool IsHangingUp) Choose(TimeSpan now)
    {
        lock (gate)
        {
            if (later.TryPeek(out _, out var due) && due <= now)
            {
                return (later.Dequeue(), random.Next(100) < 3);
            }

            var request = requests.Next();
            if (request.IsGood && random.Next(100) < 4)
            {
                Late++;
                Postpone(request);
                return (null, false);
            }

            return (request, request.IsGood && random.Next(100) < 3);
        }
    }

    private void Postpone(SoakRequest request) => later.Enqueue(request, clock.Elapsed + TimeSpan.FromSeconds(random.NextDouble() * LatestSeconds));

    private async Task SendAsync(SoakRequest request, bool isHangingUp)
    {
        Interlocked.Increment(ref underWay);
        Interlocked.Add(ref sent, request.Events);
        try
        {
            if (isHangingUp)
            {
                await HangUpAsync(request);
            }
            else
            {
                Note(request, await sender.SendAsync(request));
            }
        }
        finally
        {
            Interlocked.Decrement(ref underWay);
        }
    }

    private Task HangUpAsync(SoakRequest request)
    {
        TimeSpan patience;
        double? share;
        lock (gate)
        {
            HungUp++;
            Postpone(request);
            (patience, share) = (TimeSpan.FromMilliseconds(random.Next(20)), random.Next(2) == 0 ? null : random.NextDouble());
        }

        return sender.HangUpAsync(request, patience, share);
    }

    /// <summary>What was not taken is sent again, and some of what was.</summary>
    private void Note(SoakRequest request, string? problem)
    {
        lock (gate)
        {
            if (problem is not null)
            {
                Postpone(request);
                if (!MayFail)
                {
                    Unexpected.Add(problem);
                }

                return;
            }

            (Forged, BadItems) = (Forged + (request.IsGood ? 0 : 1), BadItems + request.Rejected);
            Interlocked.Add(ref acknowledged, request.Events);
            if (request.IsGood && random.Next(100) < 4)
            {
                Repeats++;
                Postpone(request);
            }
        }
    }
}
