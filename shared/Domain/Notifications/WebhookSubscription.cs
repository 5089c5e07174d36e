namespace SalesPerf.Domain.Notifications;

/// <summary>Somewhere that notifications are posted to. Its secrets are kept apart, encrypted.</summary>
public sealed record WebhookSubscription
{
    /// <summary>The endpoint answered that it wants nothing more.</summary>
    public const string Gone = "gone";

    /// <summary>Nothing could be delivered for as long as a delivery is tried.</summary>
    public const string Failing = "failing";

    public required string Id { get; init; }

    public required string Url { get; init; }

    /// <summary>Types of notifications; empty for every one.</summary>
    public required IReadOnlyList<string> Types { get; init; }

    public required bool Enabled { get; init; }

    /// <summary>Why this app disabled it; null when it did not.</summary>
    public string? DisabledBecause { get; init; }

    public required DateTimeOffset ChangedAt { get; init; }

    /// <summary>Principal id; null when this app did.</summary>
    public string? ChangedBy { get; init; }

    public bool Wants(Notification notification) => Enabled && (Types.Count == 0 || Types.Contains(notification.Type));

    /// <summary>Disabled, with what is announced about it.</summary>
    public (WebhookSubscription Subscription, Notification Notification) Disable(string because, DateTimeOffset now)
    {
        var notification = new Notification { Id = $"webhook-disabled-{Id}-{now.UtcTicks}", Type = NotificationTypes.WebhookDisabled, At = now };
        notification.Facts["subscription"] = Id;
        notification.Facts["because"] = because;
        notification.Links["subscription"] = $"/api/v1/webhook-subscriptions/{Uri.EscapeDataString(Id)}";
        return (this with { Enabled = false, DisabledBecause = because, ChangedAt = now, ChangedBy = null }, notification);
    }
}

/// <summary>Attempts at an endpoint that failed in a row.</summary>
/// <param name="Since">When the first was begun.</param>
public sealed record WebhookFailure(DateTimeOffset Since)
{
    /// <summary>True when an attempt begun at <paramref name="attempt"/> is one too many: a delivery that began when the failures did was given up by then.</summary>
    public bool IsTooLong(DateTimeOffset attempt) => attempt - Since >= RetrySchedule.Total;
}
