using SalesPerf.Domain.Sources;

namespace SalesPerf.Connectors.Zoho;

/// <summary>What a new Zoho CRM account starts with: its stages that end a deal. All can be renamed, and then must be set by the customer.</summary>
internal static class ZohoDefaults
{
    public static IReadOnlyDictionary<string, StageSetting> Stages { get; } = new Dictionary<string, StageSetting>(StringComparer.Ordinal)
    {
        ["Closed Won"] = new("won", 100m),
        ["Closed Lost"] = new("lost", 0m),
        ["Closed Lost to Competition"] = new("lost", 0m),
        ["Closed-Lost to Competition"] = new("lost", 0m),
    };
}
