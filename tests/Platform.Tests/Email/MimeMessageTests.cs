using System.Text;
using System.Text.RegularExpressions;
using SalesPerf.Platform.Email;

namespace SalesPerf.Platform.Tests.Email;

public sealed partial class MimeMessageTests
{
    private static readonly EmailSource From = new("noreply@example.com", "Sales, \"Perf\"");

    private static EmailMessage Mail(string subject = "Your week", string name = "Ada Lovelace", string text = "Hi", string html = "<p>Hi</p>", string to = "ada@example.com", string id = "digest.2026-W47.p-7@salesperf.local") =>
        new(id, to, name, subject, html, text, new DateTimeOffset(2026, 11, 16, 7, 0, 0, TimeSpan.FromHours(-5)));

    private static string Compose(EmailMessage mail) => Encoding.UTF8.GetString(MimeMessage.Compose(mail, From));

    [Fact]
    public void Given_a_plain_mail_when_composed_then_it_is_exactly_this()
    {
        var composed = Compose(Mail());
        var boundary = Boundary().Match(composed).Groups[1].Value;
        var expected = $"""
            Date: Mon, 16 Nov 2026 07:00:00 -0500
            From: "Sales, \"Perf\"" <noreply@example.com>
            To: Ada Lovelace <ada@example.com>
            Message-ID: <digest.2026-W47.p-7@salesperf.local>
            Subject: Your week
            Auto-Submitted: auto-generated
            MIME-Version: 1.0
            Content-Type: multipart/alternative;
             boundary="{boundary}"

            --{boundary}
            Content-Type: text/plain; charset=utf-8
            Content-Transfer-Encoding: quoted-printable

            Hi
            --{boundary}
            Content-Type: text/html; charset=utf-8
            Content-Transfer-Encoding: quoted-printable

            <p>Hi</p>
            --{boundary}--

            """;
        Assert.Equal(expected.ReplaceLineEndings("\r\n"), composed);
        Assert.Equal(composed, Compose(Mail()));
    }

    [Theory]
    [InlineData("Fünf Deals, 10 % über Plan 🎉")]
    [InlineData("=?utf-8?B?SGk=?=")]
    [InlineData("A very long subject of plain words that goes on and on, well beyond what one line of a header should ever hold, and further")]
    [InlineData("日本語日本語日本語日本語日本語日本語日本語日本語日本語日本語日本語日本語日本語日本語日本語日本語日本語日本語")]
    public void Given_a_subject_or_name_beyond_short_ascii_when_composed_then_it_decodes_to_itself(string value)
    {
        var composed = Compose(Mail(subject: value, name: value));
        Assert.Equal(value, Decoded(Header(composed, "Subject")));
        Assert.Equal($"{value} <ada@example.com>", Decoded(Header(composed, "To")));
        Assert.All(composed.Split("\r\n"), line => Assert.True(line.Length <= 76, line));
    }

    [Theory]
    [InlineData(48, "To: {0} <ada@example.com>")]
    [InlineData(54, "To: {0} <ada@example.com>")] // 4 + 54 + 1 + 17 = 76, the longest line
    [InlineData(55, "To: {0}\r\n <ada@example.com>")]
    public void Given_a_name_and_an_address_when_they_fit_one_line_then_it_is_not_folded(int length, string expected)
    {
        var name = new string('a', length);

        Assert.Contains($"\r\n{string.Format(System.Globalization.CultureInfo.InvariantCulture, expected, name)}\r\n", Compose(Mail(name: name)), StringComparison.Ordinal);
    }

    [Fact]
    public void Given_a_name_of_nothing_but_quotes_when_composed_then_no_line_is_too_long_and_it_decodes_to_itself()
    {
        var name = new string('"', 60);

        var composed = Compose(Mail(name: name));

        Assert.All(composed.Split("\r\n"), line => Assert.True(line.Length <= 76, line));
        Assert.Equal($"{name} <ada@example.com>", Decoded(Header(composed, "To")));
    }

    [Theory]
    [InlineData("a\r\nBcc: evil@example.com")]
    [InlineData("a\nBcc: evil@example.com")]
    [InlineData("a\r\n\r\n<script>")]
    [InlineData("ü\r\nBcc: evil@example.com")]
    [InlineData("a\u2028\u0085\0b")]
    public void Given_line_ends_in_a_subject_or_name_when_composed_then_no_header_is_added(string value)
    {
        var composed = Compose(Mail(subject: value, name: value));
        var header = composed[..composed.IndexOf("\r\n\r\n", StringComparison.Ordinal)];
        Assert.Equal(
            ["Date", "From", "To", "Message-ID", "Subject", "Auto-Submitted", "MIME-Version", "Content-Type"],
            header.Split("\r\n").Where(line => line[0] != ' ').Select(line => line[..line.IndexOf(':', StringComparison.Ordinal)]));
        Assert.DoesNotContain(Decoded(Header(composed, "Subject")), char.IsControl);
    }

    [Theory]
    [InlineData("")]
    [InlineData("ada")]
    [InlineData("@example.com")]
    [InlineData("ada@")]
    [InlineData("ada@-example.com")]
    [InlineData("ada@exam ple.com")]
    [InlineData("a..b@example.com")]
    [InlineData(".a@example.com")]
    [InlineData("ada@example..com")]
    [InlineData("ada@example.com\r\nBcc: b@example.com")]
    [InlineData("ada@example.com, eve@example.com")]
    [InlineData("Ada <ada@example.com>")]
    [InlineData("a\u202eda@example.com")]
    [InlineData("a\ud800a@example.com")]
    [InlineData("a\u00a0a@example.com")]
    [InlineData("ada@exämple.com")]
    public void Given_an_address_that_is_none_when_composed_then_it_is_refused(string address) =>
        Assert.Throws<ArgumentException>(() => Compose(Mail(to: address)));

    [Theory]
    [InlineData("a@b")]
    [InlineData("first.last+tag@mail.example.co.uk")]
    [InlineData("o'neil_{x}@xn--exmple-cua.com")]
    [InlineData("äda.पता@example.com")]
    public void Given_an_unusual_but_valid_address_when_composed_then_it_stands_there(string address) =>
        Assert.Contains($"<{address}>", Compose(Mail(to: address)), StringComparison.Ordinal);

    [Fact]
    public void Given_the_longest_addresses_when_checked_then_one_more_character_is_refused()
    {
        Assert.True(EmailAddress.IsValid(new string('a', 64) + "@b.c"));
        Assert.False(EmailAddress.IsValid(new string('a', 65) + "@b.c"));
        var domain = string.Join('.', Enumerable.Repeat(new string('d', 61), 4)); // 4 * 61 + 3 = 247
        Assert.True(EmailAddress.IsValid("abcdef@" + domain));
        Assert.False(EmailAddress.IsValid("abcdefg@" + domain + "d"));
        Assert.False(EmailAddress.IsValid("a@" + new string('d', 64)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("a")]
    [InlineData("a@")]
    [InlineData("@b")]
    [InlineData("a@b@c")]
    [InlineData("a b@c")]
    [InlineData("a@c>\r\nX: y")]
    public void Given_a_message_id_that_is_none_when_composed_then_it_is_refused(string id) =>
        Assert.Throws<ArgumentException>(() => Compose(Mail(id: id)));

    [Theory]
    [InlineData("a = b")]
    [InlineData("trailing space \nand tab\t\nend")]
    [InlineData("mixed\r\nline\rends\n\n")]
    [InlineData("--=_boundary\n.\n..\nFrom me")]
    [InlineData("ü😀 zero\0")]
    [InlineData("")]
    public void Given_any_text_when_composed_then_it_decodes_to_itself(string text)
    {
        foreach (var body in new[] { text, string.Concat(Enumerable.Repeat(text + " äöü ", 200)), text + new string('=', 5_000), new string('x', 5_000) + text })
        {
            var composed = Compose(Mail(text: body, html: body));
            Assert.All(composed.Split("\r\n"), line => Assert.True(line.Length <= 76, line));
            Assert.DoesNotContain(composed.Replace("\r\n", string.Empty, StringComparison.Ordinal), one => one is '\r' or '\n' or > '~');
            Assert.DoesNotContain(composed.Split("\r\n"), line => line.EndsWith(' ') || line.EndsWith('\t'));
            Assert.Equal([body.ReplaceLineEndings("\r\n"), body.ReplaceLineEndings("\r\n")], Parts(composed));
        }
    }

    // A second, independent reading of the formats.
    private static string Header(string mail, string name)
    {
        var unfolded = mail[..mail.IndexOf("\r\n\r\n", StringComparison.Ordinal)].Replace("\r\n ", " ", StringComparison.Ordinal);
        return unfolded.Split("\r\n").Single(line => line.StartsWith(name + ": ", StringComparison.Ordinal))[(name.Length + 2)..];
    }

    private static string Decoded(string header)
    {
        var joined = Between().Replace(header, "?==?");
        return Word().Replace(joined, word => Encoding.UTF8.GetString(Convert.FromBase64String(word.Groups[1].Value)));
    }

    private static IEnumerable<string> Parts(string mail)
    {
        var boundary = Boundary().Match(mail).Groups[1].Value;
        return mail.Split("--" + boundary).Skip(1).SkipLast(1).Select(part =>
        {
            // The line end before a boundary belongs to the boundary.
            var encoded = part[(part.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4)..^2].Replace("=\r\n", string.Empty, StringComparison.Ordinal);
            var bytes = new List<byte>();
            for (var index = 0; index < encoded.Length; index++)
            {
                bytes.Add(encoded[index] == '=' ? Convert.ToByte(encoded.Substring(index + 1, 2), 16) : (byte)encoded[index]);
                index += encoded[index] == '=' ? 2 : 0;
            }

            return Encoding.UTF8.GetString([.. bytes]);
        });
    }

    [GeneratedRegex("boundary=\"([^\"]+)\"")]
    private static partial Regex Boundary();

    [GeneratedRegex(@"\?= +=\?")]
    private static partial Regex Between();

    [GeneratedRegex(@"=\?utf-8\?B\?([^?]*)\?=")]
    private static partial Regex Word();
}
