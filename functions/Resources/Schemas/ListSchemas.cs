using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using SalesPerf.Functions.Access;
using SalesPerf.Functions.Http;

namespace SalesPerf.Functions.Resources.Schemas;

/// <summary>Lists the JSON Schemas that resources are checked against.</summary>
[PublicRoute("Schemas say what the product takes, nothing about the organisation; editors load them without a key.")]
public sealed class ListSchemas(SchemaAnswers schemas)
{
    [Function(nameof(ListSchemas))]
    public Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "api/v1/schemas")] HttpRequest request, CancellationToken cancellationToken)
    {
        _ = new Query(request);
        return Task.FromResult(Reply.Json(schemas.List));
    }
}
