using SalesPerf.Domain.Sources;

namespace SalesPerf.Connectors;

/// <summary>What stages mean where a source's settings do not say: the provider's own defaults.</summary>
public static class ProviderStages
{
    private static readonly Dictionary<string, StageSetting> None = [];

    /// <summary>HubSpot's default sales pipeline.</summary>
    private static readonly Dictionary<string, StageSetting> HubSpot = new(StringComparer.Ordinal)
    {
        ["closedwon"] = new("won", 100m),
        ["closedlost"] = new("lost", 0m),
    };

    public static IReadOnlyDictionary<string, StageSetting> Of(string? provider) => provider == "hubspot" ? HubSpot : None;
}
