using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;
using SalesPerf.Connectors;
using SalesPerf.Functions.Access;
using SalesPerf.Functions.Directory;
using SalesPerf.Functions.Http;

namespace SalesPerf.Functions.Activities;

/// <summary>What a CRM posts. It is verified on the raw bytes, made into activities, and answered once the queue has them durably.</summary>
[PublicRoute("Senders are checked by their signature.")]
public sealed partial class ReceiveWebhook(
    ModelDirectory directory, SourceSecretStore secrets, ActivityIntake intake, TimeProvider time, ILogger<ReceiveWebhook> logger)
{
    [Function(nameof(ReceiveWebhook))]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/webhooks/{source}")] HttpRequest request,
        string source,
        CancellationToken cancellationToken)
    {
        using var body = await RequestBody.ReadAsync(request, PostActivities.MaxBytes, cancellationToken);
        var now = time.GetUtcNow();
        var received = new WebhookRequest(request.Method, AddressOf(request), IntakeReplies.HeadersOf(request), body.Memory);
        var settings = (await directory.GetAsync(cancellationToken)).Model.Source(source, DateOnly.FromDateTime(now.UtcDateTime));
        var result = settings is { Enabled: true } && ConnectorRegistry.For(settings.Provider) is { } connector
            ? connector.Read(received, settings, await secrets.GetAsync(source, cancellationToken), now)
            : ConnectorRegistry.SpendSameTime(received);
        if (result is ConnectorResult.Accepted accepted)
        {
            return IntakeReplies.Of(await intake.TakeAsync(accepted.Items, cancellationToken));
        }

        if (result is ConnectorResult.Unauthorized unauthorized)
        {
            Refused(logger, settings?.Id ?? "(unknown)", unauthorized.Reason);
        }

        return IntakeReplies.Of(result);
    }

    /// <summary>As the sender wrote it: signatures are made over the address, so its escapes must not be touched.</summary>
    private static string AddressOf(HttpRequest request) =>
        request.HttpContext.Features.Get<IHttpRequestFeature>()?.RawTarget is ['/', ..] target
            ? $"{request.Scheme}://{request.Host.ToUriComponent()}{target}"
            : request.GetEncodedUrl();

    [LoggerMessage(Level = LogLevel.Warning, Message = "Webhook of source {Source} refused: {Reason}")]
    private static partial void Refused(ILogger logger, string source, string reason);
}
