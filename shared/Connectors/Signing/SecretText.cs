using System.Security.Cryptography;
using System.Text;

namespace SalesPerf.Connectors.Signing;

/// <summary>Comparisons of what an attacker supplies with what is secret. Exact: no case, no trimming, no decoding.</summary>
internal static class SecretText
{
    /// <summary>For signatures, whose length is no secret. Compares with every candidate, also after one was equal.</summary>
    public static bool IsSignature(string given, IEnumerable<string> expected)
    {
        var bytes = Encoding.UTF8.GetBytes(given);
        var isEqual = false;
        foreach (var candidate in expected)
        {
            isEqual |= CryptographicOperations.FixedTimeEquals(bytes, Encoding.UTF8.GetBytes(candidate));
        }

        return isEqual;
    }

    /// <summary>For secrets themselves: their hashes are compared, so that not even the length is told.</summary>
    public static bool IsSecret(string given, IEnumerable<string> expected) => IsSignature(Hash(given), expected.Select(Hash));

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
