using SalesPerf.Domain.Values;

namespace SalesPerf.Domain.Notifications;

/// <summary>Hours of every day in which nobody is to be told anything.</summary>
/// <param name="From">Inclusive, by the person's own clock.</param>
/// <param name="To">Exclusive; not equal to <paramref name="From"/>. Before it, the hours end on the day after.</param>
public sealed record QuietHours(TimeOnly From, TimeOnly To)
{
    /// <summary>
    /// The instant at which the quiet hours end that <paramref name="now"/> lies in; null when it lies in none. A time that the clock skips is the end of the gap,
    /// of one that comes twice the first counts.
    /// </summary>
    public DateTimeOffset? EndAt(DateTimeOffset now, TimeZoneInfo zone)
    {
        var today = LocalTime.DateOf(now, zone);
        foreach (var day in new[] { today.AddDays(-1), today })
        {
            var end = LocalTime.InstantOf(From < To ? day : day.AddDays(1), To, zone);
            if (LocalTime.InstantOf(day, From, zone) <= now && now < end)
            {
                return end;
            }
        }

        return null;
    }
}
