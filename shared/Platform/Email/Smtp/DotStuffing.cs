namespace SalesPerf.Platform.Email.Smtp;

/// <summary>The form in which a mail follows DATA (RFC 5321, 4.5.2): a line that begins with a dot gets another one, and a dot alone ends it.</summary>
internal static class DotStuffing
{
    /// <summary>What ends a mail, after a line end.</summary>
    public static ReadOnlyMemory<byte> End { get; } = ".\r\n"u8.ToArray();

    /// <summary>The mail with a line end at its end. Its lines end in CRLF.</summary>
    public static ReadOnlyMemory<byte> Stuff(ReadOnlySpan<byte> mail)
    {
        var stuffed = new List<byte>(mail.Length + 64);
        var isStart = true;
        foreach (var one in mail)
        {
            if (isStart && one == '.')
            {
                stuffed.Add((byte)'.');
            }

            stuffed.Add(one);
            isStart = one == '\n';
        }

        if (!isStart)
        {
            stuffed.AddRange("\r\n"u8);
        }

        return stuffed.ToArray();
    }
}
