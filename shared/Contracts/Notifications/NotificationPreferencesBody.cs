namespace SalesPerf.Contracts.Notifications;

/// <summary>What a person wants to be told: <c>/api/v1/people/{id}/notification-preferences</c>.</summary>
public sealed record NotificationPreferencesBody
{
    /// <summary>By mail.</summary>
    public EmailPreferences? Email { get; init; }

    /// <summary>Absent for none.</summary>
    public QuietHoursBody? QuietHours { get; init; }
}

/// <summary>What is mailed: of each of <c>turnedRed</c>, <c>turnedAmber</c>, <c>turnedGreen</c>, <c>digestSent</c>.</summary>
public sealed record EmailPreferences
{
    /// <summary>Kinds about the people they are the manager of.</summary>
    public IReadOnlyList<string?>? AboutReports { get; init; }

    /// <summary>Kinds about themselves.</summary>
    public IReadOnlyList<string?>? AboutMe { get; init; }
}

/// <summary>Hours of every day, by the person's own clock, in which mails wait.</summary>
public sealed record QuietHoursBody
{
    /// <summary><c>HH:mm</c>, inclusive.</summary>
    public string? From { get; init; }

    /// <summary><c>HH:mm</c>, exclusive, another than <see cref="From"/>; before it, the next day's.</summary>
    public string? To { get; init; }
}
