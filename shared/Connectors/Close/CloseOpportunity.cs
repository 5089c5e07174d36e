using System.Text.Json;
using SalesPerf.Connectors.Activities;
using SalesPerf.Connectors.Json;
using SalesPerf.Connectors.Mapping;
using SalesPerf.Connectors.Text;
using SalesPerf.Domain.Activities;
using SalesPerf.Domain.Sources;

namespace SalesPerf.Connectors.Close;

/// <summary>Opportunities. An update sets what changed, and with the value its currency, whose own change is never told.</summary>
internal static class CloseOpportunity
{
    private const string Status = "status_type";

    public static readonly (string Name, string Field, DealEvent.Reading Read)[] Members =
    [
        ("value", RecordFields.Amount, Cents),
        ("value_currency", RecordFields.Currency, FieldText.Currency),
        ("status_id", RecordFields.Stage, FieldText.Id),
        ("user_id", RecordFields.Owner, FieldText.Id),
        ("lead_id", RecordFields.Account, FieldText.Id),
        ("confidence", RecordFields.Probability, FieldText.Percent),
        ("date_won", RecordFields.ExpectedCloseDate, FieldText.Date),
    ];

    public static IEnumerable<ReadItem> Read(CloseEvent happened, string action, Activity activity, Source source)
    {
        var deal = new DealEvent(new ReadErrors());
        activity = activity with { Deal = happened.ObjectId };
        switch (action)
        {
            case "deleted":
                return [deal.Read(0, activity, ActivityTypes.DealDeleted)];
            case not ("created" or "updated"):
                return [new IgnoredItem(0, "Of opportunities only creations, updates and deletions are used.")];
        }

        if (happened.Body.At("data") is not { ValueKind: JsonValueKind.Object } data)
        {
            return [new RejectedItem(0, [new ReadError(CloseEvent.Pointer, "The opportunity is expected.")])];
        }

        var changed = action == "updated" ? Changed(happened.Body) : null;
        foreach (var (member, field, read) in Mapped.In(source, Members))
        {
            var value = data.At(member);
            if (changed is null ? value is { ValueKind: not JsonValueKind.Null } : changed.Contains(member))
            {
                deal.Set(field, value, JsonPointer.Append(CloseEvent.Pointer, member), read);
            }
        }

        deal.InPipeline(source, happened.Text("pipeline_id"));
        var type = changed is null || changed.Contains(Status) ? Outcome(happened, changed is not null) : null;
        var isCreated = action == "created";
        if (type is null && !isCreated && !deal.IsAny)
        {
            return [new IgnoredItem(0, "Nothing of the opportunity that is used has changed.")];
        }

        activity = activity with
        {
            Contact = happened.Text("contact_id"),
            Attributes = PlainActivity.Attributes(("valuePeriod", happened.Text("value_period"))),
        };
        return PlainActivity.Checked(0, activity, CloseEvent.Pointer) is RejectedItem rejected ? [rejected]
            : isCreated ? DealEvent.Closed(deal.Read(0, activity, ActivityTypes.DealCreated), type)
            : [deal.Read(0, activity, type)];
    }

    private static string? Outcome(CloseEvent happened, bool isChange) => happened.Text(Status) switch
    {
        "won" => ActivityTypes.DealWon,
        "lost" => ActivityTypes.DealLost,
        "active" when isChange && happened.Body.TextAt("previous_data", Status) is "won" or "lost" => ActivityTypes.DealReopened,
        _ => null,
    };

    /// <summary>The names of what changed; null when the event does not say.</summary>
    private static HashSet<string>? Changed(JsonElement body)
    {
        if (body.At("changed_fields") is not { ValueKind: JsonValueKind.Array } && body.At("previous_data") is not { ValueKind: JsonValueKind.Object })
        {
            return null;
        }

        var names = body.EachAt("changed_fields").Select(JsonText.Scalar).OfType<string>().ToHashSet(StringComparer.Ordinal);
        if (body.At("previous_data") is { ValueKind: JsonValueKind.Object } before)
        {
            names.UnionWith(before.EnumerateObject().Select(member => member.Name));
        }

        if (names.Contains("value"))
        {
            names.Add("value_currency");
        }

        return names;
    }

    private static string? Cents(string value, out string? problem) =>
        DecimalText.ParseRounded(value, out problem) is { } cents ? CanonicalText.Of(cents / 100m) : null;
}
