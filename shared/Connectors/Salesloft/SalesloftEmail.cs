using System.Globalization;
using System.Text.Json;
using SalesPerf.Connectors.Activities;
using SalesPerf.Connectors.Json;
using SalesPerf.Connectors.Text;
using SalesPerf.Domain.Activities;

namespace SalesPerf.Connectors.Salesloft;

/// <summary>
/// Mails. Every opening and click sends the whole mail again, so what it says counts by the mail and not by the message: that it was sent, once, and that it was
/// replied to, once. When the reply came is not said; the first message that knows of it is the nearest.
/// </summary>
internal static class SalesloftEmail
{
    public static IEnumerable<ReadItem> Read(SalesloftResource mail, string sourceId, DateTimeOffset now)
    {
        if (mail.Time("sent_at", now) is not { } sentAt)
        {
            return [new IgnoredItem(0, "A mail counts once it is sent.")];
        }

        var sent = new Activity
        {
            Source = sourceId,
            Key = $"email:{mail.Id}:sent",
            Type = ActivityTypes.EmailSent,
            OccurredAt = sentAt,
            IsOnce = true,
            ReceivedAt = now,
            Owner = mail.Related("user"),
            Contact = mail.Related("recipient", "person"),
            Conversation = mail.Id,
            Attributes = PlainActivity.Attributes(("objectId", mail.Id), ("cadence", mail.Related("cadence"))),
        };
        var replied = sent with { Key = $"email:{mail.Id}:replied", Type = ActivityTypes.EmailReplied, OccurredAt = mail.UpdatedAt, IsUndated = true };
        return IsReplied(mail.Body) ? [PlainActivity.Checked(0, sent, ""), PlainActivity.Checked(0, replied, "")] : [PlainActivity.Checked(0, sent, "")];
    }

    private static bool IsReplied(JsonElement mail) =>
        mail.TextAt("counts", "replies") is { } text && PlainText.IsDigits(text, 9) && int.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture) > 0;
}
