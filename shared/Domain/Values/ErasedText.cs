using System.Text.RegularExpressions;

namespace SalesPerf.Domain.Values;

/// <summary>
/// Finds and replaces names and addresses in text, however they are cased, as a whole only: <c>lee@acme.com</c> is not in <c>ann.lee@acme.com</c>, nor Ann Lee in
/// Mary-Ann Lee.
/// </summary>
public static class ErasedText
{
    /// <summary>Anything shorter stands in too much that is about somebody else.</summary>
    public const int MinLength = 3;

    /// <summary>Stands where a name or address was. Without a letter it is nobody's name, and with so few of signs nothing grows by it.</summary>
    public const string Mark = "***";

    /// <summary>An id of so many signs is nothing else by chance.</summary>
    private const int TellingId = 10;

    /// <summary>What an id or key ends before: neither goes on behind it. A point at the end of a sentence is none of it.</summary>
    private const string End = @"(?![\w@~-]|\.\w)";

    /// <summary>Around keys and values in JSON, also in JSON that is text in JSON, and in forms. Never many: a hostile text is read as fast as any.</summary>
    private const string Quotes = @"[\s\\""']{0,40}";

    /// <summary>What stands before the value of an owner's key, which may be in an object of its own or a list; HubSpot says the name of what it tells in a member before it.</summary>
    private const string OwnerKey = $@"(?i:owner)\w{{0,40}}{Quotes}(?:,{Quotes}propertyValue{Quotes})?[:=]{Quotes}[\[{{]?{Quotes}(?:id{Quotes}:{Quotes})?";

    /// <summary>True of mail addresses and of names of several words: one word alone may be a stage, a campaign or a currency as well.</summary>
    public static bool IsTelling(string text) => IsAddress(text) || text.Contains(' ', StringComparison.Ordinal);

    /// <summary>True when the text holds an owner id: short ones only as the value of an owner's key, or any amount and date would.</summary>
    public static bool HasOwner(string text, string owner)
    {
        var id = Regex.Escape(owner) + End;
        return owner.Length >= TellingId
            ? Regex.IsMatch(text, $@"(?<!\w){id}")
            : Regex.IsMatch(text, OwnerKey + id) || Regex.IsMatch(text, $@"propertyValue{Quotes}:{Quotes}{id}{Quotes},{Quotes}propertyName{Quotes}:{Quotes}\w{{0,40}}(?i:owner)");
    }

    /// <summary>True when the text holds the key of a partition or document, and not as the beginning of another.</summary>
    public static bool HasKey(string text, string key) => Regex.IsMatch(text, Regex.Escape(key) + End);

    public static bool IsIn(string text, IEnumerable<string> words) => words.Any(word => Find(text, word, 0) >= 0);

    /// <summary>The text with <see cref="Mark"/> in place of each of <paramref name="words"/>, the longest first: one may begin as another does.</summary>
    public static string Replace(string text, IEnumerable<string> words)
    {
        foreach (var word in words.OrderByDescending(word => word.Length))
        {
            for (var at = Find(text, word, 0); at >= 0; at = Find(text, word, at + Mark.Length))
            {
                text = string.Concat(text.AsSpan(0, at), Mark, text.AsSpan(at + word.Length));
            }
        }

        return text;
    }

    private static bool IsAddress(string text) => text.Contains('@', StringComparison.Ordinal);

    private static int Find(string text, string word, int from)
    {
        if (word.Length < MinLength || !word.Any(char.IsLetterOrDigit))
        {
            return -1;
        }

        for (; from <= text.Length - word.Length; from++)
        {
            from = text.IndexOf(word, from, StringComparison.OrdinalIgnoreCase);
            if (from < 0 || IsWhole(text, from, from + word.Length, IsAddress(word)))
            {
                return from;
            }
        }

        return -1;
    }

    /// <summary>Addresses go on before and behind some signs; a hyphen makes a double name of two, though not of a name and a number.</summary>
    private static bool IsWhole(string text, int start, int end, bool isAddress) => isAddress
        ? !GoesOn(text, start - 1, -1, "._%+-", char.IsLetterOrDigit) && !GoesOn(text, end, 1, ".-", char.IsLetterOrDigit)
        : !GoesOn(text, start - 1, -1, "-", char.IsLetter) && !GoesOn(text, end, 1, "-", char.IsLetter);

    private static bool GoesOn(string text, int at, int step, string joints, Func<char, bool> isJoined)
    {
        return char.IsLetterOrDigit(At(at)) || (joints.Contains(At(at)) && isJoined(At(at + step)));

        char At(int index) => index >= 0 && index < text.Length ? text[index] : '\0';
    }
}
