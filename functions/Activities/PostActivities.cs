using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using SalesPerf.Connectors;
using SalesPerf.Connectors.CloudEvents;
using SalesPerf.Domain.Access;
using SalesPerf.Domain.Resources;
using SalesPerf.Functions.Access;
using SalesPerf.Functions.Activities.Traffic;
using SalesPerf.Functions.Directory;
using SalesPerf.Functions.Http;

namespace SalesPerf.Functions.Activities;

/// <summary>CloudEvents 1.0 with an API key: one (structured or binary) or a batch, of any sources that are registered.</summary>
[Requires(AccessAction.PostActivities)]
public sealed class PostActivities(Authorize authorize, ModelDirectory directory, ActivityIntake intake, SourceTraffic traffic, TimeProvider time)
{
    /// <summary>The most bytes of a request, decoded.</summary>
    public const int MaxBytes = 5 * 1024 * 1024;

    [Function(nameof(PostActivities))]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/activities")] HttpRequest request, CancellationToken cancellationToken)
    {
        var principal = await authorize.RequireAsync(request, AccessAction.PostActivities, cancellationToken);
        _ = new Query(request);
        using var body = await RequestBody.ReadAsync(request, MaxBytes, cancellationToken);
        var headers = IntakeReplies.HeadersOf(request);
        var message = CloudEventFormat.Parse(body.Memory, headers.One("Content-Type"), headers);
        if (message.Refusal is { } refusal)
        {
            return IntakeReplies.Of(refusal);
        }

        var now = time.GetUtcNow();
        var model = (await directory.GetAsync(cancellationToken)).Model;
        var mayImport = AccessPolicy.May(principal, AccessAction.ImportHistory, AccessTarget.Everything, model, default);
        var items = message.Events.Select(parsed => Read(parsed, principal, model, now, mayImport)).ToList();
        var answer = await intake.TakeAsync(items, cancellationToken);
        foreach (var ofSource in items.OfType<ReadActivity>().GroupBy(item => item.Activity.Source, StringComparer.Ordinal))
        {
            traffic.CountTaken(ofSource.Key, [.. ofSource], answer.Rejected.Count(rejected => ofSource.Any(item => item.Index == rejected.Index)));
        }

        return IntakeReplies.Of(answer);
    }

    private static ReadItem Read(ParsedEvent parsed, Principal principal, Model model, DateTimeOffset now, bool mayImport)
    {
        var today = DateOnly.FromDateTime(now.UtcDateTime);
        if (parsed.Event is { } read
            && (model.Source(read.Source, today) is not { Enabled: true }
                || !AccessPolicy.May(principal, AccessAction.PostActivities, AccessTarget.OfSource(read.Source), model, today)))
        {
            return new RejectedItem(parsed.Index, [new ReadError("/source", "There is no source of this id, or you may not post for it.")]);
        }

        return CloudEventActivity.Read(parsed, parsed.Event?.Source ?? "", now, mayImport);
    }
}
