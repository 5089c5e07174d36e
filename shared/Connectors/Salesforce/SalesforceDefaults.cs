using SalesPerf.Domain.Sources;

namespace SalesPerf.Connectors.Salesforce;

/// <summary>What a new Salesforce organization starts with.</summary>
public static class SalesforceDefaults
{
    public const string ClosedWon = "Closed Won";
    public const string ClosedLost = "Closed Lost";

    /// <summary>The standard opportunity stages with Salesforce's own probabilities; what a customer renames must be set.</summary>
    public static IReadOnlyDictionary<string, StageSetting> Stages { get; } = new Dictionary<string, StageSetting>(StringComparer.Ordinal)
    {
        ["Prospecting"] = new("open", 10m, 1),
        ["Qualification"] = new("open", 10m, 2),
        ["Needs Analysis"] = new("open", 20m, 3),
        ["Value Proposition"] = new("open", 50m, 4),
        ["Id. Decision Makers"] = new("open", 60m, 5),
        ["Perception Analysis"] = new("open", 70m, 6),
        ["Proposal/Price Quote"] = new("open", 75m, 7),
        ["Negotiation/Review"] = new("open", 90m, 8),
        [ClosedWon] = new("won", 100m, 9),
        [ClosedLost] = new("lost", 0m, 10),
    };
}
