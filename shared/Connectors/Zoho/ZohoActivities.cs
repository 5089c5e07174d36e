using System.Globalization;
using System.Text.Json;
using SalesPerf.Connectors.Activities;
using SalesPerf.Connectors.Json;
using SalesPerf.Connectors.Mapping;
using SalesPerf.Domain.Activities;
using SalesPerf.Domain.Sources;

namespace SalesPerf.Connectors.Zoho;

/// <summary>Makes activities of notifications: one a record.</summary>
internal static class ZohoActivities
{
    private const string Insert = "insert";
    private const string Update = "update";
    private const string Subscribe = "or the channel be made with return_affected_field_values.";

    public static IEnumerable<ReadItem> Read(JsonElement body, Source source, DateTimeOffset now)
    {
        if (body.TextAt("module") is not { } module || body.TextAt("operation") is not { } operation)
        {
            return [new RejectedItem(0, [new ReadError(string.Empty, "A notification with module and operation is expected.")])];
        }

        if (IgnoredBecause(module, operation) is { } reason)
        {
            return [new IgnoredItem(0, reason)];
        }

        var errors = new ReadErrors();
        return ZohoNotification.Read(body, module, operation, now, errors) is not { } notification
            ? [new RejectedItem(0, errors.All)]
            : notification.Ids.Select(id => Mapped.Typed(Keyed(notification, id, Record(notification, id, notification.Start(source.Id, now), source)), source, module));
    }

    private static string? IgnoredBecause(string module, string operation) => (module, operation) switch
    {
        ("Deals", Insert or Update or "delete") or ("Leads", Insert) or ("Calls" or "Tasks", Insert or Update) => null,
        ("Leads", _) => "Of leads only new ones count; whether one is qualified would have to be fetched (Leads/{id}, Lead_Status).",
        ("Contacts", Insert) => "A new contact may be a converted lead, which counted already.",
        ("Events", _) => "Whether a meeting was held is not said: it would have to be fetched after its end (Events/{id}, End_DateTime and its check-in).",
        _ => "Notifications of this module and operation are not used.",
    };

    private static ReadItem Record(ZohoNotification notification, string id, Activity activity, Source source)
    {
        JsonElement? values = notification.Values.TryGetValue(id, out var changed) ? changed : null;
        switch (notification.Module)
        {
            case "Deals":
                return ZohoDeal.Read(notification, activity with { Deal = id }, values, source);
            case "Calls":
                return values is null ? new IgnoredItem(0, $"Only the change is told: whether the call is completed would have to be fetched (Calls/{{id}}), {Subscribe}")
                    : ZohoCall.IsHeld(values, notification.Operation == Insert) ? Done(activity, id, values, ActivityTypes.CallCompleted)
                    : new IgnoredItem(0, "A call counts when its status becomes Completed.");
            case "Tasks":
                return values is null ? new IgnoredItem(0, $"Only the change is told: whether the task is completed would have to be fetched (Tasks/{{id}}, Status), {Subscribe}")
                    : IsCompleted(values, "Status") ? Done(activity, id, values, ActivityTypes.TaskCompleted)
                    : new IgnoredItem(0, "A task counts when its status becomes Completed.");
            default:
                return Done(activity with { Contact = id }, id, values, ActivityTypes.ProspectCreated);
        }
    }

    private static bool IsCompleted(JsonElement? values, string name) => ZohoNotification.Text(values, name) == "Completed";

    private static ReadItem Done(Activity activity, string id, JsonElement? values, string type) => PlainActivity.Checked(
        0,
        activity with
        {
            Type = type,
            Owner = ZohoNotification.Text(values, "Owner"),
            Contact = activity.Contact ?? ZohoNotification.Text(values, "Who_Id"),
            Attributes = PlainActivity.Attributes(
                ("objectId", id),
                ("direction", ZohoNotification.Text(values, "Call_Type")),
                ("durationSeconds", ZohoNotification.Text(values, "Call_Duration_in_seconds"))),
        },
        "/affected_values");

    /// <summary>A call or task is completed once, and a record inserted once, whichever channels tell it and when. Of any other change the time and what it says are all that names it.</summary>
    private static ReadItem Keyed(ZohoNotification notification, string id, ReadItem item)
    {
        if (item is not ReadActivity { Activity: var activity } read)
        {
            return item;
        }

        return read with
        {
            Activity = notification.Module is "Calls" or "Tasks" ? activity with { Key = EventKey.Done(id), IsOnce = true, IsUndated = notification.Operation == Insert }
                : notification.Operation == Insert
                ? activity with { Key = EventKey.Join(notification.Module, Insert, id), IsUndated = true }
                : EventKey.Complete(activity, notification.Module, notification.Operation, id, notification.At.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture)),
        };
    }
}
