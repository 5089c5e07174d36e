using SalesPerf.Connectors.Mapping;
using SalesPerf.Connectors.Text;
using SalesPerf.Domain.Activities;
using SalesPerf.Domain.Sources;

namespace SalesPerf.Connectors.Salesforce;

/// <summary>
/// What is told of a task: by a change event what changed, by an Outbound Message how it stands, any number of times. Each is a change of one record, as a row of an export is, so that the task
/// counts once whichever comes first. A field that is not told says nothing; one that is nil is cleared.
/// </summary>
internal static class SalesforceTask
{
    private const string Task = "Task";

    private static readonly string[] Used =
        ["OwnerId", "WhoId", "WhatId", "AccountId", "TaskSubtype", "Status", "IsClosed", "CompletedDateTime", "CallType", "CallDurationInSeconds", "CallDisposition"];

    public static ReadItem Read(SalesforceEvent happened, Source source)
    {
        var isChange = happened.Kind == SalesforceKind.Changed;
        var conversation = Mapped.Name(source, SalesforceActivities.ConversationField, SalesforceActivities.Conversation);
        if (happened.Changed is { } changed && !Used.Append(conversation).Any(changed.Contains))
        {
            return NothingUsed(happened);
        }

        var subtype = happened.Text("TaskSubtype");
        var own = SalesforceActivities.Types.GetValueOrDefault(subtype ?? Task, ActivityTypes.TaskCompleted);
        var countsAs = Mapped.Says(source, subtype ?? Task) ? source.Mapping!.ActivityTypes![subtype ?? Task] : own;
        if (countsAs is null && !(isChange && subtype is null))
        {
            return new IgnoredItem(happened.Index, $"The source's mapping ignores {subtype ?? Task}.");
        }

        var isClosed = IsClosed(happened, own);
        if (isClosed is null && happened.Kind == SalesforceKind.State)
        {
            return new IgnoredItem(happened.Index, "It does not say whether the task is completed: add Status or IsClosed to the message.");
        }

        var fields = SalesforceRecord.Fields(happened, conversation);
        SalesforceRecord.Set(fields, happened, RecordFields.At, "CompletedDateTime", happened.Time("CompletedDateTime") is { } at && TimeBounds.EffectiveProblem(at, happened.Now) is null ? CanonicalText.Of(at) : null);
        if (isClosed is { } isDone)
        {
            fields[RecordFields.Done] = isDone ? RecordFields.True : RecordFields.False;
        }

        switch (isClosed)
        {
            case false:
                // What has no value is not in the message: an open task was not completed at any time.
                fields[RecordFields.At] = null;
                break;
            case true when happened.Kind != SalesforceKind.State && !happened.Fields.ContainsKey("OwnerId") && happened.Actor is { } actor:
                fields[RecordFields.Owner] = actor;
                break;
        }

        var attributes = SalesforceActivities.Attributes(happened);
        if (isChange && subtype is null && fields.Count == 0 && !attributes.Keys.Any(RecordAttributes.Contains))
        {
            return NothingUsed(happened);
        }

        if (countsAs is not null)
        {
            fields[subtype is null ? RecordFields.CountsAsElse : RecordFields.CountsAs] = countsAs;
        }

        return new ReadActivity(happened.Index, SalesforceRecord.Change(happened, ActivityTypes.Task, happened.OccurredAt, fields, attributes));
    }

    private static readonly string[] RecordAttributes = ["direction", "durationSeconds", "outcome"];

    /// <summary>
    /// Null when it is not said. Of a change only what changed says it: another change of a task that was completed before does not complete it. Calls and mails are logged when they are done.
    /// </summary>
    private static bool? IsClosed(SalesforceEvent happened, string own)
    {
        var isNews = happened.Changed is not { } changed || changed.Contains("IsClosed") || changed.Contains("Status");
        return !isNews ? null
            : happened.Flag("IsClosed")
            ?? (happened.Text("Status") is { } status ? status == "Completed" : own != ActivityTypes.TaskCompleted && happened.Kind != SalesforceKind.Changed ? true : null);
    }

    private static IgnoredItem NothingUsed(SalesforceEvent happened) => new(happened.Index, "Nothing of the task that is used has changed.");
}
