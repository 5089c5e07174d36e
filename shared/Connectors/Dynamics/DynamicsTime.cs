using System.Globalization;
using SalesPerf.Connectors.Activities;
using SalesPerf.Connectors.Text;
using SalesPerf.Domain.Activities;

namespace SalesPerf.Connectors.Dynamics;

/// <summary><c>/Date(ms)/</c> and <c>/Date(ms+hhmm)/</c>: the milliseconds are UTC either way, the offset is the writer's own. Newer forms are ISO 8601.</summary>
internal static class DynamicsTime
{
    private const string Start = "/Date(";
    private const string End = ")/";
    private const int OffsetLength = 5;

    /// <summary>In UTC; null for anything else.</summary>
    public static DateTimeOffset? Instant(string text) => Read(text)?.ToUniversalTime();

    /// <summary>A field's reading, as <see cref="FieldText"/> has them: the date as it was written, in the writer's offset.</summary>
    public static string? Date(string value, out string? problem) =>
        Read(value) is { } at ? FieldText.Date(at.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), out problem) : FieldText.Date(value, out problem);

    private static DateTimeOffset? Read(string text)
    {
        if (!text.StartsWith(Start, StringComparison.Ordinal) || !text.EndsWith(End, StringComparison.Ordinal) || text.Length <= Start.Length + End.Length)
        {
            return ProviderTime.Iso(text);
        }

        var inside = text[Start.Length..^End.Length];
        var sign = inside.LastIndexOfAny(['+', '-']);
        if (sign <= 0)
        {
            return ProviderTime.Milliseconds(inside);
        }

        return inside.Length - sign == OffsetLength && Offset(inside[sign..]) is { } offset && ProviderTime.Milliseconds(inside[..sign]) is { Year: > 1 and < 9999 } at
            ? at.ToOffset(offset)
            : null;
    }

    private static TimeSpan? Offset(string text)
    {
        var digits = text[1..];
        if (!PlainText.IsDigits(digits, 4))
        {
            return null;
        }

        var offset = new TimeSpan(int.Parse(digits[..2], CultureInfo.InvariantCulture), int.Parse(digits[2..], CultureInfo.InvariantCulture), 0);
        return offset > TimeSpan.FromHours(14) ? null : text[0] == '-' ? -offset : offset;
    }
}
