using System.Text.Json;
using SalesPerf.Connectors.Json;
using SalesPerf.Connectors.Text;
using SalesPerf.Domain.Activities;

namespace SalesPerf.Connectors.Close;

/// <summary>An event of Close's log.</summary>
/// <param name="Key">Event id and the time of its last change: an event that was sent may come again, with more changes in it.</param>
/// <param name="ObjectId">What it happened to. The id inside the data is not always the same.</param>
/// <param name="OccurredAt">When it was last changed, UTC.</param>
/// <param name="Body">The event.</param>
internal sealed record CloseEvent(string Key, string ObjectId, DateTimeOffset OccurredAt, JsonElement Body)
{
    public const string Pointer = "/event/data";

    /// <summary>Null when something is wrong, which is reported.</summary>
    public static CloseEvent? Read(JsonElement body, DateTimeOffset now, ReadErrors errors)
    {
        var id = Required(body, "id", errors);
        var objectId = Required(body, "object_id", errors);
        var time = Time(body.TextAt("date_updated") ?? body.TextAt("date_created"), "/event/date_updated", now, errors);
        return errors.Any ? null : new CloseEvent($"{id}:{CanonicalText.Of(time)}", objectId, time, body);
    }

    public string? Text(params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (Body.TextAt("data", name) is { } text)
            {
                return text;
            }
        }

        return null;
    }

    /// <summary>Who did it: as the record says, else whoever caused the event.</summary>
    public string? User(params ReadOnlySpan<string> names) => Text(names) ?? Body.TextAt("user_id");

    /// <summary>What the event is about, or what it belongs to.</summary>
    public string? Lead => Body.TextAt("lead_id") ?? Text("lead_id");

    /// <summary>When it happened where that is not when it was written down, such as a mail that was synchronised later.</summary>
    public DateTimeOffset HappenedAt(DateTimeOffset now) =>
        Text("activity_at") is { } text && ProviderTime.Iso(text) is { } at && TimeBounds.EffectiveProblem(at, now) is null ? at : OccurredAt;

    private static string Required(JsonElement body, string name, ReadErrors errors)
    {
        var text = body.TextAt(name) ?? "";
        if (PlainText.Problem(text, ItemLimits.MaxId) is { } problem)
        {
            errors.Add(JsonPointer.Append("/event", name), problem);
        }

        return text;
    }

    private static DateTimeOffset Time(string? text, string pointer, DateTimeOffset now, ReadErrors errors)
    {
        var time = text is null ? null : ProviderTime.Iso(text);
        if ((time is { } at ? TimeBounds.EffectiveProblem(at, now) : "When it happened is expected.") is { } problem)
        {
            errors.Add(pointer, problem);
        }

        return time ?? default;
    }
}
