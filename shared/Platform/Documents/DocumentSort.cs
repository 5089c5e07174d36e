using System.Globalization;

namespace SalesPerf.Platform.Documents;

/// <summary>The sort key of documents. Compared byte by byte, so the instant has a fixed width.</summary>
public static class DocumentSort
{
    private const string Instant = "yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'";

    public static string Key(string kind, DateTimeOffset at, string id) => $"{kind}~{Format(at)}~{id}";

    /// <summary>The least sort key of <paramref name="kind"/> at or after <paramref name="at"/>.</summary>
    public static string Bound(string kind, DateTimeOffset at) => $"{kind}~{Format(at)}";

    /// <summary>A bound above every sort key of <paramref name="kind"/>.</summary>
    public static string Above(string kind) => kind + "\u007f";

    private static string Format(DateTimeOffset at) => at.UtcDateTime.ToString(Instant, CultureInfo.InvariantCulture);
}
