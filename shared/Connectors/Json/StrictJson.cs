using System.Globalization;
using System.Text.Json;
using System.Text.Unicode;

namespace SalesPerf.Connectors.Json;

/// <summary>
/// Reads JSON as strictly as RFC 8259 allows: valid UTF-8 (a byte order mark is skipped), at most 32 levels, no property twice anywhere,
/// no half surrogate pairs, no comments, nothing after the value. Never throws, whatever the bytes.
/// </summary>
public static class StrictJson
{
    /// <summary>The deepest nesting that is read.</summary>
    public const int MaxDepth = 32;

    private static readonly JsonDocumentOptions Options = new() { MaxDepth = MaxDepth, AllowDuplicateProperties = false };

    /// <summary>The value, independent of <paramref name="utf8"/>; null with the reason when it is refused.</summary>
    public static JsonElement? Parse(ReadOnlySpan<byte> utf8, out ReadError? error)
    {
        var text = WithoutMark(utf8);
        error = TextFault(text) ?? (SurrogateEscapes.HasLone(text) ? new ReadError(string.Empty, "Half of a surrogate pair is escaped alone.") : null);
        if (error is not null)
        {
            return null;
        }

        try
        {
            return JsonElement.Parse(text, Options);
        }
        catch (JsonException)
        {
            error = JsonFault.Find(text);
            return null;
        }
    }

    /// <summary>
    /// Where the elements of a top-level array are, so that a bad element spoils no other: each is parsed by itself.
    /// Null with the reason when the text is not one well-formed array of at most <paramref name="most"/> elements.
    /// </summary>
    public static IReadOnlyList<Range>? Elements(ReadOnlySpan<byte> utf8, int most, out ReadError? error)
    {
        error = TextFault(utf8);
        if (error is not null)
        {
            return null;
        }

        var skipped = utf8.Length - WithoutMark(utf8).Length;
        var reader = new Utf8JsonReader(utf8[skipped..], new JsonReaderOptions { MaxDepth = int.MaxValue });
        var elements = new List<Range>();
        try
        {
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartArray)
            {
                error = new ReadError(string.Empty, "An array is expected.");
                return null;
            }

            while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            {
                if (elements.Count == most)
                {
                    error = new ReadError(string.Empty, string.Create(CultureInfo.InvariantCulture, $"A batch holds at most {most} items."));
                    return null;
                }

                var start = (int)reader.TokenStartIndex + skipped;
                reader.Skip();
                elements.Add(start..((int)reader.BytesConsumed + skipped));
            }

            // The end of the text, or a complaint about what follows the array.
            reader.Read();
            return elements;
        }
        catch (JsonException)
        {
            error = JsonFault.At(reader.BytesConsumed + skipped);
            return null;
        }
    }

    /// <summary>Where the value of a member of a top-level object is; null when the text is not one well-formed object, or has not exactly one such member.</summary>
    public static Range? Member(ReadOnlySpan<byte> utf8, string name)
    {
        if (TextFault(utf8) is not null)
        {
            return null;
        }

        var skipped = utf8.Length - WithoutMark(utf8).Length;
        var reader = new Utf8JsonReader(utf8[skipped..], new JsonReaderOptions { MaxDepth = int.MaxValue });
        Range? found = null;
        try
        {
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            {
                return null;
            }

            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var isMember = reader.ValueTextEquals(name);
                if ((isMember && found is not null) || !reader.Read())
                {
                    return null;
                }

                var start = (int)reader.TokenStartIndex + skipped;
                reader.Skip();
                found = isMember ? start..((int)reader.BytesConsumed + skipped) : found;
            }

            // The end of the text, or a complaint about what follows the object.
            reader.Read();
            return found;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>True when the first character that is not white space is <c>[</c>.</summary>
    public static bool StartsArray(ReadOnlySpan<byte> utf8)
    {
        var text = WithoutMark(utf8).TrimStart(" \t\r\n"u8);
        return text.Length > 0 && text[0] == (byte)'[';
    }

    private static ReadOnlySpan<byte> WithoutMark(ReadOnlySpan<byte> utf8) =>
        utf8.StartsWith("\uFEFF"u8) ? utf8["\uFEFF"u8.Length..] : utf8;

    private static ReadError? TextFault(ReadOnlySpan<byte> utf8) =>
        WithoutMark(utf8).Length == 0 ? new ReadError(string.Empty, "The body is empty.")
        : !Utf8.IsValid(utf8) ? new ReadError(string.Empty, "The body is not valid UTF-8.")
        : null;
}
