using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace SalesPerf.Connectors.Json;

/// <summary>Values as they are written, so that no number passes through binary floating point.</summary>
internal static class JsonText
{
    private const int LongestNumber = 256;

    public static int Length(JsonElement value) => JsonMarshal.GetRawUtf8Value(value).Length;

    /// <summary>The raw text; for numbers, cut where it is longer than any number that is read.</summary>
    public static string Raw(JsonElement value)
    {
        var raw = JsonMarshal.GetRawUtf8Value(value);
        return Encoding.UTF8.GetString(raw.Length > LongestNumber ? raw[..LongestNumber] : raw);
    }

    /// <summary>True for a number without point and exponent.</summary>
    public static bool IsInteger(JsonElement number) =>
        JsonMarshal.GetRawUtf8Value(number) is var raw && !raw.ContainsAnyExceptInRange((byte)'-', (byte)'9') && !raw.Contains((byte)'.');

    /// <summary>A number's or a text's characters; null for anything else.</summary>
    public static string? Scalar(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Number => Raw(value),
        JsonValueKind.String => value.GetString(),
        _ => null,
    };
}
