namespace SalesPerf.Connectors.StandardWebhooks;

/// <summary>A <c>whsec_</c> secret: 24 to 64 bytes in Base64, padded or not, with or without the prefix.</summary>
internal static class StandardWebhookSecret
{
    private const string Prefix = "whsec_";
    private const int ShortestKey = 24;
    private const int LongestKey = 64;

    /// <summary>The key; null when the text is no such secret.</summary>
    public static byte[]? Key(string secret)
    {
        var text = secret.Trim();
        text = (text.StartsWith(Prefix, StringComparison.Ordinal) ? text[Prefix.Length..] : text).TrimEnd('=');
        var padded = text + new string('=', (4 - (text.Length % 4)) % 4);
        Span<byte> key = stackalloc byte[LongestKey + 2];
        return text.All(character => char.IsAsciiLetterOrDigit(character) || character is '+' or '/')
            && Convert.TryFromBase64String(padded, key, out var length)
            && length is >= ShortestKey and <= LongestKey
                ? key[..length].ToArray()
                : null;
    }
}
