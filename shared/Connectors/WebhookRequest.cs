namespace SalesPerf.Connectors;

/// <summary>A request as it arrived.</summary>
/// <param name="Method">Upper case, as received.</param>
/// <param name="Url">Absolute, as received: escapes untouched.</param>
/// <param name="Headers">All headers.</param>
/// <param name="Body">The raw body, already unpacked when a content encoding was used.</param>
public sealed record WebhookRequest(string Method, string Url, WebhookHeaders Headers, ReadOnlyMemory<byte> Body)
{
    /// <summary>The decoded values of a query parameter, whose name is exact.</summary>
    public IReadOnlyList<string> Query(string name) => Query(name, text => Decoded(text.Replace('+', ' ')));

    /// <summary>The same for a secret, in which a plus may stand for itself: its values read both ways.</summary>
    public IReadOnlyList<string> QuerySecrets(string name) => [.. Query(name).Concat(Query(name, Decoded)).Distinct(StringComparer.Ordinal)];

    private List<string> Query(string name, Func<string, string> decoded)
    {
        var start = Url.IndexOf('?', StringComparison.Ordinal);
        return start < 0 ? [] : [.. Url[(start + 1)..].Split('#')[0].Split('&')
            .Select(pair => pair.Split('=', 2))
            .Where(pair => pair.Length == 2 && decoded(pair[0]) == name)
            .Select(pair => decoded(pair[1]))];
    }

    private static string Decoded(string text) => Uri.UnescapeDataString(text);
}
