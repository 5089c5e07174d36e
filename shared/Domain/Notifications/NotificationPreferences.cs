using SalesPerf.Domain.Resources;
using SalesPerf.Domain.Values;

namespace SalesPerf.Domain.Notifications;

/// <summary>What a person wants to be mailed, and when not.</summary>
public sealed record NotificationPreferences
{
    /// <summary>Whose they are.</summary>
    public required string Person { get; init; }

    /// <summary>Kinds (<see cref="NotificationKinds"/>) about those whose manager they are.</summary>
    public required IReadOnlyList<string> AboutReports { get; init; }

    /// <summary>Kinds about themselves.</summary>
    public required IReadOnlyList<string> AboutMe { get; init; }

    /// <summary>Null for none.</summary>
    public QuietHours? QuietHours { get; init; }

    /// <summary>
    /// Of who has said nothing: managers are mailed what turned red. The rest is in their digest and can wait until Monday; reps see it on their scorecard. Everybody is sent what they are paid by.
    /// </summary>
    public static NotificationPreferences Default(string person) => new() { Person = person, AboutReports = [NotificationKinds.TurnedRed], AboutMe = [NotificationKinds.PlanOffered] };

    /// <summary>True for the kinds asked for.</summary>
    public bool Want(Listener listener, string kind) => (listener.IsManager ? AboutReports : AboutMe).Contains(kind);

    /// <summary>When the person may be told again; null is now. By the clock where they are that day.</summary>
    public DateTimeOffset? QuietUntil(DateTimeOffset now, Model model) =>
        QuietHours?.EndAt(now, LocalTime.Zone(model.ZoneOf(Person, DateOnly.FromDateTime(now.UtcDateTime))));
}
