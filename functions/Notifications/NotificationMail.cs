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
    public static EmailMessage Compose(Delivery delivery, Notification notification, string to, string toName, Names names, PublicAddress address)
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
        return new EmailMessage(MessageId(delivery), to, Names.Clean(toName), subject, html.ToString(), text, delivery.MadeAt);
    }

    /// <summary>Of the delivery alone: every attempt has it, and it says nothing about anybody.</summary>
    public static string MessageId(Delivery delivery) =>
        $"notification.{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{delivery.Notification}\n{delivery.Target}")).AsSpan(0, 16))}@salesperf.local";

    private static (string Subject, string Sentence) Words(Notification notification, Names names)
    {
        var facts = notification.Facts;
        if (notification is not { Type: NotificationTypes.ThresholdCrossed, Person: { } person } || !facts.TryGetValue("metric", out var metric))
        {
            return ($"SalesPerf: {notification.Type}", $"{notification.Type} was announced.");
        }

        var unit = names.Unit(metric);
        var (who, what, to) = (names.Person(person), names.Metric(metric), facts.GetValueOrDefault("to", "another colour"));
        var period = facts.TryGetValue("period", out var id) ? $" in {names.Period(id)}" : "";
        var value = Number("value") is { } actual
            ? $" {Figures.Value(actual, unit)}{(Number("target") is { } target ? $" against {Figures.Value(target, unit)}" : "")}."
            : "";
        return ($"{who}: {what} turned {to}", $"{who}’s {what}{period} turned {to}{(facts.TryGetValue("from", out var from) ? $", from {from}" : "")}.{value}");

        decimal? Number(string fact) => decimal.TryParse(facts.GetValueOrDefault(fact), NumberStyles.Number, CultureInfo.InvariantCulture, out var number) ? number : null;
    }
}
