using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using SalesPerf.Domain.Access;
using SalesPerf.Domain.Sources;
using SalesPerf.Functions.Access;
using SalesPerf.Functions.Directory;
using SalesPerf.Functions.Http;
using SalesPerf.Functions.Storage;
using SalesPerf.Platform.Documents;

namespace SalesPerf.Functions.Activities.Traffic;

/// <summary>How a source does: when it was last seen, what became of what it posted, and whether that is as it should be. What other instances counted in the last minute is not in it.</summary>
[Requires(AccessAction.ReadResources)]
public sealed class GetSourceStatus(Authorize authorize, ModelDirectory directory, IDocumentStore store, SourceTraffic traffic, TimeProvider time)
{
    private static readonly TimeSpan Longest = TimeSpan.FromDays(30);

    [Function(nameof(GetSourceStatus))]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "api/v1/sources/{source}/status")] HttpRequest request, string source, CancellationToken cancellationToken)
    {
        await authorize.RequireAsync(request, AccessAction.ReadResources, cancellationToken);
        _ = new Query(request);
        var now = time.GetUtcNow();
        var model = (await directory.GetAsync(cancellationToken)).Model;
        if (model.Sources.GetValueOrDefault(source) is not { } known
            || known.VersionAt(DateOnly.FromDateTime(now.UtcDateTime), DateTimeOffset.MaxValue) is not { Content: Source settings } version)
        {
            return Problems.NotFound("There is no such source in force today.");
        }

        await traffic.FlushAsync(cancellationToken);
        var hours = new List<SourceHour>();
        await foreach (var hour in store.RangeAsync<SourceHour>(new RangeQuery(SourceTraffic.Partition(source), SourceHour.Kind, now - Longest, now.AddHours(1), Size: 1_000), cancellationToken))
        {
            hours.Add(hour.Value);
        }

        return Reply.Json(SourceStatus.Of(source, hours, settings.Enabled ? null : SourceSwitch.OffSince(known, now) ?? version.RecordedAt, now));
    }
}
