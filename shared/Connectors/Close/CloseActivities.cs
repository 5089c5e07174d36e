using System.Text.Json;
using SalesPerf.Connectors.Activities;
using SalesPerf.Connectors.Json;
using SalesPerf.Connectors.Mapping;
using SalesPerf.Domain.Activities;
using SalesPerf.Domain.Sources;

namespace SalesPerf.Connectors.Close;

/// <summary>Makes activities of events. What Close tells in two events counts by one of them.</summary>
internal static class CloseActivities
{
    public static IEnumerable<ReadItem> Read(JsonElement body, Source source, DateTimeOffset now)
    {
        if (body.At("event") is not { } value || value.TextAt("object_type") is not { } type || value.TextAt("action") is not { } action)
        {
            return [new RejectedItem(0, [new ReadError("/event", "An event with object_type and action is expected.")])];
        }

        var (meaning, reason) = Meaning(type, action, value);
        var isOnce = reason is null;
        if (reason is not null && meaning.Length == 0 && type.StartsWith("activity.", StringComparison.Ordinal) && Mapped.Says(source, $"{type}.{action}"))
        {
            (meaning, reason) = (ActivityTypes.TaskCompleted, null);
        }

        if (reason is not null)
        {
            return [new IgnoredItem(0, reason)];
        }

        var errors = new ReadErrors();
        if (CloseEvent.Read(value, now, errors) is not { } happened)
        {
            return [new RejectedItem(0, errors.All)];
        }

        var activity = new Activity { Source = source.Id, Key = happened.Key, Type = meaning, OccurredAt = happened.OccurredAt, ReceivedAt = now };
        if (meaning.Length > 0 && isOnce)
        {
            // An event that comes again later is written down anew; that a call is completed or a mail sent it tells of one record once.
            activity = activity with { Key = meaning == ActivityTypes.ProspectCreated ? EventKey.Join("created", happened.ObjectId) : EventKey.Done(happened.ObjectId), IsOnce = true };
        }

        return meaning.Length == 0 ? CloseOpportunity.Read(happened, action, activity, source)
            : [Mapped.Typed(PlainActivity.Checked(0, meaning == ActivityTypes.ProspectCreated ? Prospect(happened, activity) : Plain(happened, activity, now), CloseEvent.Pointer), source, $"{type}.{action}")];
    }

    /// <summary>The activity's type, empty for an opportunity; or why the event means nothing here.</summary>
    private static (string Type, string? Reason) Meaning(string type, string action, JsonElement value) => (type, action) switch
    {
        ("opportunity", _) => ("", null),
        ("activity.opportunity_status_change", _) => ("", "The opportunity's own update tells the change of status."),
        ("activity.task_completed", _) => ("", "The task's own event tells that it was completed."),
        ("activity.call", "completed") => (ActivityTypes.CallCompleted, null),
        ("activity.call", "created") => value.TextAt("data", "status") == "completed"
            ? (ActivityTypes.CallCompleted, null)
            : ("", "A call counts when it is completed."),
        ("activity.email", "sent") => (ActivityTypes.EmailSent, null),
        ("activity.email", "created") => value.TextAt("data", "direction") == "incoming"
            ? (ActivityTypes.EmailReplied, null)
            : ("", "An outgoing mail counts when it is sent."),
        ("activity.meeting", "completed") => (ActivityTypes.MeetingHeld, null),
        ("lead", "created") => (ActivityTypes.ProspectCreated, null),
        ("contact", "created") => ("", "A contact belongs to a lead, which counts as the prospect."),
        _ when type.StartsWith("task.", StringComparison.Ordinal) => action == "completed"
            ? (ActivityTypes.TaskCompleted, null)
            : ("", "A task counts when it is completed."),
        _ => ("", "Events of this type are not used."),
    };

    private static Activity Prospect(CloseEvent happened, Activity activity) => activity with
    {
        Owner = happened.User("created_by"),
        Account = happened.ObjectId,
        Attributes = PlainActivity.Attributes(("objectId", happened.ObjectId)),
    };

    private static Activity Plain(CloseEvent happened, Activity activity, DateTimeOffset now) => activity with
    {
        OccurredAt = activity.Type == ActivityTypes.TaskCompleted ? happened.OccurredAt : happened.HappenedAt(now),
        Owner = activity.Type == ActivityTypes.TaskCompleted ? happened.User("assigned_to", "user_id") : happened.User("user_id"),
        Account = happened.Lead,
        Contact = happened.Text("contact_id"),
        Conversation = happened.Text("thread_id"),
        Attributes = PlainActivity.Attributes(
            ("objectId", happened.ObjectId),
            ("direction", happened.Text("direction")),
            ("durationSeconds", happened.Text("duration")),
            ("outcome", happened.Text("disposition", "outcome_id")),
            ("sequence", happened.Text("sequence_id"))),
    };
}
