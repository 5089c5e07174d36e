using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using SalesPerf.Connectors.Json;
using SalesPerf.Connectors.Text;

namespace SalesPerf.Connectors.HubSpot;

/// <summary>What a HubSpot event says, as far as it is used. Ids are digits as written, however large.</summary>
/// <param name="Portal">The HubSpot account.</param>
/// <param name="Kind">What happened: <c>creation</c>, <c>propertyChange</c>, <c>deletion</c>, …</param>
/// <param name="ObjectType">To what: <c>deal</c>, <c>contact</c>, or the type id where we have no name.</param>
/// <param name="ObjectId">To which.</param>
/// <param name="OccurredAt">When, UTC.</param>
/// <param name="Property">For changes: which property.</param>
/// <param name="Value">For changes: its new value; empty when it was cleared.</param>
internal sealed record HubSpotEvent(string Portal, string Kind, string ObjectType, string ObjectId, DateTimeOffset OccurredAt, string? Property, string Value)
{
    private const int HashCharacters = 32;

    /// <summary>
    /// The event key: portal, object type, kind, object, time in ms and, for changes, property and the first 128 bits of the value's SHA-256.
    /// HubSpot's eventId is not unique, so the key is made of what the event says. Everything an activity is made of is in it, so one key
    /// never has two contents; attempt number, subscription, app, source of the change and the change flag are not, so a retry, or the same
    /// change delivered under an old-style and a new-style subscription, is the same event.
    /// </summary>
    public string Key
    {
        get
        {
            var start = string.Create(CultureInfo.InvariantCulture, $"{Portal}:{ObjectType}:{Kind}:{ObjectId}:{OccurredAt.ToUnixTimeMilliseconds()}");
            return Property is null
                ? start
                : $"{start}:{Property}:{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Value)))[..HashCharacters]}";
        }
    }

    /// <summary>Reads the rest of an event whose type is known. Null when something is wrong, which is reported.</summary>
    public static HubSpotEvent? Read(HubSpotEventType type, JsonMembers members, DateTimeOffset now, ReadErrors errors)
    {
        var portal = RequireNumber(members, "portalId");
        var objectId = RequireNumber(members, "objectId");
        var occurredAt = Time(members, now);
        var property = type.Kind == HubSpotEventType.Change ? members.RequireText("propertyName", ItemLimits.MaxId) : null;
        var value = type.Kind == HubSpotEventType.Change ? ChangedValue(members) : string.Empty;
        return errors.Any ? null : new HubSpotEvent(portal!, type.Kind, type.ObjectType, objectId!, occurredAt, property, value);
    }

    /// <summary>Digits, as a number or as text: at most so many as fit 64 bits, and more than a double holds.</summary>
    private static string? RequireNumber(JsonMembers members, string name)
    {
        if (members.TakeValue(name) is { } value && JsonText.Scalar(value) is { } text && PlainText.IsDigits(text, 20))
        {
            return text;
        }

        members.Problem(name, "A whole number is expected.");
        return null;
    }

    private static DateTimeOffset Time(JsonMembers members, DateTimeOffset now)
    {
        const string name = "occurredAt";
        if (members.TakeValue(name) is not { } value || JsonText.Scalar(value) is not { } text || HubSpotTime.Parse(text) is not { } time)
        {
            members.Problem(name, "Milliseconds since 1970 are expected.");
            return default;
        }

        if (TimeBounds.EffectiveProblem(time, now) is { } problem)
        {
            members.Problem(name, problem);
        }

        return time;
    }

    /// <summary>Always text on the wire; numbers and booleans are taken as written, absent and null as cleared.</summary>
    private static string ChangedValue(JsonMembers members)
    {
        const string name = "propertyValue";
        switch (members.TakeValue(name))
        {
            case null:
                return string.Empty;
            case { ValueKind: JsonValueKind.Object or JsonValueKind.Array }:
                members.Problem(name, "A text is expected.");
                return string.Empty;
            case { ValueKind: JsonValueKind.String } text:
                return text.GetString()!;
            case { } value:
                return JsonText.Raw(value);
        }
    }
}
