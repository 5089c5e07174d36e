using System.Collections.ObjectModel;
using SalesPerf.Domain.Sources;

namespace SalesPerf.Connectors;

/// <summary>What stages mean where a source's settings do not say: the provider's own defaults.</summary>
public static class ProviderStages
{
    public static IReadOnlyDictionary<string, StageSetting> Of(string? provider) =>
        (provider is null ? null : ConnectorRegistry.For(provider))?.DefaultStages ?? ReadOnlyDictionary<string, StageSetting>.Empty;
}
