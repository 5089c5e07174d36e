using SalesPerf.Domain.Activities;

namespace SalesPerf.Domain.Deals;

/// <summary>A deal, call, meeting or task as folded from its changes: the stored document of partition <c>record~{source}~{type}~{id}</c>.</summary>
public sealed record DealRecord
{
    public required string Source { get; init; }

    public required string Id { get; init; }

    /// <summary>The record's type; null is a deal.</summary>
    public string? Type { get; init; }

    /// <summary>Every change, ordered by (effective time, kind rank, natural key). See <see cref="DealFold"/>.</summary>
    public required IReadOnlyList<DealChange> Changes { get; init; }

    /// <summary>Every owner ever named, in order of first effective appearance.</summary>
    public IReadOnlyList<string> Owners { get; init; } = [];
}

/// <summary>A record of a source, by its type and id.</summary>
public readonly record struct RecordName(string Type, string Id);

/// <summary>One change of a record.</summary>
/// <param name="Key">The source's event key.</param>
/// <param name="Type">The activity type.</param>
/// <param name="At">Effective time.</param>
/// <param name="Recorded">Recorded time.</param>
/// <param name="Fields">Fields set; null clears; absent is unchanged.</param>
/// <param name="Attributes">The event's attributes; the latest known value of each counts.</param>
/// <param name="Repaired">True for what was imported or repaired afterwards; null otherwise.</param>
/// <param name="IsState">True for what tells how the deal stands; null otherwise.</param>
public sealed record DealChange(
    string Key,
    string Type,
    DateTimeOffset At,
    DateTimeOffset Recorded,
    SortedDictionary<string, string?>? Fields,
    SortedDictionary<string, string>? Attributes = null,
    bool? Repaired = null,
    bool? IsState = null)
{
    public static DealChange From(Activity activity) =>
        new(activity.Key, activity.Type, activity.OccurredAt, activity.Recorded, activity.Fields, activity.Attributes, activity.Repaired ? true : null, activity.IsState ? true : null);
}

/// <summary>What a deal looks like at one moment.</summary>
public sealed record DealState
{
    public string? Owner { get; init; }

    public string? Account { get; init; }

    public decimal? Amount { get; init; }

    /// <summary>ISO 4217; null when the source does not say.</summary>
    public string? Currency { get; init; }

    public decimal? Margin { get; init; }

    public string? Stage { get; init; }

    /// <summary>0 to 1, as the CRM says.</summary>
    public decimal? Probability { get; init; }

    public DateOnly? ExpectedCloseDate { get; init; }

    public string? LossReason { get; init; }

    public DealStatus Status { get; init; }

    public SortedDictionary<string, string> Attributes { get; init; } = [];
}

/// <summary>Where a deal stands.</summary>
public enum DealStatus
{
    Open,
    Won,
    Lost,
    Deleted,
}

/// <summary>Something that happened to a deal, found by folding it, with the owner it belongs to and the state it left.</summary>
/// <param name="Type">One of <c>deal.created|stageChanged|amountChanged|closeDateChanged|ownerChanged|won|lost|reopened</c>.</param>
/// <param name="At">Effective time.</param>
/// <param name="Key">The key of the change that caused it.</param>
/// <param name="Owner">CRM owner at that time, all changes of that instant made (before the first known owner: that one); null when nobody owned it.</param>
/// <param name="FromStage">For stageChanged: the stage before.</param>
/// <param name="State">The deal just after. Won, lost and created events carry the deal's latest amount, margin, currency and account instead.</param>
/// <param name="Repaired">True when the change that caused it was imported or repaired afterwards; null otherwise.</param>
public sealed record DealEvent(string Type, DateTimeOffset At, string Key, string? Owner, string? FromStage, DealState State, bool? Repaired = null);

/// <summary>A deal's folded history.</summary>
/// <param name="Owners">Every owner ever named, in order.</param>
/// <param name="Events">In fold order; empty when the deal is deleted. Of wins and losses only the one that stands: none while the deal is open.</param>
/// <param name="Latest">The latest state.</param>
public sealed record DealHistory(IReadOnlyList<string> Owners, IReadOnlyList<DealEvent> Events, DealState Latest)
{
    /// <summary>Invoices and payments, in fold order; empty when the deal is deleted.</summary>
    public IReadOnlyList<DealFact> Facts { get; init; } = [];

    /// <summary>The history with <paramref name="currency"/> wherever the source says none; null leaves it open.</summary>
    public DealHistory In(string? currency) => currency is null ? this : this with
    {
        Events = [.. Events.Select(happened => happened with { State = In(happened.State, currency) })],
        Latest = In(Latest, currency),
    };

    private static DealState In(DealState state, string currency) => state.Currency is null ? state with { Currency = currency } : state;
}
