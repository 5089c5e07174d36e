namespace SalesPerf.Domain.Bookkeeping;

/// <summary>Somebody says that a line of a statement is wrong.</summary>
public sealed record Dispute
{
    public const string Open = "open";
    public const string UnderReview = "underReview";
    public const string Escalated = "escalated";
    public const string Resolved = "resolved";

    public required string Id { get; init; }

    public required string Person { get; init; }

    /// <summary>The pay period.</summary>
    public required string Period { get; init; }

    public required string Assignment { get; init; }

    public required string Component { get; init; }

    /// <summary>The deal, or what an extra of the component comes from; null is the component as a whole.</summary>
    public string? Line { get; init; }

    /// <summary><c>open</c>, <c>underReview</c>, <c>escalated</c> or <c>resolved</c>.</summary>
    public required string State { get; init; }

    /// <summary>What was done, the first time first.</summary>
    public required IReadOnlyList<DisputeStep> Steps { get; init; }

    /// <summary>What was proposed to end it.</summary>
    public string? Adjustment { get; init; }

    /// <summary>What it was raised with: a repeat under the same key is the same.</summary>
    public string? Fingerprint { get; init; }

    /// <summary>Goes on: open → underReview → resolved or escalated; escalated → resolved. Null when that does not follow from where it stands.</summary>
    public Dispute? Move(string state, DisputeStep step, string? adjustment) =>
        (State, state) is (Open, UnderReview) or (UnderReview, Resolved) or (UnderReview, Escalated) or (Escalated, Resolved)
            ? this with { State = state, Steps = [.. Steps, step], Adjustment = adjustment ?? Adjustment }
            : null;
}

/// <summary>A step of a dispute.</summary>
/// <param name="State">What it led to.</param>
/// <param name="By">Principal id.</param>
/// <param name="At">When.</param>
/// <param name="ReasonHash">What was said, by its hash: the text is kept beside.</param>
public sealed record DisputeStep(string State, string By, DateTimeOffset At, string ReasonHash);
