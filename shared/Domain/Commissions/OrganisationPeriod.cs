using SalesPerf.Domain.Bookkeeping;

namespace SalesPerf.Domain.Commissions;

/// <summary>The organisation's books of one fiscal month: the document <c>period~{P}</c> beside the calendar. A month without one is open.</summary>
/// <param name="Period">The fiscal month's id.</param>
/// <param name="State"><c>open</c>, <c>closing</c> (people's months are being closed one by one) or <c>closed</c>.</param>
public sealed record OrganisationPeriod(string Period, string State)
{
    public const string Open = "open";
    public const string Closing = "closing";
    public const string Closed = "closed";

    /// <summary>The first day.</summary>
    public DateOnly? From { get; init; }

    /// <summary>The day after the last.</summary>
    public DateOnly? To { get; init; }

    /// <summary>When the close was asked for: what is recorded later does not change its days. Null while open.</summary>
    public DateTimeOffset? KnownAt { get; init; }

    /// <summary>Principal id of who closed it.</summary>
    public string? ClosedBy { get; init; }

    /// <summary>Codes of what the checklist found and who closed it accepted.</summary>
    public IReadOnlyList<string> Acknowledged { get; init; } = [];

    /// <summary>Why that was accepted, by its hash: the text is kept beside.</summary>
    public string? ReasonHash { get; init; }

    /// <summary>When everybody's month was closed.</summary>
    public DateTimeOffset? ClosedAt { get; init; }

    /// <summary>What it holds, once it is closed.</summary>
    public Manifest? Manifest { get; init; }

    /// <summary>From when on its days are counted as known then: a reopening that was approved; null is <see cref="KnownAt"/>.</summary>
    public DateTimeOffset? ReopenedAt { get; init; }
}
