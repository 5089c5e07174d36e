using System.Globalization;
using System.Text.Json;
using SalesPerf.Connectors.Json;
using SalesPerf.Connectors.Text;

namespace SalesPerf.Connectors.Salesforce;

/// <summary>
/// A change data capture event: what changed in one transaction in one record, or alike in several. As streamed (only what changed, names) or
/// as the Pub/Sub API decodes it (every field, bit maps), bare or inside what a relay puts around it.
/// </summary>
internal static class ChangeEvent
{
    private const string Header = "ChangeEventHeader";

    private static readonly string[][] Wrappings = [[], ["payload"], ["data", "payload"], ["detail", "payload"], ["data"], ["detail"]];

    /// <summary>An event for every record; otherwise what became of the item.</summary>
    public static IReadOnlyList<SalesforceEvent> Read(int index, JsonElement item, string sourceId, DateTimeOffset now, out ReadItem? other)
    {
        other = null;
        var wrapping = Array.Find(Wrappings, path => item.At([.. path, Header])?.ValueKind == JsonValueKind.Object);
        if (wrapping is null)
        {
            other = new RejectedItem(index, [new ReadError("/ChangeEventHeader", "Required: a change event is expected.")]);
            return [];
        }

        var payload = item.At(wrapping)!.Value;
        var header = payload.At(Header)!.Value;
        var pointer = wrapping.Aggregate(string.Empty, JsonPointer.Append);
        var type = header.TextAt("changeType") ?? string.Empty;
        if (type.StartsWith("GAP_", StringComparison.Ordinal))
        {
            other = new IgnoredItem(index, "A gap event carries no fields: the record, or after an overflow the object, must be fetched and resynchronized.");
            return [];
        }

        var errors = new ReadErrors();
        var ids = RecordIds(header);
        if (ids.Any(id => id.Contains('*', StringComparison.Ordinal)))
        {
            other = new IgnoredItem(index, "It stands for all records of a kind without naming them: they must be fetched and resynchronized.");
            return [];
        }

        var events = Read(new Envelope(index, sourceId, now, payload, header, $"{pointer}/{Header}", errors), type, ids, pointer);
        if (errors.Any)
        {
            other = new RejectedItem(index, errors.All);
        }

        return errors.Any ? [] : events;
    }

    private static List<SalesforceEvent> Read(Envelope envelope, string type, List<string> ids, string pointer)
    {
        var (index, sourceId, now, payload, header, headerPointer, errors) = envelope;
        SalesforceKind? kind = type switch
        {
            "CREATE" => SalesforceKind.Created,
            "UPDATE" => SalesforceKind.Changed,
            "DELETE" => SalesforceKind.Deleted,
            "UNDELETE" => SalesforceKind.Restored,
            _ => null,
        };
        if (kind is null)
        {
            errors.Add($"{headerPointer}/changeType", "CREATE, UPDATE, DELETE, UNDELETE or a GAP_ type is expected.");
        }

        if (ids.Count is 0 or > ItemLimits.MaxItems || !ids.All(SalesforceId.IsOne))
        {
            errors.Add($"{headerPointer}/recordIds", "Record ids of 15 or 18 letters and digits are expected.");
        }

        var entity = Required(envelope, "entityName");
        var transaction = header.TextAt("transactionKey") ?? header.TextAt("commitNumber");
        if (transaction is null || PlainText.Problem(transaction, ItemLimits.MaxAttributeName) is not null)
        {
            errors.Add($"{headerPointer}/transactionKey", "A key of at most 64 characters is expected.");
        }

        var sequence = Required(envelope, "sequenceNumber");
        var at = Time(envelope);
        if (errors.Any)
        {
            return [];
        }

        var changed = ChangedFields.Read(payload, header, kind!.Value);
        return
        [
            .. ids.Distinct(StringComparer.Ordinal).Select(id => new SalesforceEvent
            {
                Index = index,
                Source = sourceId,
                Now = now,
                Kind = kind.Value,
                Entity = entity,
                RecordId = id,
                Key = string.Create(CultureInfo.InvariantCulture, $"{transaction}:{sequence}:{entity}:{type}:{id}"),
                At = at,
                Actor = header.TextAt("commitUser") is { } user && SalesforceId.IsOne(user) ? user : null,
                Fields = changed.Fields,
                Changed = changed.Changed,
                ClearedUnread = changed.ClearedUnread,
                Pointer = pointer,
            }),
        ];
    }

    /// <summary>An array, as Salesforce sends it; some relays make one text of it, or name it in the singular.</summary>
    private static List<string> RecordIds(JsonElement header)
    {
        var single = header.TextAt("recordIds") ?? header.TextAt("recordId");
        return single is not null ? [single] : [.. header.EachAt("recordIds").Select(id => JsonText.Scalar(id) ?? string.Empty)];
    }

    private static string Required(Envelope envelope, string name)
    {
        var text = envelope.Header.TextAt(name) ?? string.Empty;
        if (PlainText.Problem(text, ItemLimits.MaxAttributeName) is { } problem)
        {
            envelope.Errors.Add($"{envelope.Pointer}/{name}", problem);
        }

        return text;
    }

    private static DateTimeOffset? Time(Envelope envelope)
    {
        var at = envelope.Header.TextAt("commitTimestamp") is { } text ? SalesforceTime.Instant(text) : null;
        var problem = at is { } known ? TimeBounds.EffectiveProblem(known, envelope.Now) : "Milliseconds since 1970 are expected.";
        if (problem is not null)
        {
            envelope.Errors.Add($"{envelope.Pointer}/commitTimestamp", problem);
        }

        return at;
    }

    private readonly record struct Envelope(int Index, string Source, DateTimeOffset Now, JsonElement Payload, JsonElement Header, string Pointer, ReadErrors Errors);
}
