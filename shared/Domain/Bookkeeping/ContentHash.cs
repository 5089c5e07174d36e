using System.Security.Cryptography;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace SalesPerf.Domain.Bookkeeping;

/// <summary>What a document's content is attested by.</summary>
public static class ContentHash
{
    private static readonly JsonWriterOptions Writing = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>
    /// SHA-256 in lower-case hexadecimals of a JSON text's members in their order, each value as it is spelt. Blanks between them and the way a character is escaped,
    /// which a store may change, make no difference; everything else does.
    /// </summary>
    /// <exception cref="JsonException">It is no JSON, or has a member twice.</exception>
    public static string Of(ReadOnlyMemory<byte> json)
    {
        using var document = JsonDocument.Parse(json, new JsonDocumentOptions { AllowDuplicateProperties = false });
        using var bytes = new MemoryStream(json.Length);
        using (var writer = new Utf8JsonWriter(bytes, Writing))
        {
            document.RootElement.WriteTo(writer);
        }

        return OfBytes(bytes.GetBuffer().AsSpan(0, (int)bytes.Length));
    }

    /// <summary>True when it is JSON and has that hash.</summary>
    public static bool IsOf(ReadOnlyMemory<byte> json, string hash)
    {
        try
        {
            return Of(json) == hash;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return false;
        }
    }

    /// <summary>SHA-256 in lower-case hexadecimals.</summary>
    public static string OfBytes(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));
}
