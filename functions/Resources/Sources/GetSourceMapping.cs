using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using SalesPerf.Connectors;
using SalesPerf.Domain.Access;
using SalesPerf.Functions.Access;
using SalesPerf.Functions.Activities;
using SalesPerf.Functions.Directory;
using SalesPerf.Functions.Http;

namespace SalesPerf.Functions.Resources.Sources;

/// <summary>What a source's stages, fields and kinds of activity mean today: its own settings, and the provider's defaults where it has none.</summary>
[Requires(AccessAction.ReadResources)]
public sealed class GetSourceMapping(Authorize authorize, ModelDirectory directory, OwnerReadings owners, TimeProvider time)
{
    [Function(nameof(GetSourceMapping))]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "api/v1/sources/{source}/mapping")] HttpRequest request, string source, CancellationToken cancellationToken)
    {
        await authorize.RequireAsync(request, AccessAction.ReadResources, cancellationToken);
        _ = new Query(request);
        var today = DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);
        return (await directory.GetAsync(cancellationToken)).Model.Source(source, today) is { } settings && ConnectorRegistry.For(settings.Provider) is { } connector
            ? Reply.Json(SourceMappingView.Of(await owners.InForceAsync(settings, cancellationToken), connector))
            : Problems.NotFound("There is no such source in force today.");
    }
}
