using System.Text;
using System.Text.Unicode;
using System.Xml;
using System.Xml.Linq;

namespace SalesPerf.Connectors.Salesforce;

/// <summary>An Outbound Message: what one rule of one organization has to say of up to a hundred records of one type.</summary>
/// <param name="OrganizationId">Null when the message names none, or several.</param>
/// <param name="Notifications">Its notifications.</param>
internal sealed record OutboundMessage(string? OrganizationId, IReadOnlyList<XElement> Notifications)
{
    /// <summary>Salesforce's own limit.</summary>
    public const int MaxNotifications = 100;

    private const int MaxDepth = 16;

    public static readonly XNamespace Space = "http://soap.sforce.com/2005/09/outbound";

    private static readonly XNamespace Soap = "http://schemas.xmlsoap.org/soap/envelope/";

    /// <summary>Null for anything but one well-formed message in UTF-8: no document type, no entities of its own, nothing nested deeper than a message needs.</summary>
    public static OutboundMessage? Parse(ReadOnlySpan<byte> body)
    {
        body = body.StartsWith("\uFEFF"u8) ? body["\uFEFF"u8.Length..] : body;
        if (!Utf8.IsValid(body) || Load(Encoding.UTF8.GetString(body)) is not { } envelope
            || envelope.Name != Soap + "Envelope"
            || envelope.Elements(Soap + "Body").ToList() is not [var content]
            || content.Elements().ToList() is not [var notifications]
            || notifications.Name != Space + "notifications")
        {
            return null;
        }

        return new OutboundMessage(
            notifications.Elements(Space + "OrganizationId").ToList() is [var organization] ? organization.Value.Trim() : null,
            [.. notifications.Elements(Space + "Notification")]);
    }

    /// <summary>A message of one notification, which names nobody.</summary>
    public ReadOnlyMemory<byte> Alone(int index) => Encoding.UTF8.GetBytes(
        new XElement(Soap + "Envelope", new XElement(Soap + "Body", new XElement(Space + "notifications", Notifications[index]))).ToString(SaveOptions.DisableFormatting));

    private static XElement? Load(string text)
    {
        try
        {
            using (var depth = Reader(text))
            {
                while (depth.Read())
                {
                    if (depth.Depth > MaxDepth)
                    {
                        return null;
                    }
                }
            }

            using var reader = Reader(text);
            return XDocument.Load(reader).Root;
        }
        catch (XmlException)
        {
            return null;
        }
    }

    /// <summary>The text is decoded already, so that no encoding a sender declares decides how bytes are read.</summary>
    private static XmlReader Reader(string text) => XmlReader.Create(
        new StringReader(text),
        new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, IgnoreComments = true, IgnoreProcessingInstructions = true });
}
