namespace SalesPerf.Domain.Notifications;

/// <summary>
/// Something worth telling: small facts and ids, no personal data. Stored beside what caused it and published once.
/// </summary>
public sealed record Notification
{
    /// <summary>Made of what it says, so that the same thing announced twice is one notification.</summary>
    public required string Id { get; init; }

    /// <summary>One of <see cref="NotificationTypes"/>.</summary>
    public required string Type { get; init; }

    public required DateTimeOffset At { get; init; }

    /// <summary>The person it is about.</summary>
    public string? Person { get; init; }

    public string? Team { get; init; }

    /// <summary>Facts by name; numbers as invariant text.</summary>
    public SortedDictionary<string, string> Facts { get; init; } = [];

    /// <summary>Where to look: relation → path under <c>/api/v1</c>.</summary>
    public SortedDictionary<string, string> Links { get; init; } = [];
}
