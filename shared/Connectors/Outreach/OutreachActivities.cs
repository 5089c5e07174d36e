using System.Globalization;
using System.Text.Json;
using SalesPerf.Connectors.Activities;
using SalesPerf.Connectors.Imports;
using SalesPerf.Connectors.Json;
using SalesPerf.Connectors.Mapping;
using SalesPerf.Domain.Activities;
using SalesPerf.Domain.Sources;

namespace SalesPerf.Connectors.Outreach;

/// <summary>Makes activities of events.</summary>
internal static class OutreachActivities
{
    private const string Task = "task.completed";

    /// <summary>What counts by the name of its event. A task may be mapped by its type too.</summary>
    public static IReadOnlyDictionary<string, string> Types { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["call.created"] = ActivityTypes.CallCompleted,
        ["mailing.delivered"] = ActivityTypes.EmailSent,
        ["mailing.replied"] = ActivityTypes.EmailReplied,
        ["prospect.created"] = ActivityTypes.ProspectCreated,
        [Task] = ActivityTypes.TaskCompleted,
    };

    /// <summary>Calls, mailings, tasks and prospects number their ids apart, so a row's type says of which its object is; null where that may be several.</summary>
    public static string? KeyOf(ImportedActivity row, Source source)
    {
        if (row is not { Object: { } id, Activity: { RecordType: null, Type: var type } })
        {
            return null;
        }

        var names = Types.Where(one => Mapped.TypeOf(source, one.Key, one.Value) == type).Select(one => one.Key)
            .Concat((source.Mapping?.ActivityTypes ?? []).Where(one => one.Value == type && !Types.ContainsKey(one.Key)).Select(_ => Task))
            .Distinct(StringComparer.Ordinal)
            .ToList();
        return names is [var name] ? EventKey.Join(name, id) : null;
    }

    public static ReadItem Read(JsonElement body, Source source, DateTimeOffset now)
    {
        if (body.TextAt("meta", "eventName") is not { } name)
        {
            return new RejectedItem(0, [new ReadError("/meta/eventName", "The name of the event is expected.")]);
        }

        if (IgnoredBecause(name) is { } reason)
        {
            return new IgnoredItem(0, reason);
        }

        var errors = new ReadErrors();
        if (OutreachEvent.Read(body, name, errors) is not { } happened)
        {
            return new RejectedItem(0, errors.All);
        }

        var item = name.StartsWith("opportunity.", StringComparison.Ordinal)
            ? OutreachOpportunity.Read(happened, name["opportunity.".Length..], source, now)
            : PlainActivity.Checked(0, Plain(happened, source.Id, now), "/data");
        return Mapped.Typed(happened.Keyed(item), source, name == Task && happened.Text("taskType") is { } kind && Mapped.Says(source, kind) ? kind : name);
    }

    private static string? IgnoredBecause(string name) => name switch
    {
        "opportunity.created" or "opportunity.updated" or "opportunity.destroyed" => null,
        "mailing.delivered" or "mailing.replied" or "call.created" or "task.completed" or "prospect.created" => null,
        "prospect.updated" => "A prospect's stages are the customer's own: whether it is qualified would have to be fetched (prospects/{id}, its stage).",
        "call.updated" => "A call counts when it is created.",
        _ => "Events of this name are not used.",
    };

    private static Activity Plain(OutreachEvent happened, string sourceId, DateTimeOffset now)
    {
        var activity = happened.Name switch
        {
            "mailing.delivered" => happened.Start(sourceId, now, "deliveredAt", "stateChangedAt", "updatedAt") with { Type = ActivityTypes.EmailSent, Conversation = happened.Id },
            "mailing.replied" => happened.Start(sourceId, now, "repliedAt", "stateChangedAt", "updatedAt") with { Type = ActivityTypes.EmailReplied, Conversation = happened.Id },
            "call.created" => happened.Start(sourceId, now, "dialedAt", "createdAt", "updatedAt") with { Type = ActivityTypes.CallCompleted },
            "task.completed" => happened.Start(sourceId, now, "completedAt", "stateChangedAt", "updatedAt") with { Type = ActivityTypes.TaskCompleted },
            _ => happened.Start(sourceId, now, "createdAt", "updatedAt") with { Type = ActivityTypes.ProspectCreated },
        };
        return activity with
        {
            Owner = Owner(happened),
            Account = happened.RelatedText("account"),
            Contact = activity.Type == ActivityTypes.ProspectCreated ? happened.Id : happened.RelatedText("prospect"),
            Deal = happened.RelatedText("opportunity"),
            Attributes = PlainActivity.Attributes(
                ("objectId", happened.Id),
                ("direction", happened.Text("direction")),
                ("durationSeconds", Duration(happened, now)),
                ("outcome", happened.Text("outcome")),
                ("mailingType", happened.Text("mailingType")),
                ("taskType", happened.Text("taskType")),
                ("sequence", happened.RelatedText("sequence"))),
        };
    }

    /// <summary>The user's id; of a mailing that names none, the mailbox.</summary>
    private static string? Owner(OutreachEvent happened) =>
        happened.RelatedText("user") ?? happened.RelatedText("owner") ?? happened.Text("mailboxAddress")?.ToLowerInvariant();

    private static string? Duration(OutreachEvent happened, DateTimeOffset now) =>
        happened.Time("answeredAt", now) is { } answered && happened.Time("completedAt", now) is { } completed && completed >= answered
            ? ((long)(completed - answered).TotalSeconds).ToString(CultureInfo.InvariantCulture)
            : null;
}
