using SalesPerf.Domain.Commissions;

namespace SalesPerf.Functions.Resources.Plans;

/// <summary>A draft of a plan as it is sent.</summary>
/// <param name="Id">The plan's.</param>
/// <param name="Etag">For If-Match.</param>
/// <param name="State"><c>draft</c>, <c>approved</c> or <c>rejected</c>.</param>
/// <param name="Author">Principal id of who wrote it.</param>
/// <param name="WrittenAt">When.</param>
/// <param name="BasedOn">How many versions the plan had then.</param>
/// <param name="Content">The plan.</param>
public sealed record PlanDraftView(string Id, string Etag, string State, string Author, DateTimeOffset WrittenAt, int BasedOn, Plan Content)
{
    /// <summary>The first day it is to speak of; absent: all history for the first version of a plan, the day of approval for others.</summary>
    public DateOnly? EffectiveFrom { get; init; }

    /// <summary>Principal id of who approved or rejected it.</summary>
    public string? DecidedBy { get; init; }

    public DateTimeOffset? DecidedAt { get; init; }

    /// <summary>Of the rejection.</summary>
    public string? Reason { get; init; }

    /// <summary>The number of the version it became.</summary>
    public int? Version { get; init; }

    /// <summary>What its author should know; after a PUT only.</summary>
    public IReadOnlyList<Finding>? Warnings { get; init; }

    public static PlanDraftView Of(PlanDraft draft, string etag, IReadOnlyList<Finding>? warnings = null) =>
        new(draft.Id, etag, draft.State, draft.Author, draft.WrittenAt, draft.BasedOn, draft.Content)
        {
            EffectiveFrom = draft.EffectiveFrom,
            DecidedBy = draft.DecidedBy,
            DecidedAt = draft.DecidedAt,
            Reason = draft.Reason,
            Version = draft.Version,
            Warnings = warnings is { Count: 0 } ? null : warnings,
        };
}
