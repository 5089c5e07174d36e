using System.Security.Cryptography;
using System.Text;

namespace SalesPerf.Domain.Values;

/// <summary>A short name for a list of texts: 16 hexadecimal digits that differ when any text differs.</summary>
public static class Fingerprint
{
    public static string Of(IEnumerable<string> parts)
    {
        // The length before each part keeps ("ab", "c") and ("a", "bc") apart.
        var text = string.Concat(parts.Select(part => $"{part.Length}:{part}"));
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, 8));
    }
}
