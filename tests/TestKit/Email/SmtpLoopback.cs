using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace SalesPerf.TestKit.Email;

/// <summary>A mail server on loopback that takes mail, or behaves as badly as it is told to.</summary>
public sealed class SmtpLoopback : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource ending = new();
    private readonly ConcurrentBag<Task> sessions = [];
    private readonly Task accepting;

    public SmtpLoopback(SmtpBehaviour? behaviour = null)
    {
        Behaviour = behaviour ?? new SmtpBehaviour();
        listener.Start();
        accepting = AcceptAsync();
    }

    /// <summary>Its certificate, for <c>localhost</c>, signed by nobody.</summary>
    public static X509Certificate2 Certificate { get; } = MakeCertificate();

    public SmtpBehaviour Behaviour { get; set; }

    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    /// <summary>What it took, in order.</summary>
    public ConcurrentQueue<SmtpMail> Mails { get; } = [];

    /// <summary>Every line said to it outside of mails.</summary>
    public ConcurrentQueue<string> Lines { get; } = [];

    /// <summary>The most conversations at once.</summary>
    public int MostAtOnce { get; private set; }

    public async ValueTask DisposeAsync()
    {
        await ending.CancelAsync();
        listener.Stop();
        await accepting.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await Task.WhenAll(sessions).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        ending.Dispose();
    }

    private async Task AcceptAsync()
    {
        var open = 0;
        while (true)
        {
            var client = await listener.AcceptTcpClientAsync(ending.Token);
            lock (listener)
            {
                MostAtOnce = Math.Max(MostAtOnce, ++open);
            }

            sessions.Add(Task.Run(async () =>
            {
                using (client)
                {
                    await new SmtpSession(this, client.GetStream(), ending.Token).RunAsync().ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                }

                lock (listener)
                {
                    open--;
                }
            }));
        }
    }

    private static X509Certificate2 MakeCertificate()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        request.CertificateExtensions.Add(names.Build());
        using var made = request.CreateSelfSigned(new DateTimeOffset(2020, 1, 1, 0, 0, 0, TimeSpan.Zero), new DateTimeOffset(2120, 1, 1, 0, 0, 0, TimeSpan.Zero));
        return X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pfx), null);
    }
}

/// <summary>A mail as the server took it.</summary>
public sealed record SmtpMail(string From, string To, string Parameters, string Content, bool IsSecure, string? User);

/// <summary>How the server behaves. Replies are whole lines without the line end; null is the usual one.</summary>
public sealed record SmtpBehaviour
{
    public string Greeting { get; init; } = "220 localhost ESMTP";

    /// <summary>TLS from the first byte.</summary>
    public bool IsTls { get; init; }

    public bool OffersStartTls { get; init; }

    /// <summary>Says this in clear right behind its answer to STARTTLS, as somebody in the middle would.</summary>
    public string? Injects { get; init; }

    /// <summary>Refuses everything but STARTTLS before TLS, and mail before it knows who sends it.</summary>
    public bool IsStrict { get; init; }

    public string? User { get; init; }

    public string? Password { get; init; }

    public string Mechanisms { get; init; } = "PLAIN LOGIN";

    /// <summary>Further lines of its answer to EHLO.</summary>
    public IReadOnlyList<string> Abilities { get; init; } = ["8BITMIME", "SIZE 10000000"];

    /// <summary>Its answer to a command, by verb; <c>.</c> is the end of a mail.</summary>
    public IReadOnlyDictionary<string, string> Replies { get; init; } = new Dictionary<string, string>();

    /// <summary>Never answers this verb, <c>.</c> included; <c>greeting</c> is the first line.</summary>
    public string? HangsAt { get; init; }

    /// <summary>Closes the connection instead of answering this verb. At <c>.</c> it took the mail before.</summary>
    public string? DropsAt { get; init; }
}

/// <summary>One conversation.</summary>
internal sealed class SmtpSession(SmtpLoopback server, Stream network, CancellationToken ending)
{
    private readonly SmtpBehaviour behaviour = server.Behaviour;
    private Stream stream = network;
    private string? user;
    private (string Address, string Parameters)? from;
    private string? to;

    private bool IsSecure => stream is SslStream;

    public async Task RunAsync()
    {
        if (behaviour.IsTls)
        {
            await SecureAsync();
        }

        await PauseAsync("greeting");
        await SayAsync(behaviour.Greeting);
        while (await LineAsync() is { } line)
        {
            server.Lines.Enqueue(line);
            var verb = line.Split(' ', 2)[0].ToUpperInvariant();
            if (behaviour.DropsAt == verb || verb == "QUIT")
            {
                return;
            }

            await PauseAsync(verb);
            if (!await AnswerAsync(verb, line))
            {
                return;
            }
        }
    }

    private async Task<bool> AnswerAsync(string verb, string line)
    {
        if (behaviour.Replies.TryGetValue(verb, out var reply))
        {
            await SayAsync(reply);
            return true;
        }

        switch (verb)
        {
            case "EHLO":
                string[] offered = [.. behaviour.Abilities, .. behaviour.OffersStartTls && !IsSecure ? ["STARTTLS"] : Array.Empty<string>(),
                    .. behaviour.User is not null && IsSecure ? [$"AUTH {behaviour.Mechanisms}"] : Array.Empty<string>()];
                await SayAsync(string.Join("\r\n", offered.Select(ability => $"250-{ability}").Prepend("250-localhost at your service")) + "\r\n250 HELP");
                break;
            case "STARTTLS" when behaviour.OffersStartTls:
                await SayAsync("220 go ahead" + (behaviour.Injects is { } more ? "\r\n" + more : ""));
                await SecureAsync();
                break;
            case "AUTH":
                await LogInAsync(line);
                break;
            case "MAIL" when behaviour.IsStrict && !IsSecure:
                await SayAsync("530 5.7.0 Must issue a STARTTLS command first");
                break;
            case "MAIL" when behaviour.User is not null && user is null:
                await SayAsync("530 5.7.0 Authentication required");
                break;
            case "MAIL":
                from = (Address(line), line[(line.IndexOf('>', StringComparison.Ordinal) + 1)..].Trim());
                await SayAsync("250 2.1.0 ok");
                break;
            case "RCPT":
                to = Address(line);
                await SayAsync("250 2.1.5 ok");
                break;
            case "DATA":
                await SayAsync("354 go on");
                return await TakeAsync();
            default:
                await SayAsync("502 5.5.2 what?");
                break;
        }

        return true;
    }

    private async Task<bool> TakeAsync()
    {
        var content = new StringBuilder();
        while (await LineAsync() is { } line)
        {
            if (line == ".")
            {
                if (!behaviour.Replies.ContainsKey("."))
                {
                    server.Mails.Enqueue(new SmtpMail(from!.Value.Address, to!, from.Value.Parameters, content.ToString(), IsSecure, user));
                }

                if (behaviour.DropsAt == ".")
                {
                    return false;
                }

                await PauseAsync(".");
                await SayAsync(behaviour.Replies.GetValueOrDefault(".", "250 2.0.0 taken"));
                return true;
            }

            content.Append(line.StartsWith('.') ? line[1..] : line).Append("\r\n");
            if (behaviour.DropsAt == "content" && content.Length > 200)
            {
                return false;
            }
        }

        return false;
    }

    private async Task LogInAsync(string line)
    {
        var parts = line.Split(' ');
        string[] given;
        if (parts[1] == "PLAIN" && parts.Length == 3 && behaviour.Mechanisms.Contains("PLAIN", StringComparison.Ordinal))
        {
            given = Text(parts[2]).Split('\0')[1..];
        }
        else if (parts[1] == "LOGIN" && behaviour.Mechanisms.Contains("LOGIN", StringComparison.Ordinal))
        {
            await SayAsync("334 VXNlcm5hbWU6");
            var name = Text(await LineAsync() ?? "");
            await SayAsync("334 UGFzc3dvcmQ6");
            given = [name, Text(await LineAsync() ?? "")];
        }
        else
        {
            await SayAsync("504 5.5.4 not offered");
            return;
        }

        user = given is [var who, var word] && who == behaviour.User && word == behaviour.Password ? who : null;
        await SayAsync(user is null ? "535 5.7.8 wrong" : "235 2.7.0 welcome");
    }

    private async Task SecureAsync()
    {
        var secure = new SslStream(stream);
        await secure.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificate = SmtpLoopback.Certificate }, ending);
        stream = secure;
    }

    private Task PauseAsync(string verb) => behaviour.HangsAt == verb ? Task.Delay(Timeout.Infinite, ending) : Task.CompletedTask;

    private async Task SayAsync(string reply)
    {
        await stream.WriteAsync(Encoding.UTF8.GetBytes(reply + "\r\n"), ending);
        await stream.FlushAsync(ending);
    }

    private async Task<string?> LineAsync()
    {
        var line = new List<byte>();
        var one = new byte[1];
        while (await stream.ReadAsync(one, ending) == 1)
        {
            if (one[0] == '\n')
            {
                // A client may not end lines otherwise, and no CR may stand alone.
                return line.Count > 0 && line[^1] == '\r' ? Encoding.UTF8.GetString([.. line[..^1]]) : throw new InvalidDataException("A line ends without CR.");
            }

            line.Add(one[0]);
        }

        return null;
    }

    private static string Address(string line) =>
        line[(line.IndexOf('<', StringComparison.Ordinal) + 1)..line.IndexOf('>', StringComparison.Ordinal)];

    private static string Text(string base64) => Encoding.UTF8.GetString(Convert.FromBase64String(base64));
}
