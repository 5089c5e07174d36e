using SalesPerf.Domain.Resources;

namespace SalesPerf.Domain.Notifications;

/// <summary>Whom a notification may be told.</summary>
public static class Audience
{
    /// <summary>The manager of whom it is about, and they themselves, if employed on <paramref name="date"/>; nobody for what is about no person.</summary>
    public static IReadOnlyList<Listener> Of(Notification notification, Model model, DateOnly date)
    {
        if (notification.Person is not { } about)
        {
            return [];
        }

        var listeners = new List<Listener> { new(about, IsManager: false) };
        if (model.ManagerOf(about, date) is { } manager)
        {
            listeners.Add(new(manager, IsManager: true));
        }

        return [.. listeners.Where(listener => model.Person(listener.Person, date)?.IsEmployed(date) == true)];
    }
}

/// <summary>Somebody who may be told.</summary>
/// <param name="Person">Their id.</param>
/// <param name="IsManager">True for the manager of whom it is about, false for that person.</param>
public sealed record Listener(string Person, bool IsManager);
