using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using SalesPerf.Functions.Access;

namespace SalesPerf.Functions.Http;

/// <summary>The description of this API, OpenAPI 3.1. A test holds it and the routes together.</summary>
[PublicRoute("It says how to call, and nothing about anybody.")]
public sealed class GetOpenApi
{
    private static readonly byte[] Document = Read();

    private static readonly string Tag = EntityTag.Of(Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(Document).AsSpan(0, 8)));

    [Function(nameof(GetOpenApi))]
    public Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "api/v1/openapi.json")] HttpRequest request, CancellationToken cancellationToken) =>
        Task.FromResult(Reply.JsonBytes(Document, Tag));

    private static byte[] Read()
    {
        using var stream = typeof(GetOpenApi).Assembly.GetManifestResourceStream("openapi.json") ?? throw new InvalidOperationException("openapi.json is not embedded.");
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }
}
