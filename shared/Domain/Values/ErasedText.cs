namespace SalesPerf.Domain.Values;

/// <summary>Finds and replaces names and addresses in text, however they are cased, as whole words only.</summary>
public static class ErasedText
{
    /// <summary>Anything shorter stands in too much that is about somebody else.</summary>
    public const int MinLength = 3;

    /// <summary>Stands where a name or address was. Without a letter it is nobody's name, and with so few of signs nothing grows by it.</summary>
    public const string Mark = "***";

    /// <summary>An id of so many signs is nothing else by chance.</summary>
    private const int TellingId = 10;

    /// <summary>How far behind the word <c>owner</c> an owner id may stand.</summary>
    private const int NearOwner = 80;

    /// <summary>True of mail addresses and of names of several words: one word alone may be a stage, a campaign or a currency as well.</summary>
    public static bool IsTelling(string text) => text.Contains('@', StringComparison.Ordinal) || text.Contains(' ', StringComparison.Ordinal);

    /// <summary>True when the text holds an owner id: short ones only where an owner is spoken of, or any amount and date would.</summary>
    public static bool HasOwner(string text, string owner)
    {
        for (var at = Find(text, owner, 0, min: 1); at >= 0; at = Find(text, owner, at + owner.Length, min: 1))
        {
            var from = Math.Max(0, at - NearOwner);
            if (owner.Length >= TellingId || text.AsSpan(from, at - from).Contains("owner", StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }

    public static bool IsIn(string text, IEnumerable<string> words) => words.Any(word => Find(text, word, 0) >= 0);

    /// <summary>The text with <see cref="Mark"/> in place of each of <paramref name="words"/>.</summary>
    public static string Replace(string text, IEnumerable<string> words)
    {
        foreach (var word in words)
        {
            for (var at = Find(text, word, 0); at >= 0; at = Find(text, word, at + Mark.Length))
            {
                text = string.Concat(text.AsSpan(0, at), Mark, text.AsSpan(at + word.Length));
            }
        }

        return text;
    }

    private static int Find(string text, string word, int from, int min = MinLength)
    {
        if (word.Length < min || !word.Any(char.IsLetterOrDigit))
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
