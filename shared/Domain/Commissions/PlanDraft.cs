namespace SalesPerf.Domain.Commissions;

/// <summary>A version of a plan that is not in force: it waits for a second person. A plan has one at most; the last one decided stays until the next is written.</summary>
public sealed record PlanDraft
{
    /// <summary>The plan's.</summary>
    public required string Id { get; init; }

    public required Plan Content { get; init; }

    /// <summary>The first day it is to speak of; null: all history for the first version of a plan, the day of approval for others.</summary>
    public DateOnly? EffectiveFrom { get; init; }

    /// <summary>Principal id of who wrote it last.</summary>
    public required string Author { get; init; }

    public required DateTimeOffset WrittenAt { get; init; }

    /// <summary>How many versions the plan had: one more by now, and what was compared with when it was written is not what it would replace.</summary>
    public required int BasedOn { get; init; }

    /// <summary><c>draft</c>, <c>approved</c> or <c>rejected</c>.</summary>
    public string State { get; init; } = Open;

    /// <summary>Principal id of who approved or rejected it.</summary>
    public string? DecidedBy { get; init; }

    public DateTimeOffset? DecidedAt { get; init; }

    /// <summary>Of the rejection.</summary>
    public string? Reason { get; init; }

    /// <summary>The number of the version it became.</summary>
    public int? Version { get; init; }

    public const string Open = "draft";

    public const string WasApproved = "approved";

    public const string WasRejected = "rejected";

    public bool IsOpen => State == Open;

    /// <summary>True where approving it would change days before a day: by what it says, or as the first version of a plan.</summary>
    public bool SpeaksBefore(DateOnly day) => EffectiveFrom is { } from ? from < day : BasedOn == 0;

    /// <summary>A second person approves: never who wrote it.</summary>
    public bool MayBeApprovedBy(string principal) => Author != principal;

    public PlanDraft Decided(string state, string by, DateTimeOffset at, string? reason = null) =>
        this with { State = state, DecidedBy = by, DecidedAt = at, Reason = reason };
}
