using SalesPerf.Domain.Activities;
using SalesPerf.Domain.Sources;
using SalesPerf.Domain.Values;

namespace SalesPerf.Connectors.Mapping;

/// <summary>What a source's mapping must satisfy, given what its provider can tell.</summary>
public static class MappingRules
{
    /// <summary>The fields of a deal that can be mapped.</summary>
    public static readonly IReadOnlyList<string> DealFields =
    [
        RecordFields.Account, RecordFields.Amount, RecordFields.Currency, RecordFields.ExpectedCloseDate, RecordFields.LossReason, RecordFields.Margin, RecordFields.Owner,
        RecordFields.Probability, RecordFields.Stage,
    ];

    /// <summary>Every problem at once; empty when the mapping can be used.</summary>
    public static IReadOnlyList<FieldProblem> Validate(Source source)
    {
        if (source.Mapping is not { } mapping || ConnectorRegistry.For(source.Provider) is not { } connector)
        {
            return [];
        }

        var own = connector.Mapping;
        var problems = new List<FieldProblem>();
        foreach (var (field, name) in mapping.Fields ?? [])
        {
            var pointer = $"/mapping/fields/{field}";
            if (!own.Fields.ContainsKey(field) && (own.Fields.Count == 0 || !DealFields.Contains(field)))
            {
                problems.Add(new(pointer, $"A {source.Provider} source cannot tell it."));
            }
            else if (Names(source, own).Where(other => other.Key != field && other.Value == name).Select(other => other.Key).FirstOrDefault() is { } taken)
            {
                problems.Add(new(pointer, $"'{name}' is read as {taken}: map that to another first."));
            }
        }

        problems.AddRange((mapping.ActivityTypes ?? []).SelectMany(type => Problems(source.Provider, own, type.Key, type.Value)));
        if (mapping.IsByMail && !own.HasOwnerMail)
        {
            problems.Add(new("/mapping/owner", own.Fields.Count == 0
                ? $"A {source.Provider} source does not tell owners' mail addresses."
                : $"A {source.Provider} source does not tell owners' mail addresses: name a field that holds one as fields/owner."));
        }

        return problems;
    }

    /// <summary>A short name of all settings by which a source's events are read; null when they are the provider's defaults.</summary>
    public static string? StampOf(Source source) => SourceMapping.StampOf(source, ConnectorRegistry.For(source.Provider)?.Mapping.Pipeline is not null);

    /// <summary>Our field → the provider's name, as in force.</summary>
    internal static Dictionary<string, string> Names(Source source, ProviderMapping own)
    {
        var names = own.Fields.ToDictionary(StringComparer.Ordinal);
        foreach (var (field, name) in source.Mapping?.Fields ?? [])
        {
            names[field] = name;
        }

        return names;
    }

    private static IEnumerable<FieldProblem> Problems(string provider, ProviderMapping own, string value, string? type)
    {
        var pointer = $"/mapping/activityTypes/{value.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal)}";
        string[] known = [.. own.ActivityTypes.Keys, .. own.OtherActivities];
        if (value.StartsWith("opportunity.", StringComparison.Ordinal))
        {
            yield return new(pointer, "What happens to a deal is no kind of activity.");
        }
        else if (!own.IsAnyActivity && !known.Contains(value, StringComparer.Ordinal))
        {
            yield return new(pointer, known.Length == 0 ? $"A {provider} source has no kinds of activity to map." : $"A {provider} source knows {string.Join(", ", known)}.");
        }
        else if (type is not null && (ActivityTypes.IsDealChange(type) || ActivityTypeName.Problem(type) is not null))
        {
            yield return new(pointer, "An activity type is expected, such as meeting.held or demo.given; not one of deals.");
        }
    }
}
