using SalesPerf.Connectors.Mapping;
using SalesPerf.Connectors.Text;
using SalesPerf.Domain.Activities;
using SalesPerf.Domain.Sources;

namespace SalesPerf.Connectors.Salesforce;

/// <summary>
/// How a task stands, as an Outbound Message tells it: it may come any number of times, with another owner and open or closed, so each is a change of one record. A field that is not among the
/// message's says nothing; one that is nil is cleared.
/// </summary>
internal static class SalesforceTaskState
{
    private const string Task = "Task";

    public static ReadItem Read(SalesforceEvent happened, Source source)
    {
        var subtype = happened.Text("TaskSubtype") ?? Task;
        var own = SalesforceActivities.Types.GetValueOrDefault(subtype, ActivityTypes.TaskCompleted);
        var countsAs = Mapped.Says(source, subtype) ? source.Mapping!.ActivityTypes![subtype] : own;
        if (countsAs is null)
        {
            return new IgnoredItem(happened.Index, $"The source's mapping ignores {subtype}.");
        }

        // Calls and mails are logged when they are done.
        var isClosed = happened.Flag("IsClosed") ?? (happened.Text("Status") is { } status ? status == "Completed" : own != ActivityTypes.TaskCompleted ? true : null);
        if (isClosed is null)
        {
            return new IgnoredItem(happened.Index, "It does not say whether the task is completed: add Status or IsClosed to the message.");
        }

        var what = happened.Id("WhatId");
        var fields = new SortedDictionary<string, string?>(StringComparer.Ordinal)
        {
            [RecordFields.CountsAs] = countsAs,
            [RecordFields.Done] = isClosed.Value ? RecordFields.True : RecordFields.False,
        };
        Set(RecordFields.Owner, "OwnerId", happened.Id("OwnerId"));
        Set(RecordFields.Contact, "WhoId", happened.Id("WhoId"));
        Set(RecordFields.Deal, "WhatId", SalesforceActivities.IsOf(what, "006") ? what : null);
        Set(RecordFields.Account, "AccountId", happened.Id("AccountId"));
        if (fields.GetValueOrDefault(RecordFields.Account) is null && SalesforceActivities.IsOf(what, "001"))
        {
            fields[RecordFields.Account] = what;
        }

        var conversation = Mapped.Name(source, "conversation", SalesforceActivities.Conversation);
        Set(RecordFields.Conversation, conversation, happened.Id(conversation));
        Set(RecordFields.At, "CompletedDateTime", happened.Time("CompletedDateTime") is { } at && TimeBounds.EffectiveProblem(at, happened.Now) is null ? CanonicalText.Of(at) : null);
        if (isClosed == false)
        {
            // What has no value is not in the message: an open task was not completed at any time.
            fields[RecordFields.At] = null;
        }

        return new ReadActivity(happened.Index, new Activity
        {
            Source = happened.Source,
            Key = happened.Key,
            Type = RecordChanges.Changed(ActivityTypes.Task),
            OccurredAt = happened.OccurredAt,
            IsUndated = happened.At is null,
            ReceivedAt = happened.Now,
            Owner = fields.GetValueOrDefault(RecordFields.Owner),
            RecordType = ActivityTypes.Task,
            Record = happened.RecordId,
            Fields = fields,
            Attributes = SalesforceActivities.Attributes(happened),
        });

        void Set(string field, string name, string? value)
        {
            if (happened.Fields.ContainsKey(name))
            {
                fields[field] = value;
            }
        }
    }
}
