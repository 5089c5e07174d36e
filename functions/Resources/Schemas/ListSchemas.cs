using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using SalesPerf.Contracts.Validation;
using SalesPerf.Functions.Access;
using SalesPerf.Functions.Http;

namespace SalesPerf.Functions.Resources.Schemas;

/// <summary>Lists the JSON Schemas that resources are checked against.</summary>
[PublicRoute("Schemas say what the product takes, nothing about the organisation; editors load them without a key.")]
public sealed class ListSchemas
{
    [Function(nameof(ListSchemas))]
    public static Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/v1/schemas")] HttpRequest request, CancellationToken cancellationToken)
    {
        _ = new Query(request);
        return Task.FromResult(Reply.Json(new SchemaList([.. PublishedSchemas.Names.Select(name => new SchemaLink(name, $"/api/v1/schemas/{name}"))])));
    }
}

/// <summary>The schemas.</summary>
public sealed record SchemaList(IReadOnlyList<SchemaLink> Items);

/// <summary>A schema and where it is.</summary>
public sealed record SchemaLink(string Name, string Href);
