using SalesPerf.Domain.Sources;
using SalesPerf.Domain.Values;

namespace SalesPerf.Domain.Resources;

/// <content>What settings make of instants and days.</content>
public sealed partial record Model
{
    /// <summary>The organisation's local day at an instant.</summary>
    public DateOnly Today(DateTimeOffset now) => DateOf(now);

    /// <summary>
    /// The organisation's local date of an instant, by the zone in force on that date. Where the zone changes, the new one counts from the moment
    /// its first day begins, so that dates never go back.
    /// </summary>
    public DateOnly DateOf(DateTimeOffset instant)
    {
        var utc = DateOnly.FromDateTime(instant.UtcDateTime);
        for (var day = utc.AddDays(1); day >= utc; day = day.AddDays(-1))
        {
            var date = LocalTime.DateOf(instant, LocalTime.Zone(Calendar(day).Zone));
            if (date >= day)
            {
                return date;
            }
        }

        return LocalTime.DateOf(instant, LocalTime.Zone(Calendar(utc.AddDays(-1)).Zone));
    }

    /// <summary>A source as it is on <paramref name="date"/>; where nothing is in force, as when it was retired, as it was last: its history keeps its meaning.</summary>
    public Source? SettingsOf(string source, DateOnly date) => Source(source, date) ?? Sources.GetValueOrDefault(source)?.LatestContent(AsOf);
}
