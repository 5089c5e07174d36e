using SalesPerf.Domain.Deals;
using SalesPerf.Domain.Metrics;

namespace SalesPerf.Domain.Commissions;

/// <summary>What credit rules look at: a crediting event, or an open deal as if it were won on its expected close date.</summary>
internal sealed class CreditLine : IComparable<CreditLine>
{
    private MetricSubject? subject;

    public required string Source { get; init; }

    public required string Deal { get; init; }

    /// <summary>Empty for open deals.</summary>
    public string Event { get; init; } = "";

    public required DateOnly Date { get; init; }

    public required decimal Amount { get; init; }

    public string? Currency { get; init; }

    public decimal? Margin { get; init; }

    /// <summary>Whose deal it is; null is the person's own.</summary>
    public string? Owner { get; init; }

    /// <summary>True for a deal of somebody in the person's team.</summary>
    public bool IsTeam { get; init; }

    /// <summary>True for a deal of somebody below the person on the day of the booking.</summary>
    public bool IsReport { get; init; }

    public string? Account { get; init; }

    public string? Stage { get; init; }

    public required SortedDictionary<string, string> Attributes { get; init; }

    /// <summary>What filters read; an amount without a currency is in the plan's.</summary>
    public MetricSubject Subject(string planCurrency)
    {
        var currency = Currency ?? planCurrency;
        if (subject is not { } known || known.Currency != currency)
        {
            var state = new DealState { Account = Account, Amount = Amount, Margin = Margin, Currency = currency, Stage = Stage, Attributes = Attributes };
            subject = known = new MetricSubject(Source, Deal, state);
        }

        return known;
    }

    public static CreditLine From(Credit credit) => From(credit, null, false, false);

    public static CreditLine From(Credit credit, string? owner, bool isTeam, bool isReport) => new()
    {
        Owner = owner,
        IsTeam = isTeam,
        IsReport = isReport,
        Source = credit.Source,
        Deal = credit.Deal,
        Event = credit.Event,
        Date = credit.Date,
        Amount = credit.Amount,
        Currency = credit.Currency,
        Margin = credit.Margin,
        Account = credit.Account,
        Stage = credit.Stage,
        Attributes = credit.Attributes,
    };

    /// <summary>The same as if it were the person's own: what a team's or the company's value adds up.</summary>
    public CreditLine AsOwn() => Owner is null ? this : new()
    {
        Source = Source,
        Deal = Deal,
        Event = Event,
        Date = Date,
        Amount = Amount,
        Currency = Currency,
        Margin = Margin,
        Account = Account,
        Stage = Stage,
        Attributes = Attributes,
    };

    public static CreditLine From(OpenDeal deal, DateOnly date) => new()
    {
        Source = deal.Source,
        Deal = deal.Deal,
        Date = date,
        Amount = deal.Amount,
        Currency = deal.Currency,
        Margin = deal.Margin,
        Account = deal.Account,
        Stage = deal.Stage,
        Attributes = deal.Attributes,
    };

    /// <summary>The sequence of crediting: date, then deal, then event.</summary>
    public int CompareTo(CreditLine? other)
    {
        if (other is null)
        {
            return 1;
        }

        var order = Date.CompareTo(other.Date);
        order = order != 0 ? order : string.CompareOrdinal(Source, other.Source);
        order = order != 0 ? order : string.CompareOrdinal(Deal, other.Deal);
        order = order != 0 ? order : string.CompareOrdinal(Event, other.Event);
        return order != 0 ? order : Amount.CompareTo(other.Amount);
    }
}
