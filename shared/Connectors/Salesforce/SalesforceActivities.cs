using SalesPerf.Connectors.Imports;
using SalesPerf.Connectors.Mapping;
using SalesPerf.Connectors.Text;
using SalesPerf.Domain.Activities;
using SalesPerf.Domain.Sources;

namespace SalesPerf.Connectors.Salesforce;

/// <summary>
/// What e-mail messages, leads and contacts mean, each of which is named by its record, in whichever form and however often it is told; of tasks and meetings everything that is told is a
/// change of that record.
/// </summary>
internal static class SalesforceActivities
{
    private const string Sent = "3";
    private const string Draft = "5";

    /// <summary>Where a mail's conversation is, unless the source says otherwise.</summary>
    public const string Conversation = "ThreadIdentifier";

    /// <summary>The name of the field in a source's mapping.</summary>
    public const string ConversationField = "conversation";

    public static IReadOnlyDictionary<string, string> Types { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["Email"] = ActivityTypes.EmailSent,
        ["ListEmail"] = ActivityTypes.EmailSent,
        ["Call"] = ActivityTypes.CallCompleted,
        ["Task"] = ActivityTypes.TaskCompleted,
    };

    public static ReadItem Read(SalesforceEvent happened, Source source)
    {
        if (happened is { Entity: "Task", Kind: not (SalesforceKind.Deleted or SalesforceKind.Restored) })
        {
            return SalesforceTask.Read(happened, source);
        }

        if (happened is { Entity: "Event", Kind: not (SalesforceKind.Deleted or SalesforceKind.Restored) })
        {
            return SalesforceMeeting.Read(happened, source);
        }

        var item = Read(happened);
        var name = Mapped.Name(source, ConversationField, Conversation);
        return item is ReadActivity read && name != Conversation ? read with { Activity = read.Activity with { Conversation = happened.Id(name) } } : item;
    }

    private static ReadItem Read(SalesforceEvent happened) => (happened.Entity, happened.Kind) switch
    {
        (_, SalesforceKind.Deleted or SalesforceKind.Restored) => Ignored(happened, "What was done stays counted, whether its record is deleted or restored."),
        ("EmailMessage", _) => Email(happened),
        ("Lead" or "Contact", _) => Prospect(happened),
        _ => Ignored(happened, "Objects of this type are not used."),
    };

    private static ReadItem Email(SalesforceEvent happened)
    {
        var status = happened.Text("Status");
        if (happened.Kind == SalesforceKind.Created && happened.Flag("Incoming") == true)
        {
            return Done(happened, ActivityTypes.EmailReplied, null);
        }

        var isSent = happened.Flag("Incoming") != true
            && (happened.Kind == SalesforceKind.Created ? status is not Draft : happened.Kind == SalesforceKind.Changed && IsNews(happened, "Status") && status == Sent);
        return !isSent ? Ignored(happened, "Only e-mail that is received or sent counts, not drafts and what becomes of them later.")
            : happened.Text("ActivityId") is not null ? Ignored(happened, "The task that Salesforce makes of an e-mail sent counts.")
            : Done(happened, ActivityTypes.EmailSent, null);
    }

    private static ReadItem Prospect(SalesforceEvent happened)
    {
        if (happened.ChangedFlag("IsConverted") == true && happened.Entity == "Lead")
        {
            return Done(happened, ActivityTypes.ProspectQualified, StableTime(happened, "ConvertedDate"));
        }

        return happened.Kind switch
        {
            SalesforceKind.Created => Done(happened, ActivityTypes.ProspectCreated, null),
            SalesforceKind.State when happened.Time("CreatedDate") is { } at => Done(happened, ActivityTypes.ProspectCreated, at),
            SalesforceKind.State => Ignored(happened, "It does not say when the record was created: add CreatedDate to the message."),
            _ => Ignored(happened, "Of leads only the conversion, of contacts no change counts."),
        };
    }

    /// <summary>What happens to a record once: the same key in both forms, and for a row of an export.</summary>
    public static string KeyOf(string entity, string record, string type) => $"{entity}:{SalesforceId.Long(record)}:{type}";

    /// <summary>By the type of a row and the prefix of its object.</summary>
    public static string? KeyOf(ImportedActivity row) => row is not { Object: { } id, Activity: { RecordType: null, Type: var type } } ? null
        : IsOf(id, "00Q") && type is ActivityTypes.ProspectCreated or ActivityTypes.ProspectQualified ? KeyOf("Lead", id, type)
        : IsOf(id, "003") && type == ActivityTypes.ProspectCreated ? KeyOf("Contact", id, type)
        : IsOf(id, "02s") && type is ActivityTypes.EmailSent or ActivityTypes.EmailReplied ? KeyOf("EmailMessage", id, type)
        : null;

    private static ReadItem Done(SalesforceEvent happened, string type, DateTimeOffset? stable) =>
        happened.Kind == SalesforceKind.State ? Plain(happened with { At = stable }, type, stable ?? happened.Now) : Plain(happened, type, happened.OccurredAt);

    private static ReadItem Plain(SalesforceEvent happened, string type, DateTimeOffset at)
    {
        if (TimeBounds.EffectiveProblem(at, happened.Now) is { } problem)
        {
            return new RejectedItem(happened.Index, [new ReadError(happened.Pointer, problem)]);
        }

        var what = happened.Id("WhatId") ?? happened.Id("RelatedToId");
        var isPerson = happened.Entity is "Lead" or "Contact";
        return new ReadActivity(happened.Index, new Activity
        {
            Source = happened.Source,
            Key = KeyOf(happened.Entity, happened.RecordId, type),
            Type = type,
            OccurredAt = at,
            IsUndated = happened.At is null,
            IsOnce = true,
            ReceivedAt = happened.Now,
            Owner = happened.Id("OwnerId") ?? happened.Actor,
            Account = happened.Id("AccountId") ?? (IsOf(what, "001") ? what : null),
            Contact = isPerson ? happened.RecordId : happened.Id("WhoId"),
            Deal = IsOf(what, "006") ? what : null,
            Conversation = happened.Id(Conversation),
            Attributes = Attributes(happened),
        });
    }

    internal static SortedDictionary<string, string> Attributes(SalesforceEvent happened)
    {
        var attributes = new SortedDictionary<string, string>(StringComparer.Ordinal) { ["objectId"] = happened.RecordId, ["objectType"] = happened.Entity };
        Add("direction", happened.Text("CallType") switch { "Inbound" => "inbound", "Outbound" => "outbound", "Internal" => "internal", _ => null });
        Add("durationSeconds", happened.Text("CallDurationInSeconds") is { } seconds && DecimalText.Parse(seconds, out _) is { } number ? CanonicalText.Of(number) : null);
        Add("outcome", happened.Id("CallDisposition"));
        return attributes;

        void Add(string name, string? value)
        {
            if (value is not null)
            {
                attributes[name] = value;
            }
        }
    }

    private static DateTimeOffset? StableTime(SalesforceEvent happened, string name) => happened.Kind == SalesforceKind.State ? happened.Time(name) : null;

    private static bool IsNews(SalesforceEvent happened, string name) => happened.Changed is null || happened.Changed.Contains(name);

    internal static bool IsOf(string? id, string prefix) => id?.StartsWith(prefix, StringComparison.Ordinal) == true;

    internal static IgnoredItem Ignored(SalesforceEvent happened, string reason) => new(happened.Index, reason);
}
