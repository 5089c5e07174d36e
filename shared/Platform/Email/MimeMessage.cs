using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace SalesPerf.Platform.Email;

/// <summary>Who mail comes from.</summary>
/// <param name="Address">The address.</param>
/// <param name="Name">The name as shown.</param>
public sealed record EmailSource(string Address, string Name)
{
    /// <summary>For hosts that send no mail outside.</summary>
    public static EmailSource Local { get; } = new("salesperf@salesperf.local", "SalesPerf");
}

/// <summary>
/// A mail as its bytes (RFC 5322, MIME): plain text and HTML, all ASCII but for an address beyond it (RFC 6532), lines of at most 76 characters that end
/// in CRLF. The same mail gives the same bytes.
/// </summary>
public static class MimeMessage
{
    private const int MaxMessageId = 250;
    private const int MaxPlain = 60;
    private const int MaxLine = 76;

    // A line with an encoded word has at most 76 characters: "Subject: =?utf-8?B?" and "?=" leave 55 for base64, of which 52 hold 39 bytes.
    private const int WordBytes = 39;

    /// <exception cref="ArgumentException">An address or the Message-ID is not one.</exception>
    public static byte[] Compose(EmailMessage message, EmailSource from)
    {
        var text = QuotedPrintable.Encode(message.Text);
        var html = QuotedPrintable.Encode(message.Html);

        // "=_" cannot occur in quoted-printable text, so no part can hold the boundary.
        var boundary = "=_" + Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(text + html)).AsSpan(0, 16));
        var mail = new StringBuilder(text.Length + html.Length + 1024);
        Line(mail, $"Date: {Date(message.At)}");
        Line(mail, Mailbox("From: ", from.Name, from.Address));
        Line(mail, Mailbox("To: ", message.ToName, message.To));
        Line(mail, $"Message-ID: <{MessageId(message.MessageId)}>");
        Line(mail, $"Subject: {Words(message.Subject, isPhrase: false)}");
        Line(mail, "Auto-Submitted: auto-generated");
        Line(mail, "MIME-Version: 1.0");
        Line(mail, $"Content-Type: multipart/alternative;\r\n boundary=\"{boundary}\"");
        Line(mail, string.Empty);
        Part(mail, boundary, "text/plain", text);
        Part(mail, boundary, "text/html", html);
        Line(mail, $"--{boundary}--");
        return Encoding.UTF8.GetBytes(mail.ToString());
    }

    private static void Part(StringBuilder mail, string boundary, string type, string encoded)
    {
        Line(mail, $"--{boundary}");
        Line(mail, $"Content-Type: {type}; charset=utf-8");
        Line(mail, "Content-Transfer-Encoding: quoted-printable");
        Line(mail, string.Empty);
        mail.Append(encoded);
    }

    private static void Line(StringBuilder mail, string line) => mail.Append(line).Append("\r\n");

    private static string Date(DateTimeOffset at) =>
        at.ToString("ddd, dd MMM yyyy HH:mm:ss ", CultureInfo.InvariantCulture) + at.ToString("zzz", CultureInfo.InvariantCulture).Replace(":", string.Empty, StringComparison.Ordinal);

    /// <summary>On one line where it fits, as simple readers expect it; otherwise the address stands on the next.</summary>
    private static string Mailbox(string header, string name, string address)
    {
        if (!EmailAddress.IsValid(address))
        {
            throw new ArgumentException("A mail address is not valid.", nameof(address));
        }

        var words = Words(name, isPhrase: true);
        var fits = header.Length + words.Length + address.Length + 3 <= MaxLine && !words.Contains('\r', StringComparison.Ordinal);
        return words.Length == 0 ? header + address : $"{header}{words}{(fits ? "" : "\r\n")} <{address}>";
    }

    private static string MessageId(string id)
    {
        var at = id.IndexOf('@', StringComparison.Ordinal);
        var isValid = id.Length <= MaxMessageId && at > 0 && at < id.Length - 1 && id.Remove(at, 1).All(one => one == '.' || EmailAddress.IsAtom(one));
        return isValid ? id : throw new ArgumentException("A Message-ID has the form name@host.", nameof(id));
    }

    // Control characters, line ends above all, become spaces: nothing can begin a header of its own.
    private static string Words(string value, bool isPhrase)
    {
        var text = string.Concat(value.Select(one => char.IsControl(one) || one is '\u2028' or '\u2029' ? ' ' : one)).Trim();
        var isPlain = text.Length <= MaxPlain && text.All(one => one is >= ' ' and <= '~') && !text.Contains("=?", StringComparison.Ordinal);
        return (isPlain, isPhrase) switch
        {
            (true, false) => text,
            (true, true) when text.All(one => one == ' ' || EmailAddress.IsAtom(one)) => text,
            (true, true) when Quoted(text) is { Length: <= MaxPlain } quoted => quoted,
            _ => EncodedWords(text),
        };
    }

    private static string Quoted(string text) => $"\"{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";

    private static string EncodedWords(string text)
    {
        var words = new List<string>();
        var word = new StringBuilder();
        var bytes = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            if (bytes + rune.Utf8SequenceLength > WordBytes)
            {
                words.Add(EncodedWord(word));
                bytes = 0;
            }

            word.Append(rune);
            bytes += rune.Utf8SequenceLength;
        }

        words.Add(EncodedWord(word));
        return string.Join("\r\n ", words);
    }

    private static string EncodedWord(StringBuilder word)
    {
        var encoded = $"=?utf-8?B?{Convert.ToBase64String(Encoding.UTF8.GetBytes(word.ToString()))}?=";
        word.Clear();
        return encoded;
    }
}
