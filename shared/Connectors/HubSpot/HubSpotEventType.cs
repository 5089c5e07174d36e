using SalesPerf.Connectors.Json;

namespace SalesPerf.Connectors.HubSpot;

/// <summary>What an event is about, whichever way the subscription names it: <c>deal.creation</c>, or <c>object.creation</c> with a type id.</summary>
/// <param name="ObjectType">A name below, or the type id where we have no name.</param>
/// <param name="Kind"><c>creation</c>, <c>propertyChange</c>, <c>deletion</c>, <c>restore</c>, <c>merge</c>, …</param>
internal readonly record struct HubSpotEventType(string ObjectType, string Kind)
{
    public const string Deal = "deal";
    public const string Contact = "contact";
    public const string Call = "call";
    public const string Meeting = "meeting";
    public const string Email = "email";
    public const string Task = "task";

    public const string Creation = "creation";
    public const string Change = "propertyChange";
    public const string Deletion = "deletion";
    public const string Restore = "restore";
    public const string Merge = "merge";

    private const string Generic = "object";
    private const int LongestText = 128;

    /// <summary>The sample event of HubSpot's settings page has these ids.</summary>
    private const string TestEvent = "100";
    private const string TestObject = "123";

    /// <summary>HubSpot's own object types. The ids are the same in every account.</summary>
    private static readonly Dictionary<string, string> Names = new(StringComparer.Ordinal)
    {
        ["0-1"] = Contact,
        ["0-2"] = "company",
        ["0-3"] = Deal,
        ["0-27"] = Task,
        ["0-47"] = Meeting,
        ["0-48"] = Call,
        ["0-49"] = Email,
    };

    /// <summary>Null when the event does not say, which is reported. HubSpot's documentation calls the member eventType; the wire says subscriptionType.</summary>
    public static HubSpotEventType? Read(JsonMembers members)
    {
        const string name = "subscriptionType";
        var text = members.TakeText(name, LongestText) ?? members.TakeText("eventType", LongestText);
        var dot = text?.IndexOf('.', StringComparison.Ordinal) ?? -1;
        if (text is null || dot <= 0 || dot == text.Length - 1)
        {
            members.Problem(name, "An object and what happened to it are expected, such as deal.creation.");
            return null;
        }

        var (objectType, kind) = (text[..dot], text[(dot + 1)..]);
        if (objectType != Generic)
        {
            return new HubSpotEventType(objectType, kind);
        }

        return members.RequireText("objectTypeId", LongestText) is { } id ? new HubSpotEventType(Names.GetValueOrDefault(id, id), kind) : null;
    }

    /// <summary>True for the sample event that HubSpot's settings page sends.</summary>
    public static bool IsTest(JsonMembers members) =>
        members.Rest.TryGetValue("eventId", out var eventId) && JsonText.Scalar(eventId) == TestEvent
        && members.Rest.TryGetValue("objectId", out var objectId) && JsonText.Scalar(objectId) == TestObject;
}
