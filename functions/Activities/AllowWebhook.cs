using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using SalesPerf.Connectors.CloudEvents;
using SalesPerf.Functions.Access;

namespace SalesPerf.Functions.Activities;

/// <summary>
/// What a sender of CloudEvents asks before it posts: whether it may, and how often. It grants the sending only; every event is checked all the same.
/// Every name is answered alike, whether or not it is a source's, or the answer would say which sources exist.
/// </summary>
[PublicRoute("A sender asks whether it may post; nothing is taken and nothing is told.")]
public sealed class AllowWebhook
{
    [Function(nameof(AllowWebhook))]
    public Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "options", Route = "api/v1/webhooks/{source}")] HttpRequest request,
        string source,
        CancellationToken cancellationToken)
    {
        _ = (source, cancellationToken);
        return Task.FromResult(IntakeReplies.Of(WebhookPermission.Answer(IntakeReplies.HeadersOf(request))));
    }
}
