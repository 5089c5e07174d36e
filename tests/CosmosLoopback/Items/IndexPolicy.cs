using System.Text.Json.Nodes;

namespace SalesPerf.CosmosLoopback.Items;

/// <summary>Which properties the container's index serves.</summary>
internal sealed class IndexPolicy
{
    private readonly IReadOnlySet<string> included;
    private readonly IReadOnlySet<string> excluded;
    private readonly bool isConsistent;

    private IndexPolicy(IReadOnlySet<string> included, IReadOnlySet<string> excluded, bool isConsistent)
    {
        (this.included, this.excluded, this.isConsistent) = (included, excluded, isConsistent);
    }

    public static IndexPolicy Read(JsonNode? policy) => new(
        policy is null ? new HashSet<string>(["/*"]) : Paths(policy["includedPaths"]),
        Paths(policy?["excludedPaths"]),
        !string.Equals((string?)policy?["indexingMode"], "none", StringComparison.OrdinalIgnoreCase));

    /// <summary>True when a comparison or an order of a top-level property is answered from the index. An id always is, unless there is no index.</summary>
    public bool Serves(string property) =>
        isConsistent && (property == "id" || included.Contains($"/{property}/?") || (included.Contains("/*") && !excluded.Contains($"/{property}/?")));

    private static HashSet<string> Paths(JsonNode? paths) =>
        paths is JsonArray array ? [.. array.Select(path => (string?)path?["path"]).OfType<string>()] : [];
}
