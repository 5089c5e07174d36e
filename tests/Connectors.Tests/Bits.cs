namespace SalesPerf.Connectors.Tests;

/// <summary>Every way to change one bit.</summary>
internal static class Bits
{
    public static IEnumerable<byte[]> Flipped(byte[] bytes)
    {
        for (var i = 0; i < bytes.Length * 8; i++)
        {
            var changed = (byte[])bytes.Clone();
            changed[i / 8] ^= (byte)(1 << (i % 8));
            yield return changed;
        }
    }

    /// <summary>Of ASCII text; it stays ASCII.</summary>
    public static IEnumerable<string> Flipped(string text)
    {
        for (var i = 0; i < text.Length * 7; i++)
        {
            var changed = text.ToCharArray();
            changed[i / 7] ^= (char)(1 << (i % 7));
            yield return new string(changed);
        }
    }
}
