using SalesPerf.Domain.Deals;
using SalesPerf.Domain.Metrics;

namespace SalesPerf.Domain.Commissions;

/// <summary>What credit rules look at: a crediting event, or an open deal as if it were won on its expected close date.</summary>
internal sealed record CreditLine : IComparable<CreditLine>
{
    private const string Booking = "booking";

    private MetricSubject? subject;
    private IReadOnlyList<CreditLine>? products;

    public required string Source { get; init; }

    public required string Deal { get; init; }

    /// <summary>Empty for open deals.</summary>
    public string Event { get; init; } = "";

    /// <summary><c>booking</c>, <c>invoice</c> or <c>payment</c>.</summary>
    public string Type { get; init; } = Booking;

    public required DateOnly Date { get; init; }

    /// <summary>Of the booking; the same as <see cref="Date"/> for bookings.</summary>
    public DateOnly? Booked { get; init; }

    /// <summary>The first day of the plan year that the event lies in; null is the calendar's.</summary>
    public DateOnly? YearStart { get; init; }

    /// <summary>The deal's.</summary>
    public required decimal Amount { get; init; }

    /// <summary>The deal's.</summary>
    public string? Currency { get; init; }

    public decimal? Margin { get; init; }

    /// <summary>Of an invoice or a payment: its own amount and currency; null for bookings.</summary>
    public CreditFact? Fact { get; init; }

    /// <summary>The deal's invoices and payments, whatever the line is of; null is none.</summary>
    public IReadOnlyList<CreditFact>? Facts { get; init; }

    /// <summary>The part of the deal that is whose it is: 0 to 1.</summary>
    public decimal Share { get; init; } = 1m;

    /// <summary>Under which owner ids the deal records that share; null where it does not.</summary>
    public IReadOnlyList<string>? SharedAs { get; init; }

    /// <summary>What they have on top of the deal.</summary>
    public decimal Overlay { get; init; }

    /// <summary>What is to be said of the deal's shares: see <see cref="DealSplits"/>.</summary>
    public string? SplitState { get; init; }

    /// <summary>Whose deal it is; null is the person's own.</summary>
    public string? Owner { get; init; }

    /// <summary>True for a deal of somebody in the person's team.</summary>
    public bool IsTeam { get; init; }

    /// <summary>True for a deal of somebody below the person on the day of the booking.</summary>
    public bool IsReport { get; init; }

    /// <summary>How far below: 1 is who reports to the person; 0 for nobody below.</summary>
    public int Level { get; init; }

    /// <summary>Who is credited, on the day of the booking; null where it is not known.</summary>
    public CreditedPerson? Whose { get; init; }

    public string? Account { get; init; }

    public string? Stage { get; init; }

    public required SortedDictionary<string, string> Attributes { get; init; }

    /// <summary>True for what nothing but the booking rules look at.</summary>
    public bool IsBooking => Type == Booking;

    /// <summary>The product lines of the deal, as its attributes <c>line.{id}.{name}</c> tell; empty for none.</summary>
    public IReadOnlyList<CreditLine> Products => products ??= ProductLines.Of(this);

    /// <summary>True for a product line of a deal.</summary>
    public bool IsProduct => OfProduct is not null;

    /// <summary>A product line's own attributes; null for a deal.</summary>
    public SortedDictionary<string, string>? OfProduct { get; init; }

    /// <summary>Of a product line: its deal's amount.</summary>
    public decimal? OfDeal { get; init; }

    /// <summary>The deal's amount, whatever the line is of.</summary>
    public decimal Whole => OfDeal ?? Amount;

    /// <summary>Where bases are looked up: a product line has none of its deal's.</summary>
    public SortedDictionary<string, string> Numbers => OfProduct ?? Attributes;

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

    /// <summary>A product line of this one.</summary>
    public CreditLine Product(decimal amount, decimal? margin, SortedDictionary<string, string> own, SortedDictionary<string, string> all) =>
        this with { OfDeal = Amount, Amount = amount, Margin = margin, OfProduct = own, Attributes = all, subject = null, products = [] };

    /// <summary>The booking of a credit, where it is booked.</summary>
    public static IEnumerable<CreditLine> Bookings(Credit credit) => credit.IsBooked == false ? [] : [BookingOf(credit)];

    /// <summary>All that a credit may be credited by, in the order of its days.</summary>
    public static IEnumerable<CreditLine> Of(Credit credit, CreditedPerson? whose = null)
    {
        var booking = BookingOf(credit) with { Whose = whose };
        if (credit.IsBooked != false)
        {
            yield return booking;
        }

        foreach (var fact in credit.Facts ?? [])
        {
            yield return booking with { products = null, Type = fact.Type, Event = fact.Event, Date = fact.Date, Fact = fact };
        }
    }

    /// <summary>The same as if it were the person's own: what a team's or the company's value adds up, of each deal its owners' shares. Overlays of others are on top of it, and are left out.</summary>
    public CreditLine AsOwn() => Owner is not null ? this with { Owner = null, SharedAs = null, IsTeam = false, IsReport = false, Level = 0, Overlay = 0m, products = null }
        : SharedAs is not null ? this with { SharedAs = null, products = null }
        : this;

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
        Share = (deal.SharePercent ?? 100m) / 100m,
    };

    private static CreditLine BookingOf(Credit credit) => new()
    {
        Source = credit.Source,
        Deal = credit.Deal,
        Event = credit.Event,
        Date = credit.Date,
        Booked = credit.Date,
        Amount = credit.Amount,
        Currency = credit.Currency,
        Margin = credit.Margin,
        Facts = credit.Facts,
        Share = (credit.SharePercent ?? 100m) / 100m,
        SharedAs = credit.SharedAs,
        Overlay = (credit.OverlayPercent ?? 0m) / 100m,
        SplitState = credit.SplitState,
        Account = credit.Account,
        Stage = credit.Stage,
        Attributes = credit.Attributes,
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
        order = order != 0 ? order : string.CompareOrdinal(Type, other.Type);
        order = order != 0 ? order : string.CompareOrdinal(Owner, other.Owner);
        return order != 0 ? order : Amount.CompareTo(other.Amount);
    }
}

/// <summary>Who is credited, as they stood on the day of the booking.</summary>
/// <param name="Person">Their id.</param>
/// <param name="Role">Null is none.</param>
/// <param name="Team">Null is none.</param>
public sealed record CreditedPerson(string Person, string? Role, string? Team);
