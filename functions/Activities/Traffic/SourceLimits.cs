using System.Collections.Concurrent;
using SalesPerf.Domain.Sources;

namespace SalesPerf.Functions.Activities.Traffic;

/// <summary>
/// How often each source may post, where its settings say so: a burst, and then one request in every interval. Counted in this process alone: several instances allow as many times as much.
/// Only the sender's own requests count, so that a stranger cannot use them up.
/// </summary>
public sealed class SourceLimits(TimeProvider time)
{
    private readonly ConcurrentDictionary<string, Pace> paces = new(StringComparer.Ordinal);

    /// <summary>Null when a request may pass; otherwise how long until one may.</summary>
    public TimeSpan? Wait(Source source) =>
        source.Limit is { RequestsPerMinute: > 0 } limit ? paces.GetOrAdd(source.Id, static _ => new Pace()).Wait(limit, time.GetUtcNow().UtcTicks) : null;

    /// <summary>The instant up to which the source has used its share: each request moves it on by an interval, and it may be a burst ahead of now.</summary>
    private sealed class Pace
    {
        private readonly Lock gate = new();
        private long usedUpTo;

        public TimeSpan? Wait(SourceLimit limit, long now)
        {
            var interval = TimeSpan.TicksPerMinute / limit.RequestsPerMinute;
            lock (gate)
            {
                // Further ahead than a burst only after a clock or a limit was set back.
                var next = (usedUpTo - now > interval * limit.MostAtOnce ? now : Math.Max(now, usedUpTo)) + interval;
                var over = next - now - (interval * limit.MostAtOnce);
                if (over > 0)
                {
                    return TimeSpan.FromTicks(over);
                }

                usedUpTo = next;
                return null;
            }
        }
    }
}
