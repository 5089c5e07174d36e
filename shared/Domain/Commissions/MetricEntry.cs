namespace SalesPerf.Domain.Commissions;

/// <summary>
/// A value that somebody entered of a person's metric for a fiscal period. It counts once a second person approved it; until then what was approved before goes on counting.
/// Nobody enters or decides on a value of their own.
/// </summary>
public sealed record MetricEntry
{
    public const string Proposed = "proposed";
    public const string Approved = "approved";
    public const string Rejected = "rejected";

    public required string Person { get; init; }

    /// <summary>The metric's id.</summary>
    public required string Metric { get; init; }

    /// <summary>A fiscal period's id.</summary>
    public required string Period { get; init; }

    /// <summary>As entered last, in the metric's unit; scores in per cent.</summary>
    public required decimal Value { get; init; }

    /// <summary><c>proposed</c>, <c>approved</c> or <c>rejected</c>.</summary>
    public required string State { get; init; }

    /// <summary>Principal id.</summary>
    public required string EnteredBy { get; init; }

    public required DateTimeOffset EnteredAt { get; init; }

    /// <summary>Principal id of who approved or rejected it; null while nobody has.</summary>
    public string? DecidedBy { get; init; }

    public DateTimeOffset? DecidedAt { get; init; }

    /// <summary>What pay is computed with; null while nothing was approved.</summary>
    public ApprovedValue? InForce { get; init; }

    /// <summary>Enters a value. The one that waits or is in force already is no change.</summary>
    /// <param name="before">What was entered before; null is nothing.</param>
    /// <param name="person">Whose value.</param>
    /// <param name="metric">The metric's id.</param>
    /// <param name="period">A fiscal period's id.</param>
    /// <param name="value">The value.</param>
    /// <param name="by">Who enters it.</param>
    /// <param name="at">When.</param>
    /// <returns>What becomes of it; null: it is refused, as nobody enters a value of their own.</returns>
    public static MetricEntry? Enter(MetricEntry? before, string person, string metric, string period, decimal value, string by, DateTimeOffset at) =>
        by == person ? null
        : before is { State: not Rejected } && before.Value == value ? before
        : new MetricEntry { Person = person, Metric = metric, Period = period, Value = value, State = Proposed, EnteredBy = by, EnteredAt = at, InForce = before?.InForce };

    /// <summary>Approves or rejects what waits. What was decided so before stays as it is.</summary>
    /// <param name="isApproved">False rejects.</param>
    /// <param name="by">Who decides.</param>
    /// <param name="at">When.</param>
    /// <returns>What becomes of it, or why not.</returns>
    public (MetricEntry? After, string? Refusal) Decide(bool isApproved, string by, DateTimeOffset at)
    {
        var wanted = isApproved ? Approved : Rejected;
        return State == wanted ? (this, null)
            : State != Proposed ? (null, $"It is {State} already.")
            : !MayBeDecidedBy(by) ? (null, "Neither who entered it nor whose value it is decides on it: a second person does.")
            : (this with { State = wanted, DecidedBy = by, DecidedAt = at, InForce = isApproved ? new ApprovedValue(Value, EnteredBy, EnteredAt, by, at) : InForce }, null);
    }

    /// <summary>False for its author, and for whoever is paid by it.</summary>
    public bool MayBeDecidedBy(string principal) => principal != EnteredBy && principal != Person;

    /// <summary>As pay sees it: the approved value, else one that does not count yet; null for one that was rejected, which is as if nothing had been entered.</summary>
    public EnteredValue? Seen() =>
        InForce is { } approved ? new EnteredValue(Metric, Period, approved.Value) { EnteredBy = approved.EnteredBy, Approver = approved.ApprovedBy, ApprovedBy = approved.ApprovedBy }
        : State == Proposed ? new EnteredValue(Metric, Period, Value) { EnteredBy = EnteredBy, Approver = EnteredValue.SecondPerson }
        : null;

    /// <summary>Terms with what was entered of the person, which goes before what the assignment itself says of the same metric and period.</summary>
    public static IReadOnlyList<PlanTerms> Over(IReadOnlyList<PlanTerms> terms, IReadOnlyList<EnteredValue> entered)
    {
        var known = entered.Select(value => (value.Metric, value.Period)).ToHashSet();
        return known.Count == 0 ? terms : [.. terms.Select(one => one with { Entered = [.. entered, .. one.Entered.Where(value => !known.Contains((value.Metric, value.Period)))] })];
    }
}

/// <summary>A value in force.</summary>
/// <param name="Value">In the metric's unit.</param>
/// <param name="EnteredBy">Principal id.</param>
/// <param name="EnteredAt">When.</param>
/// <param name="ApprovedBy">Principal id of another.</param>
/// <param name="ApprovedAt">When.</param>
public sealed record ApprovedValue(decimal Value, string EnteredBy, DateTimeOffset EnteredAt, string ApprovedBy, DateTimeOffset ApprovedAt);
