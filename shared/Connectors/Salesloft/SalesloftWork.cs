using SalesPerf.Connectors.Activities;
using SalesPerf.Connectors.Imports;
using SalesPerf.Connectors.Json;
using SalesPerf.Connectors.Mapping;
using SalesPerf.Connectors.Text;
using SalesPerf.Domain.Activities;
using SalesPerf.Domain.Deals;
using SalesPerf.Domain.Sources;

namespace SalesPerf.Connectors.Salesloft;

/// <summary>
/// Calls and completed tasks. Each message says how the whole stands, so each is a change of one record, as of its <c>updated_at</c>: whichever of them come, in whatever order, the call or task
/// counts once, and as the latest says. A task that is deleted counts no more.
/// </summary>
internal static class SalesloftWork
{
    /// <summary>The event of a task that is gone.</summary>
    public const string Deletion = "task_deleted";

    private const string CallKind = "call_created";
    private const string TaskKind = "task_completed";

    private static readonly (string Attribute, string Member)[] Plain =
        [("direction", "direction"), ("durationSeconds", "duration"), ("outcome", "disposition"), ("sentiment", "sentiment"), ("taskType", "task_type")];

    /// <summary>By the type that a row of an export counts as, and the id of its call or task.</summary>
    public static RecordName? RecordOf(ImportedActivity row, Source source)
    {
        if (row is not { Object: { } id, Activity: { RecordType: null, Type: var type } })
        {
            return null;
        }

        return type == Mapped.TypeOf(source, CallKind, ActivityTypes.CallCompleted) ? new RecordName(ActivityTypes.Call, id)
            : type == Mapped.TypeOf(source, TaskKind, ActivityTypes.TaskCompleted) ? new RecordName(ActivityTypes.Task, id)
            : null;
    }

    public static ReadItem Read(SalesloftResource resource, Source source, DateTimeOffset now)
    {
        if (resource.Event == Deletion)
        {
            return Deleted(resource, source, now);
        }

        var isCall = resource.Event is CallKind or "call_updated";
        var completed = resource.Time("completed_at", now);
        if (!isCall && resource.Event != TaskKind && completed is null && resource.Body.TextAt("current_state") != "completed")
        {
            return new IgnoredItem(0, "A task counts once it is completed.");
        }

        var kind = isCall ? CallKind : resource.Body.TextAt("task_type") is { } task && Mapped.Says(source, task) ? task : TaskKind;
        if (Mapped.TypeOf(source, kind, isCall ? ActivityTypes.CallCompleted : ActivityTypes.TaskCompleted) is not { } countsAs)
        {
            return new IgnoredItem(0, $"The source's mapping ignores {kind}.");
        }

        var owner = isCall ? resource.Related("user") : resource.Related("completed_by", "user");
        var at = isCall ? resource.Time("created_at", now) : completed;
        var type = isCall ? ActivityTypes.Call : ActivityTypes.Task;
        var told = new Activity
        {
            Source = source.Id,
            Key = resource.Key,
            Type = resource.Event == CallKind ? RecordChanges.Created(type) : RecordChanges.Changed(type),
            OccurredAt = resource.UpdatedAt,
            ReceivedAt = now,
            Owner = owner,
            Account = resource.Related("account"),
            Contact = resource.Related("called_person", "person"),
            RecordType = type,
            Record = resource.Id,
            Attributes = PlainActivity.Attributes(("objectId", resource.Id), ("cadence", resource.Related("cadence"))),
        };
        return PlainActivity.Checked(0, told, "") is RejectedItem wrong ? wrong
            : new ReadActivity(0, told with { Account = null, Contact = null, Fields = Fields(resource, told, countsAs, at) });
    }

    /// <summary>It says nothing of a task but that it is gone, which it is once, also where it was never completed: its completion may come later.</summary>
    private static ReadActivity Deleted(SalesloftResource task, Source source, DateTimeOffset now) => new(0, new Activity
    {
        Source = source.Id,
        Key = $"{Deletion}:{task.Id}",
        Type = RecordChanges.Deleted(ActivityTypes.Task),
        OccurredAt = task.UpdatedAt,
        IsUndated = task.IsUndated,
        IsOnce = true,
        ReceivedAt = now,
        RecordType = ActivityTypes.Task,
        Record = task.Id,
        Fields = new(StringComparer.Ordinal),
        Attributes = PlainActivity.Attributes(("objectId", task.Id)),
    });

    /// <summary>What the resource does not have says nothing; what it has without a value is cleared. An owner, once known, did it.</summary>
    private static SortedDictionary<string, string?> Fields(SalesloftResource resource, Activity told, string countsAs, DateTimeOffset? at)
    {
        var fields = new SortedDictionary<string, string?>(StringComparer.Ordinal) { [RecordFields.CountsAs] = countsAs, [RecordFields.Done] = RecordFields.True };
        Say(RecordFields.Owner, told.Owner);
        Say(RecordFields.Account, told.Account);
        Say(RecordFields.Contact, told.Contact);
        Say(RecordFields.At, at is { } time ? CanonicalText.Of(time) : null);
        foreach (var (attribute, member) in Plain.Where(one => resource.Body.At(one.Member) is not null))
        {
            fields[attribute] = resource.Body.TextAt(member) is { } text ? FieldText.Reason(text, out _) : null;
        }

        return fields;

        void Say(string field, string? value)
        {
            if (value is not null)
            {
                fields[field] = value;
            }
        }
    }
}
