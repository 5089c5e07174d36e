using System.Globalization;
using System.Text.Json;
using SalesPerf.Connectors.Activities;
using SalesPerf.Connectors.Json;
using SalesPerf.Connectors.Mapping;
using SalesPerf.Domain.Activities;
using SalesPerf.Domain.Sources;

namespace SalesPerf.Connectors.Pipedrive;

/// <summary>Makes activities of events: deals, activities that are done, and new persons and leads.</summary>
internal static class PipedriveActivities
{
    public static IReadOnlyDictionary<string, string> Types { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["call"] = ActivityTypes.CallCompleted,
        ["meeting"] = ActivityTypes.MeetingHeld,
        ["email"] = ActivityTypes.EmailSent,
        ["task"] = ActivityTypes.TaskCompleted,
    };

    public static IEnumerable<ReadItem> Read(JsonElement body, Source source, DateTimeOffset now)
    {
        if (PipedriveEvent.About(body) is not var (entity, action))
        {
            return [new RejectedItem(0, [new ReadError("/meta", "What happened to what is expected: action, and entity or object.")])];
        }

        if (entity is not ("deal" or "activity" or "person" or "lead"))
        {
            return [new IgnoredItem(0, "Only deals, activities, persons and leads are used.")];
        }

        if (entity is "person" or "lead" && action != PipedriveEvent.Create)
        {
            return [new IgnoredItem(0, "Of persons and leads only new ones count.")];
        }

        var errors = new ReadErrors();
        if (PipedriveEvent.Read(body, entity, action, now, errors) is not { } happened)
        {
            return [new RejectedItem(0, errors.All)];
        }

        var activity = new Activity { Source = source.Id, Key = string.Empty, Type = string.Empty, OccurredAt = happened.OccurredAt, ReceivedAt = now };
        var items = entity switch
        {
            "deal" => PipedriveDeals.Read(happened, activity, source),
            "activity" => [Done(happened, activity, source)],
            _ => [Prospect(happened, activity)],
        };
        var keyed = items
            .Select(item => item is ReadActivity read ? read with { Activity = Keyed(happened, read.Activity) } : item)
            .Select(item => entity == "activity" ? Mapped.Typed(item, source, happened.Current.Text("type")) : item);
        return entity == "deal" && action == PipedriveEvent.Create ? keyed.SelectMany(created => DealEvent.Closed(created, PipedriveDeals.Closed(happened))) : keyed;
    }

    /// <summary>
    /// Version 2 names its events. In version 1 the attempt is the only difference between a message and its repeat, so the key is made of what the event says;
    /// the webhook's id is not in it, since two webhooks tell the same change. An activity is done once.
    /// </summary>
    private static Activity Keyed(PipedriveEvent happened, Activity activity) => happened.Entity == "activity"
        ? activity with { Key = EventKey.Done(happened.Id), IsOnce = true }
        : happened.Name is { } name
        ? activity with { Key = EventKey.Join(happened.Company, happened.Entity, happened.Action, happened.Id, name) }
        : EventKey.Complete(
            activity, happened.Company, happened.Entity, happened.Action, happened.Id, happened.OccurredAt.UtcTicks.ToString(CultureInfo.InvariantCulture));

    private static ReadItem Done(PipedriveEvent happened, Activity activity, Source source)
    {
        var isDone = happened.Current.Flag("done") is true;
        var wasDone = happened.Action == PipedriveEvent.Change && happened.Previous.Flag("done") is not false;
        if (!isDone || wasDone || happened.Action is not (PipedriveEvent.Create or PipedriveEvent.Change))
        {
            return new IgnoredItem(0, "An activity counts when it is marked as done.");
        }

        // Of a kind of the customer's own the key is made as of a task's.
        var kind = happened.Current.Text("type");
        if ((Types.GetValueOrDefault(kind ?? "") ?? (Mapped.Says(source, kind) ? ActivityTypes.TaskCompleted : null)) is not { } type)
        {
            return new IgnoredItem(0, "Only activities of the types call, meeting, email and task count, and those that the source's mapping names.");
        }

        return PlainActivity.Checked(0, activity with
        {
            Type = type,
            Owner = happened.Current.Text("owner_id", "assigned_to_user_id", "user_id"),
            Account = happened.Current.Text("org_id"),
            Contact = happened.Current.Text("person_id"),
            Deal = happened.Current.Text("deal_id"),
            Attributes = PlainActivity.Attributes(("objectId", happened.Id), ("durationSeconds", PipedriveDuration.Seconds(happened.Current))),
        }, happened.Root);
    }

    private static ReadItem Prospect(PipedriveEvent happened, Activity activity) => PlainActivity.Checked(0, activity with
    {
        Type = ActivityTypes.ProspectCreated,
        Owner = happened.Current.Text("owner_id", "user_id"),
        Account = happened.Current.Text("org_id", "organization_id"),
        Contact = happened.Entity == "person" ? happened.Id : happened.Current.Text("person_id"),
        Attributes = PlainActivity.Attributes(("object", happened.Entity), ("objectId", happened.Id)),
    }, happened.Root);
}
