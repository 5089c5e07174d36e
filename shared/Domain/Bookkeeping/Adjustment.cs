using SalesPerf.Domain.Values;

namespace SalesPerf.Domain.Bookkeeping;

/// <summary>An amount that finance adds to a person's pay or takes from it: it counts once somebody else than its author approved it.</summary>
public sealed record Adjustment
{
    public const string Proposed = "proposed";
    public const string Approved = "approved";
    public const string Rejected = "rejected";
    public const string Fixed = "fixed";
    public const string Credit = "credit";

    public required string Id { get; init; }

    public required string Person { get; init; }

    /// <summary>Whose plan it is paid with.</summary>
    public required string Assignment { get; init; }

    /// <summary><c>fixed</c>: added as it is at step 14. <c>credit</c>: credit of the component, which goes through its tiers from step 3 on. Null is fixed.</summary>
    public string? Kind { get; init; }

    /// <summary>The component that it is of; null is none.</summary>
    public string? Component { get; init; }

    /// <summary>In the plan's currency; negative takes.</summary>
    public required Money Amount { get; init; }

    /// <summary>In the pay period that it counts in.</summary>
    public required DateOnly Date { get; init; }

    /// <summary><c>proposed</c>, <c>approved</c> or <c>rejected</c>.</summary>
    public required string State { get; init; }

    /// <summary>Principal id of who proposed it.</summary>
    public required string Author { get; init; }

    public required DateTimeOffset ProposedAt { get; init; }

    /// <summary>Why, by its hash: the text is kept beside.</summary>
    public required string ReasonHash { get; init; }

    /// <summary>The dispute that it ends; null is none.</summary>
    public string? Dispute { get; init; }

    /// <summary>Principal id of who approved or rejected it.</summary>
    public string? DecidedBy { get; init; }

    public DateTimeOffset? DecidedAt { get; init; }

    /// <summary>What it was proposed with: a repeat under the same key is the same.</summary>
    public string? Fingerprint { get; init; }

    /// <summary>Approves or rejects it; what was decided so before stays as it is. Of another decision, by its author, or by whose pay it is, it is refused.</summary>
    /// <param name="isApproved">False rejects.</param>
    /// <param name="by">Principal id of who decides.</param>
    /// <param name="self">The person who that is; null for a machine.</param>
    /// <param name="at">When.</param>
    /// <returns>What becomes of it, or why not.</returns>
    public (Adjustment? After, string? Refusal) Decide(bool isApproved, string by, string? self, DateTimeOffset at)
    {
        var wanted = isApproved ? Approved : Rejected;
        return State == wanted ? (this, null)
            : State != Proposed ? (null, $"It is {State} already.")
            : by == Author ? (null, "Somebody else than its author decides on it.")
            : self == Person ? (null, "Nobody decides on their own pay: somebody else does.")
            : (this with { State = wanted, DecidedBy = by, DecidedAt = at }, null);
    }
}
