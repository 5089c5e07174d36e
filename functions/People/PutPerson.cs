using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using SalesPerf.Domain.Access;
using SalesPerf.Functions.Access;
using SalesPerf.Functions.Resources;

namespace SalesPerf.Functions.People;

/// <summary>Creates a person, or gives it a new version.</summary>
[Requires(AccessAction.ManageResources)]
public sealed class PutPerson(ResourceRoutes routes)
{
    [Function(nameof(PutPerson))]
    public Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "api/v1/people/{id}")] HttpRequest request, string id, CancellationToken cancellationToken) =>
        routes.PutAsync(ResourceKinds.People, request, id, cancellationToken);
}
