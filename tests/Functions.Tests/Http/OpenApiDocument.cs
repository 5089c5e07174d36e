using System.Text.Json;
using System.Text.Json.Nodes;
using SalesPerf.Functions.Http;

namespace SalesPerf.Functions.Tests.Http;

/// <summary>The description as it is embedded, with what tests ask of it.</summary>
internal static class OpenApiDocument
{
    private static readonly string[] Methods = ["get", "put", "post", "delete", "patch", "head", "options"];

    public static JsonObject Root { get; } = Read();

    /// <summary>Every operation by method and path, such as <c>GET /api/v1/keys</c>.</summary>
    public static IReadOnlyDictionary<string, JsonObject> Operations { get; } =
        (from path in Root["paths"]!.AsObject() // written by hand, read by every test
         from operation in path.Value!.AsObject()
         where Methods.Contains(operation.Key)
         select (Name: $"{operation.Key.ToUpperInvariant()} {path.Key}", Operation: operation.Value!.AsObject()))
        .ToDictionary(found => found.Name, found => found.Operation);

    public static JsonObject Schemas => Root["components"]!["schemas"]!.AsObject(); // as above

    /// <summary>Names of an operation's parameters of one kind, the path's own among them.</summary>
    public static IEnumerable<string> ParametersOf(string operation, string kind)
    {
        var path = Root["paths"]![operation[(operation.IndexOf(' ', StringComparison.Ordinal) + 1)..]]!;
        return new[] { path["parameters"], Operations[operation]["parameters"] }
            .OfType<JsonArray>()
            .SelectMany(list => list)
            .Select(parameter => Resolve(parameter!.AsObject()))
            .Where(parameter => (string?)parameter["in"] == kind)
            .Select(parameter => (string)parameter["name"]!);
    }

    /// <summary>What a reference inside the document leads to; other objects as they are.</summary>
    public static JsonObject Resolve(JsonObject node)
    {
        if ((string?)node["$ref"] is not { } reference || !reference.StartsWith("#/", StringComparison.Ordinal))
        {
            return node;
        }

        JsonNode? found = Root;
        foreach (var segment in reference[2..].Split('/'))
        {
            found = found?[segment];
        }

        return found?.AsObject() ?? throw new InvalidOperationException($"{reference} leads nowhere.");
    }

    /// <summary>Every reference, wherever it stands.</summary>
    public static IEnumerable<string> References(JsonNode? node) => node switch
    {
        JsonObject value => value.SelectMany(member => member.Key == "$ref" && member.Value is JsonValue text ? [(string)text!] : References(member.Value)),
        JsonArray list => list.SelectMany(References),
        _ => [],
    };

    private static JsonObject Read()
    {
        using var stream = typeof(GetOpenApi).Assembly.GetManifestResourceStream("openapi.json") ?? throw new InvalidOperationException("openapi.json is not embedded.");
        return JsonNode.Parse(stream, documentOptions: new JsonDocumentOptions { AllowDuplicateProperties = false })!.AsObject();
    }
}
