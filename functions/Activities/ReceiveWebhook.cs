using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;
using SalesPerf.Connectors;
using SalesPerf.Connectors.Mapping;
using SalesPerf.Domain.Sources;
using SalesPerf.Functions.Access;
using SalesPerf.Functions.Activities.Traffic;
using SalesPerf.Functions.Http;

namespace SalesPerf.Functions.Activities;

/// <summary>What a CRM posts. It is verified on the raw bytes, made into activities, and answered once the queue has them durably; what cannot be taken is kept as a dead document.</summary>
[PublicRoute("Senders are checked by their signature.")]
public sealed partial class ReceiveWebhook(
    WebhookReader reader, ActivityIntake intake, RejectedItems rejected, SourceTraffic traffic, SourceLimits limits, TimeProvider time, ILogger<ReceiveWebhook> logger)
{
    private static readonly TimeSpan WhileOff = TimeSpan.FromHours(1);

    [Function(nameof(ReceiveWebhook))]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/webhooks/{source}")] HttpRequest request,
        string source,
        CancellationToken cancellationToken)
    {
        using var body = await RequestBody.ReadAsync(request, PostActivities.MaxBytes, cancellationToken);
        var now = time.GetUtcNow();
        var received = new WebhookRequest(request.Method, AddressOf(request), IntakeReplies.HeadersOf(request), body.Memory);
        var (settings, connector, read) = await reader.ReadAsync(source, received, now, cancellationToken);
        if (settings is null || connector is null)
        {
            return read is ConnectorResult.Unauthorized stranger ? Refused(received, settings?.Id, stranger) : IntakeReplies.Of(read);
        }

        if (read is ConnectorResult.UnsupportedMediaType media && connector.IsAlwaysTaken)
        {
            read = new ConnectorResult.BadRequest(new ReadError("", $"Expected: {media.Expected}."));
        }

        if (read is not ConnectorResult.Unauthorized and not ConnectorResult.Handshake && NotNow(settings, connector) is { } wait)
        {
            return IntakeReplies.Later(request.HttpContext.Response, connector, received, wait, settings.Enabled);
        }

        switch (read)
        {
            case ConnectorResult.Accepted accepted:
                var answer = await intake.TakeAsync(accepted.Items, MappingRules.StampOf(settings), cancellationToken);
                await rejected.KeepAsync(connector, source, received, accepted, answer.Rejected, cancellationToken);
                traffic.CountTaken(source, accepted.Items, answer.Rejected.Count);
                return accepted.Reply is { } reply ? IntakeReplies.Of(reply) : connector.IsAlwaysTaken ? IntakeReplies.Taken(answer) : IntakeReplies.Of(answer);
            case ConnectorResult.BadRequest bad:
                RejectedActivity whole = new(0, [.. bad.Errors.Select(error => new ActivityError(error.Pointer, error.Detail))]);
                await rejected.KeepAsync(connector, source, received, null, [whole], cancellationToken);
                traffic.CountTaken(source, [], 1);
                return bad.Reply is null && connector.IsAlwaysTaken ? IntakeReplies.Taken(new IntakeAnswer(0, [whole])) : IntakeReplies.Of(bad);
            case ConnectorResult.Unauthorized unauthorized:
                traffic.CountRefused(source, unauthorized.Reason);
                return Refused(received, source, unauthorized);
            default:
                return IntakeReplies.Of(read);
        }
    }

    /// <summary>How long a sender that is known shall wait; null when it is taken.</summary>
    private TimeSpan? NotNow(Source settings, IConnector connector)
    {
        if (!settings.Enabled)
        {
            traffic.CountSeen(settings.Id);
            return WhileOff;
        }

        if (connector.LaterStatus is null || limits.Wait(settings) is not { } wait)
        {
            return null;
        }

        traffic.CountLimited(settings.Id);
        return wait;
    }

    private IResult Refused(WebhookRequest received, string? source, ConnectorResult.Unauthorized unauthorized)
    {
        LogRefused(logger, source ?? "(unknown)", unauthorized.Reason);
        return IntakeReplies.Of(ConnectorRegistry.Unknown(received, unauthorized));
    }

    /// <summary>As the sender wrote it: signatures are made over the address, so its escapes must not be touched.</summary>
    private static string AddressOf(HttpRequest request) =>
        request.HttpContext.Features.Get<IHttpRequestFeature>()?.RawTarget is ['/', ..] target
            ? $"{request.Scheme}://{request.Host.ToUriComponent()}{target}"
            : request.GetEncodedUrl();

    [LoggerMessage(Level = LogLevel.Warning, Message = "Webhook of source {Source} refused: {Reason}")]
    private static partial void LogRefused(ILogger logger, string source, string reason);
}
