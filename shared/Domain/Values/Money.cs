using System.Globalization;

namespace SalesPerf.Domain.Values;

/// <summary>An amount in one currency, full precision: rounding happens where a rule says so, never here.</summary>
/// <param name="Amount">May be negative.</param>
/// <param name="Currency">ISO 4217, three upper-case letters.</param>
public readonly record struct Money(decimal Amount, string Currency)
{
    private const int MostDecimals = 28;

    /// <summary>By digits: at least so many decimals, and as many more as the number has.</summary>
    private static readonly string[] Formats = [.. Enumerable.Range(0, 5).Select(digits => "0." + new string('0', digits) + new string('#', MostDecimals - digits))];

    /// <summary>
    /// The amount as text: exact, invariant, with the currency's digits at least, so that nothing is <c>0.00</c> in dollars and <c>0</c> in yen.
    /// Two equal amounts have one text, however they were computed.
    /// </summary>
    public string AmountText => (Amount == 0m ? 0m : Amount).ToString(Formats[CurrencyDigits.Of(Currency)], CultureInfo.InvariantCulture);
}
