using System.Text;

namespace SalesPerf.Platform.Email;

/// <summary>
/// Mail addresses without quotes, comments or display names. The domain is ASCII (an international one in its <c>xn--</c> form); before the @ letters of any
/// script may stand, which only servers with SMTPUTF8 take.
/// </summary>
public static class EmailAddress
{
    private const int MaxLength = 254;
    private const int MaxLocal = 64;
    private const int MaxLabel = 63;
    private const string Symbols = "!#$%&'*+-/=?^_`{|}~";

    public static bool IsValid(string address)
    {
        var at = address.LastIndexOf('@');
        return at > 0
            && Encoding.UTF8.GetByteCount(address) <= MaxLength
            && Encoding.UTF8.GetByteCount(address.AsSpan(0, at)) <= MaxLocal
            && Array.TrueForAll(address[..at].Split('.'), part => part.Length > 0 && part.EnumerateRunes().All(IsAtom))
            && Array.TrueForAll(address[(at + 1)..].Split('.'), IsLabel);
    }

    /// <summary>True when only a server with SMTPUTF8 takes it.</summary>
    public static bool NeedsUtf8(string address) => !Ascii.IsValid(address);

    /// <summary>True for what may stand in an ASCII address or a Message-ID beside dots and the @.</summary>
    internal static bool IsAtom(char one) => char.IsAsciiLetterOrDigit(one) || Symbols.Contains(one, StringComparison.Ordinal);

    // Half a surrogate pair reads as U+FFFD, which is none of these.
    private static bool IsAtom(Rune one) => one.IsAscii ? IsAtom((char)one.Value) : Rune.IsLetterOrDigit(one) || Rune.GetUnicodeCategory(one) is
        System.Globalization.UnicodeCategory.NonSpacingMark or System.Globalization.UnicodeCategory.SpacingCombiningMark;

    private static bool IsLabel(string label) =>
        label.Length is > 0 and <= MaxLabel && label[0] != '-' && label[^1] != '-' && label.All(one => char.IsAsciiLetterOrDigit(one) || one == '-');
}
