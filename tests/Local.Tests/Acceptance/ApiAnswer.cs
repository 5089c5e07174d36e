using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace SalesPerf.Local.Tests.Acceptance;

/// <summary>What was answered, read to the end.</summary>
internal sealed record ApiAnswer(int Status, string? ContentType, string? Etag, byte[] Bytes)
{
    public string Text => Encoding.UTF8.GetString(Bytes);

    public JsonNode Body => JsonNode.Parse(Bytes) ?? throw new InvalidOperationException("The answer is null.");

    /// <summary>True for an RFC 9457 problem of this very status.</summary>
    public bool IsProblem => ContentType == "application/problem+json" && Body["status"]!.GetValue<int>() == Status;

    /// <summary>Where the errors are, in their order.</summary>
    public IEnumerable<string> Pointers => Body["errors"]?.AsArray().Select(error => error!["pointer"]?.GetValue<string>()).OfType<string>() ?? [];

    /// <summary>The text at a path such as <c>items/0/earned/closed/amount</c>; empty when there is nothing.</summary>
    public string Of(string path) => path.Split('/').Aggregate<string, JsonNode?>(Body, (node, name) =>
        node is JsonArray list ? list[int.Parse(name, CultureInfo.InvariantCulture)] : node?[name])?.ToString() ?? "";
}
