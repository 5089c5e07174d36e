namespace SalesPerf.Domain.Bookkeeping;

/// <summary>Pay that finance holds by hand, of a pay period and those after it, until it is released.</summary>
public sealed record Hold
{
    public const string Held = "held";
    public const string Released = "released";

    public required string Id { get; init; }

    public required string Person { get; init; }

    /// <summary>The first pay period that is held.</summary>
    public required string Period { get; init; }

    /// <summary>Its first day.</summary>
    public required DateOnly From { get; init; }

    /// <summary>Null is every one.</summary>
    public string? Assignment { get; init; }

    /// <summary>Null is every one.</summary>
    public string? Component { get; init; }

    /// <summary>Of the deal.</summary>
    public string? Source { get; init; }

    /// <summary>Every credit of it; null is all pay.</summary>
    public string? Deal { get; init; }

    /// <summary><c>held</c> or <c>released</c>.</summary>
    public required string State { get; init; }

    /// <summary>Principal id of who holds it.</summary>
    public required string Author { get; init; }

    public required DateTimeOffset HeldAt { get; init; }

    /// <summary>Why, by its hash: the text is kept beside.</summary>
    public required string ReasonHash { get; init; }

    /// <summary>A day of the pay period that it is paid in; null while it is held.</summary>
    public DateOnly? ReleasedOn { get; init; }

    /// <summary>Principal id of who released it.</summary>
    public string? ReleasedBy { get; init; }

    public DateTimeOffset? ReleasedAt { get; init; }

    /// <summary>Why it was released, by its hash.</summary>
    public string? ReleaseReasonHash { get; init; }

    /// <summary>What it was asked for with: a repeat under the same key is the same.</summary>
    public string? Fingerprint { get; init; }
}
