using System.Text;
using SalesPerf.Platform.Documents;

namespace SalesPerf.Functions.Http;

/// <summary>Strong entity tags, made of the store's versions.</summary>
public static class EntityTag
{
    /// <summary>The header's text for a stored document: <c>"…"</c>.</summary>
    public static string Of(Document document) =>
        Of(document.ETag ?? throw new ArgumentException("The document is not stored.", nameof(document)));

    /// <summary>The header's text for an opaque version. Stores that quote theirs are taken as they are; what a header cannot carry is encoded.</summary>
    public static string Of(string version)
    {
        var bare = version.Length >= 2 && version[0] == '"' && version[^1] == '"' ? version.AsSpan(1, version.Length - 2) : version;
        return IsCarried(bare)
            ? string.Concat("\"", bare, "\"")
            : $"\"={System.Buffers.Text.Base64Url.EncodeToString(Encoding.UTF8.GetBytes(version))}\"";
    }

    private static bool IsCarried(ReadOnlySpan<char> text)
    {
        foreach (var character in text)
        {
            if (character is <= ' ' or '"' or >= '\x7f')
            {
                return false;
            }
        }

        return true;
    }
}
