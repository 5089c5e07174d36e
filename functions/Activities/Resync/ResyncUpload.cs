using SalesPerf.Domain.Sources;

namespace SalesPerf.Functions.Activities.Resync;

/// <summary>An upload of an export, as it was opened. The rows themselves are never stored: a part becomes activities on their way while it is received.</summary>
/// <param name="Id">Names it among those of its source.</param>
/// <param name="Source">The source whose export it is.</param>
/// <param name="Fingerprint">Of what it was opened with.</param>
/// <param name="Columns">The header of CSV; null for JSON lines.</param>
/// <param name="Mapping">What the columns mean, as it was when it was opened.</param>
/// <param name="ExportedAt">When deals stood so whose rows give no time.</param>
/// <param name="OpenedAt">When it was opened.</param>
/// <param name="OpenedBy">Principal id of who opened it.</param>
/// <param name="State"><see cref="Open"/>, <see cref="Complete"/> or <see cref="Cancelled"/>.</param>
/// <param name="Parts">How many parts it has; null until it is complete.</param>
/// <param name="EndedAt">When it was completed or cancelled.</param>
public sealed record ResyncUpload(
    string Id,
    string Source,
    string Fingerprint,
    IReadOnlyList<string>? Columns,
    ImportMapping Mapping,
    DateTimeOffset ExportedAt,
    DateTimeOffset OpenedAt,
    string OpenedBy,
    string State,
    int? Parts,
    DateTimeOffset? EndedAt)
{
    public const string Open = "open";
    public const string Complete = "complete";
    public const string Cancelled = "cancelled";
}

/// <summary>What became of a part.</summary>
/// <param name="Number">From 1.</param>
/// <param name="Hash">SHA-256 of its bytes, unpacked.</param>
/// <param name="Line">The line of the export it begins on.</param>
/// <param name="ReceivedAt">When it came first: what its rows were received at, however often it comes.</param>
/// <param name="IsDone">True when every row of it is on its way.</param>
/// <param name="Rows">Rows taken: where a part goes on that was stopped.</param>
/// <param name="Added">Rows that told something new.</param>
/// <param name="Held">Rows that told what was held.</param>
/// <param name="Rejected">Rows that could not be read.</param>
/// <param name="Problems">The first of those.</param>
public sealed record ResyncPart(
    int Number, string Hash, long Line, DateTimeOffset ReceivedAt, bool IsDone, long Rows, long Added, long Held, long Rejected, IReadOnlyList<RejectedLine> Problems);

/// <summary>A row that could not be read.</summary>
/// <param name="Line">The line it begins on, from 1.</param>
/// <param name="Errors">What is wrong; pointers name columns. Never what the row said.</param>
public sealed record RejectedLine(long Line, IReadOnlyList<ActivityError> Errors);

/// <summary>How far an upload is.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Source">Its source.</param>
/// <param name="State"><c>open</c>; <c>ingesting</c> while what it told is on its way; <c>done</c>; <c>cancelled</c>.</param>
/// <param name="OpenedAt">When it was opened.</param>
/// <param name="EndedAt">When it was completed or cancelled; absent while it is open.</param>
/// <param name="Parts">Parts that were taken.</param>
/// <param name="Rows">Rows read.</param>
/// <param name="Added">Rows that told something new.</param>
/// <param name="Held">Rows that told what was held.</param>
/// <param name="Rejected">Rows that could not be read.</param>
/// <param name="Problems">The first hundred of those.</param>
public sealed record ResyncProgress(
    string Id,
    string Source,
    string State,
    DateTimeOffset OpenedAt,
    DateTimeOffset? EndedAt,
    int Parts,
    long Rows,
    long Added,
    long Held,
    long Rejected,
    IReadOnlyList<RejectedLine> Problems);

/// <summary>One thing wrong with a row.</summary>
/// <param name="Line">The line the row begins on, from 1.</param>
/// <param name="Pointer">The column; empty is the whole row.</param>
/// <param name="Detail">What is wrong, for a person.</param>
public sealed record ResyncProblem(long Line, string Pointer, string Detail);

/// <summary>Opens an upload.</summary>
public sealed record OpenResyncBody
{
    /// <summary>The caller's name for it: the same again is the same upload. Absent: by the Idempotency-Key, or a new one.</summary>
    public string? Id { get; init; }

    /// <summary><c>csv</c> (default) or <c>jsonl</c>.</summary>
    public string? Format { get; init; }

    /// <summary>The header of CSV.</summary>
    public IReadOnlyList<string>? Columns { get; init; }

    /// <summary>What the columns mean; absent: what the source says.</summary>
    public ImportMapping? Mapping { get; init; }

    /// <summary>When the export was made; absent: now.</summary>
    public DateTimeOffset? ExportedAt { get; init; }
}

/// <summary>Completes an upload.</summary>
public sealed record CompleteResyncBody
{
    /// <summary>How many parts it has: 1 to this.</summary>
    public required int Parts { get; init; }
}
