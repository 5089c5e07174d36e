using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using SalesPerf.TestKit.Documents;

namespace SalesPerf.Functions.Tests.Faults;

/// <summary>What the store holds in the end, without what depends on chance or counts attempts.</summary>
internal static partial class EndState
{
    /// <summary>Attempts and their times; what is encrypted, hashed or made at random; revisions, and fingerprints made of them.</summary>
    private static readonly HashSet<string> Volatile =
    [
        "asOf", "valuesAt", "evaluatedAt", "recorded", "recordedAt", "firstSeenAt", "receivedAt", "inputs", "rev", "fingerprint", "claimedAt", "sentAt", "attempt", "attempts", "at", "doneAt", "madeAt", "endedAt", "protected", "hash", "sealed",
    ];

    public static IReadOnlyList<string> Of(MemoryDocuments store) => [.. store.All.Select(document =>
    {
        var body = JsonNode.Parse(document.Body.Span);
        Forget(body);
        return Chance().Replace($"{document.Pk} {document.Kind} {document.Id} {body?.ToJsonString()}", "*");
    })];

    private static void Forget(JsonNode? node)
    {
        if (node is JsonObject record)
        {
            foreach (var name in record.Select(member => member.Key).Where(Volatile.Contains).ToList())
            {
                record.Remove(name);
            }

            foreach (var (_, member) in record)
            {
                Forget(member);
            }
        }

        foreach (var item in node as JsonArray ?? [])
        {
            Forget(item);
        }
    }

    // Long runs of hexadecimal digits or base64, with what escapes them.
    [GeneratedRegex(@"[A-Za-z0-9+/=._-]{24,}|\\u[0-9A-Fa-f]{4}")]
    private static partial Regex Chance();
}
