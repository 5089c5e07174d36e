using System.Text.Json;
using SalesPerf.Connectors.Activities;
using SalesPerf.Connectors.Json;
using SalesPerf.Connectors.Mapping;
using SalesPerf.Domain.Activities;
using SalesPerf.Domain.Sources;

namespace SalesPerf.Connectors.Outreach;

/// <summary>Opportunities. Won and lost are stages of the customer's own, so they follow from the source's settings.</summary>
internal static class OutreachOpportunity
{
    public static readonly (string Name, string Field, DealEvent.Reading Read)[] Facts =
    [
        ("amount", RecordFields.Amount, FieldText.Amount),
        ("currencyType", RecordFields.Currency, FieldText.Currency),
        ("closeDate", RecordFields.ExpectedCloseDate, FieldText.Date),
        ("probability", RecordFields.Probability, FieldText.Percent),
    ];

    public static readonly (string Relationship, string Field)[] Relations =
    [
        ("owner", RecordFields.Owner),
        ("account", RecordFields.Account),
        ("opportunityStage", RecordFields.Stage),
        ("stage", RecordFields.Stage),
    ];

    public static ReadItem Read(OutreachEvent happened, string action, Source source, DateTimeOffset now)
    {
        var deal = new DealEvent(new ReadErrors());
        if (action == "destroyed")
        {
            return deal.Read(0, happened.Start(source.Id, now) with { Deal = happened.Id }, ActivityTypes.DealDeleted);
        }

        var isCreated = action == "created";
        foreach (var (name, field, read) in Mapped.In(source, Facts))
        {
            Set(field, happened.Attribute(name) ?? happened.Related(name), JsonPointer.Append(OutreachEvent.Attributes, name), read);
        }

        foreach (var (name, field) in Relations.Where(relation => source.Mapping?.Fields?.ContainsKey(relation.Field) != true))
        {
            Set(field, happened.Related(name), JsonPointer.Append("/data/relationships", name), FieldText.Id);
        }

        var type = isCreated ? ActivityTypes.DealCreated : Trashed(happened);
        return type is null && !deal.IsAny
            ? new IgnoredItem(0, "Nothing of the opportunity that is used has changed.")
            : deal.Read(0, happened.Start(source.Id, now, isCreated ? "createdAt" : "updatedAt") with { Deal = happened.Id }, type);

        void Set(string field, JsonElement? value, string pointer, DealEvent.Reading read)
        {
            if (!isCreated || value is { ValueKind: not JsonValueKind.Null })
            {
                deal.Set(field, value, pointer, read);
            }
        }
    }

    /// <summary>Put into the trash, or taken out of it, which only payload version 2 tells for certain.</summary>
    private static string? Trashed(OutreachEvent happened) =>
        happened.Text("trashedAt") is not null ? ActivityTypes.DealDeleted
        : happened.Attribute("trashedAt") is not null && happened.Body.TextAt("data", "beforeUpdate", "trashedAt") is not null ? ActivityTypes.DealReopened
        : null;
}
