using System.Security.Cryptography;
using System.Text;

namespace SalesPerf.Domain.Values;

/// <summary>
/// Builds partition keys and document ids. Components are encoded so that any text gives a valid, distinct key; <c>~</c> only joins.
/// </summary>
public static class Key
{
    /// <summary>Encoded components longer than this become a prefix and a SHA-256 of the original.</summary>
    public const int MaxComponent = 120;

    /// <summary>Joins encoded components with <c>~</c>.</summary>
    public static string Of(params ReadOnlySpan<string> components)
    {
        var text = new StringBuilder();
        foreach (var component in components)
        {
            if (text.Length > 0)
            {
                text.Append('~');
            }

            text.Append(Component(component));
        }

        return text.ToString();
    }

    /// <summary>Keeps <c>[A-Za-z0-9.-]</c>; every other UTF-8 byte becomes <c>_HH</c>. Empty text becomes <c>_</c>; dots alone, which mean something in a URL, are encoded.</summary>
    public static string Component(string value)
    {
        switch (value)
        {
            case "":
                return "_";
            case ".":
                return "_2E";
            case "..":
                return "_2E_2E";
            default:
                break;
        }

        if (value.Length <= MaxComponent && !value.AsSpan().ContainsAnyExcept(Kept))
        {
            return value;
        }

        var bytes = Encoding.UTF8.GetBytes(value);
        var text = new StringBuilder(bytes.Length + 16);
        foreach (var b in bytes)
        {
            if (b < 128 && Kept.Contains((char)b))
            {
                text.Append((char)b);
            }
            else
            {
                text.Append('_').Append(Hex[b >> 4]).Append(Hex[b & 15]);
            }
        }

        return text.Length <= MaxComponent
            ? text.ToString()
            : string.Concat(text.ToString(0, 48), "_-", Convert.ToHexStringLower(SHA256.HashData(bytes)));
    }

    private const string Hex = "0123456789ABCDEF";

    private static readonly System.Buffers.SearchValues<char> Kept =
        System.Buffers.SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789.-");
}
