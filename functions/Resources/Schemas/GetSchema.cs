using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using SalesPerf.Contracts.Validation;
using SalesPerf.Functions.Access;
using SalesPerf.Functions.Http;

namespace SalesPerf.Functions.Resources.Schemas;

/// <summary>Reads a JSON Schema.</summary>
[PublicRoute("Schemas say what the product takes, nothing about the organisation; editors load them without a key.")]
public sealed class GetSchema
{
    [Function(nameof(GetSchema))]
    public static Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/v1/schemas/{name}")] HttpRequest request, string name, CancellationToken cancellationToken)
    {
        _ = new Query(request);
        var answer = PublishedSchemas.Text(name) is { } text
            ? Reply.Bytes(text, "application/schema+json", etag: EntityTag.Of(Convert.ToHexStringLower(SHA256.HashData(text.Span).AsSpan(0, 8))))
            : Problems.NotFound($"There is no schema of that name. There are: {string.Join(", ", PublishedSchemas.Names)}.");
        return Task.FromResult(answer);
    }
}
