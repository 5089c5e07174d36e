using SalesPerf.Domain.Competencies;

namespace SalesPerf.Domain.Notifications;

/// <summary>What the wall, which everybody passes, shows.</summary>
public static class Wall
{
    /// <summary>How long something stays there.</summary>
    public static readonly TimeSpan Stay = TimeSpan.FromDays(7);

    /// <summary>Good news only: whose numbers turned red is for them and their manager.</summary>
    public static bool Shows(Notification notification) =>
        notification.Type == NotificationTypes.ThresholdCrossed && notification.Facts.GetValueOrDefault("to") == Colours.Green;
}
