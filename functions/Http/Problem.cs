using System.Buffers;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using SalesPerf.Domain.Values;

namespace SalesPerf.Functions.Http;

/// <summary>
/// An answer that says what went wrong (RFC 9457). Made by <see cref="Problems"/>; returned by a function, or thrown with <see cref="ToException"/>.
/// Its text is for the caller: no stack trace, no type names, nothing the caller may not know.
/// </summary>
public sealed record Problem(int Status, string Slug, string Title, string? Detail) : IResult, IStatusCodeHttpResult
{
    public const string ContentType = "application/problem+json";

    /// <summary>A stable address per kind of problem.</summary>
    public string Type => "https://salesperf.dev/problems/" + Slug;

    /// <summary>What is wrong with the body, and where.</summary>
    public IReadOnlyList<FieldProblem> Errors { get; init; } = [];

    /// <summary>Finds the request in the log; only on failures of ours.</summary>
    public string? CorrelationId { get; init; }

    /// <summary>A response header that belongs to the problem, such as <c>Retry-After</c>.</summary>
    public KeyValuePair<string, string>? Header { get; init; }

    int? IStatusCodeHttpResult.StatusCode => Status;

    public ProblemException ToException() => new(this);

    public Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.StatusCode = Status;
        if (Header is { } header)
        {
            response.Headers[header.Key] = header.Value;
        }

        if (Status == Problems.ClientClosedRequest)
        {
            return Task.CompletedTask;
        }

        var body = Write();
        response.ContentType = ContentType;
        response.ContentLength = body.WrittenCount;
        response.Headers.CacheControl = "no-store";
        response.Headers.XContentTypeOptions = "nosniff";
        return response.Body.WriteAsync(body.WrittenMemory, httpContext.RequestAborted).AsTask();
    }

    private ArrayBufferWriter<byte> Write()
    {
        var body = new ArrayBufferWriter<byte>(512);
        using var json = new Utf8JsonWriter(body);
        json.WriteStartObject();
        json.WriteString("type", Type);
        json.WriteString("title", Title);
        json.WriteNumber("status", Status);
        if (Detail is not null)
        {
            json.WriteString("detail", Detail);
        }

        if (CorrelationId is not null)
        {
            json.WriteString("correlationId", CorrelationId);
        }

        if (Errors.Count > 0)
        {
            json.WriteStartArray("errors");
            foreach (var error in Errors)
            {
                json.WriteStartObject();
                json.WriteString("pointer", error.Pointer);
                json.WriteString("detail", error.Detail);
                json.WriteEndObject();
            }

            json.WriteEndArray();
        }

        json.WriteEndObject();
        json.Flush();
        return body;
    }
}
