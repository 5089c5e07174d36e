using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using SalesPerf.Platform.Documents;

namespace SalesPerf.TestKit.Documents;

/// <summary>What a store holds in the end, without what depends on chance or counts attempts.</summary>
public static partial class EndState
{
    /// <summary>Attempts and their times; what is encrypted, hashed or made at random; revisions, and fingerprints made of them.</summary>
    private static readonly HashSet<string> Volatile =
    [
        "asOf", "valuesAt", "evaluatedAt", "recorded", "recordedAt", "firstSeenAt", "receivedAt", "inputs", "rev", "fingerprint", "claimedAt", "sentAt", "attempt", "attempts", "at", "doneAt", "madeAt", "endedAt", "protected", "hash", "sealed",
    ];

    public static IReadOnlyList<string> Of(IEnumerable<Document> documents) => [.. documents.Select(document => Of(document))];

    /// <param name="document">A document.</param>
    /// <param name="more">Names of more members to leave out.</param>
    public static string Of(Document document, params IEnumerable<string> more)
    {
        var body = JsonNode.Parse(document.Body.Span);
        return Chance().Replace($"{document.Pk} {document.Kind} {document.Id} {(body is null ? "" : Without(body, Volatile.Union(more).ToHashSet()))}", "*");
    }

    /// <summary>The JSON without members of these names, however deep. The node is changed.</summary>
    public static string Without(JsonNode node, IReadOnlySet<string> names)
    {
        Forget(node, names);
        return node.ToJsonString();
    }

    private static void Forget(JsonNode? node, IReadOnlySet<string> names)
    {
        if (node is JsonObject record)
        {
            foreach (var name in record.Select(member => member.Key).Where(names.Contains).ToList())
            {
                record.Remove(name);
            }

            foreach (var (_, member) in record)
            {
                Forget(member, names);
            }
        }

        foreach (var item in node as JsonArray ?? [])
        {
            Forget(item, names);
        }
    }

    // Long runs of hexadecimal digits or base64, with what escapes them.
    [GeneratedRegex(@"[A-Za-z0-9+/=._-]{24,}|\\u[0-9A-Fa-f]{4}")]
    private static partial Regex Chance();
}
