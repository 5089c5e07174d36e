using SalesPerf.Connectors.Activities;
using SalesPerf.Domain.Activities;
using SalesPerf.Domain.Sources;

namespace SalesPerf.Connectors.Mapping;

/// <summary>A provider's defaults with a source's own mapping in place of them.</summary>
internal static class Mapped
{
    /// <summary>The members to read: where a field is mapped, the mapped one alone. What is read as another kind of number than the default one is plain: no cents, no noise.</summary>
    public static IEnumerable<(string Name, string Field, DealEvent.Reading Read)> In(Source source, IReadOnlyList<(string Name, string Field, DealEvent.Reading Read)> own)
    {
        if (source.Mapping?.Fields is not { Count: > 0 } mapped)
        {
            return own;
        }

        return own.Where(member => !mapped.ContainsKey(member.Field)).Concat(mapped
            .Where(field => MappingRules.DealFields.Contains(field.Key))
            .Select(field => own.FirstOrDefault(member => member.Name == field.Value && member.Field == field.Key) is { Name: not null } same ? same : (field.Value, field.Key, Reading(field.Key, own))));
    }

    /// <summary>The provider's name of a field: the mapped one, else the default.</summary>
    public static string Name(Source source, string field, string own) => source.Mapping?.Fields?.GetValueOrDefault(field) ?? own;

    /// <summary>Which field a provider's name is mapped to; null for one that is not mapped.</summary>
    public static string? FieldOf(Source source, string name) =>
        source.Mapping?.Fields is { } fields ? fields.FirstOrDefault(field => field.Value == name && MappingRules.DealFields.Contains(field.Key)).Key : null;

    /// <summary>True when the source says what a kind of activity is, or that it is nothing.</summary>
    public static bool Says(Source source, string? value) => value is not null && source.Mapping?.ActivityTypes?.ContainsKey(value) == true;

    /// <summary>The type that a kind of activity counts as, null for none: the mapped one, else the default.</summary>
    public static string? TypeOf(Source source, string kind, string? own) => Says(source, kind) ? source.Mapping!.ActivityTypes![kind] : own;

    /// <summary>An item as the source's mapping counts it: applied last, when its key is made, so that the key does not change with the mapping. What happens to a deal is no kind of activity.</summary>
    public static ReadItem Typed(ReadItem item, Source source, string? value) =>
        item is ReadActivity { Activity.RecordType: null } read && value is not null && source.Mapping?.ActivityTypes is { } types && types.TryGetValue(value, out var type)
            ? type is null ? new IgnoredItem(item.Index, $"The source's mapping ignores {value}.") : read with { Activity = read.Activity with { Type = type } }
            : item;

    public static DealEvent.Reading Reading(string field, IReadOnlyList<(string Name, string Field, DealEvent.Reading Read)> own) => field switch
    {
        RecordFields.Amount or RecordFields.Margin => FieldText.Amount,
        RecordFields.Currency => FieldText.Currency,
        RecordFields.LossReason => FieldText.Reason,
        RecordFields.Probability => own.FirstOrDefault(member => member.Field == field).Read ?? FieldText.Percent,
        RecordFields.ExpectedCloseDate => own.FirstOrDefault(member => member.Field == field).Read ?? FieldText.Date,
        _ => FieldText.Id,
    };
}
