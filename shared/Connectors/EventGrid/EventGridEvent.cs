using System.Text.Json;
using SalesPerf.Connectors.Activities;
using SalesPerf.Connectors.CloudEvents;
using SalesPerf.Connectors.Json;
using SalesPerf.Connectors.Text;
using SalesPerf.Domain.Activities;

namespace SalesPerf.Connectors.EventGrid;

/// <summary>Makes activities of events of our own publishers. Those of Azure itself mean nothing here.</summary>
internal static class EventGridEvent
{
    private const int LongestText = 1_024;
    private const string Azure = "Microsoft.";

    /// <summary>The Event Grid schema: {id, eventType, eventTime, data, …}. The id is the key.</summary>
    public static ReadItem Read(int index, JsonElement value, string sourceId, DateTimeOffset now)
    {
        if (value.ValueKind != JsonValueKind.Object)
        {
            return new RejectedItem(index, [new ReadError(string.Empty, "An object is expected.")]);
        }

        if (value.TextAt("eventType") is { } kind && kind.StartsWith(Azure, StringComparison.Ordinal))
        {
            return OfAzure(index);
        }

        var errors = new ReadErrors();
        var members = new JsonMembers(value, string.Empty, errors);
        var key = members.RequireText("id", ItemLimits.MaxKey);
        var type = members.RequireText("eventType", LongestText);
        if (type is not null && ActivityTypeName.Problem(type) is { } typeProblem)
        {
            members.Problem("eventType", typeProblem);
            type = null;
        }

        var time = members.RequireText("eventTime", LongestText) is { } text ? Time(members, text, now) : null;
        return ActivityReader.Read(new ActivityEnvelope(index, sourceId, key ?? string.Empty, type, time, errors), members.Take("data"), now, allowRecordedAt: false);
    }

    /// <summary>
    /// The CloudEvents schema. The publisher chooses the event's source: where it is not this source's id, it is part of the key, since an id is unique in its source only.
    /// </summary>
    public static ReadItem Read(ParsedEvent parsed, string sourceId, DateTimeOffset now)
    {
        if (parsed.Event is not { } happened)
        {
            return new RejectedItem(parsed.Index, parsed.Errors);
        }

        if (happened.Type.StartsWith(Azure, StringComparison.Ordinal))
        {
            return OfAzure(parsed.Index);
        }

        // An address has no spaces, so two pairs never make one key.
        var key = happened.Source == sourceId ? happened.Id : $"{happened.Source.Replace(" ", "%20", StringComparison.Ordinal)} {happened.Id}";
        return key.Length > ItemLimits.MaxKey
            ? new RejectedItem(parsed.Index, [new ReadError("/source", "Source and id together are too long.")])
            : CloudEventActivity.Read(parsed with { Event = happened with { Id = key, Source = sourceId } }, sourceId, now);
    }

    private static DateTimeOffset? Time(JsonMembers members, string text, DateTimeOffset now)
    {
        var time = ProviderTime.Iso(text);
        if ((time is { } at ? TimeBounds.EffectiveProblem(at, now) : ActivityReader.InstantDetail) is { } problem)
        {
            members.Problem("eventTime", problem);
        }

        return time;
    }

    private static IgnoredItem OfAzure(int index) => new(index, "Events of Azure's own services are not used.");
}
