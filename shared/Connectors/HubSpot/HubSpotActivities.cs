using System.Text.Json;
using SalesPerf.Connectors.Json;
using SalesPerf.Connectors.Mapping;
using SalesPerf.Domain.Activities;
using SalesPerf.Domain.Sources;

namespace SalesPerf.Connectors.HubSpot;

/// <summary>
/// Makes activities of events. HubSpot says little: a change names one property, a creation no property at all. So a deal's facts come
/// one by one, and so do those of calls, meetings and tasks; whether a deal is won or lost follows from its stage, and what else has no owner in the event is an activity without owner.
/// </summary>
internal static class HubSpotActivities
{
    /// <summary>The lifecycle stage at which a contact is qualified for sales. Later stages do not count again.</summary>
    private const string QualifiedStage = "salesqualifiedlead";

    public static IEnumerable<ReadItem> Read(int index, JsonElement value, int length, Source source, DateTimeOffset now)
    {
        if (value.ValueKind != JsonValueKind.Object)
        {
            return [new RejectedItem(index, [new ReadError(string.Empty, "An object is expected.")])];
        }

        var errors = new ReadErrors();
        var members = new JsonMembers(value, string.Empty, errors);
        if (HubSpotEventType.IsTest(members))
        {
            return [new IgnoredItem(index, "It is the sample event of HubSpot's settings page.")];
        }

        if (HubSpotEventType.Read(members) is not { } type)
        {
            return [new RejectedItem(index, errors.All)];
        }

        if (IgnoredBecause(type, members, source) is { } reason)
        {
            return [new IgnoredItem(index, reason)];
        }

        if (length > ItemLimits.MaxItemBytes)
        {
            return [new RejectedItem(index, [ItemLimits.TooLarge])];
        }

        if (HubSpotEvent.Read(type, members, now, errors) is not { } happened)
        {
            return [new RejectedItem(index, errors.All)];
        }

        var activity = new Activity
        {
            Source = source.Id,
            Key = happened.Key,
            Type = string.Empty,
            OccurredAt = happened.OccurredAt,
            ReceivedAt = now,
        };
        if (happened is { ObjectType: HubSpotEventType.Deal, Kind: HubSpotEventType.Merge })
        {
            return HubSpotMerge.Read(index, activity, happened, value);
        }

        ReadItem item = happened.ObjectType == HubSpotEventType.Deal
            ? DealChange(index, activity, happened, source)
            : HubSpotEngagement.IsOne(happened.ObjectType) ? HubSpotEngagement.Read(index, activity, happened, source)
            : Mapped.Typed(new ReadActivity(index, Plain(activity, happened)), source, happened.ObjectType);
        return [item];
    }

    /// <summary>Why an event means nothing here; null when it does. Asked before the event is read any further.</summary>
    private static string? IgnoredBecause(HubSpotEventType type, JsonMembers members, Source source)
    {
        var property = type.Kind == HubSpotEventType.Change ? PropertyText(members, "propertyName") : null;
        return (type.ObjectType, type.Kind) switch
        {
            (HubSpotEventType.Deal, HubSpotEventType.Creation or HubSpotEventType.Deletion or HubSpotEventType.Restore or HubSpotEventType.Merge) => null,
            (HubSpotEventType.Deal, HubSpotEventType.Change) when property is null || HubSpotDealProperty.Named(property, source) is not null => null,
            (HubSpotEventType.Contact, HubSpotEventType.Creation) => null,
            (HubSpotEventType.Contact, HubSpotEventType.Change) when property is "lifecyclestage" or "hs_lifecyclestage" =>
                PropertyText(members, "propertyValue") == QualifiedStage ? null : "Only the lifecycle stage salesqualifiedlead counts.",
            (HubSpotEventType.Email, HubSpotEventType.Creation) => null,
            (_, HubSpotEventType.Creation or HubSpotEventType.Deletion or HubSpotEventType.Restore) when HubSpotEngagement.IsOne(type.ObjectType) => null,
            (_, HubSpotEventType.Change) when HubSpotEngagement.IsOne(type.ObjectType) && (property is null || HubSpotEngagement.IsUsed(type.ObjectType, property)) => null,
            (_, HubSpotEventType.Change) => "The property is not used.",
            (_, HubSpotEventType.Merge) => "What was done with a merged record stays counted.",
            _ => "Events of this type are not used.",
        };
    }

    private static string? PropertyText(JsonMembers members, string name) =>
        members.Rest.TryGetValue(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static ReadItem DealChange(int index, Activity activity, HubSpotEvent happened, Source source)
    {
        activity = activity with { Deal = happened.ObjectId, RecordType = ActivityTypes.Deal, Fields = new(StringComparer.Ordinal) };
        if (happened.Property is null)
        {
            return new ReadActivity(index, activity with
            {
                Type = happened.Kind switch
                {
                    HubSpotEventType.Creation => ActivityTypes.DealCreated,
                    HubSpotEventType.Deletion => ActivityTypes.DealDeleted,
                    _ => ActivityTypes.DealReopened,
                },
            });
        }

        var property = HubSpotDealProperty.Named(happened.Property, source)!; // others are ignored before
        string? problem = null;
        var text = happened.Value.Length == 0 ? null : property.Read(happened.Value, out problem);
        if (problem is not null)
        {
            return new RejectedItem(index, [new ReadError("/propertyValue", problem)]);
        }

        activity.Fields[property.Field] = text;
        return new ReadActivity(index, activity with
        {
            Type = property.Type,
            Owner = property.Field == RecordFields.Owner ? text : null,
        });
    }

    private static Activity Plain(Activity activity, HubSpotEvent happened) => (happened.ObjectType, happened.Kind) switch
    {
        (HubSpotEventType.Contact, HubSpotEventType.Creation) => activity with { Type = ActivityTypes.ProspectCreated, Contact = happened.ObjectId },
        (HubSpotEventType.Contact, _) => activity with { Type = ActivityTypes.ProspectQualified, Contact = happened.ObjectId },

        // The id is kept so that the owner can be looked up by it.
        _ => activity with { Type = ActivityTypes.EmailSent, Attributes = new(StringComparer.Ordinal) { ["objectId"] = happened.ObjectId } },
    };
}
