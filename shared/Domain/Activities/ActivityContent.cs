using System.Buffers;
using System.Text.Json;

namespace SalesPerf.Domain.Activities;

/// <summary>
/// An activity's content as bytes: everything except <see cref="Activity.ReceivedAt"/> and times that the sender did not give. Two deliveries of one event have equal bytes,
/// whatever the order of attributes, the trailing zeros of amounts or the offset of times; two distinct contents never do.
/// </summary>
public static class ActivityContent
{
    /// <summary>Canonical UTF-8 JSON: members in a fixed order, absent and empty ones left out, names sorted by code unit.</summary>
    public static byte[] Bytes(Activity activity)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            Write(json, "source", activity.Source);
            Write(json, "key", activity.Key);
            Write(json, "type", activity.Type);
            Write(json, "occurredAt", activity.IsUndated ? null : CanonicalText.Of(activity.OccurredAt));
            Write(json, "owner", activity.Owner);
            Write(json, "account", activity.Account);
            Write(json, "contact", activity.Contact);
            Write(json, "deal", activity.Deal);
            Write(json, "conversation", activity.Conversation);
            Write(json, "amount", activity.Amount is { } amount ? CanonicalText.Of(amount) : null);
            Write(json, "currency", activity.Currency);
            Write(json, "attributes", activity.Attributes);
            Write(json, "recordType", activity.RecordType);
            Write(json, "record", activity.Record);
            Write(json, "fields", activity.Fields);
            Write(json, "recordedAt", activity.RecordedAt is { } recorded ? CanonicalText.Of(recorded) : null);
            if (activity.Repaired)
            {
                json.WriteBoolean("repaired", true);
            }

            if (activity.IsState)
            {
                json.WriteBoolean("state", true);
            }

            json.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>
    /// True when both say the same: a repeat, however often it was received. Read by different mappings one event may say different things; what was read first stands. A row of an
    /// export knows more or less of an event than the message that told it, so where one of the two is such a row, the same kind of event under the same key, within a day and a half, is the same.
    /// </summary>
    public static bool AreEqual(Activity one, Activity other) =>
        ((one.Source, one.Key) == (other.Source, other.Key)
            && (one.Mapping != other.Mapping || (one.IsOnce && other.IsOnce) || IsOneRepaired(one, other)))
        || Bytes(one).AsSpan().SequenceEqual(Bytes(other));

    /// <summary>True when <paramref name="told"/> is what the source's own message says of the event that is known only by a row of an export: it stands in the row's place, as it would had it come first.</summary>
    public static bool Supersedes(Activity told, Activity row) =>
        row.Repaired && (told.Source, told.Key) == (row.Source, row.Key) && IsOneRepaired(told, row);

    private static bool IsOneRepaired(Activity one, Activity other) =>
        one.Repaired != other.Repaired && one.Type == other.Type && (one.OccurredAt - other.OccurredAt).Duration() <= TimeSpan.FromHours(36);

    private static void Write(Utf8JsonWriter json, string name, string? value)
    {
        if (value is not null)
        {
            json.WriteString(name, value);
        }
    }

    private static void Write<T>(Utf8JsonWriter json, string name, SortedDictionary<string, T>? values)
        where T : class?
    {
        if (values is not { Count: > 0 })
        {
            return;
        }

        json.WriteStartObject(name);
        foreach (var (key, value) in values.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            json.WriteString(key, value as string);
        }

        json.WriteEndObject();
    }
}
