using System.Buffers;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace SalesPerf.Functions.Access;

/// <summary>How a key reads: <c>sp_{keyId}_{secret}</c>. The id is no secret; the secret is 32 random bytes.</summary>
public static class ApiKeyText
{
    /// <summary>No key is longer, presets included.</summary>
    public const int MaxLength = 500;

    private const string Prefix = "sp_";

    private const string Base32 = "abcdefghijklmnopqrstuvwxyz234567";

    private static readonly SearchValues<char> Base32Characters = SearchValues.Create(Base32);

    private const int MinKeyId = 12;

    private const int MaxKeyId = 32;

    /// <summary>80 random bits as 16 characters: enough that ids do not meet by chance.</summary>
    public static string NewKeyId() => RandomNumberGenerator.GetString(Base32, 16);

    /// <summary>An id that the same text always gives, for requests that may come twice.</summary>
    public static string KeyIdOf(string text)
    {
        var hash = Hash(text);
        return string.Create(16, hash, static (id, bytes) =>
        {
            for (var index = 0; index < id.Length; index++)
            {
                id[index] = Base32[bytes[index] % Base32.Length];
            }
        });
    }

    public static string NewSecret() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));

    public static string Join(string keyId, string secret) => $"{Prefix}{keyId}_{secret}";

    /// <summary>False for text of another form; such a key is nobody's, unless it is the preset one.</summary>
    public static bool TrySplit(string key, out string keyId, out string secret)
    {
        (keyId, secret) = ("", "");
        if (!key.StartsWith(Prefix, StringComparison.Ordinal))
        {
            return false;
        }

        var end = key.IndexOf('_', Prefix.Length);
        if (end < 0 || !IsKeyId(key.AsSpan(Prefix.Length..end)))
        {
            return false;
        }

        (keyId, secret) = (key[Prefix.Length..end], key[(end + 1)..]);
        return true;
    }

    public static bool IsKeyId(ReadOnlySpan<char> text) =>
        text.Length is >= MinKeyId and <= MaxKeyId && !text.ContainsAnyExcept(Base32Characters);

    /// <summary>SHA-256: what is hashed has more entropy than a slow hash could add to.</summary>
    public static byte[] Hash(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text));
}
