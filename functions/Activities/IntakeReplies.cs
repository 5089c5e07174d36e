using System.Text;
using Microsoft.AspNetCore.Http;
using SalesPerf.Connectors;
using SalesPerf.Domain.Values;
using SalesPerf.Functions.Http;

namespace SalesPerf.Functions.Activities;

/// <summary>What whoever posted activities is answered.</summary>
internal static class IntakeReplies
{
    public static IResult Of(IntakeAnswer answer) => answer is { Accepted: 0, Rejected.Count: 0 }
        ? Problems.Validation("", "The batch is empty: there is nothing to take.")
        : Reply.Json(answer, status: answer.Accepted > 0 ? StatusCodes.Status202Accepted : StatusCodes.Status422UnprocessableEntity);

    /// <summary>The answer to a CRM: what could not be read is kept.</summary>
    public static IResult Taken(IntakeAnswer answer) => Reply.Json(answer, status: StatusCodes.Status202Accepted);

    /// <summary>The answer to a request of which nothing was taken.</summary>
    public static IResult Of(ConnectorResult refusal) => refusal switch
    {
        { Reply: { } reply } => Of(reply),
        ConnectorResult.Unauthorized => Problems.Unauthorized(ConnectorResult.Unauthorized.PublicDetail),
        ConnectorResult.BadRequest bad => Problems.BadRequest("The body cannot be read.") with
        {
            Errors = [.. bad.Errors.Select(error => new FieldProblem(error.Pointer, error.Detail))],
        },
        ConnectorResult.UnsupportedMediaType media => Problems.UnsupportedMediaType($"Expected: {media.Expected}."),
        ConnectorResult.Handshake handshake => new HandshakeResult(handshake),
        _ => throw new InvalidOperationException($"{refusal.GetType().Name} is no refusal."),
    };

    /// <summary>The answer to a sender that is known and not taken now, so that it sends again; where being refused does harm to a source that is switched off, as if it were taken.</summary>
    public static IResult Later(HttpResponse response, IConnector connector, WebhookRequest request, TimeSpan wait, bool isOn)
    {
        if (!isOn && connector.IsDroppedWhenOff)
        {
            return Of(ProviderReply.Ok);
        }

        if (connector.Later(request) is not { } reply)
        {
            return isOn && connector.LaterStatus == StatusCodes.Status429TooManyRequests ? Problems.TooManyRequests(wait) : Problems.Later(wait);
        }

        response.Headers.RetryAfter = Problems.Seconds(wait);
        return Of(reply);
    }

    public static IResult Of(ProviderReply reply) => Results.Text(reply.Body, reply.ContentType, Encoding.UTF8, reply.Status);

    public static WebhookHeaders HeadersOf(HttpRequest request) =>
        new(request.Headers.SelectMany(header => header.Value, (header, value) => KeyValuePair.Create(header.Key, value ?? "")));
}

/// <summary>A handshake's answer, headers included.</summary>
internal sealed class HandshakeResult(ConnectorResult.Handshake handshake) : IResult
{
    public Task ExecuteAsync(HttpContext httpContext)
    {
        foreach (var (name, value) in handshake.Headers)
        {
            httpContext.Response.Headers[name] = value;
        }

        if (handshake.Body.Length > 0)
        {
            return Results.Text(handshake.Body, handshake.ContentType, Encoding.UTF8, handshake.Status).ExecuteAsync(httpContext);
        }

        httpContext.Response.StatusCode = handshake.Status;
        return Task.CompletedTask;
    }
}
