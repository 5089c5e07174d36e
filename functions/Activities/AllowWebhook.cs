using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using SalesPerf.Connectors;
using SalesPerf.Connectors.CloudEvents;
using SalesPerf.Functions.Access;
using SalesPerf.Functions.Directory;

namespace SalesPerf.Functions.Activities;

/// <summary>
/// What a sender of CloudEvents asks before it posts: whether it may, and how often. It grants the sending only; every event is checked all the same.
/// A source that does not exist, is switched off or whose provider does not ask is answered like a wrong signature.
/// </summary>
[PublicRoute("A sender asks whether it may post; nothing is taken and nothing is told.")]
public sealed class AllowWebhook(ModelDirectory directory, TimeProvider time)
{
    [Function(nameof(AllowWebhook))]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "options", Route = "api/v1/webhooks/{source}")] HttpRequest request,
        string source,
        CancellationToken cancellationToken)
    {
        var today = DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);
        var settings = (await directory.GetAsync(cancellationToken)).Model.Source(source, today);
        return IntakeReplies.Of(settings is { Enabled: true } && WebhookPermission.IsAskedBy(settings.Provider)
            ? WebhookPermission.Answer(IntakeReplies.HeadersOf(request))
            : new ConnectorResult.Unauthorized("source-unknown"));
    }
}
