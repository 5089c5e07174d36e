using System.Text.Json;
using SalesPerf.Connectors.Activities;
using SalesPerf.Connectors.Json;
using SalesPerf.Connectors.Text;
using SalesPerf.Domain.Activities;
using SalesPerf.Domain.Sources;

namespace SalesPerf.Connectors.Monday;

/// <summary>
/// Makes activities of events of a board. What arrives is named otherwise than what was subscribed to (create_item comes as create_pulse); both names are read.
/// Every delivery of an event has the same triggerUuid.
/// </summary>
internal static class MondayEvent
{
    private const string Event = "event";

    public static ReadItem Read(JsonElement body, Source source, DateTimeOffset now)
    {
        var facts = new PayloadFacts(body, new ReadErrors());
        if (body.At(Event) is not { ValueKind: JsonValueKind.Object } happened)
        {
            return new RejectedItem(0, [new ReadError("/event", "An object is expected.")]);
        }

        if (facts.RequireId(Event, "type") is not { } type)
        {
            return new RejectedItem(0, facts.Errors.All);
        }

        if (happened.TextAt("parentItemId") is not null)
        {
            return new IgnoredItem(0, "It is of a subitem; the items of the board are the deals.");
        }

        var deal = new DealEvent(facts.Errors);
        string? kind;
        switch (type)
        {
            case "create_pulse" or "create_item":
                kind = ActivityTypes.DealCreated;
                foreach (var column in happened.At("columnValues") is { ValueKind: JsonValueKind.Object } columns ? columns.EnumerateObject() : default)
                {
                    MondayColumn.Set(source, deal, column.Name, null, column.Value, JsonPointer.Append("/event/columnValues", column.Name), facts.Errors, isCreation: true);
                }

                break;
            case "archive_pulse" or "item_archived" or "delete_pulse" or "item_deleted":
                kind = ActivityTypes.DealDeleted;
                break;
            case "restore_pulse" or "item_restored" or "unarchive_pulse":
                kind = ActivityTypes.DealReopened;
                break;
            case "update_column_value" or "change_column_value" or "change_status_column_value" or "change_specific_column_value":
                kind = null;
                MondayColumn.Set(source, deal, happened.TextAt("columnId") ?? string.Empty, happened.TextAt("columnTitle"), happened.At("value"), "/event/value", facts.Errors, isCreation: false);
                if (!deal.IsAny && !facts.Errors.Any)
                {
                    return new IgnoredItem(0, "The column is not used.");
                }

                break;
            default:
                return new IgnoredItem(0, "Events of this type are not used.");
        }

        var key = facts.RequireId(Event, "triggerUuid");
        var at = facts.Time(ProviderTime.Iso, now, Event, "triggerTime") ?? facts.Time(ProviderTime.Seconds, now, Event, "changedAt");
        var id = facts.Id(Event, "pulseId") ?? facts.Id(Event, "itemId");
        if (at is null && !facts.Errors.Any)
        {
            facts.Problem("Required.", Event, "triggerTime");
        }

        if (id is null && !facts.Errors.Any)
        {
            facts.Problem("Required.", Event, "pulseId");
        }

        deal.InPipeline(source, happened.TextAt("boardId"));
        return deal.Read(0, new Activity { Source = source.Id, Key = key ?? string.Empty, Type = string.Empty, OccurredAt = at ?? default, ReceivedAt = now, Deal = id }, kind);
    }
}
