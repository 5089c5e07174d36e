using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using SalesPerf.Domain.Notifications;
using SalesPerf.Functions.Pages;
using SalesPerf.Platform.Email;

namespace SalesPerf.Functions.Notifications;

/// <summary>A notification in a mail: a line that says it, and where to look.</summary>
internal static class NotificationMail
{
    private const string Style = "font-family:Helvetica,Arial,sans-serif;font-size:16px;line-height:1.5;color:#1d2830";

    /// <summary>The same delivery, names and address give the same mail.</summary>
    public static EmailMessage Compose(Delivery delivery, Notification notification, Mailbox to, Names names, PublicAddress address)
    {
        var (subject, sentence) = Words(notification, names);
        var links = notification.Links.Values.Select(path => address.Base + path).ToList();
        var html = Html.Of(
            $"""
            <!DOCTYPE html>
            <html lang="en"><head><meta charset="utf-8"><title>{subject}</title></head>
            <body style="margin:0;padding:24px;background:#ffffff;{Style}">
            <p style="margin:0 0 16px">{sentence}</p>
            {Html.Join(links.Select(link => Html.Of($"<p style=\"margin:0 0 8px\"><a href=\"{link}\" style=\"color:#0b5cad\">Open in the browser</a></p>\n")))}</body></html>

            """);
        var text = string.Join("\n\n", links.Prepend(sentence)) + "\n";
        return new EmailMessage(MessageId(delivery, address), to.Address, Names.Clean(to.Name), subject, html.ToString(), text, delivery.MadeAt);
    }

    /// <summary>Every attempt at the delivery has it, and it says nothing about anybody.</summary>
    public static string MessageId(Delivery delivery, PublicAddress address) =>
        $"notification.{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{delivery.Notification}\n{delivery.Target}")).AsSpan(0, 16))}@{address.MailHost}";

    private static (string Subject, string Sentence) Words(Notification notification, Names names) => notification switch
    {
        { Type: NotificationTypes.ThresholdCrossed, Person: { } person } when notification.Facts.TryGetValue("metric", out var metric) => Crossed(notification.Facts, person, metric, names),
        { Type: NotificationTypes.DigestSent, Person: { } person } when notification.Facts.TryGetValue("week", out var week) => Digest(notification.Facts, person, week, names),
        { Type: NotificationTypes.PlanOffered, Person: { } person } when notification.Facts.TryGetValue("plan", out var plan) => Offered(notification.Facts, person, plan, names),
        _ => ($"SalesPerf: {notification.Type}", $"{notification.Type} was announced."),
    };

    private static (string Subject, string Sentence) Crossed(SortedDictionary<string, string> facts, string person, string metric, Names names)
    {
        var measured = names.Measured(metric);
        var (who, what, to) = (names.Person(person), names.Metric(metric), Layout.Word(facts.GetValueOrDefault("to")));
        var period = facts.TryGetValue("period", out var id) ? $" in {names.Period(id)}" : "";
        var value = (Number("value"), Number("target")) switch
        {
            ({ } actual, { } target) => $" {measured.Value(actual, target)} against {measured.Target(target)}.",
            ({ } actual, null) => $" {measured.Value(actual)}.",
            _ => "",
        };
        return ($"{who}: {what} turned {to}", $"{who}’s {what}{period} turned {to}{(facts.TryGetValue("from", out var from) ? $", from {Layout.Word(from)}" : "")}.{value}");

        decimal? Number(string fact) => decimal.TryParse(facts.GetValueOrDefault(fact), NumberStyles.Number, CultureInfo.InvariantCulture, out var number) ? number : null;
    }

    private static (string Subject, string Sentence) Digest(SortedDictionary<string, string> facts, string manager, string week, Names names)
    {
        var (who, what) = (names.Person(manager), names.Period(week));
        var figures = facts.TryGetValue("onTrack", out var onTrack) && facts.TryGetValue("people", out var people) ? $" {onTrack} of {people} on track, {facts.GetValueOrDefault("behind", "0")} behind." : "";
        return ($"{who}: digest of {what}", $"The digest of {what} was mailed to {who}.{figures}");
    }

    private static (string Subject, string Sentence) Offered(SortedDictionary<string, string> facts, string person, string plan, Names names)
    {
        var (who, what, from) = (names.Person(person), names.Plan(plan), Names.Date(facts.GetValueOrDefault("from")));
        return ($"{who}: {what} from {from}", $"{who} is paid by {what} from {from}. Plan, quotas and objectives are there to read; {who} is asked to acknowledge them.");
    }
}
