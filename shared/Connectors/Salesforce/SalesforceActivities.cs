using System.Globalization;
using SalesPerf.Connectors.Mapping;
using SalesPerf.Connectors.Text;
using SalesPerf.Domain.Activities;
using SalesPerf.Domain.Sources;

namespace SalesPerf.Connectors.Salesforce;

/// <summary>
/// What events, e-mail messages, leads and contacts mean; of a task everything that is told is a change of that record. An Outbound Message tells a state that may come any number of times:
/// its key is made of the record and times that do not move. Of a change event both are the event's own.
/// </summary>
internal static class SalesforceActivities
{
    private const string Sent = "3";
    private const string Draft = "5";
    private const decimal LongestMeeting = 100_000m;

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

        var item = Read(happened);
        var name = Mapped.Name(source, ConversationField, Conversation);
        return item is ReadActivity read && name != Conversation ? read with { Activity = read.Activity with { Conversation = happened.Id(name) } } : item;
    }

    private static ReadItem Read(SalesforceEvent happened) => (happened.Entity, happened.Kind) switch
    {
        (_, SalesforceKind.Deleted or SalesforceKind.Restored) => Ignored(happened, "What was done stays counted, whether its record is deleted or restored."),
        ("Event", _) => Meeting(happened),
        ("EmailMessage", _) => Email(happened),
        ("Lead" or "Contact", _) => Prospect(happened),
        _ => Ignored(happened, "Objects of this type are not used."),
    };

    private static ReadItem Meeting(SalesforceEvent happened)
    {
        if (happened.Flag("IsChild") == true)
        {
            return Ignored(happened, "It is an invitee's copy: the organizer's event counts.");
        }

        if (happened.Flag("IsRecurrence") == true)
        {
            return Ignored(happened, "It is a series: each of its events counts.");
        }

        if (happened.Kind == SalesforceKind.Changed && happened.Changed?.Contains("OwnerId") == true)
        {
            return Ignored(happened, "Who a meeting is given to afterwards did not hold it.");
        }

        if (EndOf(happened) is not { } end)
        {
            return Ignored(happened, "It does not say when the meeting ends.");
        }

        // Whether it is held is judged at the commit; a message's rule decides when it is sent, so the receipt is as near as it gets.
        if (end > (happened.Kind == SalesforceKind.State ? happened.Now : happened.OccurredAt))
        {
            return Ignored(happened, "The meeting has not ended.");
        }

        var key = string.Create(CultureInfo.InvariantCulture, $"{happened.Entity}:{happened.RecordId}:{ActivityTypes.MeetingHeld}:{end.ToUnixTimeMilliseconds()}");
        return Plain(happened with { Actor = null }, ActivityTypes.MeetingHeld, key, end);
    }

    /// <summary>The end; from start and duration, in minutes, where it is not given.</summary>
    private static DateTimeOffset? EndOf(SalesforceEvent happened)
    {
        if (happened.Time("EndDateTime") is { } end)
        {
            return end;
        }

        var start = happened.Time("ActivityDateTime") ?? happened.Time("StartDateTime");
        return start is { } known && happened.Text("DurationInMinutes") is { } text && DecimalText.Parse(text, out _) is >= 0m and <= LongestMeeting and var minutes
            ? known.AddTicks((long)(minutes * TimeSpan.TicksPerMinute))
            : null;
    }

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

    private static ReadItem Done(SalesforceEvent happened, string type, DateTimeOffset? stable) =>
        happened.Kind == SalesforceKind.State
            ? Plain(happened with { At = stable }, type, $"{happened.Entity}:{happened.RecordId}:{type}", stable ?? happened.Now)
            : Plain(happened, type, happened.Key, happened.OccurredAt);

    private static ReadItem Plain(SalesforceEvent happened, string type, string key, DateTimeOffset at)
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
            Key = key,
            Type = type,
            OccurredAt = at,
            IsUndated = happened.At is null,
            IsOnce = key != happened.Key,
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

    private static IgnoredItem Ignored(SalesforceEvent happened, string reason) => new(happened.Index, reason);
}
