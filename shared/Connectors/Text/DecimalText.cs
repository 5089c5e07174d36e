using System.Globalization;

namespace SalesPerf.Connectors.Text;

/// <summary>
/// Reads decimals exactly from their written form, never through binary floating point. The grammar is that of JSON numbers.
/// </summary>
internal static class DecimalText
{
    public const int IntegerDigits = 15;
    public const int Decimals = 8;

    private const int LongestText = 128;
    private const int LargestExponent = 30;

    /// <summary>Every number of so many digits is exact in a decimal.</summary>
    private const int DecimalDigits = 28;

    /// <summary>A binary double has no more significant digits that mean anything.</summary>
    private const int DoubleDigits = 15;

    /// <summary>The value without trailing zeros; null with the problem. Decimals count as written, so ten zeros after the point are ten decimals.</summary>
    public static decimal? Parse(ReadOnlySpan<char> text, out string? problem, int integerDigits = IntegerDigits, int decimals = Decimals) =>
        Parse(text, integerDigits, decimals, roundsNoise: false, out problem);

    /// <summary>
    /// For senders that print binary doubles (0.59999999999999997…): decimals after the eighth are rounded away, half away from zero,
    /// when the text has more significant digits than a double can mean. Otherwise as <see cref="Parse(ReadOnlySpan{char}, out string?, int, int)"/>.
    /// </summary>
    public static decimal? ParseRounded(ReadOnlySpan<char> text, out string? problem) =>
        Parse(text, IntegerDigits, Decimals, roundsNoise: true, out problem);

    private static decimal? Parse(ReadOnlySpan<char> text, int integerDigits, int decimals, bool roundsNoise, out string? problem)
    {
        if (text.Length > LongestText)
        {
            problem = "The number is too long.";
            return null;
        }

        if (!Split(text, out var isNegative, out var digits, out var point))
        {
            problem = "A decimal number is expected.";
            return null;
        }

        if (Math.Abs(point) > LongestText + LargestExponent)
        {
            problem = "The exponent is out of range.";
            return null;
        }

        var leading = digits.AsSpan().IndexOfAnyExcept('0');
        var significant = leading < 0 ? string.Empty : digits[leading..];
        point -= leading < 0 ? digits.Length : leading;
        var written = significant.Length - point;
        if (significant.Length > 0 && point > integerDigits)
        {
            problem = string.Create(CultureInfo.InvariantCulture, $"At most {integerDigits} digits before the decimal point.");
            return null;
        }

        var round = 0m;
        if (written > decimals)
        {
            if (!roundsNoise || significant.Length <= DoubleDigits)
            {
                problem = string.Create(CultureInfo.InvariantCulture, $"At most {decimals} digits after the decimal point.");
                return null;
            }

            var kept = point + decimals;
            round = kept >= 0 && significant[kept] >= '5' ? new decimal(1, 0, 0, false, (byte)decimals) : 0m;
            significant = kept > 0 ? significant[..kept] : string.Empty;
            written = decimals;
        }

        if (significant.Length > DecimalDigits)
        {
            problem = string.Create(CultureInfo.InvariantCulture, $"At most {DecimalDigits} digits.");
            return null;
        }

        problem = null;
        var value = Value(significant, written) + round;
        return isNegative && value != 0 ? -value : value;
    }

    /// <summary>The digits and how many of them stand before the point, exponent included (may be negative or beyond the digits).</summary>
    private static bool Split(ReadOnlySpan<char> text, out bool isNegative, out string digits, out int point)
    {
        isNegative = text.StartsWith("-");
        var rest = isNegative ? text[1..] : text;
        var whole = Digits(ref rest);
        ReadOnlySpan<char> fraction = [];
        digits = string.Empty;
        point = 0;
        if (whole.IsEmpty)
        {
            return false;
        }

        if (rest.StartsWith("."))
        {
            rest = rest[1..];
            fraction = Digits(ref rest);
            if (fraction.IsEmpty)
            {
                return false;
            }
        }

        if (!Exponent(ref rest, out var exponent) || !rest.IsEmpty)
        {
            return false;
        }

        digits = string.Concat(whole, fraction);
        point = whole.Length + exponent;
        return true;
    }

    private static bool Exponent(ref ReadOnlySpan<char> rest, out int exponent)
    {
        exponent = 0;
        if (rest.IsEmpty || rest[0] is not ('e' or 'E'))
        {
            return true;
        }

        rest = rest[1..];
        var isNegative = rest.StartsWith("-");
        rest = isNegative || rest.StartsWith("+") ? rest[1..] : rest;
        var digits = Digits(ref rest);
        if (digits.IsEmpty)
        {
            return false;
        }

        // More digits than an exponent in range can have: far outside, whichever it is.
        exponent = digits.TrimStart('0').Length > 4 ? 10_000 : int.Parse(digits, NumberStyles.None, CultureInfo.InvariantCulture);
        exponent = isNegative ? -exponent : exponent;
        return true;
    }

    private static ReadOnlySpan<char> Digits(scoped ref ReadOnlySpan<char> rest)
    {
        var end = rest.IndexOfAnyExceptInRange('0', '9');
        var digits = end < 0 ? rest : rest[..end];
        rest = rest[digits.Length..];
        return digits;
    }

    private static decimal Value(string significant, int written)
    {
        var value = 0m;
        foreach (var digit in significant)
        {
            value = (value * 10m) + (digit - '0');
        }

        for (; written < 0; written++)
        {
            value *= 10m;
        }

        for (; written > 0 && value % 10m == 0m && value != 0m; written--)
        {
            value /= 10m;
        }

        return value == 0m ? 0m : value * new decimal(1, 0, 0, false, (byte)written);
    }
}
