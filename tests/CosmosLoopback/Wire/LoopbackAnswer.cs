using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace SalesPerf.CosmosLoopback.Wire;

/// <summary>An answer to be sent.</summary>
internal sealed record LoopbackAnswer(int Status, ReadOnlyMemory<byte> Body = default)
{
    public Dictionary<string, string> Headers { get; init; } = [];

    public bool IsBinary { get; init; }

    /// <summary>What the work cost, counted once it was done.</summary>
    public LoopbackCounts Counts { get; init; }

    public static LoopbackAnswer Error(int status, int subStatus, string message, TimeSpan? retryAfter)
    {
        var code = status switch
        {
            400 => "BadRequest",
            401 => "Unauthorized",
            403 => "Forbidden",
            404 => "NotFound",
            410 => "Gone",
            409 => "Conflict",
            412 => "PreconditionFailed",
            413 => "RequestEntityTooLarge",
            429 => "TooManyRequests",
            449 => "RetryWith",
            503 => "ServiceUnavailable",
            _ => "InternalServerError",
        };
        var headers = new Dictionary<string, string>();
        if (subStatus != 0)
        {
            headers["x-ms-substatus"] = subStatus.ToString(CultureInfo.InvariantCulture);
        }

        if (retryAfter is { } wait)
        {
            headers["x-ms-retry-after-ms"] = ((long)wait.TotalMilliseconds).ToString(CultureInfo.InvariantCulture);
        }

        return new(status, JsonSerializer.SerializeToUtf8Bytes(new { code, message })) { Headers = headers };
    }

    public async Task SendAsync(HttpContext context)
    {
        context.Response.StatusCode = Status;
        context.Response.Headers["x-ms-activity-id"] = context.Request.Headers["x-ms-activity-id"];
        context.Response.Headers["x-ms-serviceversion"] = "version=2.14.0.0";
        context.Response.Headers["x-ms-request-charge"] = Counts.ChargeEstimate.ToString("0.00", CultureInfo.InvariantCulture);
        foreach (var (name, value) in Headers)
        {
            context.Response.Headers[name] = value;
        }

        if (Body.IsEmpty || Status is 204 or 304)
        {
            return;
        }

        context.Response.ContentType = IsBinary ? "application/octet-stream" : "application/json";
        context.Response.ContentLength = Body.Length;
        await context.Response.Body.WriteAsync(Body, context.RequestAborted);
    }
}
