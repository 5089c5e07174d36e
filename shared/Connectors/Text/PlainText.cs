using System.Globalization;

namespace SalesPerf.Connectors.Text;

/// <summary>What every text from outside must be before it is stored: not empty, not too long, no control characters, whole surrogate pairs.</summary>
internal static class PlainText
{
    public static string? Problem(string text, int longest)
    {
        if (text.Length == 0)
        {
            return "A text that is not empty is expected.";
        }

        if (text.Length > longest)
        {
            return string.Create(CultureInfo.InvariantCulture, $"At most {longest} characters.");
        }

        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsControl(text[i]))
            {
                return "Control characters are not allowed.";
            }

            if (char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
            {
                i++;
            }
            else if (char.IsSurrogate(text[i]))
            {
                return "Half of a surrogate pair stands alone.";
            }
        }

        return null;
    }

    /// <summary>1 to <paramref name="longest"/> digits of ASCII.</summary>
    public static bool IsDigits(string text, int longest) =>
        text.Length > 0 && text.Length <= longest && !text.AsSpan().ContainsAnyExceptInRange('0', '9');
}
