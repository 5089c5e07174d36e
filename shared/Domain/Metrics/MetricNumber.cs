using System.Globalization;

namespace SalesPerf.Domain.Metrics;

/// <summary>Numbers that metrics add up. They are bounded so that sums are exact in any order: 15 + 8 digits leave room for 100,000 terms.</summary>
public static class MetricNumber
{
    /// <summary>Largest magnitude that counts as a number, inclusive.</summary>
    public const decimal Max = 1_000_000_000_000_000m;

    /// <summary>Decimals kept of each term.</summary>
    public const int Decimals = 8;

    /// <summary>Null when the magnitude is over <see cref="Max"/>; rounded half away from zero to <see cref="Decimals"/>.</summary>
    public static decimal? Bounded(decimal? value) =>
        value is { } number && Math.Abs(number) <= Max ? Math.Round(number, Decimals, MidpointRounding.AwayFromZero) : null;

    /// <summary>Reads invariant text such as <c>-1234.5</c>; anything else, and any magnitude over <see cref="Max"/>, is null.</summary>
    public static decimal? Read(string? text) =>
        decimal.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
            ? Bounded(number)
            : null;

    /// <summary>The same number without trailing zeros, so that equal numbers are written alike.</summary>
    internal static decimal Canonical(decimal value) =>
        value == 0m ? 0m : value.Scale == 0 ? value : value / 1.0000000000000000000000000000m;
}
