using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace SalesPerf.CosmosLoopback.Wire;

/// <summary>A request as it came: the path unescaped segment by segment, headers by their meaning, the whole body.</summary>
internal sealed class LoopbackRequest(HttpContext context, IReadOnlyList<string> path, byte[] body)
{
    public string Method => context.Request.Method;

    public IReadOnlyList<string> Path => path;

    public byte[] Body => body;

    public string? this[string header] => context.Request.Headers.TryGetValue(header, out var values) ? values.ToString() : null;

    /// <summary>The one text of the partition key; null when there is none.</summary>
    /// <exception cref="Refused">It is something else.</exception>
    public string? Pk => PartitionKey(this["x-ms-documentdb-partitionkey"]);

    public bool IsMinimal => this["Prefer"] == "return=minimal";

    public bool Is(string header) => string.Equals(this[header], "true", StringComparison.OrdinalIgnoreCase);

    public static async Task<LoopbackRequest> ReadAsync(HttpContext context)
    {
        // As sent: the server's own path has some escapes resolved and others not.
        var target = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget.Split('?')[0];
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        return new(context, [.. target.Split('/', StringSplitOptions.RemoveEmptyEntries).Select(Uri.UnescapeDataString)], body.ToArray());
    }

    private static string? PartitionKey(string? header)
    {
        if (header is null)
        {
            return null;
        }

        try
        {
            return JsonSerializer.Deserialize<string[]>(header) is [{ } pk] ? pk : throw new Refused(400, "The partition key is not one text.");
        }
        catch (JsonException)
        {
            throw new Refused(400, "The partition key is not one text.");
        }
    }
}
