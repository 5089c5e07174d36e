namespace SalesPerf.CosmosLoopback.Items;

/// <summary>The order of text by its UTF-8 bytes, which is that of its code points.</summary>
internal static class Utf8Order
{
    public static int Compare(string left, string right)
    {
        var length = Math.Min(left.Length, right.Length);
        for (var index = 0; index < length; index++)
        {
            if (left[index] != right[index])
            {
                return Rank(left[index]).CompareTo(Rank(right[index]));
            }
        }

        return left.Length.CompareTo(right.Length);
    }

    // Surrogates stand for code points above all others, though their own numbers are lower than some.
    private static int Rank(char character) => char.IsSurrogate(character) ? character + char.MaxValue : character;
}
