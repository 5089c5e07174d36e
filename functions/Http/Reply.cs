using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using SalesPerf.Functions.Storage;
using SalesPerf.Platform.Documents;

namespace SalesPerf.Functions.Http;

/// <summary>What functions answer when all went well; when it did not, see <see cref="Problems"/>.</summary>
public static class Reply
{
    private const string JsonType = "application/json; charset=utf-8";

    /// <summary>JSON through the shared options. Without a tag a GET gets one of what is sent. With <paramref name="etag"/> (see <see cref="EntityTag"/>) a GET that has it already gets 304.</summary>
    public static IResult Json<T>(T value, string? etag = null, int status = StatusCodes.Status200OK) =>
        new Content(status, JsonType, JsonSerializer.SerializeToUtf8Bytes(value, TypedDocuments.TypeInfo<T>())) { ETag = etag };

    /// <summary>A stored body as it is, with its ETag: read models need no reading to be sent.</summary>
    public static IResult Stored(Document document) =>
        new Content(StatusCodes.Status200OK, JsonType, document.Body) { ETag = EntityTag.Of(document) };

    /// <summary>JSON that is bytes already.</summary>
    public static IResult JsonBytes(ReadOnlyMemory<byte> utf8, string? etag = null, int status = StatusCodes.Status200OK) =>
        new Content(status, JsonType, utf8) { ETag = etag };

    /// <summary>201 with where it is.</summary>
    public static IResult Created<T>(string location, T value, string? etag = null) =>
        new Content(StatusCodes.Status201Created, JsonType, JsonSerializer.SerializeToUtf8Bytes(value, TypedDocuments.TypeInfo<T>())) { ETag = etag, Location = location };

    /// <summary>202 with where it says how far it is.</summary>
    public static IResult Accepted<T>(string location, T value) =>
        new Content(StatusCodes.Status202Accepted, JsonType, JsonSerializer.SerializeToUtf8Bytes(value, TypedDocuments.TypeInfo<T>())) { Location = location };

    /// <summary>Text or bytes of any type. With <paramref name="fileName"/> a browser saves it.</summary>
    public static IResult Bytes(ReadOnlyMemory<byte> content, string contentType, string? fileName = null, string? etag = null) =>
        new Content(StatusCodes.Status200OK, contentType, content) { ETag = etag, FileName = fileName };

    /// <summary>A page. Its scripts and frames are refused unless <paramref name="contentSecurityPolicy"/> says otherwise.</summary>
    public static IResult Html(string html, string contentSecurityPolicy = "default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data:") =>
        new Content(StatusCodes.Status200OK, "text/html; charset=utf-8", Encoding.UTF8.GetBytes(html)) { ContentSecurityPolicy = contentSecurityPolicy };

    /// <summary>204.</summary>
    public static IResult NoContent(string? etag = null) => new Content(StatusCodes.Status204NoContent, null, default) { ETag = etag };

    private sealed record Content(int Status, string? ContentType, ReadOnlyMemory<byte> Body) : IResult, IStatusCodeHttpResult
    {
        public string? ETag { get; init; }

        public string? Location { get; init; }

        public string? FileName { get; init; }

        public string? ContentSecurityPolicy { get; init; }

        int? IStatusCodeHttpResult.StatusCode => Status;

        public Task ExecuteAsync(HttpContext httpContext)
        {
            var response = httpContext.Response;
            var headers = response.Headers;
            headers.XContentTypeOptions = "nosniff";

            var isRead = Status == StatusCodes.Status200OK && (HttpMethods.IsGet(httpContext.Request.Method) || HttpMethods.IsHead(httpContext.Request.Method));
            var etag = ETag ?? (isRead ? EntityTag.OfContent(Body.Span) : null);

            // Answers depend on who asks, so nobody shares them; a tag lets the same caller ask again cheaply.
            headers.CacheControl = etag is null ? "no-store" : "private, no-cache";
            if (etag is not null)
            {
                headers.ETag = etag;
                if (isRead && Preconditions.IsUnchanged(httpContext.Request, etag))
                {
                    response.StatusCode = StatusCodes.Status304NotModified;
                    return Task.CompletedTask;
                }
            }

            response.StatusCode = Status;
            if (Location is not null)
            {
                headers.Location = Location;
            }

            if (ContentSecurityPolicy is not null)
            {
                headers.ContentSecurityPolicy = ContentSecurityPolicy;
            }

            if (FileName is not null)
            {
                headers.ContentDisposition = $"attachment; filename=\"{FileNames.Safe(FileName)}\"";
            }

            if (ContentType is null)
            {
                return Task.CompletedTask;
            }

            response.ContentType = ContentType;
            response.ContentLength = Body.Length;
            return HttpMethods.IsHead(httpContext.Request.Method)
                ? Task.CompletedTask
                : response.Body.WriteAsync(Body, httpContext.RequestAborted).AsTask();
        }
    }
}
