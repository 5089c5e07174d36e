namespace SalesPerf.Domain.Activities;

/// <summary>Which types there are: senders that choose them are held to it, and so are metrics that count them.</summary>
public static class ActivityTypeName
{
    private const int Longest = 128;

    private static readonly HashSet<string> DealTypes = new(StringComparer.Ordinal)
    {
        ActivityTypes.DealCreated,
        ActivityTypes.DealStageChanged,
        ActivityTypes.DealAmountChanged,
        ActivityTypes.DealCloseDateChanged,
        ActivityTypes.DealOwnerChanged,
        ActivityTypes.DealWon,
        ActivityTypes.DealLost,
        ActivityTypes.DealReopened,
        ActivityTypes.DealDeleted,
    };

    /// <summary>
    /// What is wrong with a type; null when nothing is. It is canonical, or two or more words of ASCII letters and digits joined by dots, each beginning with a lower-case letter.
    /// <c>deal.</c> belongs to the canonical ones: another word there would change records in a way nobody defined.
    /// </summary>
    public static string? Problem(string type)
    {
        if (type.Length > Longest || !IsWords(type))
        {
            return "A type is two or more words joined by dots, each a lower-case letter followed by letters and digits, at most 128 characters.";
        }

        return ActivityTypes.IsDealChange(type) && !DealTypes.Contains(type)
            ? $"Deal types are {string.Join(", ", DealTypes)}."
            : null;
    }

    private static bool IsWords(string type)
    {
        var words = type.Split('.');
        return words.Length > 1 && words.All(word =>
            word.Length > 0 && char.IsAsciiLetterLower(word[0]) && word.All(char.IsAsciiLetterOrDigit));
    }
}
