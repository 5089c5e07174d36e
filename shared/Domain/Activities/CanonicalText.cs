using System.Globalization;

namespace SalesPerf.Domain.Activities;

/// <summary>The one text of a value, as <see cref="RecordFields"/> and attributes hold it: equal values have equal texts.</summary>
public static class CanonicalText
{
    /// <summary>Invariant, without exponent, trailing zeros or a sign before zero.</summary>
    public static string Of(decimal value) =>
        value == 0 ? "0" : value.ToString("0.############################", CultureInfo.InvariantCulture);

    /// <summary><c>yyyy-MM-dd</c>.</summary>
    public static string Of(DateOnly value) => value.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>UTC with seven decimals.</summary>
    public static string Of(DateTimeOffset value) =>
        value.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'", CultureInfo.InvariantCulture);
}
