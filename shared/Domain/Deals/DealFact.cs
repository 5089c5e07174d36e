namespace SalesPerf.Domain.Deals;

/// <summary>An invoice or a payment of a deal.</summary>
/// <param name="Key">The source's event key.</param>
/// <param name="Type"><c>invoice.issued</c> or <c>payment.received</c>.</param>
/// <param name="At">When.</param>
/// <param name="Amount">Negative for a credit note or a refund.</param>
/// <param name="Currency">ISO 4217; null is the deal's.</param>
/// <param name="Owner">CRM owner id of whoever the message names; null where it names nobody.</param>
public sealed record DealFact(string Key, string Type, DateTimeOffset At, decimal Amount, string? Currency, string? Owner);

/// <summary>An invoice or a payment of a deal that is credited.</summary>
/// <param name="Event">The source's event key.</param>
/// <param name="Type"><c>invoice</c> or <c>payment</c>.</param>
/// <param name="Date">The local date in the organisation's zone.</param>
/// <param name="Amount">Negative for a credit note or a refund.</param>
/// <param name="Currency">ISO 4217; null is the plan's.</param>
public sealed record CreditFact(string Event, string Type, DateOnly Date, decimal Amount, string? Currency);
