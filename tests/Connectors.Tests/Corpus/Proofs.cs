using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;

namespace SalesPerf.Connectors.Tests.Corpus;

/// <summary>How senders prove themselves, computed here from the providers' rules.</summary>
internal static class Proofs
{
    public static readonly string Seconds = ProviderSample.Now.ToUnixTimeSeconds().ToString(System.Globalization.CultureInfo.InvariantCulture);

    public static readonly string Milliseconds = ProviderSample.Now.ToUnixTimeMilliseconds().ToString(System.Globalization.CultureInfo.InvariantCulture);

    public static string Hex(string key, params byte[][] parts) => Convert.ToHexStringLower(HMACSHA256.HashData(Utf8(key), Joined(parts)));

    public static string HexByHexKey(string key, params byte[][] parts) =>
        Convert.ToHexStringLower(HMACSHA256.HashData(key.Length % 2 == 0 && key.All(char.IsAsciiHexDigit) ? Convert.FromHexString(key) : Utf8(key), Joined(parts)));

    [SuppressMessage("Security", "CA5350", Justification = "It is what Salesloft signs with.")]
    public static string Sha1(string key, byte[] body) => Convert.ToHexStringLower(HMACSHA1.HashData(Utf8(key), body));

    public static string Base64(string key, params byte[][] parts) => Convert.ToBase64String(HMACSHA256.HashData(Utf8(key), Joined(parts)));

    /// <summary>Of a secret as Standard Webhooks writes it.</summary>
    public static string Webhook(string secret, string id, string time, byte[] body) =>
        "v1," + Convert.ToBase64String(HMACSHA256.HashData(Convert.FromBase64String(secret["whsec_".Length..]), Joined(Utf8($"{id}.{time}."), body)));

    /// <summary>A JSON Web Token of monday's.</summary>
    public static string Token(string secret)
    {
        var signed = $"{Base64Url.EncodeToString("{\"alg\":\"HS256\",\"typ\":\"JWT\"}"u8)}.{Base64Url.EncodeToString("{\"accountId\":1,\"userId\":2}"u8)}";
        return $"{signed}.{Base64Url.EncodeToString(HMACSHA256.HashData(Utf8(secret), Utf8(signed)))}";
    }

    public static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);

    private static byte[] Joined(params byte[][] parts) => [.. parts.SelectMany(part => part)];
}
