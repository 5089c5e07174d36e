using System.Text.Unicode;

namespace SalesPerf.Connectors.Salesforce;

/// <summary>
/// Masks what a message must not leave behind: the session id, with which anybody could sign in, and the organization's id, by which the
/// sender is known, also inside the addresses. Works on bytes, so that what could not be parsed is masked too.
/// </summary>
internal static class OutboundSecrets
{
    private const byte Mask = (byte)'x';

    private static readonly byte[][] Names = ["SessionId"u8.ToArray(), "OrganizationId"u8.ToArray(), "EnterpriseUrl"u8.ToArray(), "PartnerUrl"u8.ToArray()];

    public static byte[] Masked(ReadOnlySpan<byte> body)
    {
        var masked = body.ToArray();
        if (body.Contains((byte)0) || !Utf8.IsValid(body))
        {
            // Some other encoding, in which names would not be found.
            masked.AsSpan().Fill(Mask);
            return masked;
        }

        foreach (var name in Names)
        {
            MaskContent(masked, name);
        }

        return masked;
    }

    /// <summary>From the end of every start tag of that name to the next end tag of that name, or to the end of the text.</summary>
    private static void MaskContent(Span<byte> rest, ReadOnlySpan<byte> name)
    {
        while (rest.IndexOf(name) is var at and >= 0)
        {
            var isStartTag = IsStartTag(rest[..at]);
            rest = rest[(at + name.Length)..];
            if (!isStartTag || rest.IsEmpty || !" \t\r\n/>"u8.Contains(rest[0]) || rest.IndexOf((byte)'>') is not (var close and >= 0) || (close > 0 && rest[close - 1] == (byte)'/'))
            {
                continue;
            }

            var content = rest[(close + 1)..];
            var end = content.IndexOf(name);
            var inside = end < 0 ? content : content[..(content[..end].LastIndexOf("</"u8) is var tag and >= 0 ? tag : end)];
            inside.Fill(Mask);
            rest = content[inside.Length..];
        }
    }

    /// <summary>True when what comes next is inside a tag that starts an element, whatever its prefix.</summary>
    private static bool IsStartTag(ReadOnlySpan<byte> before)
    {
        var start = before.LastIndexOf((byte)'<');
        return start > before.LastIndexOf((byte)'>') && (start + 1 == before.Length || before[start + 1] != (byte)'/');
    }
}
