namespace SalesPerf.Connectors.Text;

/// <summary>A Content-Type, as far as it decides something.</summary>
/// <param name="Name">type/subtype, lower case.</param>
/// <param name="IsUtf8">True unless another character set is named.</param>
internal readonly record struct MediaType(string Name, bool IsUtf8)
{
    private const string Header = "Content-Type";

    public bool IsJson =>
        Name.EndsWith("+json", StringComparison.Ordinal) || Name.EndsWith("/json", StringComparison.Ordinal);

    public static bool IsHeader(string name) => string.Equals(name, Header, StringComparison.OrdinalIgnoreCase);

    /// <summary>True when the request says JSON in UTF-8, or says nothing.</summary>
    public static bool IsJsonOrAbsent(WebhookHeaders headers) =>
        !headers.Has(Header) || (headers.One(Header) is { } text && Parse(text) is { IsJson: true, IsUtf8: true });

    /// <summary>Null when it is no media type.</summary>
    public static MediaType? Parse(string text)
    {
        var parts = text.Split(';');
        var name = parts[0].Trim().ToLowerInvariant();
        var slash = name.IndexOf('/', StringComparison.Ordinal);
        if (slash <= 0 || slash == name.Length - 1 || !name.Remove(slash, 1).All(IsToken))
        {
            return null;
        }

        var isUtf8 = parts.Skip(1)
            .Select(part => part.Split('=', 2))
            .Where(pair => pair.Length == 2 && pair[0].Trim().Equals("charset", StringComparison.OrdinalIgnoreCase))
            .All(pair => pair[1].Trim().Trim('"').ToUpperInvariant() is "UTF-8" or "UTF8" or "US-ASCII");
        return new MediaType(name, isUtf8);
    }

    private static bool IsToken(char character) =>
        char.IsAsciiLetterOrDigit(character) || "!#$&-^_.+".Contains(character, StringComparison.Ordinal);
}
