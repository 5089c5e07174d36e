namespace SalesPerf.Platform.Email;

/// <summary>Mail addresses as every server takes them: ASCII, without quotes, comments or display names.</summary>
public static class EmailAddress
{
    private const int MaxLength = 254;
    private const int MaxLocal = 64;
    private const int MaxLabel = 63;
    private const string Symbols = "!#$%&'*+-/=?^_`{|}~";

    public static bool IsValid(string address)
    {
        var at = address.LastIndexOf('@');
        return address.Length <= MaxLength
            && at is > 0 and <= MaxLocal
            && Array.TrueForAll(address[..at].Split('.'), part => part.Length > 0 && part.All(IsAtom))
            && Array.TrueForAll(address[(at + 1)..].Split('.'), IsLabel);
    }

    /// <summary>True for what may stand in an address or a Message-ID beside dots and the @.</summary>
    internal static bool IsAtom(char one) => char.IsAsciiLetterOrDigit(one) || Symbols.Contains(one, StringComparison.Ordinal);

    private static bool IsLabel(string label) =>
        label.Length is > 0 and <= MaxLabel && label[0] != '-' && label[^1] != '-' && label.All(one => char.IsAsciiLetterOrDigit(one) || one == '-');
}
