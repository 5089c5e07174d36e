using SalesPerf.Domain.Activities;
using SalesPerf.Domain.Deals;

namespace SalesPerf.Connectors.Imports;

/// <summary>What became of a row of an export.</summary>
/// <param name="Line">The line it begins on, from 1.</param>
public abstract record ImportedRow(long Line);

/// <summary>The row is something that happened.</summary>
/// <param name="Line">Its line.</param>
/// <param name="Activity">The activity, marked as repaired. Its key is empty where the row names the event neither by a key nor by an object: rows that say the same are several events then.</param>
/// <param name="Length">The instants from its time on that the export does not tell apart.</param>
/// <param name="Object">The id of what it is about, for comparing; null when there is none, or the key names the event.</param>
public sealed record ImportedActivity(long Line, Activity Activity, TimeSpan Length, string? Object) : ImportedRow(Line)
{
    /// <summary>True when the key is not the source's own: what is held of the same event has another.</summary>
    public bool IsByContent { get; init; }

    /// <summary>The keys that the event may be held under, where the row's times are not written to the millisecond; null when there is the one.</summary>
    public ImportedKeys? Alike { get; init; }

    /// <summary>Exclusive: the first instant that is not meant.</summary>
    public DateTimeOffset End => Activity.OccurredAt + (Length > TimeSpan.Zero ? Length : TimeSpan.FromTicks(1));
}

/// <summary>The row is how a deal stands.</summary>
public sealed record ImportedDeal(long Line, DealSnapshot Deal) : ImportedRow(Line);

/// <summary>The row can never become anything as it stands.</summary>
/// <param name="Line">Its line.</param>
/// <param name="Errors">Pointers name columns.</param>
public sealed record RejectedRow(long Line, IReadOnlyList<ReadError> Errors) : ImportedRow(Line);
