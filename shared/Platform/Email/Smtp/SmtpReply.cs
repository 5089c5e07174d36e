namespace SalesPerf.Platform.Email.Smtp;

/// <summary>A server's answer. Its words may name people and are only looked at for what the server can do.</summary>
/// <param name="Code">Three digits.</param>
/// <param name="Lines">The text of each line, without the code.</param>
internal sealed record SmtpReply(int Code, IReadOnlyList<string> Lines)
{
    /// <summary>2 is yes, 3 go on, 4 not now, 5 no.</summary>
    public int Kind => Code / 100;

    /// <summary>It speaks of what is allowed (RFC 3463: 5.7.x), not of a mailbox.</summary>
    public bool IsPolicy => Lines[0].StartsWith("5.7.", StringComparison.Ordinal);

    /// <summary>The code, with the enhanced one (RFC 3463) where there is one: <c>550 5.1.1</c>.</summary>
    public string Reason
    {
        get
        {
            var word = Lines[0].Split(' ', 2)[0];
            var parts = word.Split('.');
            var isEnhanced = parts.Length == 3 && word.Length <= 9 && Array.TrueForAll(parts, part => part.Length is > 0 and <= 3 && part.All(char.IsAsciiDigit));
            return isEnhanced ? $"{Code} {word}" : $"{Code}";
        }
    }
}

/// <summary>The server's answer to EHLO: what it can do.</summary>
internal sealed class SmtpAbilities(SmtpReply hello)
{
    private readonly IReadOnlyList<string[]> lines = [.. hello.Lines.Skip(1).Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))];

    public bool Has(string ability) => Find(ability) is not null;

    /// <summary>The most bytes of a mail; null when it does not say or has no limit.</summary>
    public long? MaxSize => Find("SIZE") is [_, var size] && long.TryParse(size, out var bytes) && bytes > 0 ? bytes : null;

    public bool CanLogInBy(string mechanism) => Find("AUTH")?.Skip(1).Contains(mechanism, StringComparer.OrdinalIgnoreCase) == true;

    private string[]? Find(string ability) => lines.FirstOrDefault(line => line.Length > 0 && line[0].Equals(ability, StringComparison.OrdinalIgnoreCase));
}
