namespace SalesPerf.Domain.Notifications;

/// <summary>Every type of notification. Subscribers filter by them: a type keeps its meaning for ever.</summary>
public static class NotificationTypes
{
    /// <summary>A cell of a scorecard settled on another colour.</summary>
    public const string ThresholdCrossed = "competency.threshold.crossed";

    /// <summary>A manager's digest was mailed.</summary>
    public const string DigestSent = "digest.sent";

    /// <summary>An endpoint of webhooks was disabled: it wants nothing more, or could not be reached for three days.</summary>
    public const string WebhookDisabled = "webhook.disabled";

    /// <summary>Somebody is to read and acknowledge what they are paid by: plan, quotas and objectives.</summary>
    public const string PlanOffered = "plan.offered";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } = [ThresholdCrossed, DigestSent, WebhookDisabled, PlanOffered];
}
