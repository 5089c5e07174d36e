using System.Globalization;
using SalesPerf.Platform.Documents;

namespace SalesPerf.Simulation.Engine;

/// <summary>What happened, in order. Two runs of a seed have the same fingerprint.</summary>
/// <param name="print">Shows each line; null shows none.</param>
internal sealed class Trace(Action<string>? print)
{
    private ulong hash = 14695981039346656037UL;

    public int Lines { get; private set; }

    public string Fingerprint => hash.ToString("x16", CultureInfo.InvariantCulture);

    public void Add(TimeProvider time, Instance? instance, string what, object? result = null)
    {
        Lines++;
        var at = time.GetUtcNow();
        var outcome = result switch
        {
            CommitResult.Refused refused => $" → {refused.Reason} {refused.Index}",
            CommitResult or null => "",
            Document document => $" → {document.ETag}",
            string text => $" → {text}",
            _ => "",
        };
        unchecked
        {
            hash = (hash ^ (ulong)at.UtcTicks) * 1099511628211UL;
            foreach (var letter in what.AsSpan())
            {
                hash = (hash ^ letter) * 1099511628211UL;
            }

            foreach (var letter in outcome.AsSpan())
            {
                hash = (hash ^ letter) * 1099511628211UL;
            }
        }

        print?.Invoke(string.Create(CultureInfo.InvariantCulture, $"{at:MM-dd HH:mm:ss.fffffff} {instance?.Name,-4} {what}{outcome}"));
    }
}
