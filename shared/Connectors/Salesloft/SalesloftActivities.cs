using System.Text.Json;
using SalesPerf.Connectors.Activities;
using SalesPerf.Connectors.Json;
using SalesPerf.Connectors.Mapping;
using SalesPerf.Connectors.Text;
using SalesPerf.Domain.Activities;
using SalesPerf.Domain.Sources;

namespace SalesPerf.Connectors.Salesloft;

/// <summary>Makes activities of resources.</summary>
internal static class SalesloftActivities
{
    private const string Header = "The header x-salesloft-event";
    private const int LongestName = 128;

    public static IEnumerable<ReadItem> Read(string? name, JsonElement body, Source source, DateTimeOffset now)
    {
        if (PlainText.Problem(name ?? "", LongestName) is { } problem)
        {
            return [new RejectedItem(0, [new ReadError(string.Empty, $"{Header}: {problem}")])];
        }

        if (IgnoredBecause(name!) is { } reason)
        {
            return [new IgnoredItem(0, reason)];
        }

        var errors = new ReadErrors();
        if (SalesloftResource.Read(name!, body, now, errors) is not { } resource)
        {
            return [new RejectedItem(0, errors.All)];
        }

        var kind = name == "task_completed" && body.TextAt("task_type") is { } task && Mapped.Says(source, task) ? task : name;
        return name == "email_updated" ? SalesloftEmail.Read(resource, source.Id, now) : [Mapped.Typed(PlainActivity.Checked(0, Happened(resource, source.Id, now), ""), source, kind)];
    }

    private static string? IgnoredBecause(string name) => name switch
    {
        "call_created" or "email_updated" or "person_created" or "task_completed" => null,
        "call_data_record_created" or "call_data_record_updated" => "The call itself is told by call_created.",
        "call_updated" => "A call counts when it is created.",
        "task_created" or "task_updated" or "task_deleted" => "A task counts by task_completed.",
        "meeting_booked" or "meeting_updated" => "Whether a meeting was held is not said: it would have to be fetched after its end (meetings/{id}).",
        "person_updated" => "A person's stages are the customer's own: whether the person is qualified would have to be fetched (people/{id}, person_stage).",
        _ => "Events of this name are not used.",
    };

    private static Activity Happened(SalesloftResource resource, string sourceId, DateTimeOffset now)
    {
        var (type, time) = resource.Event switch
        {
            "call_created" => (ActivityTypes.CallCompleted, "created_at"),
            "task_completed" => (ActivityTypes.TaskCompleted, "completed_at"),
            _ => (ActivityTypes.ProspectCreated, "created_at"),
        };
        var isProspect = type == ActivityTypes.ProspectCreated;
        return new Activity
        {
            Source = sourceId,
            Key = resource.Key,
            Type = type,
            OccurredAt = resource.Time(time, now) ?? resource.UpdatedAt,
            ReceivedAt = now,
            Owner = isProspect ? resource.Related("owner", "owner_user", "user") : resource.Related("completed_by", "user"),
            Account = resource.Related("account"),
            Contact = isProspect ? resource.Id : resource.Related("called_person", "person"),
            Attributes = PlainActivity.Attributes(
                ("objectId", resource.Id),
                ("direction", resource.Body.TextAt("direction")),
                ("durationSeconds", resource.Body.TextAt("duration")),
                ("outcome", resource.Body.TextAt("disposition")),
                ("sentiment", resource.Body.TextAt("sentiment")),
                ("taskType", resource.Body.TextAt("task_type")),
                ("cadence", resource.Related("cadence"))),
        };
    }
}
