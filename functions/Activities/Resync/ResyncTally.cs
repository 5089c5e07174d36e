using SalesPerf.Connectors;

namespace SalesPerf.Functions.Activities.Resync;

/// <summary>Counts what becomes of a part's rows.</summary>
public sealed class ResyncTally(ResyncPart part)
{
    /// <summary>Of a row only the first are kept.</summary>
    private const int MaxErrors = 3;

    private readonly List<RejectedLine> problems = [];
    private readonly Dictionary<string, (string Type, DateTimeOffset At)> told = new(StringComparer.Ordinal);

    private long added;
    private long held;
    private long rejected;

    /// <summary>What the part's rows were received at.</summary>
    public DateTimeOffset ReceivedAt => part.ReceivedAt;

    public void Add() => added++;

    public void Hold() => held++;

    public void Reject(long line, IReadOnlyList<ReadError> errors)
    {
        rejected++;
        if (problems.Count < ResyncUploads.MaxProblems)
        {
            problems.Add(new RejectedLine(line, [.. errors.Take(MaxErrors).Select(error => new ActivityError(error.Pointer, error.Detail))]));
        }
    }

    /// <summary>What an earlier row of the part said under the key; null when none did.</summary>
    public (string Type, DateTimeOffset At)? Told(string key, string type, DateTimeOffset at) =>
        told.TryAdd(key, (type, at)) ? null : told[key];

    public ResyncPart Done() => part with { IsDone = true, Rows = added + held + rejected, Added = added, Held = held, Rejected = rejected, Problems = problems };
}
