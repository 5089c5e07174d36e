using SalesPerf.Domain.Bookkeeping;
using SalesPerf.Domain.Commissions;
using SalesPerf.Domain.Values;

namespace SalesPerf.Functions.Bookkeeping;

/// <summary>A fiscal month of the organisation's books as it is sent.</summary>
public sealed record PeriodView
{
    /// <summary>The fiscal month's id.</summary>
    public required string Period { get; init; }

    /// <summary><c>open</c>, <c>closing</c> or <c>closed</c>.</summary>
    public required string State { get; init; }

    /// <summary>The first day.</summary>
    public DateOnly? From { get; init; }

    /// <summary>The day after the last.</summary>
    public DateOnly? To { get; init; }

    /// <summary>When the close was asked for: what is recorded later does not change its days.</summary>
    public DateTimeOffset? KnownAt { get; init; }

    /// <summary>Who asked for it.</summary>
    public string? ClosedBy { get; init; }

    /// <summary>Codes of the checklist that were accepted as they were.</summary>
    public IReadOnlyList<string> Acknowledged { get; init; } = [];

    /// <summary>When everybody's month was closed.</summary>
    public DateTimeOffset? ClosedAt { get; init; }

    /// <summary>What was recorded up to then counts for its days, as a reopening that was approved says; what it holds stays.</summary>
    public DateTimeOffset? ReopenedAt { get; init; }

    /// <summary>People whose books it holds.</summary>
    public int? People { get; init; }

    /// <summary>Of all that it holds.</summary>
    public string? ManifestHash { get; init; }

    /// <summary>By currency.</summary>
    public IReadOnlyList<PayrollTotal> Totals { get; init; } = [];

    public static PeriodView Of(OrganisationPeriod period) => new()
    {
        Period = period.Period,
        State = period.State,
        From = period.From,
        To = period.To,
        KnownAt = period.KnownAt,
        ClosedBy = period.ClosedBy,
        Acknowledged = period.Acknowledged,
        ClosedAt = period.ClosedAt,
        ReopenedAt = period.ReopenedAt,
        People = period.Manifest?.People,
        ManifestHash = period.Manifest?.Hash,
        Totals = period.Manifest?.Totals ?? [],
    };

    /// <summary>A month that nobody closed yet.</summary>
    public static PeriodView Open(Period month) => new() { Period = month.Id, State = OrganisationPeriod.Open, From = month.Start, To = month.End };
}
