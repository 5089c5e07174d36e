namespace SalesPerf.Domain.Values;

/// <summary>An amount in one currency, full precision: rounding happens where a rule says so, never here.</summary>
/// <param name="Amount">May be negative.</param>
/// <param name="Currency">ISO 4217, three upper-case letters.</param>
public readonly record struct Money(decimal Amount, string Currency);
