using SalesPerf.Domain.Activities;
using SalesPerf.Domain.Values;

namespace SalesPerf.Domain.Deals;

/// <summary>
/// What one record means for one person: the stored document of partition <c>rep~{person}</c>, of a deal of kind <c>open</c> while the person
/// owns it and it is open (ordered by expected close date), <c>contribution</c> while it means anything else; of a call, meeting or task <c>counted</c>
/// while it counts; <c>nocontribution</c> as a tombstone.
/// </summary>
public sealed record Contribution
{
    public required string Person { get; init; }

    public required string Source { get; init; }

    /// <summary>The record's id.</summary>
    public required string Deal { get; init; }

    /// <summary>The record's type; null is a deal.</summary>
    public string? Type { get; init; }

    /// <summary>Of a call, meeting or task that is done and was the person's: the one activity that it counts as.</summary>
    public Activity? Counted { get; init; }

    /// <summary>
    /// Events that happened while the person owned the deal; without open deal and credit, empty is a tombstone: the deal means nothing for the person.
    /// Their states hold what metrics read: stage, amount, margin, currency and account.
    /// </summary>
    public IReadOnlyList<DealEvent> Events { get; init; } = [];

    /// <summary>The deal's attributes, the latest known value of each: they hold for every event, so they are kept once.</summary>
    public SortedDictionary<string, string> Attributes { get; init; } = [];

    /// <summary>Set while the person is the latest owner and the deal is open.</summary>
    public OpenDeal? Open { get; init; }

    /// <summary>Set when the deal is won, or invoiced or paid, and the person owned it then or has a share of it.</summary>
    public Credit? Credit { get; init; }

    /// <summary>UTC months (<c>yyyy-MM</c>) in which there are or ever were events, in order: a follow-on that was lost between two versions is sent for both.</summary>
    public IReadOnlyList<string> Months { get; init; } = [];

    /// <summary>Revisions of what this was computed from.</summary>
    public SortedDictionary<string, long> Inputs { get; init; } = [];

    /// <summary>The rest of what it was computed with: zones, metric definitions, stage meanings.</summary>
    public string Stamp { get; init; } = "";
}

/// <summary>An open deal in a person's pipeline.</summary>
public sealed record OpenDeal
{
    public required string Source { get; init; }

    public required string Deal { get; init; }

    public string? Account { get; init; }

    public required decimal Amount { get; init; }

    /// <summary>Null: the plan's currency.</summary>
    public string? Currency { get; init; }

    public decimal? Margin { get; init; }

    public string? Stage { get; init; }

    /// <summary>0 to 1: the CRM's, else the stage's setting, else null (counts as 0 and is listed).</summary>
    public decimal? Probability { get; init; }

    /// <summary><c>crm</c>, <c>stage</c> or <c>none</c>.</summary>
    public required string ProbabilitySource { get; init; }

    public DateOnly? ExpectedCloseDate { get; init; }

    /// <summary>The owner's share of the deal as recorded, in per cent; null is all of it.</summary>
    public decimal? SharePercent { get; init; }

    /// <summary>Under which owner ids the deal records that share; null where it does not.</summary>
    public IReadOnlyList<string>? SharedAs { get; init; }

    public SortedDictionary<string, string> Attributes { get; init; } = [];
}

/// <summary>A deal that credits a person: its booking, and the invoices and payments of it. Stored as a document of kind <c>credit</c>, ordered by date.</summary>
public sealed record Credit
{
    public required string Source { get; init; }

    public required string Deal { get; init; }

    /// <summary>Key of the change that won it; of the first invoice or payment while it is not won.</summary>
    public required string Event { get; init; }

    /// <summary>The local date of the win, or of the first invoice or payment, in the organisation's zone.</summary>
    public required DateOnly Date { get; init; }

    public required decimal Amount { get; init; }

    /// <summary>Null: the plan's currency.</summary>
    public string? Currency { get; init; }

    public decimal? Margin { get; init; }

    public string? Account { get; init; }

    public string? Stage { get; init; }

    public SortedDictionary<string, string> Attributes { get; init; } = [];

    /// <summary>The person's share of the deal, in per cent; null is all of it.</summary>
    public decimal? SharePercent { get; init; }

    /// <summary>Under which owner ids the person's share is recorded; null where none is.</summary>
    public IReadOnlyList<string>? SharedAs { get; init; }

    /// <summary>What the person has on top of the deal's 100 per cent; null is nothing.</summary>
    public decimal? OverlayPercent { get; init; }

    /// <summary>What is to be said of the deal's shares: <see cref="DealSplits.House"/>, <see cref="DealSplits.Held"/> or <see cref="DealSplits.Unknown"/>; null is nothing.</summary>
    public string? SplitState { get; init; }

    /// <summary>False for somebody who only shares in the deal; null is true.</summary>
    public bool? IsOwner { get; init; }

    /// <summary>False while the deal is not won: then only what is invoiced or paid credits; null is true.</summary>
    public bool? IsBooked { get; init; }

    /// <summary>Invoices and payments, by date and then by event; null is none.</summary>
    public IReadOnlyList<CreditFact>? Facts { get; init; }
}
