using SalesPerf.Domain.Resources;

namespace SalesPerf.Domain.Notifications;

/// <summary>Whom a notification is mailed to.</summary>
public static class Audience
{
    /// <summary>
    /// When something turned red, the manager of whom it is about, if they are employed that day. The rest is in their digest: it can wait until Monday.
    /// </summary>
    public static IReadOnlyList<string> Of(Notification notification, Model model, DateOnly date) =>
        NotificationKinds.Of(notification) == NotificationKinds.TurnedRed
        && notification.Person is { } about
        && model.ManagerOf(about, date) is { } manager
        && model.Person(manager, date)?.IsEmployed(date) == true
            ? [manager]
            : [];
}
