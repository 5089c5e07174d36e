using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using SalesPerf.Domain.Access;
using SalesPerf.Functions.Access;
using SalesPerf.Functions.Resources;

namespace SalesPerf.Functions.People;

/// <summary>Lists people in force.</summary>
[Requires(AccessAction.ReadPeople)]
public sealed class ListPeople(ResourceRoutes routes)
{
    [Function(nameof(ListPeople))]
    public Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "api/v1/people")] HttpRequest request, CancellationToken cancellationToken) =>
        routes.ListAsync(ResourceKinds.People, request, cancellationToken);
}
