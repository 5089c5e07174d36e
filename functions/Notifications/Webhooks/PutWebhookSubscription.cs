using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using SalesPerf.Contracts.Webhooks;
using SalesPerf.Domain.Access;
using SalesPerf.Domain.Notifications;
using SalesPerf.Functions.Access;
using SalesPerf.Functions.Http;
using SalesPerf.Functions.Storage;
using SalesPerf.Platform.Documents;
using SalesPerf.Platform.Webhooks;

namespace SalesPerf.Functions.Notifications.Webhooks;

/// <summary>Makes or changes a subscription. Its secret is made with it and shown in that answer, this once.</summary>
[Requires(AccessAction.ManageWebhooks)]
public sealed class PutWebhookSubscription(Authorize authorize, WebhookSubscriptions subscriptions, WebhookSecrets secrets, WebhookSender sender, TimeProvider time)
{
    private const int MaxBytes = 16 * 1024;

    [Function(nameof(PutWebhookSubscription))]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "api/v1/webhook-subscriptions/{id}")] HttpRequest request, string id, CancellationToken cancellationToken)
    {
        var principal = await authorize.RequireAsync(request, AccessAction.ManageWebhooks, cancellationToken);
        _ = new Query(request);
        JsonBody.RequireJson(request);
        using var bytes = await RequestBody.ReadAsync(request, MaxBytes, cancellationToken);
        var body = JsonBody.Parse<WebhookSubscriptionBody>(bytes.Span);
        if (!WebhookRules.IsId(id))
        {
            return Problems.Validation([new("/id", "An id has 1 to 64 letters, digits, dots, dashes and underscores, and begins with a letter or digit.")]);
        }

        if (WebhookRules.Check(body, sender.AllowsInside) is { Count: > 0 } problems)
        {
            return Problems.Validation(problems);
        }

        var attempts = new Attempts(time);
        while (true)
        {
            var stored = await subscriptions.ReadAsync(id, cancellationToken);
            Preconditions.CheckChange(request, stored is null ? null : EntityTag.Of(stored.Document));
            if (stored is null && (await subscriptions.LoadAsync(cancellationToken)).Count >= WebhookSubscriptions.Max)
            {
                return Problems.Validation([new("", $"There are {WebhookSubscriptions.Max} subscriptions, which are the most.")]);
            }

            var subscription = new WebhookSubscription
            {
                Id = id,
                Url = body.Url!, // checked
                Types = [.. (body.Types ?? []).OfType<string>().Distinct(StringComparer.Ordinal)],
                Enabled = body.Enabled ?? true,
                ChangedAt = time.GetUtcNow(),
                ChangedBy = principal.Id,
            };
            var first = stored is null ? secrets.First(id, principal.Id) : ((string Secret, Document Document)?)null;
            if (await subscriptions.PutAsync(stored, subscription, first?.Document, cancellationToken) is CommitResult.Committed committed)
            {
                var view = WebhookViews.Of(subscription, null, first?.Secret);
                var etag = EntityTag.Of(committed.ETags[0]!); // of what was written
                return stored is null ? Reply.Created($"/api/v1/webhook-subscriptions/{id}", view, etag) : Reply.Json(view, etag);
            }

            await attempts.AgainAsync(cancellationToken);
        }
    }
}
