using System.Security.Cryptography;
using System.Text;

namespace SalesPerf.Connectors.Signing;

/// <summary>Comparisons that take the same time wherever the difference is.</summary>
internal static class SecretText
{
    /// <summary>Compares with every candidate, also after one was equal.</summary>
    public static bool EqualsAny(string given, IEnumerable<string> expected)
    {
        var isEqual = false;
        foreach (var candidate in expected)
        {
            isEqual |= AreEqual(given, candidate);
        }

        return isEqual;
    }

    /// <summary>For text an attacker supplies against one computed or stored. Exact: no case, no trimming.</summary>
    public static bool AreEqual(string given, string expected) =>
        CryptographicOperations.FixedTimeEquals(SHA256.HashData(Encoding.UTF8.GetBytes(given)), SHA256.HashData(Encoding.UTF8.GetBytes(expected)));
}
