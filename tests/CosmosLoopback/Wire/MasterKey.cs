using System.Security.Cryptography;
using System.Text;

namespace SalesPerf.CosmosLoopback.Wire;

/// <summary>Checks that a request was signed with the account's key.</summary>
internal static class MasterKey
{
    /// <param name="key">The key, base64.</param>
    /// <param name="authorization">The header: <c>type=master&amp;ver=1.0&amp;sig=…</c>, encoded for a URL.</param>
    /// <param name="method">The HTTP method.</param>
    /// <param name="path">The unescaped segments of the path.</param>
    /// <param name="date">The header <c>x-ms-date</c>.</param>
    public static bool Signed(string key, string? authorization, string method, IReadOnlyList<string> path, string? date)
    {
        if (authorization is null || date is null)
        {
            return false;
        }

        // A feed is signed by what it belongs to, a resource by itself; the last odd segment is its type.
        var type = path.Count == 0 ? "" : path.Count % 2 == 1 ? path[^1] : path[^2];
        var owner = path.Count % 2 == 1 ? path.Take(path.Count - 1) : path;
        var link = string.Join('/', owner);
        // By resource id, the signature has that id alone, in lower case.
        return Matches(link) || Matches(Lower(owner.LastOrDefault() ?? ""));

        bool Matches(string resource)
        {
            var payload = $"{Lower(method)}\n{Lower(type)}\n{resource}\n{Lower(date)}\n\n";
            var signature = Convert.ToBase64String(HMACSHA256.HashData(Convert.FromBase64String(key), Encoding.UTF8.GetBytes(payload)));
            return Uri.UnescapeDataString(authorization) == $"type=master&ver=1.0&sig={signature}";
        }
    }

    private static string Lower(string text) => string.Create(text.Length, text, (target, source) => source.AsSpan().ToLowerInvariant(target));
}
