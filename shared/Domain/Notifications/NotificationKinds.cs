using SalesPerf.Domain.Competencies;

namespace SalesPerf.Domain.Notifications;

/// <summary>What people can ask to be told, finer than the types that programs subscribe to.</summary>
public static class NotificationKinds
{
    /// <summary>A cell of a scorecard turned red.</summary>
    public const string TurnedRed = "turnedRed";

    /// <summary>A cell turned amber.</summary>
    public const string TurnedAmber = "turnedAmber";

    /// <summary>A cell turned green.</summary>
    public const string TurnedGreen = "turnedGreen";

    /// <summary>A manager was mailed their digest.</summary>
    public const string DigestSent = "digestSent";

    /// <summary>Somebody is asked to acknowledge what they are paid by.</summary>
    public const string PlanOffered = "planOffered";

    public static IReadOnlyList<string> All { get; } = [TurnedRed, TurnedAmber, TurnedGreen, DigestSent, PlanOffered];

    /// <summary>The kind of a notification; null for one that nobody can ask for.</summary>
    public static string? Of(Notification notification) => (notification.Type, notification.Facts.GetValueOrDefault("to")) switch
    {
        (NotificationTypes.ThresholdCrossed, Colours.Red) => TurnedRed,
        (NotificationTypes.ThresholdCrossed, Colours.Amber) => TurnedAmber,
        (NotificationTypes.ThresholdCrossed, Colours.Green) => TurnedGreen,
        (NotificationTypes.DigestSent, _) => DigestSent,
        (NotificationTypes.PlanOffered, _) => PlanOffered,
        _ => null,
    };
}
