using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using SalesPerf.Connectors;
using SalesPerf.Domain.Access;
using SalesPerf.Functions.Access;
using SalesPerf.Functions.Directory;
using SalesPerf.Functions.Http;

namespace SalesPerf.Functions.Activities.Previews;

/// <summary>
/// What a payload would become if its provider posted it now. Nothing of it is stored and no valid signature is needed; whether it would have been believed is said.
/// Body and headers are the provider's. Headers that are the caller's own (x-api-key, cookies, a bearer token) are not handed on: <c>x-preview-authorization</c> and
/// the like stand for the provider's, and <c>x-preview-query</c> for the query of the address it posts to.
/// </summary>
[Requires(AccessAction.ManageResources)]
public sealed class PreviewWebhook(Authorize authorize, ModelDirectory directory, SourceSecretStore secrets, OwnerReadings owners, PreviewedItems previewed, TimeProvider time)
{
    private const string Prefix = "x-preview-";

    [Function(nameof(PreviewWebhook))]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/sources/{source}/preview")] HttpRequest request, string source, CancellationToken cancellationToken)
    {
        await authorize.RequireAsync(request, AccessAction.ManageResources, cancellationToken);
        _ = new Query(request);
        var now = time.GetUtcNow();
        var model = (await directory.GetAsync(cancellationToken)).Model;
        if (model.Source(source, DateOnly.FromDateTime(now.UtcDateTime)) is not { } current || ConnectorRegistry.For(current.Provider) is not { } connector)
        {
            return Problems.NotFound("There is no such source in force today.");
        }

        var settings = await owners.InForceAsync(current, cancellationToken);
        using var body = await RequestBody.ReadAsync(request, PostActivities.MaxBytes, cancellationToken);
        var received = new WebhookRequest("POST", AddressOf(request, source), HeadersOf(request), body.Memory);
        var active = await secrets.GetAsync(source, cancellationToken);
        var read = connector.Read(received, settings, active, now) is var first && first is ConnectorResult.Unauthorized refusal ? WebhookReader.Why(refusal, active) : first;
        var meaning = read is ConnectorResult.Unauthorized ? connector.ReadVerified(received, settings, now) : read;
        var preview = new WebhookPreview
        {
            Source = source,
            Provider = settings.Provider,
            Enabled = settings.Enabled,
            Signature = read switch
            {
                ConnectorResult.Unauthorized { Reason: "signature-missing" } => WebhookPreview.Missing,
                ConnectorResult.Unauthorized => WebhookPreview.Failed,
                ConnectorResult.Handshake => WebhookPreview.NotAsked,
                _ => WebhookPreview.Passed,
            },
            SignatureCode = (read as ConnectorResult.Unauthorized)?.Reason,
            Answer = PreviewedAnswer.Of(read, connector, received, settings.Enabled),
            Outcome = meaning switch
            {
                ConnectorResult.Handshake => "handshake",
                ConnectorResult.Accepted => "items",
                _ => "unreadable",
            },
            Errors = meaning switch
            {
                ConnectorResult.BadRequest bad => [.. bad.Errors.Select(error => new ActivityError(error.Pointer, error.Detail))],
                ConnectorResult.UnsupportedMediaType media => [new ActivityError("", $"Expected: {media.Expected}.")],
                _ => [],
            },
            Counts = new PreviewCounts(0, 0, 0),
            Items = [],
        };
        return Reply.Json(meaning is ConnectorResult.Accepted accepted
            ? await previewed.AddAsync(preview, accepted.Items, model, settings, now, cancellationToken)
            : preview);
    }

    /// <summary>Where the provider would post, since some sign the address too.</summary>
    private static string AddressOf(HttpRequest request, string source)
    {
        var query = request.Headers[Prefix + "query"].ToString().TrimStart('?');
        return $"{request.Scheme}://{request.Host.ToUriComponent()}/api/v1/webhooks/{Uri.EscapeDataString(source)}{(query.Length == 0 ? "" : "?" + query)}";
    }

    private static WebhookHeaders HeadersOf(HttpRequest request)
    {
        var given = request.Headers.Where(header => header.Key.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase)).ToList();
        var stands = given.Select(header => header.Key[Prefix.Length..]).ToHashSet(StringComparer.OrdinalIgnoreCase);
        return new(request.Headers
            .Where(header => !given.Contains(header) && !stands.Contains(header.Key) && !IsCallers(header.Key, header.Value.ToString()))
            .Select(header => (header.Key, header.Value))
            .Concat(given.Select(header => (Key: header.Key[Prefix.Length..], header.Value)))
            .SelectMany(header => header.Value, (header, value) => KeyValuePair.Create(header.Key, value ?? "")));
    }

    /// <summary>Whoever sends a bearer token is that caller; any other scheme is none of ours.</summary>
    private static bool IsCallers(string name, string value) => name.ToUpperInvariant() switch
    {
        "X-API-KEY" or "COOKIE" => true,
        "AUTHORIZATION" => value.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase),
        _ => false,
    };
}
