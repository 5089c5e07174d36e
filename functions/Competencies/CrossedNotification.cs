using System.Globalization;
using SalesPerf.Domain.Competencies;
using SalesPerf.Domain.Notifications;

namespace SalesPerf.Functions.Competencies;

/// <summary>What is announced when a cell settles on another colour.</summary>
internal static class CrossedNotification
{
    public static Notification Of(ThresholdCrossed crossed)
    {
        var run = crossed.Run.UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);
        var notification = new Notification
        {
            Id = $"crossed-{crossed.Person}-{crossed.Period}-{crossed.Metric}-{run}",
            Type = EvaluateCompetencies.Crossed,
            At = crossed.Run,
            Person = crossed.Person,
        };
        notification.Facts["metric"] = crossed.Metric;
        notification.Facts["period"] = crossed.Period;
        notification.Facts["to"] = crossed.To;
        Fact("from", crossed.From);
        Fact("value", crossed.Value?.ToString(CultureInfo.InvariantCulture));
        Fact("target", crossed.Target?.ToString(CultureInfo.InvariantCulture));
        Fact("attainmentPercent", crossed.Attainment?.ToString(CultureInfo.InvariantCulture));
        notification.Links["scorecard"] = $"/api/v1/reps/{crossed.Person}/scorecard?period={crossed.Period}";
        return notification;

        void Fact(string name, string? value)
        {
            if (value is not null)
            {
                notification.Facts[name] = value;
            }
        }
    }
}
