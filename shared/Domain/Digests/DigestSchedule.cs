using SalesPerf.Domain.Values;

namespace SalesPerf.Domain.Digests;

/// <summary>When a digest is due: on Monday at 07:00 of the manager's own clock, about the week that ended.</summary>
public static class DigestSchedule
{
    /// <summary>Later than this after it was due a digest is not sent any more; exactly this much is still in time.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromHours(48);

    private static readonly TimeOnly Hour = new(7, 0);

    /// <summary>The digest that became due last, and its week.</summary>
    public static DueDigest Latest(FiscalCalendar calendar, TimeZoneInfo zone, DateTimeOffset now)
    {
        var today = LocalTime.DateOf(now, zone);
        var monday = today.AddDays(-(((int)today.DayOfWeek + 6) % 7));
        var at = LocalTime.InstantOf(monday, Hour, zone);
        if (at > now)
        {
            monday = monday.AddDays(-7);
            at = LocalTime.InstantOf(monday, Hour, zone);
        }

        return new DueDigest(calendar.Previous(calendar.PeriodOf(PeriodKind.Week, monday)), monday, at);
    }

    /// <summary>The digest about <paramref name="week"/>.</summary>
    public static DueDigest Of(Period week, TimeZoneInfo zone)
    {
        // The Monday after an ISO week is the day after its last, after a week from Sunday two days after it.
        var monday = week.End.AddDays((8 - (int)week.End.DayOfWeek) % 7);
        return new DueDigest(week, monday, LocalTime.InstantOf(monday, Hour, zone));
    }
}

/// <summary>A digest to be sent.</summary>
/// <param name="Week">The week it is about.</param>
/// <param name="Monday">The local day it is due on.</param>
/// <param name="At">The instant it is due at.</param>
public sealed record DueDigest(Period Week, DateOnly Monday, DateTimeOffset At)
{
    /// <summary>True from <see cref="At"/> until the window has passed.</summary>
    public bool IsInTime(DateTimeOffset now) => At <= now && now - At <= DigestSchedule.Window;
}
