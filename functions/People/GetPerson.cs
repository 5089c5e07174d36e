using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using SalesPerf.Domain.Access;
using SalesPerf.Functions.Access;
using SalesPerf.Functions.Resources;

namespace SalesPerf.Functions.People;

/// <summary>Reads a person as in force on a day.</summary>
[Requires(AccessAction.ReadPeople)]
public sealed class GetPerson(ResourceRoutes routes)
{
    [Function(nameof(GetPerson))]
    public Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "api/v1/people/{id}")] HttpRequest request, string id, CancellationToken cancellationToken) =>
        routes.GetAsync(ResourceKinds.People, request, id, cancellationToken);
}
