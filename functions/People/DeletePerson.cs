using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using SalesPerf.Domain.Access;
using SalesPerf.Functions.Access;
using SalesPerf.Functions.Resources;

namespace SalesPerf.Functions.People;

/// <summary>Retires a person from a day.</summary>
[Requires(AccessAction.ManageResources)]
public sealed class DeletePerson(ResourceRoutes routes)
{
    [Function(nameof(DeletePerson))]
    public Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = "api/v1/people/{id}")] HttpRequest request, string id, CancellationToken cancellationToken) =>
        routes.DeleteAsync(ResourceKinds.People, request, id, cancellationToken);
}
