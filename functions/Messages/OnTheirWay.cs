using System.Collections.Concurrent;

namespace SalesPerf.Functions.Messages;

/// <summary>
/// Which nudges this process has sent, or is sending, that are not yet due: one more for the same keys is needless, since what was committed before it is
/// delivered is seen by it. Whoever relies on another's message waits until that is durable, and sends its own when it turns out not to be.
/// </summary>
/// <typeparam name="TKey">What a nudge is about.</typeparam>
public sealed class OnTheirWay<TKey>
    where TKey : notnull
{
    /// <summary>A nudge due sooner than this is not relied upon: clocks differ.</summary>
    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(2);

    /// <summary>Callers read the clock some time before they come here.</summary>
    private static readonly TimeSpan SetBack = TimeSpan.FromSeconds(1);

    private const int MaxRemembered = 20_000;

    private readonly ConcurrentDictionary<TKey, Sending> sendings = new();
    private long latest;

    /// <param name="keys">Those that a nudge is wanted for.</param>
    /// <param name="now">The time.</param>
    /// <param name="due">When a message sent now is delivered.</param>
    /// <param name="send">Sends messages for some of the keys.</param>
    public async Task SendAsync(IReadOnlyCollection<TKey> keys, DateTimeOffset now, DateTimeOffset due, Func<IReadOnlyList<TKey>, Task> send)
    {
        // A clock that was set back brings what is on its way sooner than it is remembered for.
        if (sendings.Count > MaxRemembered || now.UtcTicks < Interlocked.Exchange(ref latest, now.UtcTicks) - SetBack.Ticks)
        {
            sendings.Clear();
        }

        while (keys.Count > 0)
        {
            var mine = new Sending(due);
            var claims = keys.Distinct().Select(key => (Key: key, Sending: Claim(key, mine, now + Margin))).ToLookup(claim => claim.Sending == mine);
            await SendAsync(mine, [.. claims[true].Select(claim => claim.Key)], send);

            var lost = new List<TKey>();
            foreach (var (key, other) in claims[false])
            {
                if (!await other.IsDurable.Task)
                {
                    lost.Add(key);
                }
            }

            keys = lost;
        }
    }

    private async Task SendAsync(Sending mine, List<TKey> claimed, Func<IReadOnlyList<TKey>, Task> send)
    {
        if (claimed.Count == 0)
        {
            return;
        }

        try
        {
            await send(claimed);
            mine.IsDurable.SetResult(true);
        }
        finally
        {
            if (mine.IsDurable.TrySetResult(false))
            {
                foreach (var key in claimed)
                {
                    sendings.TryRemove(new KeyValuePair<TKey, Sending>(key, mine));
                }
            }
        }
    }

    /// <summary>
    /// The one that is on its way for this key: <paramref name="mine"/>, or another that is due late enough. One due later than mine would be was sent by a clock that has been
    /// set back since: nobody knows whether it is still on its way.
    /// </summary>
    private Sending Claim(TKey key, Sending mine, DateTimeOffset least) =>
        sendings.AddOrUpdate(key, mine, (_, other) => other.Due >= least && other.Due <= mine.Due ? other : mine);

    private sealed class Sending(DateTimeOffset due)
    {
        public DateTimeOffset Due => due;

        /// <summary>Set once the sending has ended: whether the messages are kept.</summary>
        public TaskCompletionSource<bool> IsDurable { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
