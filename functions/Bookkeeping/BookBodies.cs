using Microsoft.AspNetCore.Http;
using SalesPerf.Functions.Http;

namespace SalesPerf.Functions.Bookkeeping;

/// <summary>Reads what the books are told.</summary>
internal static class BookBodies
{
    /// <summary>Null for an empty body.</summary>
    public static async Task<T?> ReadAsync<T>(HttpRequest request, int maxBytes, CancellationToken cancellationToken)
        where T : class
    {
        JsonBody.RequireJson(request);
        using var body = await RequestBody.ReadAsync(request, maxBytes, cancellationToken);
        return body.Span.IsEmpty ? null : JsonBody.Parse<T>(body.Span);
    }
}
