using SalesPerf.Connectors;
using SalesPerf.Domain.Sources;

namespace SalesPerf.Functions.Resources.Sources;

/// <summary>What a source's words mean. Everything says where it comes from: <c>source</c>, its own settings, or <c>provider</c>, the default.</summary>
public sealed record SourceMappingView
{
    private const string Own = "source";
    private const string Default = "provider";

    public required string Source { get; init; }

    public required string Provider { get; init; }

    /// <summary><c>id</c> or <c>mail</c>: by which an owner is known.</summary>
    public required string Owner { get; init; }

    /// <summary>The member that names a deal's pipeline; absent where stages are told apart without it. A stage of a pipeline is set as <c>{pipeline}/{stage}</c>.</summary>
    public string? Pipeline { get; init; }

    public required IReadOnlyList<MappedStage> Stages { get; init; }

    public required IReadOnlyList<MappedField> Fields { get; init; }

    public required IReadOnlyList<MappedActivity> ActivityTypes { get; init; }

    public static SourceMappingView Of(Source source, IConnector connector)
    {
        var own = connector.Mapping;
        var fields = source.Mapping?.Fields ?? [];
        var types = source.Mapping?.ActivityTypes ?? [];
        return new SourceMappingView
        {
            Source = source.Id,
            Provider = source.Provider,
            Owner = source.Mapping?.Owner ?? "id",
            Pipeline = own.Pipeline,
            Stages =
            [
                .. connector.DefaultStages.Keys.Union(source.Stages.Keys, StringComparer.Ordinal).Order(StringComparer.Ordinal)
                    .Select(stage => Stage(stage, source.Stages.GetValueOrDefault(stage), connector.DefaultStages.GetValueOrDefault(stage))),
            ],
            Fields =
            [
                .. own.Fields.Keys.Union(fields.Keys, StringComparer.Ordinal).Order(StringComparer.Ordinal)
                    .Select(field => fields.TryGetValue(field, out var name) ? new MappedField(field, name, Own) : new MappedField(field, own.Fields[field], Default)),
            ],
            ActivityTypes =
            [
                .. own.ActivityTypes.Keys.Concat(own.OtherActivities).Union(types.Keys, StringComparer.Ordinal).Order(StringComparer.Ordinal)
                    .Select(value => types.TryGetValue(value, out var type) ? new MappedActivity(value, type, Own) : new MappedActivity(value, own.ActivityTypes.GetValueOrDefault(value), Default)),
            ],
        };
    }

    /// <summary>What is set, and the provider's own meaning for what is not.</summary>
    private static MappedStage Stage(string stage, StageSetting? set, StageSetting? own) => new(
        stage, set?.Outcome ?? own?.Outcome, set?.ProbabilityPercent ?? own?.ProbabilityPercent, set?.Order ?? own?.Order, set is null ? Default : Own);
}

/// <summary>A stage and what it means.</summary>
public sealed record MappedStage(string Stage, string? Outcome, decimal? ProbabilityPercent, int? Order, string From);

/// <summary>A field of ours and the CRM's name for it.</summary>
public sealed record MappedField(string Field, string Name, string From);

/// <summary>The CRM's word for a kind of activity, and what it counts as; no type is ignored.</summary>
public sealed record MappedActivity(string Value, string? Type, string From);
