using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using SalesPerf.Functions.Access;
using SalesPerf.Functions.Http;

namespace SalesPerf.Functions.Resources.Schemas;

/// <summary>Reads a JSON Schema.</summary>
[PublicRoute("Schemas say what the product takes, nothing about the organisation; editors load them without a key.")]
public sealed class GetSchema(SchemaAnswers schemas)
{
    [Function(nameof(GetSchema))]
    public Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "api/v1/schemas/{name}")] HttpRequest request, string name, CancellationToken cancellationToken)
    {
        _ = new Query(request);
        return Task.FromResult(schemas.Get(name));
    }
}
