using System.Globalization;
using System.Text.Json;
using SalesPerf.Connectors.Activities;
using SalesPerf.Connectors.Json;
using SalesPerf.Connectors.Text;
using SalesPerf.Domain.Activities;

namespace SalesPerf.Connectors.Outreach;

/// <summary>An event: a JSON:API resource of which only what changed is there.</summary>
/// <param name="Name">Resource and action, such as <c>call.created</c>.</param>
/// <param name="Id">The resource's.</param>
/// <param name="Body">The whole.</param>
internal sealed record OutreachEvent(string Name, string Id, JsonElement Body)
{
    public const string Attributes = "/data/attributes";

    /// <summary>Null when something is wrong, which is reported.</summary>
    public static OutreachEvent? Read(JsonElement body, string name, ReadErrors errors)
    {
        var id = body.TextAt("data", "id") ?? "";
        if (PlainText.Problem(id, ItemLimits.MaxId) is { } problem)
        {
            errors.Add("/data/id", problem);
        }

        return errors.Any ? null : new OutreachEvent(name, id, body);
    }

    public JsonElement? Attribute(string name) => Body.At("data", "attributes", name);

    public string? Text(string name) => Body.TextAt("data", "attributes", name);

    /// <summary>The id a relationship points to, with or without <c>data</c> around it; JSON null where it points to nothing; null when it is absent.</summary>
    public JsonElement? Related(string name) => Body.At("data", "relationships", name) switch
    {
        { ValueKind: JsonValueKind.Object } relation => relation.At("data") is { ValueKind: JsonValueKind.Null } none ? none : relation.At("data", "id") ?? relation.At("id"),
        var other => other,
    };

    public string? RelatedText(string name) => Related(name) is { } id && JsonText.Scalar(id) is { Length: > 0 } text ? text : null;

    /// <summary>The instant of an attribute; null when it is absent or not believable.</summary>
    public DateTimeOffset? Time(string name, DateTimeOffset now) =>
        Text(name) is { } text && ProviderTime.Iso(text) is { } at && TimeBounds.EffectiveProblem(at, now) is null ? at : null;

    /// <summary>
    /// The activity without its content, at the first of the times that is there. Without any, the moment of delivery is all there is: it is then no part of the
    /// event, whose key <see cref="Keyed"/> makes of the delivery's job.
    /// </summary>
    public Activity Start(string sourceId, DateTimeOffset now, params ReadOnlySpan<string> times)
    {
        var activity = new Activity { Source = sourceId, Key = string.Empty, Type = string.Empty, OccurredAt = now, ReceivedAt = now };
        foreach (var name in times)
        {
            if (Time(name, now) is { } at)
            {
                return activity with { OccurredAt = at };
            }
        }

        var delivered = Body.TextAt("meta", "deliveredAt") is { } text ? ProviderTime.Iso(text) : null;
        return activity with { IsUndated = true, OccurredAt = delivered is { } time && TimeBounds.EffectiveProblem(time, now) is null ? time : now };
    }

    /// <summary>
    /// The item under its key. Of a deal's changes: event, resource, time and what it says; or event, resource and job where there is no time. Everything else happens to a resource once,
    /// whenever and by how many webhooks it is told.
    /// </summary>
    public ReadItem Keyed(ReadItem item)
    {
        if (item is not ReadActivity { Activity: var activity } read)
        {
            return item;
        }

        if (activity.RecordType is null)
        {
            return read with { Activity = activity with { Key = EventKey.Join(Name, Id), IsOnce = true } };
        }

        var job = Body.TextAt("meta", "jobId") ?? "";
        if (!activity.IsUndated)
        {
            return read with { Activity = EventKey.Complete(activity, Name, Id, activity.OccurredAt.UtcTicks.ToString(CultureInfo.InvariantCulture)) };
        }

        return activity.Type == ActivityTypes.DealDeleted ? read with { Activity = activity with { Key = EventKey.Join(Name, Id) } }
            : PlainText.Problem(job, ItemLimits.MaxId) is { } problem ? new RejectedItem(0, [new ReadError("/meta/jobId", problem)])
            : read with { Activity = activity with { Key = EventKey.Join(Name, Id, job) } };
    }
}
