using System.Buffers;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using SalesPerf.Domain.Values;
using SalesPerf.Functions.Json;
using SalesPerf.Functions.Pages;

namespace SalesPerf.Functions.Http;

/// <summary>
/// An answer that says what went wrong (RFC 9457). Made by <see cref="Problems"/>; returned by a function, or thrown with <see cref="ToException"/>.
/// Its text is for the caller: no stack trace, no type names, nothing the caller may not know.
/// </summary>
public sealed record Problem(int Status, string Slug, string Title, string? Detail) : IResult, IStatusCodeHttpResult
{
    public const string ContentType = "application/problem+json";

    private static readonly JsonWriterOptions Writing = new() { Encoder = SalesPerfJson.Encoder };

    /// <summary>A stable address per kind of problem.</summary>
    public string Type => "https://salesperf.dev/problems/" + Slug;

    /// <summary>What is wrong with the body, and where.</summary>
    public IReadOnlyList<FieldProblem> Errors { get; init; } = [];

    /// <summary>The query parameter that is wrong, where it is one.</summary>
    public string? Parameter { get; init; }

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

        response.Headers.CacheControl = "no-store";
        response.Headers.XContentTypeOptions = "nosniff";
        var isPage = IsForPage(httpContext.Request);
        var body = isPage ? Encoding.UTF8.GetBytes(ProblemPage.Render(this)) : Write().WrittenMemory;
        response.ContentType = isPage ? "text/html; charset=utf-8" : ContentType;
        response.ContentLength = body.Length;
        if (isPage)
        {
            response.Headers.ContentSecurityPolicy = ContentSecurityPolicies.Page;
        }

        return HttpMethods.IsHead(httpContext.Request.Method) ? Task.CompletedTask : response.Body.WriteAsync(body, httpContext.RequestAborted).AsTask();
    }

    /// <summary>Whoever follows a link in a browser gets a page that leads on.</summary>
    private static bool IsForPage(HttpRequest request) =>
        (HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method)) && Accept.Choose(request, Accept.Json, Accept.Html) == Accept.Html;

    private ArrayBufferWriter<byte> Write()
    {
        var body = new ArrayBufferWriter<byte>(512);
        using var json = new Utf8JsonWriter(body, Writing);
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

        if (Errors.Count > 0 || Parameter is not null)
        {
            json.WriteStartArray("errors");
            if (Parameter is not null)
            {
                WriteError(json, "parameter", Parameter, Detail);
            }

            foreach (var error in Errors)
            {
                WriteError(json, "pointer", error.Pointer, error.Detail);
            }

            json.WriteEndArray();
        }

        json.WriteEndObject();
        json.Flush();
        return body;
    }

    private static void WriteError(Utf8JsonWriter json, string place, string where, string? detail)
    {
        json.WriteStartObject();
        json.WriteString(place, where);
        json.WriteString("detail", detail);
        json.WriteEndObject();
    }
}
