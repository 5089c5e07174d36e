using SalesPerf.Connectors.Activities;
using SalesPerf.Connectors.Text;
using SalesPerf.Domain.Activities;

namespace SalesPerf.Connectors.Salesforce;

/// <summary>Times are ISO 8601 in messages and streamed events, milliseconds since 1970 in the Pub/Sub form; dates likewise.</summary>
internal static class SalesforceTime
{
    private const int LongestNumber = 15;
    private const int DateLength = 10;

    /// <summary>In UTC, a date as its midnight; null for anything else.</summary>
    public static DateTimeOffset? Instant(string text) =>
        PlainText.IsDigits(text, LongestNumber) ? ProviderTime.Milliseconds(text)
        : text.Length == DateLength ? Rfc3339.ParseDate(text) is { } date ? new DateTimeOffset(date.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero) : null
        : ProviderTime.Iso(text);

    /// <summary>A field's reading, as <see cref="FieldText"/> has them.</summary>
    public static string? Date(string value, out string? problem) =>
        PlainText.IsDigits(value, LongestNumber) && ProviderTime.Milliseconds(value) is { } at
            ? FieldText.Date(CanonicalText.Of(at), out problem)
            : FieldText.Date(value, out problem);
}
