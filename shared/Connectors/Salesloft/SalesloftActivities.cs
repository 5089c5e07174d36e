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

        return name switch
        {
            "email_updated" => SalesloftEmail.Read(resource, source.Id, now),
            "person_created" => [Mapped.Typed(PlainActivity.Checked(0, Prospect(resource, source.Id, now), ""), source, name)],
            _ => [SalesloftWork.Read(resource, source, now)],
        };
    }

    private static string? IgnoredBecause(string name) => name switch
    {
        "call_created" or "call_updated" or "email_updated" or "person_created" or "task_created" or "task_updated" or "task_completed" or SalesloftWork.Deletion => null,
        "call_data_record_created" or "call_data_record_updated" => "The call itself is told by call_created.",
        "meeting_booked" or "meeting_updated" => "Whether a meeting was held is not said: it would have to be fetched after its end (meetings/{id}).",
        "person_updated" => "A person's stages are the customer's own: whether the person is qualified would have to be fetched (people/{id}, person_stage).",
        _ => "Events of this name are not used.",
    };

    /// <summary>A person is created once, however often and by how many webhooks it is told.</summary>
    private static Activity Prospect(SalesloftResource person, string sourceId, DateTimeOffset now)
    {
        var created = person.Time("created_at", now);
        return new Activity
        {
            Source = sourceId,
            Key = $"person:{person.Id}:created",
            Type = ActivityTypes.ProspectCreated,
            OccurredAt = created ?? person.UpdatedAt,
            IsUndated = created is null,
            IsOnce = true,
            ReceivedAt = now,
            Owner = person.Related("owner", "owner_user", "user"),
            Account = person.Related("account"),
            Contact = person.Id,
            Attributes = PlainActivity.Attributes(("objectId", person.Id)),
        };
    }
}
