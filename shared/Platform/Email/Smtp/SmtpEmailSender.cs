using System.Globalization;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Text;

namespace SalesPerf.Platform.Email.Smtp;

/// <summary>
/// Mail by SMTP (RFC 5321), a connection each. What the server says about the mail for good (5xx to its receiver or content) is an outcome; whatever else
/// goes wrong before the mail's last byte, the server's own troubles, a wrong password and a sender it does not let send included, defers it; after that nobody
/// knows, and it throws.
/// </summary>
public sealed class SmtpEmailSender : IEmailSender, IDisposable
{
    private readonly SmtpOptions options;
    private readonly SslClientAuthenticationOptions tls;
    private readonly SemaphoreSlim connections;

    public SmtpEmailSender(SmtpOptions options)
        : this(options, null)
    {
    }

    internal SmtpEmailSender(SmtpOptions options, RemoteCertificateValidationCallback? trust)
    {
        this.options = options;
        tls = new SslClientAuthenticationOptions { TargetHost = options.Host, RemoteCertificateValidationCallback = trust };
        connections = new SemaphoreSlim(options.MaxConnections);
    }

    public async Task<EmailOutcome> SendAsync(EmailMessage message, CancellationToken cancellationToken)
    {
        var mail = MimeMessage.Compose(message, options.From);

        // Nobody waits long for a server that hangs: a claim is taken over after ten minutes, as if whoever made it were dead.
        if (!await connections.WaitAsync(options.Timeout, cancellationToken).ConfigureAwait(false))
        {
            return new EmailOutcome.Deferred("The mail server is busy with other mails.");
        }

        try
        {
            return await SendAsync(message.To, mail, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            connections.Release();
        }
    }

    public void Dispose() => connections.Dispose();

    private async Task<EmailOutcome> SendAsync(string to, byte[] mail, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(options.Timeout);
        var hasEnded = false;
        try
        {
            var connection = await SmtpConnection.OpenAsync(options.Host, options.Port, limit.Token).ConfigureAwait(false);
            await using (connection.ConfigureAwait(false))
            {
                if (await BeginAsync(connection, to, mail, limit.Token).ConfigureAwait(false) is { } not)
                {
                    await QuitAsync(connection, limit.Token).ConfigureAwait(false);
                    return not;
                }

                await connection.WriteAsync(DotStuffing.Stuff(mail), limit.Token).ConfigureAwait(false);
                hasEnded = true;
                await connection.WriteAsync(DotStuffing.End, limit.Token).ConfigureAwait(false);
                var reply = await connection.ReadAsync(limit.Token).ConfigureAwait(false);
                await QuitAsync(connection, limit.Token).ConfigureAwait(false);
                return reply.Kind == 2 ? new EmailOutcome.Accepted() : OfMail(reply);
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return hasEnded ? throw new TimeoutException("The mail server did not say whether it took the mail.") : new EmailOutcome.Deferred("The mail server does not answer in time.");
        }
        catch (Exception exception) when (!hasEnded && Failure(exception) is { } reason)
        {
            return new EmailOutcome.Deferred(reason);
        }
    }

    /// <summary>Everything up to the mail itself. Null when the server waits for it.</summary>
    private async Task<EmailOutcome?> BeginAsync(SmtpConnection connection, string to, byte[] mail, CancellationToken cancellationToken)
    {
        if (options.Security == SmtpSecurity.Tls)
        {
            await connection.SecureAsync(tls, cancellationToken).ConfigureAwait(false);
        }

        var abilities = await GreetAsync(connection, cancellationToken).ConfigureAwait(false);
        var isUtf8 = EmailAddress.NeedsUtf8(to) || EmailAddress.NeedsUtf8(options.From.Address);
        if (isUtf8 && !(abilities.Has("SMTPUTF8") && abilities.Has("8BITMIME")))
        {
            return new EmailOutcome.Refused("The mail server takes no addresses beyond ASCII.");
        }

        if (abilities.MaxSize < mail.Length)
        {
            return new EmailOutcome.Refused("The mail is larger than the mail server takes.");
        }

        var sender = new StringBuilder($"MAIL FROM:<{options.From.Address}>");
        if (abilities.Has("SIZE"))
        {
            sender.Append(CultureInfo.InvariantCulture, $" SIZE={mail.Length}");
        }

        if (isUtf8)
        {
            sender.Append(" BODY=8BITMIME SMTPUTF8");
        }

        foreach (var (line, kind) in new[] { (sender.ToString(), 2), ($"RCPT TO:<{to}>", 2), ("DATA", 3) })
        {
            var reply = await connection.AskAsync(line, cancellationToken).ConfigureAwait(false);
            if (reply.Kind != kind)
            {
                return IsOfApp(line, reply) ? new EmailOutcome.Deferred(reply.Reason) : OfMail(reply);
            }
        }

        return null;
    }

    private async Task<SmtpAbilities> GreetAsync(SmtpConnection connection, CancellationToken cancellationToken)
    {
        Require(await connection.ReadAsync(cancellationToken).ConfigureAwait(false));
        var hello = $"EHLO {connection.Name}";
        var abilities = new SmtpAbilities(Require(await connection.AskAsync(hello, cancellationToken).ConfigureAwait(false)));
        if (options.Security == SmtpSecurity.StartTls)
        {
            if (!abilities.Has("STARTTLS"))
            {
                throw new SmtpProtocolException("The mail server offers no STARTTLS.");
            }

            Require(await connection.AskAsync("STARTTLS", cancellationToken).ConfigureAwait(false));
            await connection.SecureAsync(tls, cancellationToken).ConfigureAwait(false);

            // What it said in clear may have been said by somebody else.
            abilities = new SmtpAbilities(Require(await connection.AskAsync(hello, cancellationToken).ConfigureAwait(false)));
        }

        if (options is { User: { } user, Password: { } password })
        {
            await LogInAsync(connection, abilities, user, password, cancellationToken).ConfigureAwait(false);
        }

        return abilities;
    }

    private static async Task LogInAsync(SmtpConnection connection, SmtpAbilities abilities, string user, string password, CancellationToken cancellationToken)
    {
        if (abilities.CanLogInBy("PLAIN"))
        {
            Require(await connection.AskAsync($"AUTH PLAIN {Base64($"\0{user}\0{password}")}", cancellationToken).ConfigureAwait(false));
        }
        else if (abilities.CanLogInBy("LOGIN"))
        {
            Require(await connection.AskAsync("AUTH LOGIN", cancellationToken).ConfigureAwait(false));
            Require(await connection.AskAsync(Base64(user), cancellationToken).ConfigureAwait(false));
            Require(await connection.AskAsync(Base64(password), cancellationToken).ConfigureAwait(false));
        }
        else
        {
            throw new SmtpProtocolException("The mail server offers neither AUTH PLAIN nor AUTH LOGIN.");
        }
    }

    // Everything is decided; a server that hangs up first is right too.
    private static async Task QuitAsync(SmtpConnection connection, CancellationToken cancellationToken)
    {
        try
        {
            await connection.WriteAsync("QUIT\r\n"u8.ToArray(), cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is IOException or OperationCanceledException)
        {
            return;
        }
    }

    /// <summary>What is said before a mail is spoken of is about the server or this app, not about the mail.</summary>
    private static SmtpReply Require(SmtpReply reply) => reply.Kind is 2 or 3 ? reply : throw new SmtpProtocolException($"The mail server answers {reply.Reason}.");

    // An address that may not send here, or a server that does not relay for this machine, is put right, and then the mail goes. Its size is the mail's own.
    private static bool IsOfApp(string line, SmtpReply reply) => reply.IsPolicy || (line.StartsWith("MAIL", StringComparison.Ordinal) && reply.Code != 552);

    // That somebody has to log in, or may not send in clear, is no fault of the mail's.
    private static EmailOutcome OfMail(SmtpReply reply) =>
        reply is { Kind: 5, Code: not (530 or 534 or 535 or 538) } ? new EmailOutcome.Refused(reply.Reason) : new EmailOutcome.Deferred(reply.Reason);

    private static string? Failure(Exception exception) => exception switch
    {
        SmtpProtocolException { Message: var message } => message,
        AuthenticationException => "The mail server's certificate is not accepted, or it speaks no TLS.",
        SocketException { SocketErrorCode: var error } => $"The mail server cannot be reached: {error}.",
        IOException => "The connection to the mail server was lost.",
        _ => null,
    };

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));
}
