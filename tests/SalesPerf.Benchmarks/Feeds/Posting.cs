using System.Net.Http.Headers;

namespace SalesPerf.Benchmarks.Feeds;

/// <summary>A request made ready before the clock runs.</summary>
internal sealed record Posting(byte[] Body, string MediaType)
{
    /// <summary>As many as PostgreSQL has connections.</summary>
    private const int Connections = 16;

    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; } = [];

    /// <summary>A client that keeps its connections.</summary>
    public static HttpClient Client(string address, string? key = null)
    {
        var http = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = Connections, PooledConnectionLifetime = Timeout.InfiniteTimeSpan }) { BaseAddress = new Uri(address) };
        if (key is not null)
        {
            http.DefaultRequestHeaders.Add("x-api-key", key);
        }

        return http;
    }

    /// <summary>Posts them all, a few at a time, and ends with an error when one is not taken.</summary>
    public static Task SendAsync(HttpClient http, string path, IReadOnlyList<Posting> postings) => Parallel.ForEachAsync(
        postings,
        new ParallelOptions { MaxDegreeOfParallelism = Connections },
        async (posting, stop) =>
        {
            using var answer = await posting.SendAsync(http, path, stop);
            answer.EnsureSuccessStatusCode();
        });

    public async Task<HttpResponseMessage> SendAsync(HttpClient http, string path, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new ByteArrayContent(Body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue(MediaType);
        foreach (var (name, value) in Headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return await http.SendAsync(request, cancellationToken);
    }
}
