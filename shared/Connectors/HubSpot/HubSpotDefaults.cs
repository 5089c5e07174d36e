using SalesPerf.Domain.Sources;

namespace SalesPerf.Connectors.HubSpot;

/// <summary>What a new HubSpot account starts with.</summary>
public static class HubSpotDefaults
{
    /// <summary>
    /// The stages of the default sales pipeline with HubSpot's own probabilities: a proposal for a new source's settings.
    /// Stages of other pipelines have ids of their own (numbers, UUIDs) and must be set by the customer.
    /// </summary>
    public static IReadOnlyDictionary<string, StageSetting> Stages { get; } = new Dictionary<string, StageSetting>(StringComparer.Ordinal)
    {
        ["appointmentscheduled"] = new("open", 20m, 1),
        ["qualifiedtobuy"] = new("open", 40m, 2),
        ["presentationscheduled"] = new("open", 60m, 3),
        ["decisionmakerboughtin"] = new("open", 80m, 4),
        ["contractsent"] = new("open", 90m, 5),
        ["closedwon"] = new("won", 100m, 6),
        ["closedlost"] = new("lost", 0m, 7),
    };
}
