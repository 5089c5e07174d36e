using System.Globalization;
using System.Text.Json.Nodes;

namespace SalesPerf.Local.Tests.Acceptance;

/// <summary>
/// Events of one month for ten owners: of every five one creates a deal, one wins it, three are calls. Each is posted until it is acknowledged,
/// and never again after that.
/// </summary>
internal sealed class KillFeed
{
    public const int Owners = 10;

    private readonly Stack<JsonObject[]> waiting;
    private readonly Lock gate = new();
    private (int Count, TaskCompletionSource Reached) awaited = (int.MaxValue, new TaskCompletionSource());

    /// <param name="count">How many events.</param>
    /// <param name="month">The first day of their month.</param>
    /// <param name="random">Shuffles them and cuts them into batches.</param>
    /// <param name="largest">The most events of a batch; the least is one.</param>
    public KillFeed(int count, DateTimeOffset month, Random random, int largest)
    {
        var events = Enumerable.Range(0, count).Select(i => Event(i, month)).ToArray();
        random.Shuffle(events);
        var batches = new List<JsonObject[]>();
        for (var from = 0; from < events.Length; from += batches[^1].Length)
        {
            batches.Add(events[from..Math.Min(events.Length, from + random.Next(1, largest + 1))]);
        }

        (Count, Batches, waiting) = (count, batches.Count, new Stack<JsonObject[]>(batches));
    }

    public int Count { get; }

    public int Batches { get; }

    public int Acknowledged { get; private set; }

    public static string Owner(int i) => $"o{i / 5 % Owners}";

    public static string Key(int i) => $"e-{i}";

    public static string Deal(int i) => $"d-{i / 5}";

    public static decimal Amount(int i) => 100m + (i / 5 * 0.01m);

    public static bool IsCall(int i) => i % 5 > 1;

    public static bool IsWon(int i) => i % 5 == 1;

    public JsonObject[]? Next()
    {
        lock (gate)
        {
            return waiting.TryPop(out var batch) ? batch : null;
        }
    }

    public void Acknowledge()
    {
        lock (gate)
        {
            Acknowledged++;
            if (Acknowledged >= awaited.Count)
            {
                awaited.Reached.TrySetResult();
            }
        }
    }

    /// <summary>Ends when so many requests are acknowledged. One waits at a time.</summary>
    public Task AcknowledgedAsync(int count)
    {
        lock (gate)
        {
            awaited = (count, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
            if (Acknowledged >= count)
            {
                awaited.Reached.SetResult();
            }

            return awaited.Reached.Task;
        }
    }

    /// <summary>Nobody knows what became of it: it is sent again.</summary>
    public void GiveBack(JsonObject[] batch)
    {
        lock (gate)
        {
            waiting.Push(batch);
        }
    }

    private static JsonObject Event(int i, DateTimeOffset month)
    {
        var at = month.AddMinutes(i % 30_000).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        var data = new JsonObject { ["owner"] = Owner(i) };
        if (!IsCall(i))
        {
            data["deal"] = Deal(i);
            data["amount"] = Amount(i);
            data["currency"] = "USD";
        }

        return Events.Of(Key(i), IsCall(i) ? "call.completed" : IsWon(i) ? "deal.won" : "deal.created", at, data);
    }
}
