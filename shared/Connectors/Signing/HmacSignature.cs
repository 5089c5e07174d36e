using System.Security.Cryptography;
using System.Text;

namespace SalesPerf.Connectors.Signing;

/// <summary>Keyed hashes over raw bytes, as most providers sign.</summary>
internal static class HmacSignature
{
    /// <summary>Lower-case hex of HMAC-SHA-256 over <paramref name="prefix"/> and the body.</summary>
    public static string Sha256Hex(byte[] key, string prefix, ReadOnlySpan<byte> body) => Convert.ToHexStringLower(Hash(HashAlgorithmName.SHA256, key, prefix, body));

    /// <summary>Lower-case hex of HMAC-SHA-1, which one provider still uses.</summary>
    public static string Sha1Hex(byte[] key, ReadOnlySpan<byte> body) => Convert.ToHexStringLower(Hash(HashAlgorithmName.SHA1, key, "", body));

    /// <summary>The header's one value against what each active secret would give.</summary>
    /// <returns>Null when one is equal.</returns>
    public static ConnectorResult.Unauthorized? Refusal(WebhookRequest request, string header, SourceSecrets secrets, Func<string, string?> expected)
    {
        if (secrets.Active.Count == 0)
        {
            return new ConnectorResult.Unauthorized("secret-missing");
        }

        return request.Headers.One(header) is not { } given ? new ConnectorResult.Unauthorized("signature-missing")
            : SecretText.IsSignature(given, secrets.Active.Select(expected).OfType<string>()) ? null
            : new ConnectorResult.Unauthorized("signature-wrong");
    }

    public static byte[] KeyOf(string secret) => Encoding.UTF8.GetBytes(secret);

    private static byte[] Hash(HashAlgorithmName algorithm, byte[] key, string prefix, ReadOnlySpan<byte> body)
    {
        using var hash = IncrementalHash.CreateHMAC(algorithm, key);
        hash.AppendData(Encoding.UTF8.GetBytes(prefix));
        hash.AppendData(body);
        return hash.GetHashAndReset();
    }
}
