using System.Collections;

namespace SalesPerf.Connectors;

/// <summary>Request headers: names without case, several values each.</summary>
public sealed class WebhookHeaders : IEnumerable<KeyValuePair<string, IReadOnlyList<string>>>
{
    private readonly Dictionary<string, IReadOnlyList<string>> values = new(StringComparer.OrdinalIgnoreCase);

    /// <param name="headers">A pair for every value; a name may come several times.</param>
    public WebhookHeaders(IEnumerable<KeyValuePair<string, string>> headers)
    {
        foreach (var (name, value) in headers)
        {
            values[name] = values.TryGetValue(name, out var before) ? [.. before, value] : [value];
        }
    }

    /// <summary>The header's only value; null when it is absent or comes more than once, since then nobody can say which was meant.</summary>
    public string? One(string name) =>
        values.TryGetValue(name, out var found) && found.Count == 1 ? found[0] : null;

    public IReadOnlyList<string> All(string name) => values.TryGetValue(name, out var found) ? found : [];

    public bool Has(string name) => values.ContainsKey(name);

    public IEnumerator<KeyValuePair<string, IReadOnlyList<string>>> GetEnumerator() => values.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
