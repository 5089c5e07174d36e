using System.Security.Cryptography;
using System.Text;
using System.Xml.Linq;
using SalesPerf.Connectors.Text;

namespace SalesPerf.Connectors.Salesforce;

/// <summary>One notification: the fields a rule lists, as the record has them when the message is sent.</summary>
internal static class OutboundNotification
{
    private const int HashCharacters = 16;
    private static readonly XNamespace Instance = "http://www.w3.org/2001/XMLSchema-instance";

    /// <summary>Null with the problem when it is no notification of a record.</summary>
    public static SalesforceEvent? Read(int index, XElement notification, string sourceId, DateTimeOffset now, ReadErrors errors)
    {
        var id = Only(notification, OutboundMessage.Space + "Id", errors)?.Value.Trim() ?? string.Empty;
        if (Only(notification, OutboundMessage.Space + "sObject", errors) is not { } record)
        {
            return null;
        }

        var type = (record.Attribute(Instance + "type")?.Value ?? string.Empty).Trim();
        var fields = FieldsOf(record, errors);
        var recordId = fields.GetValueOrDefault("Id") ?? string.Empty;
        Require(id, "/Notification/Id", errors);
        Require(type, "/Notification/sObject/type", errors);
        Require(recordId, "/Notification/sObject/Id", errors);
        var read = new SalesforceEvent
        {
            Index = index,
            Source = sourceId,
            Now = now,
            Kind = SalesforceKind.State,
            Entity = type[(type.IndexOf(':', StringComparison.Ordinal) + 1)..],
            RecordId = recordId,
            Key = $"{id}:{HashOf(fields)}",
            At = null,
            Fields = fields,
            Pointer = "/Notification/sObject",
        };
        read = read with { At = read.Time("LastModifiedDate") ?? read.Time("SystemModstamp") };
        if (read.At is { } at && TimeBounds.EffectiveProblem(at, now) is { } problem)
        {
            errors.Add("/Notification/sObject/LastModifiedDate", problem);
        }

        return errors.Any ? null : read;
    }

    private static XElement? Only(XElement parent, XName name, ReadErrors errors)
    {
        if (parent.Elements(name).ToList() is [var only])
        {
            return only;
        }

        errors.Add($"/Notification/{name.LocalName}", "Exactly one is expected.");
        return null;
    }

    /// <summary>Plain fields; nested ones belong to other records.</summary>
    private static SortedDictionary<string, string?> FieldsOf(XElement record, ReadErrors errors)
    {
        var fields = new SortedDictionary<string, string?>(StringComparer.Ordinal);
        foreach (var field in record.Elements().Where(field => !field.HasElements))
        {
            var name = field.Name.LocalName;
            var value = field.Attribute(Instance + "nil")?.Value.Trim() is "true" or "1" ? null : field.Value;
            if (!fields.TryAdd(name, value) && fields[name] != value)
            {
                errors.Add("/Notification/sObject", "A field appears twice with different values.");
            }
        }

        return fields;
    }

    private static void Require(string id, string pointer, ReadErrors errors)
    {
        if (PlainText.Problem(id, ItemLimits.MaxId) is { } problem)
        {
            errors.Add(pointer, problem);
        }
    }

    /// <summary>A notification sent again carries what the record has become meanwhile: the same id, and another state.</summary>
    private static string HashOf(SortedDictionary<string, string?> fields)
    {
        var text = string.Join('\n', fields.Select(field => $"{field.Key}={field.Value?.Length}:{field.Value}"));
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..HashCharacters];
    }
}
