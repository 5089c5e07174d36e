namespace SalesPerf.Domain.Forecasts;

/// <summary>
/// Amounts as whole numbers of 10^−digits, so that equal amounts are equal atoms. Digits are lowered (below 0 if need be) where totals would not fit.
/// </summary>
internal static class Units
{
    /// <summary>Most decimals kept.</summary>
    public const int MaxDigits = 8;

    /// <summary>Under 2^53: distributions are stored as JSON, and a store may keep its numbers as doubles.</summary>
    public const decimal LargestStored = 9_000_000_000_000_000m;

    private const decimal Largest = 100_000_000_000_000_000m;

    private static readonly decimal[] Powers = MakePowers();

    /// <summary>10^<paramref name="exponent"/>, −24 to 24.</summary>
    public static decimal Power(int exponent) => Powers[exponent + 24];

    /// <summary>The most digits, up to those wanted, at which totals up to <paramref name="total"/> are at most <paramref name="largest"/> units.</summary>
    public static int DigitsFor(decimal total, int wanted, decimal largest = Largest)
    {
        var digits = Math.Min(wanted, MaxDigits);
        while (Math.Abs(total) > largest * Power(-digits))
        {
            digits--;
        }

        return digits;
    }

    /// <summary>The nearest number of units, half away from zero.</summary>
    public static long Of(decimal amount, int digits) => (long)Math.Round(amount * Power(digits), MidpointRounding.AwayFromZero);

    public static decimal Amount(long units, int digits) => units * Power(-digits);

    /// <summary>A mean of units as an amount; its noise beyond 15 digits is dropped.</summary>
    public static decimal Amount(double units, int digits) => (decimal)units * Power(-digits);

    private static decimal[] MakePowers()
    {
        var powers = new decimal[49];
        powers[24] = 1m;
        for (var i = 1; i <= 24; i++)
        {
            powers[24 + i] = powers[23 + i] * 10m;
            powers[24 - i] = new decimal(1, 0, 0, false, (byte)i);
        }

        return powers;
    }
}
