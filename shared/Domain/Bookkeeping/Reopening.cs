namespace SalesPerf.Domain.Bookkeeping;

/// <summary>
/// Closed months whose terms are to be those known later: plans, assignments, quotas, places in the organisation. It counts once somebody else than its author approved it. What is
/// frozen stays; the first open pay period posts the difference.
/// </summary>
public sealed record Reopening
{
    public const string Proposed = "proposed";
    public const string Approved = "approved";
    public const string Rejected = "rejected";

    public required string Id { get; init; }

    /// <summary>The first fiscal month; every closed one after it goes with it.</summary>
    public required string ReopenFrom { get; init; }

    /// <summary><c>proposed</c>, <c>approved</c> or <c>rejected</c>.</summary>
    public required string State { get; init; }

    /// <summary>Principal id of who proposed it.</summary>
    public required string Author { get; init; }

    /// <summary>What was recorded up to then counts, and nothing that was recorded later: it is what the approver could see.</summary>
    public required DateTimeOffset ProposedAt { get; init; }

    /// <summary>Why, by its hash: the text is kept beside.</summary>
    public required string ReasonHash { get; init; }

    /// <summary>Principal id of who approved or rejected it.</summary>
    public string? DecidedBy { get; init; }

    public DateTimeOffset? DecidedAt { get; init; }

    /// <summary>Of an approved one: the months that it changed.</summary>
    public IReadOnlyList<string>? Months { get; init; }

    /// <summary>What it was proposed with: a repeat under the same key is the same.</summary>
    public string? Fingerprint { get; init; }

    /// <summary>Approves or rejects it; what was decided so before stays as it is.</summary>
    /// <returns>What becomes of it, or why not.</returns>
    public (Reopening? After, string? Refusal) Decide(bool isApproved, string by, DateTimeOffset at)
    {
        var wanted = isApproved ? Approved : Rejected;
        return State == wanted ? (this, null)
            : State != Proposed ? (null, $"It is {State} already.")
            : by == Author ? (null, "Somebody else than its author decides on it.")
            : (this with { State = wanted, DecidedBy = by, DecidedAt = at }, null);
    }
}
