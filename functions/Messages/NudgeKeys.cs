namespace SalesPerf.Functions.Messages;

/// <summary>A person to be erased.</summary>
/// <param name="Person">The person.</param>
/// <param name="IsQuiet">True when the round before found nothing any more.</param>
/// <param name="Sweep">Where to go on with what others did; null in a round.</param>
/// <param name="IsSwept">True once that was looked through.</param>
public sealed record ErasureKey(string Person, bool IsQuiet = false, string? Sweep = null, bool IsSwept = false);

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

/// <summary>A forecast run to be completed once everybody is in.</summary>
public sealed record ForecastRunKey(DateTimeOffset Run, int Attempt = 0);

/// <summary>A manager's digest of the week that <paramref name="Week"/> names.</summary>
public sealed record DigestKey(string Manager, string Week);
