using System.Globalization;
using SalesPerf.Contracts.Notifications;
using SalesPerf.Domain.Notifications;
using SalesPerf.Domain.Values;

namespace SalesPerf.Functions.Notifications.Preferences;

/// <summary>What preferences may say, and how they read.</summary>
internal static class PreferenceRules
{
    private const string Time = "HH:mm";

    public static IReadOnlyList<FieldProblem> Check(NotificationPreferencesBody body) =>
    [
        .. CheckKinds("/email/aboutReports", body.Email?.AboutReports),
        .. CheckKinds("/email/aboutMe", body.Email?.AboutMe),
        .. body.QuietHours is { } hours ? CheckHours(hours) : [],
    ];

    /// <summary>What <see cref="Check"/> found nothing wrong with.</summary>
    public static NotificationPreferences Read(string person, NotificationPreferencesBody body) => new()
    {
        Person = person,
        AboutReports = Kinds(body.Email?.AboutReports),
        AboutMe = Kinds(body.Email?.AboutMe),
        QuietHours = body.QuietHours is { From: var from, To: var to } ? new QuietHours(Parse(from) ?? default, Parse(to) ?? default) : null,
    };

    public static NotificationPreferencesBody Show(NotificationPreferences preferences) => new()
    {
        Email = new EmailPreferences { AboutReports = preferences.AboutReports, AboutMe = preferences.AboutMe },
        QuietHours = preferences.QuietHours is { } hours
            ? new QuietHoursBody { From = hours.From.ToString(Time, CultureInfo.InvariantCulture), To = hours.To.ToString(Time, CultureInfo.InvariantCulture) }
            : null,
    };

    private static IEnumerable<FieldProblem> CheckKinds(string pointer, IReadOnlyList<string?>? kinds) => kinds is null
        ? [new(pointer, "A list is expected; an empty one for nothing.")]
        : kinds.Index()
            .Where(kind => kind.Item is null || !NotificationKinds.All.Contains(kind.Item))
            .Take(20)
            .Select(kind => new FieldProblem($"{pointer}/{kind.Index}", $"A kind is one of {string.Join(", ", NotificationKinds.All)}."));

    private static IEnumerable<FieldProblem> CheckHours(QuietHoursBody hours)
    {
        var (from, to) = (Parse(hours.From), Parse(hours.To));
        if (from is null)
        {
            yield return new("/quietHours/from", "A time of the day is expected, such as 20:00.");
        }

        if (to is null)
        {
            yield return new("/quietHours/to", "A time of the day is expected, such as 07:00.");
        }
        else if (from == to)
        {
            yield return new("/quietHours/to", "Quiet hours end at another time than they begin.");
        }
    }

    private static IReadOnlyList<string> Kinds(IReadOnlyList<string?>? kinds) => [.. (kinds ?? []).OfType<string>().Distinct(StringComparer.Ordinal)];

    private static TimeOnly? Parse(string? text) => TimeOnly.TryParseExact(text, Time, CultureInfo.InvariantCulture, DateTimeStyles.None, out var time) ? time : null;
}
