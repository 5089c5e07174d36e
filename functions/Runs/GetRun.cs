using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using SalesPerf.Domain.Access;
using SalesPerf.Functions.Access;
using SalesPerf.Functions.Http;

namespace SalesPerf.Functions.Runs;

/// <summary>How far one run is, with everybody who is missing.</summary>
[Requires(AccessAction.ReadRuns)]
public sealed class GetRun(Authorize authorize, IEnumerable<RunsOfKind> kinds)
{
    [Function(nameof(GetRun))]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "api/v1/runs/{kind}/{id}")] HttpRequest request,
        string kind,
        string id,
        CancellationToken cancellationToken)
    {
        await authorize.RequireAsync(request, AccessAction.ReadRuns, AccessTarget.Everything, default, cancellationToken);
        _ = new Query(request);
        return kinds.FirstOrDefault(known => known.Kind == kind) is { } runs && await runs.ReadAsync(id, cancellationToken) is { } run
            ? Reply.Json(run)
            : Problems.NotFound();
    }
}
