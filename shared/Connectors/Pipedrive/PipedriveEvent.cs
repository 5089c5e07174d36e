using System.Text.Json;
using SalesPerf.Connectors.Json;
using SalesPerf.Connectors.Text;

namespace SalesPerf.Connectors.Pipedrive;

/// <summary>What version 1 and version 2 say alike.</summary>
/// <param name="Name">The event's own id in version 2; null where there is none that names it.</param>
/// <param name="Company">The Pipedrive account; empty where it is left out.</param>
/// <param name="Entity">What it happened to: <c>deal</c>, <c>activity</c>, <c>person</c>, …</param>
/// <param name="Id">To which.</param>
/// <param name="Action"><c>create</c>, <c>change</c>, <c>delete</c> or, in version 1 only, <c>merge</c>.</param>
/// <param name="OccurredAt">UTC.</param>
/// <param name="Current">The new state; null for a deletion.</param>
/// <param name="Previous">Version 1: the whole state before. Version 2: what changed, and perhaps some that did not.</param>
/// <param name="MergedInto">The surviving record of a merge, on the deletion of the other.</param>
/// <param name="Root">Where the new state is, for problems.</param>
internal sealed record PipedriveEvent(
    string? Name, string Company, string Entity, string Id, string Action, DateTimeOffset OccurredAt, JsonElement? Current, JsonElement? Previous, string? MergedInto, string Root)
{
    public const string Create = "create";
    public const string Change = "change";
    public const string Delete = "delete";
    public const string Merge = "merge";

    /// <summary>What the event is about, for both versions; null when the body has neither's shape.</summary>
    public static (string Entity, string Action)? About(JsonElement body)
    {
        var entity = body.TextAt("meta", "entity") ?? body.TextAt("meta", "object");
        return entity is null || body.TextAt("meta", "action") is not { } action ? null : (entity, action switch
        {
            "added" => Create,
            "updated" => Change,
            "deleted" => Delete,
            "merged" => Merge,
            _ => action,
        });
    }

    /// <summary>Null when something is wrong, which is reported.</summary>
    public static PipedriveEvent? Read(JsonElement body, string entity, string action, DateTimeOffset now, ReadErrors errors)
    {
        var isSecond = body.At("meta", "entity") is not null;
        var current = Value(body, isSecond ? "data" : "current");
        var previous = Value(body, "previous");
        var id = body.TextAt("meta", isSecond ? "entity_id" : "id") ?? current?.TextAt("id") ?? previous?.TextAt("id");
        Check(id, isSecond ? "/meta/entity_id" : "/meta/id", errors);
        var company = body.TextAt("meta", "company_id") ?? "";
        if (company.Length > 0)
        {
            Check(company, "/meta/company_id", errors);
        }

        var root = isSecond ? "/data" : "/current";
        if (action != Delete && current is null)
        {
            errors.Add(root, "The new state is expected.");
        }

        var name = isSecond && body.TextAt("meta", "id") is { } uuid && Guid.TryParse(uuid, out _) ? uuid : null;
        var time = Time(body, now, errors);
        return errors.Any ? null : new PipedriveEvent(name, company, entity, id!, action, time, current, previous, body.TextAt("meta", "merged_to_id"), root);
    }

    private static void Check(string? id, string pointer, ReadErrors errors)
    {
        if (PlainText.Problem(id ?? "", ItemLimits.MaxId) is { } problem)
        {
            errors.Add(pointer, problem);
        }
    }

    private static JsonElement? Value(JsonElement body, string name) => body.At(name) is { ValueKind: JsonValueKind.Object } value ? value : null;

    private static DateTimeOffset Time(JsonElement body, DateTimeOffset now, ReadErrors errors)
    {
        string?[] texts =
        [
            body.TextAt("meta", "timestamp_micro"), body.TextAt("meta", "timestamp_milli"), body.TextAt("meta", "timestamp"),
            body.TextAt("data", "update_time"), body.TextAt("current", "update_time"),
        ];
        var time = texts.Select(text => text is null ? null : PipedriveTime.Parse(text)).FirstOrDefault(parsed => parsed is not null);
        if ((time is { } at ? TimeBounds.EffectiveProblem(at, now) : "When it happened is expected.") is { } problem)
        {
            errors.Add("/meta/timestamp", problem);
        }

        return time ?? default;
    }
}
