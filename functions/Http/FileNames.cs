namespace SalesPerf.Functions.Http;

/// <summary>Names for downloads that every header and every file system takes.</summary>
internal static class FileNames
{
    private const int MaxLength = 100;

    /// <summary>Keeps letters, digits, dots, dashes and underscores of ASCII; anything else becomes a dash.</summary>
    public static string Safe(string name)
    {
        var kept = name.Length <= MaxLength ? name : name[^MaxLength..];
        return string.Create(kept.Length, kept, static (span, text) =>
        {
            for (var index = 0; index < span.Length; index++)
            {
                span[index] = char.IsAsciiLetterOrDigit(text[index]) || text[index] is '.' or '-' or '_' ? text[index] : '-';
            }
        });
    }
}
