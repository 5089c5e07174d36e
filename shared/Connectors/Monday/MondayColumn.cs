using System.Text.Json;
using SalesPerf.Connectors.Activities;
using SalesPerf.Connectors.Json;
using SalesPerf.Connectors.Mapping;
using SalesPerf.Domain.Activities;
using SalesPerf.Domain.Sources;

namespace SalesPerf.Connectors.Monday;

/// <summary>
/// Columns are of the customer's choosing. Known are a status column named "status" (every board has one) and the columns of monday's own deals board,
/// by id or title, without case. A column with another name means nothing.
/// </summary>
internal static class MondayColumn
{
    /// <summary>Sets the field that a column stands for, if it stands for one. Null and an empty object clear it, except of a new item, where they say nothing.</summary>
    public static void Set(Source source, DealEvent deal, string id, string? title, JsonElement? value, string pointer, ReadErrors errors, bool isCreation)
    {
        if ((Mapped.FieldOf(source, id) ?? Own(source, id) ?? Own(source, title ?? string.Empty)) is not { } field)
        {
            return;
        }

        var (text, isEmpty) = Text(field, value);
        if (isEmpty && isCreation)
        {
            return;
        }

        if (text is null && !isEmpty)
        {
            errors.Add(pointer, "A value of a status, number, date or person column is expected.");
            return;
        }

        deal.Set(field, text ?? string.Empty, pointer, field switch
        {
            RecordFields.Amount or RecordFields.Margin => FieldText.Amount,
            RecordFields.Currency => FieldText.Currency,
            RecordFields.LossReason => FieldText.Reason,
            RecordFields.ExpectedCloseDate => FieldText.Date,
            RecordFields.Probability => FieldText.Percent,
            _ => FieldText.Id,
        });
    }

    /// <summary>The default meaning, unless another column has it.</summary>
    private static string? Own(Source source, string name) => Field(name) is { } field && source.Mapping?.Fields?.ContainsKey(field) != true ? field : null;

    private static string? Field(string name) => name.ToLowerInvariant() switch
    {
        "status" or "stage" or "deal_stage" or "deal stage" => RecordFields.Stage,
        "deal_value" or "deal value" or "amount" => RecordFields.Amount,
        "deal_expected_close_date" or "expected close date" or "close date" => RecordFields.ExpectedCloseDate,
        "deal_close_probability" or "close probability" => RecordFields.Probability,
        "deal_owner" or "deal owner" or "owner" => RecordFields.Owner,
        _ => null,
    };

    private static (string? Text, bool IsEmpty) Text(string field, JsonElement? value)
    {
        if (value is not { ValueKind: not JsonValueKind.Null } present || (present.ValueKind == JsonValueKind.Object && !present.EnumerateObject().Any()))
        {
            return (null, true);
        }

        if (field == RecordFields.Owner)
        {
            var person = present.EachAt("personsAndTeams").Where(one => one.TextAt("kind") is null or "person").Select(one => one.TextAt("id")).FirstOrDefault();
            return (person, person is null && present.At("personsAndTeams") is { ValueKind: JsonValueKind.Array });
        }

        // A label without a text has no name yet: its number is the only one it has.
        string[][] paths = field switch
        {
            RecordFields.Stage or RecordFields.Currency or RecordFields.LossReason or RecordFields.Account => [["label", "text"], ["label", "index"], ["text"], ["label"]],
            RecordFields.ExpectedCloseDate => [["date"], ["value"], ["text"]],
            _ => [["value"], ["text"]],
        };
        var text = paths.Select(path => present.TextAt(path)).FirstOrDefault(found => found is not null) ?? JsonText.Scalar(present);
        var isEmpty = text is null or "" && (text is not null || paths.Any(path => present.At(path) is { ValueKind: JsonValueKind.Null or JsonValueKind.String }));
        return (isEmpty ? null : text, isEmpty);
    }
}
