using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using SalesPerf.Platform.Email;
using SalesPerf.Platform.Email.Smtp;
using SalesPerf.TestKit.Email;

namespace SalesPerf.Platform.Tests.Email.Smtp;

public sealed class SmtpEmailSenderTests
{
    private static readonly SmtpBehaviour Locked = new() { OffersStartTls = true, IsStrict = true, User = "perf@example.com", Password = "pässword" };

    [Fact]
    public async Task Given_a_server_when_sent_then_it_holds_the_mail_with_both_parts_once()
    {
        await using var server = new SmtpLoopback();

        Assert.IsType<EmailOutcome.Accepted>(await SendAsync(server, SmtpSecurity.None, Mail()));

        var mail = Assert.Single(server.Mails);
        Assert.Equal(("noreply@example.com", "mia@example.com"), (mail.From, mail.To));
        Assert.Equal(Encoding.UTF8.GetString(MimeMessage.Compose(Mail(), From)), mail.Content);
        Assert.Contains("Content-Type: text/plain", mail.Content, StringComparison.Ordinal);
        Assert.Contains("Content-Type: text/html", mail.Content, StringComparison.Ordinal);
        Assert.Equal($"SIZE={mail.Content.Length}", mail.Parameters);
        Assert.Equal(["EHLO [127.0.0.1]", $"MAIL FROM:<noreply@example.com> SIZE={mail.Content.Length}", "RCPT TO:<mia@example.com>", "DATA"], server.Lines.Take(4));
    }

    [Fact]
    public async Task Given_lines_that_begin_with_dots_when_sent_then_they_arrive_as_they_are()
    {
        await using var server = new SmtpLoopback();
        var mail = Mail(text: ".\n..\n...three\nlast.\n.");

        await SendAsync(server, SmtpSecurity.None, mail);

        Assert.Equal(Encoding.UTF8.GetString(MimeMessage.Compose(mail, From)), Assert.Single(server.Mails).Content);
        Assert.Contains("\r\n.\r\n..\r\n...three\r\nlast.\r\n.\r\n", server.Mails.First().Content, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("PLAIN LOGIN")]
    [InlineData("LOGIN")]
    [InlineData("CRAM-MD5 plain")]
    public async Task Given_a_server_that_wants_TLS_and_a_login_when_sent_then_it_gets_both(string mechanisms)
    {
        await using var server = new SmtpLoopback(Locked with { Mechanisms = mechanisms.ToUpperInvariant() });

        Assert.IsType<EmailOutcome.Accepted>(await SendAsync(server, SmtpSecurity.StartTls, Mail()));

        var mail = Assert.Single(server.Mails);
        Assert.Equal((true, "perf@example.com"), (mail.IsSecure, mail.User));
        Assert.Equal(["EHLO [127.0.0.1]", "STARTTLS", "EHLO [127.0.0.1]"], server.Lines.Take(3));
    }

    [Fact]
    public async Task Given_a_server_of_TLS_from_the_first_byte_when_sent_then_it_takes_the_mail()
    {
        await using var server = new SmtpLoopback(Locked with { IsTls = true, OffersStartTls = false });

        Assert.IsType<EmailOutcome.Accepted>(await SendAsync(server, SmtpSecurity.Tls, Mail()));

        Assert.True(Assert.Single(server.Mails).IsSecure);
    }

    [Fact]
    public async Task Given_a_certificate_that_nobody_vouches_for_when_sent_then_nothing_is_said_to_it()
    {
        await using var server = new SmtpLoopback(Locked);
        using var sender = new SmtpEmailSender(Options(server, SmtpSecurity.StartTls));

        Assert.Contains("certificate", Assert.IsType<EmailOutcome.Deferred>(await sender.SendAsync(Mail(), default)).Reason, StringComparison.Ordinal);

        Assert.Empty(server.Mails);
        Assert.Equal(["EHLO [127.0.0.1]", "STARTTLS"], server.Lines);
    }

    [Fact]
    public async Task Given_a_server_without_STARTTLS_when_it_is_wanted_then_neither_password_nor_mail_goes_in_clear()
    {
        await using var server = new SmtpLoopback(Locked with { OffersStartTls = false, IsStrict = false });

        Assert.Contains("STARTTLS", Assert.IsType<EmailOutcome.Deferred>(await SendAsync(server, SmtpSecurity.StartTls, Mail())).Reason, StringComparison.Ordinal);

        Assert.DoesNotContain(server.Lines, line => line.StartsWith("AUTH", StringComparison.Ordinal) || line.StartsWith("MAIL", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Given_an_answer_slipped_in_before_TLS_when_sent_then_the_connection_is_given_up()
    {
        await using var server = new SmtpLoopback(Locked with { Injects = "250 AUTH PLAIN" });

        Assert.IsType<EmailOutcome.Deferred>(await SendAsync(server, SmtpSecurity.StartTls, Mail()));

        Assert.Empty(server.Mails);
    }

    [Fact]
    public async Task Given_a_wrong_password_when_sent_then_the_mail_waits()
    {
        await using var server = new SmtpLoopback(Locked with { Password = "another" });

        Assert.Equal("The mail server answers 535 5.7.8.", Assert.IsType<EmailOutcome.Deferred>(await SendAsync(server, SmtpSecurity.StartTls, Mail())).Reason);
    }

    [Theory]
    [InlineData("RCPT", "550 5.1.1 <mia@example.com> is unknown", "550 5.1.1")]
    [InlineData("RCPT", "553-no\r\n553 such mailbox", "553")]
    [InlineData("MAIL", "552 5.3.4 too big", "552 5.3.4")]
    [InlineData("DATA", "554 5.5.1 no", "554 5.5.1")]
    [InlineData(".", "554 5.7.1 spam", "554 5.7.1")]
    public async Task Given_a_server_that_refuses_for_good_when_sent_then_that_is_the_outcome_without_the_address(string at, string reply, string reason)
    {
        await using var server = new SmtpLoopback(new SmtpBehaviour { Replies = new Dictionary<string, string> { [at] = reply } });

        Assert.Equal(reason, Assert.IsType<EmailOutcome.Refused>(await SendAsync(server, SmtpSecurity.None, Mail())).Reason);
        Assert.Empty(server.Mails);
    }

    [Theory]
    [InlineData("EHLO", "502 what?")]
    [InlineData("EHLO", "421 4.3.2 going down")]
    [InlineData("MAIL", "451 4.3.0 later")]
    [InlineData("MAIL", "530 5.7.0 log in first")]
    [InlineData("MAIL", "550 <noreply@example.com> may not send here")]
    [InlineData("MAIL", "553 5.7.1 sender not owned by user")]
    [InlineData("RCPT", "550 5.7.1 relaying denied")]
    [InlineData("RCPT", "554-5.7.1 client host\r\n554 5.7.1 blocked")]
    [InlineData("RCPT", "450 4.2.0 greylisted")]
    [InlineData("RCPT", "354 what")]
    [InlineData("DATA", "250 fine")]
    [InlineData(".", "452 4.3.1 disk full")]
    [InlineData("MAIL", "hello")]
    [InlineData("MAIL", "2500 no")]
    public async Task Given_a_server_that_cannot_now_when_sent_then_the_mail_waits(string at, string reply)
    {
        await using var server = new SmtpLoopback(new SmtpBehaviour { Replies = new Dictionary<string, string> { [at] = reply } });

        Assert.IsType<EmailOutcome.Deferred>(await SendAsync(server, SmtpSecurity.None, Mail()));
        Assert.Empty(server.Mails);
    }

    [Theory]
    [InlineData("554 5.3.2 no service here")]
    [InlineData("421 busy")]
    [InlineData("HTTP/1.1 400 Bad Request")]
    public async Task Given_a_greeting_that_is_none_when_sent_then_the_mail_waits(string greeting)
    {
        await using var server = new SmtpLoopback(new SmtpBehaviour { Greeting = greeting });

        Assert.IsType<EmailOutcome.Deferred>(await SendAsync(server, SmtpSecurity.None, Mail()));
    }

    [Fact]
    public async Task Given_answers_without_an_end_when_sent_then_they_are_not_read_for_ever()
    {
        await using var server = new SmtpLoopback(new SmtpBehaviour { Abilities = [.. Enumerable.Repeat("X", 1_000)] });
        Assert.Contains("no end", Assert.IsType<EmailOutcome.Deferred>(await SendAsync(server, SmtpSecurity.None, Mail())).Reason, StringComparison.Ordinal);

        await using var other = new SmtpLoopback(new SmtpBehaviour { Greeting = "220 " + new string('x', 100_000) });
        Assert.Contains("no end", Assert.IsType<EmailOutcome.Deferred>(await SendAsync(other, SmtpSecurity.None, Mail())).Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("greeting")]
    [InlineData("EHLO")]
    [InlineData("RCPT")]
    [InlineData("DATA")]
    public async Task Given_a_server_that_hangs_before_the_mail_when_sent_then_the_mail_waits(string at)
    {
        await using var server = new SmtpLoopback(new SmtpBehaviour { HangsAt = at });

        Assert.IsType<EmailOutcome.Deferred>(await SendAsync(server, SmtpSecurity.None, Mail(), TimeSpan.FromMilliseconds(300)));
    }

    [Theory]
    [InlineData("EHLO")]
    [InlineData("RCPT")]
    [InlineData("content")]
    public async Task Given_a_server_that_hangs_up_before_the_mail_ends_when_sent_then_the_mail_waits(string at)
    {
        await using var server = new SmtpLoopback(new SmtpBehaviour { DropsAt = at });

        Assert.IsType<EmailOutcome.Deferred>(await SendAsync(server, SmtpSecurity.None, Mail(text: string.Concat(Enumerable.Repeat("line\n", 1_000_000)))));
        Assert.Empty(server.Mails);
    }

    [Fact]
    public async Task Given_a_server_that_takes_the_mail_and_says_nothing_when_sent_then_nobody_knows()
    {
        await using var dropping = new SmtpLoopback(new SmtpBehaviour { DropsAt = "." });
        await Assert.ThrowsAnyAsync<IOException>(() => SendAsync(dropping, SmtpSecurity.None, Mail()));
        Assert.Single(dropping.Mails);

        await using var hanging = new SmtpLoopback(new SmtpBehaviour { HangsAt = "." });
        await Assert.ThrowsAsync<TimeoutException>(() => SendAsync(hanging, SmtpSecurity.None, Mail(), TimeSpan.FromMilliseconds(300)));
        Assert.Single(hanging.Mails);
    }

    [Fact]
    public async Task Given_nobody_at_the_address_when_sent_then_the_mail_waits()
    {
        int port;
        await using (var gone = new SmtpLoopback())
        {
            port = gone.Port;
        }

        using var sender = new SmtpEmailSender(new SmtpOptions { Host = "localhost", Port = port, Security = SmtpSecurity.None, From = From });
        Assert.Contains("ConnectionRefused", Assert.IsType<EmailOutcome.Deferred>(await sender.SendAsync(Mail(), default)).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Given_a_mail_larger_than_the_server_takes_when_sent_then_it_is_not_tried()
    {
        await using var server = new SmtpLoopback(new SmtpBehaviour { Abilities = ["SIZE 500"] });

        Assert.IsType<EmailOutcome.Refused>(await SendAsync(server, SmtpSecurity.None, Mail(text: new string('x', 600))));
        Assert.DoesNotContain(server.Lines, line => line.StartsWith("MAIL", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Given_an_address_beyond_ASCII_when_sent_then_only_a_server_that_can_gets_it()
    {
        await using var old = new SmtpLoopback();
        Assert.IsType<EmailOutcome.Refused>(await SendAsync(old, SmtpSecurity.None, Mail(to: "jörg@example.com")));

        await using var able = new SmtpLoopback(new SmtpBehaviour { Abilities = ["8BITMIME", "SMTPUTF8"] });
        Assert.IsType<EmailOutcome.Accepted>(await SendAsync(able, SmtpSecurity.None, Mail(to: "jörg@example.com")));
        var mail = Assert.Single(able.Mails);
        Assert.Equal(("jörg@example.com", "BODY=8BITMIME SMTPUTF8"), (mail.To, mail.Parameters));
        Assert.Contains("<jörg@example.com>", mail.Content, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Given_many_mails_at_once_when_sent_then_no_more_connections_than_allowed_are_open()
    {
        await using var server = new SmtpLoopback();
        using var sender = new SmtpEmailSender(Options(server, SmtpSecurity.None) with { MaxConnections = 2 });

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => sender.SendAsync(Mail(), default)));

        Assert.All(outcomes, outcome => Assert.IsType<EmailOutcome.Accepted>(outcome));
        Assert.Equal(20, server.Mails.Count);

        // The server sees a connection's end a little after the client.
        Assert.InRange(server.MostAtOnce, 1, 6);
    }

    [Fact]
    public async Task Given_many_mails_when_the_server_hangs_then_they_do_not_wait_for_one_another_in_turn()
    {
        await using var server = new SmtpLoopback(new SmtpBehaviour { HangsAt = "EHLO" });
        using var sender = new SmtpEmailSender(Options(server, SmtpSecurity.None) with { MaxConnections = 1, Timeout = TimeSpan.FromMilliseconds(300) });

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => sender.SendAsync(Mail(), default)));

        Assert.All(outcomes, outcome => Assert.IsType<EmailOutcome.Deferred>(outcome));

        // The first, and whoever of the others comes just in time.
        Assert.InRange(server.Lines.Count, 1, 3);
    }

    private static readonly EmailSource From = new("noreply@example.com", "SalesPerf");

    private static EmailMessage Mail(string to = "mia@example.com", string text = "Hi") =>
        new("n.1@salesperf.local", to, "Mia", "Ann: calls turned red", "<p>Hi</p>", text, new DateTimeOffset(2026, 11, 18, 12, 0, 0, TimeSpan.Zero));

    private static SmtpOptions Options(SmtpLoopback server, SmtpSecurity security) => new()
    {
        Host = "localhost",
        Port = server.Port,
        Security = security,
        User = security == SmtpSecurity.None ? null : "perf@example.com",
        Password = security == SmtpSecurity.None ? null : "pässword",
        From = From,
    };

    private static async Task<EmailOutcome> SendAsync(SmtpLoopback server, SmtpSecurity security, EmailMessage mail, TimeSpan? timeout = null)
    {
        using var sender = new SmtpEmailSender(Options(server, security) with { Timeout = timeout ?? TimeSpan.FromSeconds(30) }, Trust);
        return await sender.SendAsync(mail, default);
    }

    private static bool Trust(object sender, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors) =>
        certificate?.GetCertHashString() == SmtpLoopback.Certificate.GetCertHashString();
}
