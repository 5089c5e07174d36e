using System.Globalization;
using System.Security.Cryptography;
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

    /// <summary>
    /// The header's text for one version of a resource whose document has all of them: <c>"…~3"</c>. Which version is in force changes with the day asked about,
    /// and so does the tag; a change may name it as well as the document's own.
    /// </summary>
    public static string OfVersion(string documentTag, int number) => string.Create(CultureInfo.InvariantCulture, $"{documentTag.AsSpan(0, documentTag.Length - 1)}~{number}\"");

    /// <summary>The header's text for what is made for the answer and stored nowhere.</summary>
    public static string OfContent(ReadOnlySpan<byte> content) => Of(Convert.ToHexStringLower(SHA256.HashData(content).AsSpan(0, 16)));

    /// <summary>True for the tag of a document, and for those of its versions.</summary>
    internal static bool IsOf(string documentTag, ReadOnlySpan<char> tag)
    {
        var mark = tag.LastIndexOf('~');
        return tag.SequenceEqual(documentTag)
            || (mark > 0 && tag[^1] == '"' && !tag[(mark + 1)..^1].ContainsAnyExceptInRange('0', '9') && tag[..mark].SequenceEqual(documentTag.AsSpan(0, documentTag.Length - 1)));
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
