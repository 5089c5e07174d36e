namespace SalesPerf.Functions.Runs;

/// <summary>How far a run is: work that was asked for together, a message a unit.</summary>
/// <param name="Kind"><c>forecast</c>, <c>evaluation</c>, <c>calculation</c>, <c>digest</c>, <c>remap</c>, <c>erasure</c> or <c>close</c>.</param>
/// <param name="Id">Names it among those of its kind: the time of a scheduled one, the week of digests, the source of a remap, the person of an erasure, the month of a close.</param>
/// <param name="State"><c>running</c>; <c>done</c>; <c>incomplete</c> when it ended without those who are missing.</param>
/// <param name="StartedAt">When it was due, or asked for.</param>
/// <param name="EndedAt">When it ended; absent while it runs, and where nobody wrote it down.</param>
/// <param name="Expected">Units it is made of; absent while they are not counted yet.</param>
/// <param name="Done">Units that are through.</param>
/// <param name="Missing">Ids of those that are not: people, by id. In a list the first twenty.</param>
public sealed record RunProgress(
    string Kind, string Id, string State, DateTimeOffset StartedAt, DateTimeOffset? EndedAt, int? Expected, int Done, IReadOnlyList<string> Missing)
{
    public const string Running = "running";
    public const string Complete = "done";
    public const string Incomplete = "incomplete";

    private const int MaxListed = 20;

    /// <summary>As it stands in a list.</summary>
    public RunProgress Listed() => Missing.Count <= MaxListed ? this : this with { Missing = [.. Missing.Take(MaxListed)] };

    /// <param name="kind">Its kind.</param>
    /// <param name="id">Its id.</param>
    /// <param name="startedAt">When it was due.</param>
    /// <param name="expected">Its units.</param>
    /// <param name="missing">Those of them that are not through.</param>
    /// <param name="isOver">True when nothing more will come.</param>
    /// <param name="endedAt">When it ended, where that is known.</param>
    public static RunProgress Of(
        string kind, string id, DateTimeOffset startedAt, int expected, IEnumerable<string> missing, bool isOver, DateTimeOffset? endedAt = null)
    {
        string[] left = [.. missing.Order(StringComparer.Ordinal)];
        var state = left.Length == 0 ? Complete : isOver ? Incomplete : Running;
        return new RunProgress(kind, id, state, startedAt, state == Running ? null : endedAt, expected, Math.Max(0, expected - left.Length), left);
    }
}
