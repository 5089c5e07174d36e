using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;
using SalesPerf.Contracts.Validation;
using SalesPerf.Functions.Http;

namespace SalesPerf.Functions.Resources.Schemas;

/// <summary>The published schemas as they are sent, with entity tags made of their texts.</summary>
public sealed class SchemaAnswers
{
    private readonly Dictionary<string, IResult> schemas = PublishedSchemas.Names.ToDictionary(name => name, Answer, StringComparer.Ordinal);

    public SchemaList List => new([.. schemas.Keys.Select(name => new SchemaLink(name, $"/api/v1/schemas/{name}"))]);

    public IResult Get(string name) =>
        schemas.GetValueOrDefault(name) ?? Problems.NotFound($"There is no schema of that name. There are: {string.Join(", ", schemas.Keys)}.");

    private static IResult Answer(string name)
    {
        var text = PublishedSchemas.Text(name)!.Value;
        return Reply.Bytes(text, "application/schema+json", etag: EntityTag.Of(Convert.ToHexStringLower(SHA256.HashData(text.Span).AsSpan(0, 8))));
    }
}

/// <summary>The schemas there are.</summary>
public sealed record SchemaList(IReadOnlyList<SchemaLink> Items);

/// <summary>A schema and where it is.</summary>
public sealed record SchemaLink(string Name, string Href);
