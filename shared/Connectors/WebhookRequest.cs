namespace SalesPerf.Connectors;

/// <summary>A request as it arrived.</summary>
/// <param name="Method">Upper case, as received.</param>
/// <param name="Url">Absolute, as received: escapes untouched.</param>
/// <param name="Headers">All headers.</param>
/// <param name="Body">The raw body, already unpacked when a content encoding was used.</param>
public sealed record WebhookRequest(string Method, string Url, WebhookHeaders Headers, ReadOnlyMemory<byte> Body)
{
    /// <summary>The decoded values of a query parameter, whose name is exact.</summary>
    public IReadOnlyList<string> Query(string name)
    {
        var start = Url.IndexOf('?', StringComparison.Ordinal);
        return start < 0 ? [] : [.. Url[(start + 1)..].Split('#')[0].Split('&')
            .Select(pair => pair.Split('=', 2))
            .Where(pair => pair.Length == 2 && Decoded(pair[0]) == name)
            .Select(pair => Decoded(pair[1]))];
    }

    private static string Decoded(string text) => Uri.UnescapeDataString(text.Replace('+', ' '));
}
