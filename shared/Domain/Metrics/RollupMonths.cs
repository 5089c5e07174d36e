using System.Globalization;

namespace SalesPerf.Domain.Metrics;

/// <summary>UTC months, written <c>yyyy-MM</c>.</summary>
public static class RollupMonths
{
    /// <summary>How many months before a period are read for mails that its replies may answer.</summary>
    public const int ReplyLookBack = 3;

    public static string Of(DateTimeOffset instant) => Name(instant.UtcDateTime.Year, instant.UtcDateTime.Month);

    /// <summary>The UTC months that local days from <paramref name="start"/> (inclusive) to <paramref name="end"/> (exclusive) can touch, whatever the zone.</summary>
    public static IReadOnlyList<string> Covering(DateOnly start, DateOnly end) => Months(start, end, 0);

    /// <summary>The months a replied metric needs: those covering the days, and <see cref="ReplyLookBack"/> before them.</summary>
    public static IReadOnlyList<string> CoveringReplies(DateOnly start, DateOnly end) => Months(start, end, ReplyLookBack);

    /// <summary>A local day begins up to 14 hours before and ends up to 12 hours after the UTC day of the same date.</summary>
    private static List<string> Months(DateOnly start, DateOnly end, int before)
    {
        var months = new List<string>();
        if (end <= start)
        {
            return months;
        }

        var first = Shift(start, -1);
        var last = Shift(end, 0);
        var month = new DateOnly(first.Year, first.Month, 1);
        for (var back = 0; back < before && month.DayNumber > 31; back++)
        {
            month = month.AddMonths(-1);
        }

        for (; month <= last; month = month.AddMonths(1))
        {
            months.Add(Name(month.Year, month.Month));
            if (month is { Year: 9999, Month: 12 })
            {
                break;
            }
        }

        return months;
    }

    private static string Name(int year, int month) => string.Create(CultureInfo.InvariantCulture, $"{year:D4}-{month:D2}");

    private static DateOnly Shift(DateOnly day, int days) => DateOnly.FromDayNumber(Math.Clamp(day.DayNumber + days, 0, DateOnly.MaxValue.DayNumber));
}
