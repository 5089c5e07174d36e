using System.Collections.Concurrent;

namespace SalesPerf.Local.Messages;

/// <summary>Why something keeps failing: worth a line of the log once a minute, not at every try of everybody.</summary>
internal sealed class Causes(TimeProvider time)
{
    private static readonly TimeSpan Quiet = TimeSpan.FromMinutes(1);

    private const int MaxKnown = 100;

    private readonly ConcurrentDictionary<string, long> said = new(StringComparer.Ordinal);

    /// <summary>True the first time, and again once a minute has passed since the last true.</summary>
    public bool IsToBeSaid(string cause)
    {
        var now = time.GetTimestamp();
        while (said.TryGetValue(cause, out var last))
        {
            if (time.GetElapsedTime(last, now) < Quiet)
            {
                return false;
            }

            if (said.TryUpdate(cause, now, last))
            {
                return true;
            }
        }

        if (said.Count >= MaxKnown)
        {
            said.Clear();
        }

        return said.TryAdd(cause, now);
    }
}
