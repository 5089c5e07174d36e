using SalesPerf.Domain.Digests;
using SalesPerf.Functions.Notifications;
using SalesPerf.Functions.Pages;
using SalesPerf.Platform.Email;

namespace SalesPerf.Functions.Digests;

/// <summary>A digest as a mail, or as a page that looks the same.</summary>
internal static class DigestMail
{
    /// <summary>The same delivery, names and address give the same mail.</summary>
    public static EmailMessage Compose(DigestDelivery delivery, Mailbox reader, Names names, PublicAddress address)
    {
        var links = new Links(address.Base);
        return new EmailMessage(
            delivery.MessageId,
            reader.Address,
            Names.Clean(reader.Name),
            DigestWords.Subject(delivery.Content),
            new DigestHtml(names, links, DigestLimits.Mail).Render(delivery.Content),
            new DigestText(names, links).Render(delivery.Content),
            delivery.MadeAt);
    }
}
