namespace SalesPerf.Functions.Messages;

/// <summary>A person to be erased.</summary>
/// <param name="Person">The person.</param>
/// <param name="After">What it follows: the message before, or the request. One of several that follow the same goes on.</param>
/// <param name="IsQuiet">True when the round before found nothing any more.</param>
/// <param name="Place">Where to go on with what is stored; null in a round.</param>
/// <param name="IsSwept">True once that was looked through.</param>
public sealed record ErasureKey(string Person, string? After = null, bool IsQuiet = false, ErasurePlace? Place = null, bool IsSwept = false);

/// <summary>How far what is stored was looked through: of each identity the records and then the activities, then what has no owner.</summary>
/// <param name="Identities">After which the next identity comes; null is the first one, or with a key none.</param>
/// <param name="Key">The identity; null is to go on to the next.</param>
/// <param name="IsPastRecords">True among its activities.</param>
/// <param name="Nobody">The partition without owner, empty before the first; null among identities.</param>
/// <param name="Continuation">Where to go on there; null is at the beginning.</param>
public sealed record ErasurePlace(string? Identities = null, IdentityKey? Key = null, bool IsPastRecords = false, string? Nobody = null, string? Continuation = null);

/// <summary>A record changed: bring what people derive from it up to date.</summary>
public sealed record RecordKey(string Source, string Type, string Id);

/// <summary>A CRM identity changed hands.</summary>
public sealed record IdentityKey(string Source, string Owner);

/// <summary>What a source's events mean changed: every identity of it is remapped.</summary>
/// <param name="Source">The source; null is every one.</param>
/// <param name="Continuation">Where to go on; null is the first page.</param>
/// <param name="StartedAt">When the first page was asked for; null there.</param>
/// <param name="Asked">Identities on the pages before.</param>
public sealed record SourceKey(string? Source, string? Continuation = null, DateTimeOffset? StartedAt = null, int Asked = 0);

/// <summary>
/// A person's numbers may have changed. Without a run it refreshes values only; with one it evaluates.
/// </summary>
/// <param name="Person">The person.</param>
/// <param name="Months">UTC months (<c>yyyy-MM</c>) that changed, beside the open periods.</param>
/// <param name="Run">The scheduled occurrence, for an evaluation.</param>
/// <param name="MonthsOnly">True when another nudge sees to the open periods.</param>
public sealed record EvaluationKey(string Person, IReadOnlyList<string> Months, DateTimeOffset? Run = null, bool MonthsOnly = false);

/// <summary>A person's forecast may have changed. With a run it is kept as that run's.</summary>
public sealed record ForecastKey(string Person, DateTimeOffset? Run = null);

/// <summary>A person's pay may have changed, or is to be looked at in a run.</summary>
/// <param name="Person">The person.</param>
/// <param name="Run">The scheduled occurrence; null after a change.</param>
/// <param name="IsFollowing">True when it follows from somebody else's change: nobody follows from it.</param>
public sealed record CalculationKey(string Person, DateTimeOffset? Run = null, bool IsFollowing = false);

/// <summary>A forecast run to be completed once everybody is in.</summary>
public sealed record ForecastRunKey(DateTimeOffset Run, int Attempt = 0);

/// <summary>A manager's digest of the week that <paramref name="Week"/> names.</summary>
public sealed record DigestKey(string Manager, string Week);

/// <summary>A person's month to be closed.</summary>
public sealed record CloseKey(string Period, string Person);

/// <summary>A month to be closed once everybody's is: looked at again and again, or <paramref name="IsOnce"/> where somebody does that already.</summary>
/// <param name="Period">The fiscal month.</param>
/// <param name="Attempt">Looks so far.</param>
/// <param name="IsOnce">True where this look is the only one.</param>
/// <param name="Settled">Queues on the way to credits that have handed on what was accepted before the close.</param>
/// <param name="Since">What the next of them must have handed on was sent by then; null is when the close was asked for.</param>
public sealed record CompleteCloseKey(string Period, int Attempt = 0, bool IsOnce = false, int Settled = 0, DateTimeOffset? Since = null);
