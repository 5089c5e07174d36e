using NCrontab;

namespace SalesPerf.Functions.Schedules;

/// <summary>A six-field cron expression in UTC, read by the library the Functions host uses.</summary>
public sealed class CronSchedule
{
    // A schedule may fire every second or once in four years: look back a little first.
    private static readonly TimeSpan[] LookBacks =
        [TimeSpan.FromMinutes(1), TimeSpan.FromHours(1), TimeSpan.FromDays(1), TimeSpan.FromDays(32), TimeSpan.FromDays(366), TimeSpan.FromDays(8 * 366)];

    private readonly CrontabSchedule schedule;

    /// <exception cref="FormatException">It is not a cron expression of six fields.</exception>
    public CronSchedule(string expression) =>
        schedule = CrontabSchedule.TryParse(expression, new CrontabSchedule.ParseOptions { IncludingSeconds = true })
            ?? throw new FormatException($"\"{expression}\" is not a cron expression of six fields.");

    /// <summary>The first occurrence after <paramref name="instant"/>; null when there is none.</summary>
    public DateTimeOffset? Next(DateTimeOffset instant) => Between(instant, DateTimeOffset.MaxValue).Cast<DateTimeOffset?>().FirstOrDefault();

    /// <summary>The last occurrence at or before <paramref name="instant"/> and after <paramref name="after"/>; null when there is none within eight years.</summary>
    public DateTimeOffset? Latest(DateTimeOffset instant, DateTimeOffset after)
    {
        foreach (var lookBack in LookBacks)
        {
            var from = instant - lookBack > after ? instant - lookBack : after;
            if (Between(from, instant).Cast<DateTimeOffset?>().LastOrDefault() is { } latest)
            {
                return latest;
            }
        }

        return null;
    }

    /// <summary>The occurrences after <paramref name="from"/>, until <paramref name="to"/> inclusive, in order.</summary>
    public IEnumerable<DateTimeOffset> Between(DateTimeOffset from, DateTimeOffset to)
    {
        // The library takes the end as exclusive.
        var end = to == DateTimeOffset.MaxValue ? DateTime.MaxValue : to.UtcDateTime.AddTicks(1);
        return schedule.GetNextOccurrences(from.UtcDateTime, end).Select(occurrence => new DateTimeOffset(DateTime.SpecifyKind(occurrence, DateTimeKind.Utc)));
    }
}
