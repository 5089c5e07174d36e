using SalesPerf.Connectors.Activities;
using SalesPerf.Connectors.Imports;
using SalesPerf.Connectors.Mapping;
using SalesPerf.Connectors.Text;
using SalesPerf.Domain.Activities;
using SalesPerf.Domain.Deals;
using SalesPerf.Domain.Sources;
using Reading = SalesPerf.Connectors.Activities.DealEvent.Reading;

namespace SalesPerf.Connectors.HubSpot;

/// <summary>
/// Calls, meetings and tasks. Their creation says no property, and each property comes in a message of its own, so each is a record to which every message adds what it says.
/// </summary>
internal static class HubSpotEngagement
{
    private const string Completed = "COMPLETED";

    private static readonly Dictionary<string, string> Types = new(StringComparer.Ordinal)
    {
        [HubSpotEventType.Call] = ActivityTypes.CallCompleted,
        [HubSpotEventType.Meeting] = ActivityTypes.MeetingHeld,
        [HubSpotEventType.Task] = ActivityTypes.TaskCompleted,
    };

    /// <summary>Object and property → what it sets, and how its text is read. <c>hs_timestamp</c> is when a call was made, but when a task is due and a meeting begins.</summary>
    private static readonly Dictionary<(string Object, string Property), (string Field, Reading Read)> Properties = new()
    {
        [(HubSpotEventType.Call, "hs_timestamp")] = (RecordFields.At, Time),
        [(HubSpotEventType.Call, "hs_call_status")] = (RecordFields.Done, Done),
        [(HubSpotEventType.Call, "hs_call_disposition")] = ("outcome", FieldText.Id),
        [(HubSpotEventType.Call, "hs_call_direction")] = ("direction", LowerCase),
        [(HubSpotEventType.Call, "hs_call_duration")] = ("durationSeconds", Seconds),
        [(HubSpotEventType.Meeting, "hs_meeting_end_time")] = (RecordFields.At, Time),
        [(HubSpotEventType.Meeting, "hs_meeting_outcome")] = (RecordFields.Done, Done),
        [(HubSpotEventType.Task, "hs_task_completion_date")] = (RecordFields.At, Time),
        [(HubSpotEventType.Task, "hs_task_status")] = (RecordFields.Done, Done),
    };

    /// <summary>By the key that its creation had (<c>portal:call:creation:id:time</c>), or by type and object.</summary>
    public static RecordName? RecordOf(ImportedActivity row, Source source)
    {
        if (row.Activity.RecordType is not null || Types.Keys.FirstOrDefault(type => CountsAs(type, source) == row.Activity.Type) is not { } kind)
        {
            return null;
        }

        return row.Object is { } id ? new RecordName(kind, id)
            : row.Activity.Key.Split(':') is [_, var type, HubSpotEventType.Creation, var named, _] && IsOne(type) ? new RecordName(type, named)
            : null;
    }

    public static bool IsOne(string objectType) => Types.ContainsKey(objectType);

    /// <summary>What it counts as: the source's mapping says it, else the default; null is nothing.</summary>
    public static string? CountsAs(string objectType, Source source) =>
        Mapped.Says(source, objectType) ? source.Mapping!.ActivityTypes![objectType] : Types[objectType];

    /// <summary>True for a change of a property that says something here.</summary>
    public static bool IsUsed(string objectType, string? property) => property is not null && Property(objectType, property) is not null;

    public static ReadItem Read(int index, Activity activity, HubSpotEvent happened, Source source)
    {
        var type = happened.ObjectType;
        if (CountsAs(type, source) is not { } countsAs)
        {
            return new IgnoredItem(index, $"The source's mapping ignores {type}.");
        }

        var fields = new SortedDictionary<string, string?>(StringComparer.Ordinal) { [RecordFields.CountsAs] = countsAs };
        activity = activity with
        {
            RecordType = type,
            Record = happened.ObjectId,
            Fields = fields,
            Attributes = new(StringComparer.Ordinal) { ["objectId"] = happened.ObjectId },
        };
        switch (happened.Kind)
        {
            case HubSpotEventType.Deletion:
                return new ReadActivity(index, activity with { Type = RecordChanges.Deleted(type) });
            case HubSpotEventType.Restore:
                return new ReadActivity(index, activity with { Type = RecordChanges.Restored(type) });
            case HubSpotEventType.Creation:
                // A call is made when it is logged, unless its status says otherwise; what a source says of meetings and tasks holds when they are made.
                if (type == HubSpotEventType.Call || Mapped.Says(source, type))
                {
                    fields[RecordFields.Done] = RecordFields.True;
                }

                return new ReadActivity(index, activity with { Type = RecordChanges.Created(type) });
        }

        var (field, read) = Property(type, happened.Property!)!.Value; // others are ignored before
        string? problem = null;
        fields[field] = happened.Value.Length == 0 ? null : read(happened.Value, out problem);
        return problem is not null
            ? new RejectedItem(index, [new ReadError("/propertyValue", problem)])
            : new ReadActivity(index, activity with { Type = RecordChanges.Changed(type), Owner = fields.GetValueOrDefault(RecordFields.Owner) });
    }

    private static (string Field, Reading Read)? Property(string objectType, string property) =>
        property == "hubspot_owner_id" ? (RecordFields.Owner, FieldText.Id)
        : Properties.TryGetValue((objectType, property), out var found) ? found : null;

    private static string? Done(string value, out string? problem)
    {
        problem = null;
        return value == Completed ? RecordFields.True : RecordFields.False;
    }

    private static string? Time(string value, out string? problem)
    {
        var time = HubSpotTime.Parse(value) ?? Rfc3339.Parse(value);
        problem = time is { } at ? TimeBounds.DateProblem(DateOnly.FromDateTime(at.UtcDateTime)) : "Milliseconds since 1970 are expected.";
        return time is { } read ? CanonicalText.Of(read) : null;
    }

    private static string? LowerCase(string value, out string? problem)
    {
        problem = PlainText.Problem(value, ItemLimits.MaxId);
        return value.ToLowerInvariant();
    }

    /// <summary>Milliseconds on the wire.</summary>
    private static string? Seconds(string value, out string? problem) =>
        DecimalText.ParseRounded(value, out problem) is { } milliseconds ? CanonicalText.Of(milliseconds / 1_000m) : null;
}
