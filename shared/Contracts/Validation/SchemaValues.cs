using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace SalesPerf.Contracts.Validation;

/// <summary>What a JSON value is, in the schema's terms and in words.</summary>
internal static partial class SchemaValues
{
    /// <summary>Digits before and after the point: together they fit a decimal exactly.</summary>
    private const int MaxScale = 10;

    /// <summary>Every number of so many digits is exact in a decimal.</summary>
    private const int MaxDigits = 28;

    private const decimal Beyond = 1_000_000_000_000_000_000m;

    /// <summary>Days that can be meant, both years inclusive; far beyond them a calendar ends, and sums of days with it.</summary>
    private const int FirstYear = 1900;

    private const int LastYear = 2999;

    public static JsonTypes TypesOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null => JsonTypes.Null,
        JsonValueKind.True or JsonValueKind.False => JsonTypes.Boolean,
        JsonValueKind.Object => JsonTypes.Object,
        JsonValueKind.Array => JsonTypes.Array,
        JsonValueKind.String => JsonTypes.String,
        JsonValueKind.Number => value.TryGetInt32(out _) ? JsonTypes.Number | JsonTypes.Integer : JsonTypes.Number,
        _ => JsonTypes.None,
    };

    /// <summary>Null for text with half a surrogate pair or bytes that are not UTF-8.</summary>
    public static string? TextOf(JsonElement value)
    {
        try
        {
            return value.GetString();
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    /// <inheritdoc cref="TextOf"/>
    public static string? NameOf(JsonProperty property)
    {
        try
        {
            return property.Name;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    public static bool IsOfFormat(string format, string text) => format switch
    {
        "date" => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) && day.Year is >= FirstYear and <= LastYear,
        "date-time" => IsInstant(text),
        "decimal" => Decimal(text) is not null,
        "currency" => CurrencyCodes.Known.Contains(text),
        "zone" => ZoneShape().IsMatch(text),
        _ => throw new FormatException($"The format {format} is not known."),
    };

    /// <summary>Null unless <paramref name="text"/> is a plain decimal: no exponent, no blanks, no more digits than are kept.</summary>
    public static decimal? Decimal(string text) =>
        DecimalShape().IsMatch(text) ? decimal.Parse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture) : null;

    /// <summary>The number exactly as written; null when a decimal would round it, be it to nothing.</summary>
    public static decimal? Decimal(JsonElement number)
    {
        var written = number.GetRawText().AsSpan();
        var exponent = written.IndexOfAny('e', 'E');
        var digits = string.Concat((exponent < 0 ? written : written[..exponent]).ToString().Where(char.IsAsciiDigit)).Trim('0');
        return digits.Length <= MaxDigits && number.TryGetDecimal(out var value) && (value == 0m) == (digits.Length == 0) ? value : null;
    }

    public static bool IsHeld(decimal number) => Math.Abs(number) < Beyond && decimal.Round(number, MaxScale) == number;

    public static string Escape(string name) =>
        name.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal);

    public static string Words(JsonTypes types)
    {
        List<string> words = [.. Enum.GetValues<JsonTypes>().Where(type => type != JsonTypes.None && types.HasFlag(type)).Select(Word)];
        words.Sort((a, b) => (a == "null").CompareTo(b == "null"));
        return string.Join(" or ", words);
    }

    public static string Words(IReadOnlyList<string?> listed)
    {
        var texts = listed.Select(text => text ?? "null").ToList();
        return texts.Count == 1 ? texts[0] : $"one of {string.Join(", ", texts)}";
    }

    public static string Words(string format) => format switch
    {
        "date" => "a day such as 2026-11-30, from 1900 to 2999",
        "date-time" => "an instant such as 2026-11-30T08:00:00Z",
        "decimal" => "a decimal number of at most 18 digits before and 10 after the point",
        "currency" => "a currency code of ISO 4217, such as USD",
        "zone" => "an IANA time zone such as Europe/Berlin",
        _ => format,
    };

    /// <summary>What a pattern asks for (without its anchors); one that is used by no schema of ours is told as it is.</summary>
    public static string WordsOfPattern(string pattern) => pattern switch
    {
        "[A-Za-z0-9][A-Za-z0-9._-]{0,63}" => "must be 1 to 64 letters, digits, dots, dashes and underscores, a letter or digit first",
        @"[^\u0000-\u001F\u007F-\u009F\u2028\u2029]*" => "must be one line without control characters",
        @"[^\u0000-\u0020\u007F-\u00A0<>(),;:\\""\[\]@]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*" => "must be a mail address such as ann@example.com",
        @"https://[^\u0000-\u0020\u007F]+" => "must be an address that begins with https://",
        "[0-9]{4}(-[QTH0-9][0-9]?)?" => "must be a period such as 2026-11, 2026-Q4, 2026-T3, 2026-H2 or 2026",
        _ => $"must match {pattern}",
    };

    private static string Word(JsonTypes type) => type switch
    {
        JsonTypes.Null => "null",
        JsonTypes.Boolean => "true or false",
        JsonTypes.Object => "an object",
        JsonTypes.Array => "a list",
        JsonTypes.Number => "a number",
        JsonTypes.Integer => "a whole number (without fraction or exponent)",
        _ => "text",
    };

    private static bool IsInstant(string text) =>
        InstantShape().IsMatch(text) && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.None, out _);

    [GeneratedRegex(@"\A-?[0-9]{1,18}(\.[0-9]{1,10})?\z", RegexOptions.CultureInvariant)]
    private static partial Regex DecimalShape();

    [GeneratedRegex(@"\A[A-Za-z][A-Za-z0-9_+-]*(/[A-Za-z0-9_+-]+){0,2}\z", RegexOptions.CultureInvariant)]
    private static partial Regex ZoneShape();

    [GeneratedRegex(@"\A[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,7})?(Z|[+-][0-9]{2}:[0-9]{2})\z", RegexOptions.CultureInvariant)]
    private static partial Regex InstantShape();
}
