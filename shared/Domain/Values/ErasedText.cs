namespace SalesPerf.Domain.Values;

/// <summary>Finds and replaces names and addresses in text, however they are cased, as whole words only.</summary>
public static class ErasedText
{
    /// <summary>Anything shorter stands in too much that is about somebody else.</summary>
    public const int MinLength = 3;

    public static bool IsIn(string text, IEnumerable<string> words) => words.Any(word => Find(text, word, 0) >= 0);

    /// <summary>The text with each of <paramref name="words"/> replaced by <paramref name="by"/>.</summary>
    public static string Replace(string text, IEnumerable<string> words, string by)
    {
        foreach (var word in words)
        {
            for (var at = Find(text, word, 0); at >= 0; at = Find(text, word, at + by.Length))
            {
                text = string.Concat(text.AsSpan(0, at), by, text.AsSpan(at + word.Length));
            }
        }

        return text;
    }

    private static int Find(string text, string word, int from)
    {
        if (word.Length < MinLength)
        {
            return -1;
        }

        for (; from <= text.Length - word.Length; from++)
        {
            from = text.IndexOf(word, from, StringComparison.OrdinalIgnoreCase);
            if (from < 0)
            {
                return -1;
            }

            var end = from + word.Length;
            if ((from == 0 || !char.IsLetterOrDigit(text[from - 1])) && (end == text.Length || !char.IsLetterOrDigit(text[end])))
            {
                return from;
            }
        }

        return -1;
    }
}
