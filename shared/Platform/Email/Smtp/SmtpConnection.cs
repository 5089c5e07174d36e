using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Text;

namespace SalesPerf.Platform.Email.Smtp;

/// <summary>A connection to a mail server: lines out, answers in, TLS in between.</summary>
internal sealed class SmtpConnection : IAsyncDisposable
{
    private const int MaxLine = 2_048;
    private const int MaxLines = 128;

    private readonly TcpClient client;
    private readonly byte[] buffer = new byte[4_096];
    private Stream stream;
    private int start;
    private int end;

    private SmtpConnection(TcpClient client)
    {
        this.client = client;
        stream = client.GetStream();
    }

    /// <summary>This end as EHLO names it, an address in brackets: it needs no name that anybody could look up.</summary>
    public string Name { get; private init; } = "[127.0.0.1]";

    public static async Task<SmtpConnection> OpenAsync(string host, int port, CancellationToken cancellationToken)
    {
        var client = new TcpClient { NoDelay = true };
        try
        {
            await client.ConnectAsync(host, port, cancellationToken).ConfigureAwait(false);
            var own = ((IPEndPoint)client.Client.LocalEndPoint!).Address; // it is connected
            own = own.IsIPv4MappedToIPv6 ? own.MapToIPv4() : own;
            return new SmtpConnection(client) { Name = own.AddressFamily == AddressFamily.InterNetworkV6 ? $"[IPv6:{own}]" : $"[{own}]" };
        }
        catch
        {
            client.Dispose();
            throw;
        }
    }

    /// <summary>Goes on in TLS. What came in clear meanwhile was not protected, and ends it.</summary>
    public async Task SecureAsync(SslClientAuthenticationOptions options, CancellationToken cancellationToken)
    {
        if (start < end)
        {
            throw new SmtpProtocolException("The server spoke before TLS began.");
        }

        var secure = new SslStream(stream);
        await secure.AuthenticateAsClientAsync(options, cancellationToken).ConfigureAwait(false);
        stream = secure;
    }

    public async Task<SmtpReply> AskAsync(string line, CancellationToken cancellationToken)
    {
        await stream.WriteAsync(Encoding.UTF8.GetBytes(line + "\r\n"), cancellationToken).ConfigureAwait(false);
        return await ReadAsync(cancellationToken).ConfigureAwait(false);
    }

    public async Task WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        await stream.WriteAsync(bytes, cancellationToken).ConfigureAwait(false);
        await stream.FlushAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <exception cref="SmtpProtocolException">It is no answer, or one without an end.</exception>
    public async Task<SmtpReply> ReadAsync(CancellationToken cancellationToken)
    {
        var lines = new List<string>();
        while (true)
        {
            var line = await LineAsync(cancellationToken).ConfigureAwait(false);
            if (line.Length < 3 || !int.TryParse(line.AsSpan(0, 3), out var code) || code is < 200 or > 599 || (line.Length > 3 && line[3] is not (' ' or '-')))
            {
                throw new SmtpProtocolException("The server's answer is not SMTP.");
            }

            lines.Add(line.Length > 4 ? line[4..] : "");
            if (line.Length == 3 || line[3] == ' ')
            {
                return new SmtpReply(code, lines);
            }

            if (lines.Count >= MaxLines)
            {
                throw new SmtpProtocolException("The server's answer has no end.");
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await stream.DisposeAsync().ConfigureAwait(false);
        client.Dispose();
    }

    private async Task<string> LineAsync(CancellationToken cancellationToken)
    {
        var line = new List<byte>();
        while (true)
        {
            if (start == end)
            {
                start = 0;
                end = await stream.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
                if (end == 0)
                {
                    throw new EndOfStreamException("The server closed the connection.");
                }
            }

            var one = buffer[start++];
            if (one == '\n')
            {
                return Encoding.UTF8.GetString([.. line]).TrimEnd('\r');
            }

            if (line.Count >= MaxLine)
            {
                throw new SmtpProtocolException("A line of the server's answer has no end.");
            }

            line.Add(one);
        }
    }
}

/// <summary>The other side does not speak SMTP as it should.</summary>
internal sealed class SmtpProtocolException(string message) : IOException(message);
