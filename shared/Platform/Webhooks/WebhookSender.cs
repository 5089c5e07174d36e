using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;

namespace SalesPerf.Platform.Webhooks;

/// <summary>
/// Posts to endpoints that somebody else named. Every address a name stands for is looked at when the connection is made, and that very address is connected
/// to, so that a name cannot mean one machine when it is checked and another when it is used. No redirect is followed, no proxy asked, no cookie kept, and of
/// the answer nothing but its status is waited for.
/// </summary>
public sealed class WebhookSender : IDisposable
{
    private static readonly TimeSpan LongestAfter = TimeSpan.FromHours(24);

    private readonly WebhookOptions options;
    private readonly Func<string, CancellationToken, Task<IPAddress[]>> resolve;
    private readonly HttpMessageInvoker http;

    public WebhookSender(WebhookOptions options)
        : this(options, Dns.GetHostAddressesAsync)
    {
    }

    internal WebhookSender(WebhookOptions options, Func<string, CancellationToken, Task<IPAddress[]>> resolve)
    {
        this.options = options;
        this.resolve = resolve;
        http = new HttpMessageInvoker(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseProxy = false,
            UseCookies = false,
            ActivityHeadersPropagator = null,
            ConnectCallback = ConnectAsync,
            PooledConnectionLifetime = TimeSpan.FromMinutes(1),

            // As many as there are handlers: an attempt that waited for another's connection would lose the time it is given.
            MaxConnectionsPerServer = 16,
            MaxResponseHeadersLength = 32,
            MaxResponseDrainSize = 16 * 1024,
            ResponseDrainTimeout = TimeSpan.FromSeconds(1),
        });
    }

    /// <summary>Posts by another way than the network.</summary>
    internal WebhookSender(WebhookOptions options, HttpMessageHandler way)
    {
        (this.options, resolve, http) = (options, Dns.GetHostAddressesAsync, new HttpMessageInvoker(way));
    }

    public bool AllowsInside => options.AllowsInside;

    /// <summary>Posts JSON. It throws only when <paramref name="cancellationToken"/> ends it.</summary>
    public async Task<WebhookOutcome> SendAsync(
        Uri url, IReadOnlyList<KeyValuePair<string, string>> headers, ReadOnlyMemory<byte> body, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(options.Timeout);
        using var request = new HttpRequestMessage(HttpMethod.Post, url) { Content = new ReadOnlyMemoryContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        request.Headers.UserAgent.Add(new ProductInfoHeaderValue("SalesPerf-Webhooks", "1"));
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        try
        {
            // It returns at the answer's headers. The rest is not read: leaving drains a little of it, or closes the connection.
            using var response = await http.SendAsync(request, limit.Token).ConfigureAwait(false);
            return OutcomeOf(response);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new WebhookOutcome.Failed("The endpoint does not answer in time.");
        }
        catch (HttpRequestException exception)
        {
            return new WebhookOutcome.Failed(exception.InnerException is InsideAddressException inside ? inside.Message : $"The endpoint cannot be reached: {exception.HttpRequestError}.");
        }
    }

    public void Dispose() => http.Dispose();

    private static WebhookOutcome OutcomeOf(HttpResponseMessage response) => (int)response.StatusCode switch
    {
        >= 200 and < 300 => new WebhookOutcome.Delivered(),
        410 => new WebhookOutcome.Gone(),
        >= 300 and < 400 and var code => new WebhookOutcome.Failed($"The endpoint answers {code}; redirects are not followed."),
        var code => new WebhookOutcome.Failed($"The endpoint answers {code}.", code is 429 or 503 && After(response.Headers) is { } after ? (after < LongestAfter ? after : LongestAfter) : null),
    };

    /// <summary>How long it asks to be left alone. A date is by its own clock.</summary>
    private static TimeSpan? After(HttpResponseHeaders headers) => headers.RetryAfter switch
    {
        { Delta: { } delta } => delta,
        { Date: { } date } when headers.Date is { } now && date > now => date - now,
        _ => null,
    };

    private async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var (host, port) = (context.DnsEndPoint.Host, context.DnsEndPoint.Port);
        var known = IPAddress.TryParse(host, out var literal) ? [literal] : await resolve(host, cancellationToken).ConfigureAwait(false);
        var allowed = Array.FindAll(known, address => options.AllowsInside || OutsideAddresses.Contains(address));
        if (allowed.Length == 0)
        {
            throw new InsideAddressException();
        }

        for (var next = 0; ; next++)
        {
            var socket = new Socket(allowed[next].AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            try
            {
                await socket.ConnectAsync(new IPEndPoint(allowed[next], port), cancellationToken).ConfigureAwait(false);
                return new NetworkStream(socket, ownsSocket: true);
            }
            catch (SocketException) when (next < allowed.Length - 1)
            {
                socket.Dispose();
            }
            catch
            {
                socket.Dispose();
                throw;
            }
        }
    }

    private sealed class InsideAddressException() : IOException("The endpoint's address is not one of the public internet.");
}
