using SalesPerf.Connectors.Text;
using SalesPerf.Domain.Activities;

namespace SalesPerf.Connectors.Activities;

/// <summary>The canonical text of a record's field, from a CRM's; null with the problem. Never asked for an empty value, which clears the field.</summary>
internal static class FieldText
{
    private const int LongestReason = 1_024;

    public static string? Id(string value, out string? problem)
    {
        problem = PlainText.Problem(value, ItemLimits.MaxId);
        return value;
    }

    /// <summary>Also of senders that print binary doubles, whose noise is rounded away.</summary>
    public static string? Amount(string value, out string? problem) =>
        DecimalText.ParseRounded(value, out problem) is { } amount ? CanonicalText.Of(amount) : null;

    public static string? Currency(string value, out string? problem)
    {
        problem = MoneyMembers.IsCurrency(value) ? null : "Three upper-case letters of ISO 4217 are expected.";
        return value;
    }

    /// <summary>0 to 1.</summary>
    public static string? Probability(string value, out string? problem) => Share(value, 1m, out problem);

    /// <summary>0 to 100, made 0 to 1.</summary>
    public static string? Percent(string value, out string? problem) => Share(value, 100m, out problem);

    /// <summary>Of a date, or the date of an instant as it is written.</summary>
    public static string? Date(string value, out string? problem)
    {
        var date = value.Length >= 10 ? Rfc3339.ParseDate(value[..10]) : null;
        problem = date is { } known ? TimeBounds.DateProblem(known) : "A date is expected.";
        return date is { } read ? CanonicalText.Of(read) : null;
    }

    /// <summary>Free text of several lines: line ends become spaces, and what is too long is cut.</summary>
    public static string? Reason(string value, out string? problem)
    {
        var line = string.Concat(value.Select(character => char.IsControl(character) ? ' ' : character)).Trim();
        if (line.Length > LongestReason)
        {
            line = line[..(char.IsHighSurrogate(line[LongestReason - 1]) ? LongestReason - 1 : LongestReason)];
        }

        problem = null;
        return line.Length == 0 ? null : line;
    }

    private static string? Share(string value, decimal whole, out string? problem)
    {
        if (DecimalText.ParseRounded(value, out problem) is not { } share)
        {
            return null;
        }

        problem = share < 0m || share > whole ? $"0 to {CanonicalText.Of(whole)} is expected." : null;
        return CanonicalText.Of(share / whole);
    }
}
