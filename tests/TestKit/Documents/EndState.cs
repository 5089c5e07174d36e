using System.Text.Json;
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
        "asOf", "valuesAt", "evaluatedAt", "calculatedAt", "recorded", "recordedAt", "approvedAt", "firstSeenAt", "receivedAt", "inputs", "rev", "fingerprint", "claimedAt", "sentAt", "attempt", "attempts", "at", "doneAt", "madeAt", "endedAt", "closedAt", "protected", "hash", "sealed",
    ];

    public static IReadOnlyList<string> Of(IEnumerable<Document> documents) => [.. documents.Select(document => Of(document))];

    /// <param name="document">A document.</param>
    /// <param name="more">Names of more members to leave out.</param>
    public static string Of(Document document, params IEnumerable<string> more)
    {
        var body = JsonNode.Parse(document.Body.Span);
        return Chance().Replace($"{document.Pk} {document.Kind} {document.Id} {(body is null ? "" : Without(body, Volatile.Union(more).ToHashSet()))}", "*");
    }

    /// <summary>True when two bodies say the same, token by token. False says nothing: texts may still be equal where something was made at random.</summary>
    /// <param name="one">JSON.</param>
    /// <param name="other">JSON.</param>
    /// <param name="more">Names of more members to leave out.</param>
    public static bool IsPlainlySame(ReadOnlySpan<byte> one, ReadOnlySpan<byte> other, IReadOnlyCollection<string> more)
    {
        var first = new Utf8JsonReader(one);
        var second = new Utf8JsonReader(other);
        while (true)
        {
            var (isLeft, isRight) = (Next(ref first, more), Next(ref second, more));
            if (!isLeft || !isRight)
            {
                return isLeft == isRight;
            }

            if (first.TokenType != second.TokenType || !first.ValueSpan.SequenceEqual(second.ValueSpan))
            {
                return false;
            }
        }
    }

    /// <summary>The JSON without members of these names, however deep. The node is changed.</summary>
    public static string Without(JsonNode node, IReadOnlySet<string> names)
    {
        Forget(node, names);
        return node.ToJsonString();
    }

    /// <summary>The next token that is not left out.</summary>
    private static bool Next(ref Utf8JsonReader reader, IReadOnlyCollection<string> more)
    {
        while (reader.Read())
        {
            if (reader.TokenType != JsonTokenType.PropertyName || !(reader.GetString() is { } name && (Volatile.Contains(name) || more.Contains(name))))
            {
                return true;
            }

            reader.Skip();
        }

        return false;
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
