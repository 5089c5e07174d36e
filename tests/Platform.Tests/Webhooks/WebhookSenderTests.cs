using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Http;
using SalesPerf.Platform.Webhooks;
using SalesPerf.TestKit.Webhooks;

namespace SalesPerf.Platform.Tests.Webhooks;

public sealed class WebhookSenderTests
{
    private static readonly WebhookOptions Inside = new() { AllowsInside = true, Timeout = TimeSpan.FromSeconds(30) };

    [Fact]
    public async Task Given_an_endpoint_when_posted_to_then_it_has_body_and_headers_as_given()
    {
        await using var endpoint = await WebhookLoopback.StartAsync();

        Assert.IsType<WebhookOutcome.Delivered>(await SendAsync(endpoint.Url));

        var received = Assert.Single(endpoint.Received);
        Assert.Equal(("POST", "/hook?a=1", "{\"a\":1}"), (received.Method, received.Address, Encoding.UTF8.GetString(received.Body)));
        Assert.Equal(("application/json", "v1,abc=", "SalesPerf-Webhooks/1"), (received.Headers["content-type"], received.Headers["webhook-signature"], received.Headers["user-agent"]));
        Assert.DoesNotContain(received.Headers.Keys, name => name.Equals("traceparent", StringComparison.OrdinalIgnoreCase));
    }

    [Theory]
    [InlineData(400)]
    [InlineData(401)]
    [InlineData(404)]
    [InlineData(500)]
    public async Task Given_an_answer_that_is_no_yes_when_posted_to_then_it_failed(int status)
    {
        await using var endpoint = await WebhookLoopback.StartAsync();
        endpoint.Answers.Enqueue(status);

        Assert.Equal(new WebhookOutcome.Failed($"The endpoint answers {status}."), await SendAsync(endpoint.Url));
    }

    [Fact]
    public async Task Given_410_when_posted_to_then_it_is_gone()
    {
        await using var endpoint = await WebhookLoopback.StartAsync();
        endpoint.Answers.Enqueue(410);

        Assert.IsType<WebhookOutcome.Gone>(await SendAsync(endpoint.Url));
    }

    [Theory]
    [InlineData(429, "120", 120)]
    [InlineData(503, "9999999", 86_400)]
    [InlineData(500, "120", null)]
    [InlineData(429, "-1", null)]
    [InlineData(429, "soon", null)]
    [InlineData(503, "Wed, 18 Nov 2026 12:02:00 GMT", 120)]
    [InlineData(503, "Fri, 18 Dec 2026 12:00:00 GMT", 86_400)]
    [InlineData(503, "Wed, 18 Nov 2026 11:59:00 GMT", null)]
    public async Task Given_an_answer_that_asks_for_time_when_posted_to_then_it_gets_up_to_a_day(int status, string after, int? seconds)
    {
        await using var endpoint = await WebhookLoopback.StartAsync();
        endpoint.Answer = (context, _) =>
        {
            context.Response.StatusCode = status;
            context.Response.Headers.RetryAfter = after;
            context.Response.Headers.Date = "Wed, 18 Nov 2026 12:00:00 GMT";
            return Task.CompletedTask;
        };

        Assert.Equal(seconds, Assert.IsType<WebhookOutcome.Failed>(await SendAsync(endpoint.Url)).After?.TotalSeconds);
    }

    [Theory]
    [InlineData(301)]
    [InlineData(302)]
    [InlineData(307)]
    [InlineData(308)]
    public async Task Given_a_redirect_to_this_machine_when_posted_to_then_it_is_not_followed(int status)
    {
        await using var target = await WebhookLoopback.StartAsync();
        await using var endpoint = await WebhookLoopback.StartAsync();
        endpoint.Answer = (context, _) =>
        {
            context.Response.StatusCode = status;
            context.Response.Headers.Location = target.Url.ToString();
            return Task.CompletedTask;
        };

        Assert.Contains("not followed", Assert.IsType<WebhookOutcome.Failed>(await SendAsync(endpoint.Url)).Reason, StringComparison.Ordinal);
        Assert.Empty(target.Received);
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("localhost")]
    [InlineData("2130706433")]
    [InlineData("0x7f.1")]
    [InlineData("[::ffff:127.0.0.1]")]
    [InlineData("0.0.0.0")]
    public async Task Given_names_of_this_machine_when_posted_to_then_nothing_reaches_it(string host)
    {
        await using var endpoint = await WebhookLoopback.StartAsync();
        using var sender = new WebhookSender(new WebhookOptions());

        var outcome = await SendAsync(sender, new Uri($"http://{host}:{endpoint.Url.Port}/hook"));

        Assert.Contains("public internet", Assert.IsType<WebhookOutcome.Failed>(outcome).Reason, StringComparison.Ordinal);
        Assert.Empty(endpoint.Received);
    }

    [Fact]
    public async Task Given_a_name_that_stands_for_this_machine_when_posted_to_then_nothing_reaches_it_and_it_is_looked_up_once()
    {
        await using var endpoint = await WebhookLoopback.StartAsync();
        var lookups = 0;
        using var sender = new WebhookSender(new WebhookOptions(), (_, _) =>
        {
            // A second look would find another address, as rebinding does.
            lookups++;
            return Task.FromResult<IPAddress[]>([IPAddress.Parse(lookups == 1 ? "127.0.0.1" : "93.184.216.34"), IPAddress.Parse("10.0.0.1"), IPAddress.IPv6Loopback]);
        });

        var outcome = await SendAsync(sender, new Uri($"http://hooks.example.com:{endpoint.Url.Port}/hook"));

        Assert.Contains("public internet", Assert.IsType<WebhookOutcome.Failed>(outcome).Reason, StringComparison.Ordinal);
        Assert.Equal(1, lookups);
        Assert.Empty(endpoint.Received);
    }

    [Fact]
    public async Task Given_a_name_of_several_addresses_when_one_does_not_answer_then_the_next_is_taken()
    {
        await using var endpoint = await WebhookLoopback.StartAsync();
        using var sender = new WebhookSender(Inside, (_, _) => Task.FromResult<IPAddress[]>([IPAddress.IPv6Loopback, IPAddress.Loopback]));

        Assert.IsType<WebhookOutcome.Delivered>(await SendAsync(sender, new Uri($"http://hooks.example.com:{endpoint.Url.Port}/hook")));
        Assert.Equal($"hooks.example.com:{endpoint.Url.Port}", Assert.Single(endpoint.Received).Headers["host"]);
    }

    [Fact]
    public async Task Given_a_name_that_nobody_knows_when_posted_to_then_it_failed()
    {
        using var sender = new WebhookSender(Inside, (_, _) => throw new SocketException((int)SocketError.HostNotFound));

        Assert.IsType<WebhookOutcome.Failed>(await SendAsync(sender, new Uri("https://nobody.example.com/hook")));
    }

    [Fact]
    public async Task Given_an_endpoint_that_never_answers_when_posted_to_then_the_time_is_up()
    {
        await using var endpoint = await WebhookLoopback.StartAsync();
        endpoint.Answer = (_, ending) => Task.Delay(Timeout.Infinite, ending);

        Assert.Contains("in time", Assert.IsType<WebhookOutcome.Failed>(await SendAsync(endpoint.Url, TimeSpan.FromMilliseconds(300))).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Given_as_many_posts_at_once_as_there_are_handlers_when_the_endpoint_is_slow_then_none_waits_for_another()
    {
        await using var endpoint = await WebhookLoopback.StartAsync();
        var all = new TaskCompletionSource();
        var waiting = 0;
        endpoint.Answer = async (_, ending) =>
        {
            if (Interlocked.Increment(ref waiting) == 16)
            {
                all.SetResult();
            }

            await all.Task.WaitAsync(ending);
        };
        using var sender = new WebhookSender(Inside with { Timeout = TimeSpan.FromSeconds(10) });

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => SendAsync(sender, endpoint.Url)));

        Assert.All(outcomes, outcome => Assert.IsType<WebhookOutcome.Delivered>(outcome));
    }

    [Fact]
    public async Task Given_headers_that_drip_for_ever_when_posted_to_then_the_time_is_up()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var dripping = DripAsync(listener);
        using var sender = new WebhookSender(Inside with { Timeout = TimeSpan.FromMilliseconds(400) });

        var outcome = await SendAsync(sender, new Uri($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/"));

        Assert.Contains("in time", Assert.IsType<WebhookOutcome.Failed>(outcome).Reason, StringComparison.Ordinal);
        await Assert.ThrowsAnyAsync<IOException>(() => dripping);
    }

    [Fact]
    public async Task Given_an_answer_without_an_end_when_posted_to_then_its_status_is_enough()
    {
        await using var endpoint = await WebhookLoopback.StartAsync();
        endpoint.Answer = async (context, ending) =>
        {
            var bytes = new byte[64 * 1024];
            while (!ending.IsCancellationRequested && !context.RequestAborted.IsCancellationRequested)
            {
                await context.Response.Body.WriteAsync(bytes, context.RequestAborted);
            }
        };

        Assert.IsType<WebhookOutcome.Delivered>(await SendAsync(endpoint.Url));
    }

    [Fact]
    public async Task Given_nobody_at_the_address_or_no_HTTP_when_posted_to_then_it_failed()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var url = new Uri($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/");
        var answering = Task.Run(async () =>
        {
            using var client = await listener.AcceptTcpClientAsync();
            await client.GetStream().WriteAsync("220 localhost ESMTP\r\n"u8.ToArray());
        });
        Assert.IsType<WebhookOutcome.Failed>(await SendAsync(url));
        await answering;
        listener.Stop();

        Assert.Equal(new WebhookOutcome.Failed("The endpoint cannot be reached: ConnectionError."), await SendAsync(url));
    }

    [Theory]
    [InlineData("")]
    [InlineData("\0\0\0\0")]
    [InlineData("HTTP/1.1 abc\r\n\r\n")]
    [InlineData("HTTP/1.1 999 what\r\n\r\n")]
    [InlineData("HTTP/9.9 200 OK\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\n: nameless\r\n\r\n")]
    [InlineData("HTTP/1.1 429 slow\r\nRetry-After: 99999999999999999999\r\nContent-Length: 0\r\n\r\n")]
    [InlineData("HTTP/1.1 103 hints\r\n\r\nHTTP/1.1 103 hints\r\n\r\n")]
    [InlineData("HTTP/1.1 101 Switching Protocols\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nX: *\r\n\r\n")]
    public async Task Given_any_answer_that_is_none_when_posted_to_then_it_failed_and_nothing_is_thrown(string answer)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var answering = Task.Run(async () =>
        {
            using var client = await listener.AcceptTcpClientAsync();
            await client.GetStream().ReadExactlyAsync(new byte[10]);
            await client.GetStream().WriteAsync(Encoding.Latin1.GetBytes(answer.Replace("*", new string('x', 100_000), StringComparison.Ordinal)));
        });

        var outcome = await SendAsync(new Uri($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/"), TimeSpan.FromSeconds(10));

        Assert.IsType<WebhookOutcome.Failed>(outcome);
        await Task.WhenAny(answering);
    }

    private static async Task DripAsync(TcpListener listener)
    {
        using var client = await listener.AcceptTcpClientAsync();
        var stream = client.GetStream();
        await stream.WriteAsync("HTTP/1.1 200 OK\r\n"u8.ToArray());
        while (true)
        {
            await stream.WriteAsync("X: y\r\n"u8.ToArray());
            await Task.Delay(20);
        }
    }

    private static async Task<WebhookOutcome> SendAsync(Uri url, TimeSpan? timeout = null)
    {
        using var sender = new WebhookSender(Inside with { Timeout = timeout ?? Inside.Timeout });
        return await SendAsync(sender, url);
    }

    private static Task<WebhookOutcome> SendAsync(WebhookSender sender, Uri url) =>
        sender.SendAsync(url, [new("webhook-id", "msg_1"), new("webhook-signature", "v1,abc=")], "{\"a\":1}"u8.ToArray(), default);
}
