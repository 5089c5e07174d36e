using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace SalesPerf.TestKit.Webhooks;

/// <summary>An endpoint on loopback that keeps what is posted to it, and answers as it is told to.</summary>
public sealed class WebhookLoopback : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly CancellationTokenSource ending = new();

    private WebhookLoopback(WebApplication app) => this.app = app;

    public Uri Url => new(app.Urls.First() + "/hook?a=1");

    /// <summary>Every request, in order, before it is answered.</summary>
    public ConcurrentQueue<ReceivedWebhook> Received { get; } = [];

    /// <summary>Statuses to answer with, in this order; then 204.</summary>
    public ConcurrentQueue<int> Answers { get; } = [];

    /// <summary>Writes the whole answer instead, when set. The token ends with this endpoint.</summary>
    public Func<HttpContext, CancellationToken, Task>? Answer { get; set; }

    public static async Task<WebhookLoopback> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.Configure<Microsoft.Extensions.Hosting.HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromMilliseconds(200));
        var app = builder.Build();
        var endpoint = new WebhookLoopback(app);
        app.Run(endpoint.HandleAsync);
        await app.StartAsync();
        return endpoint;
    }

    public async ValueTask DisposeAsync()
    {
        await ending.CancelAsync();
        await app.DisposeAsync();
        ending.Dispose();
    }

    private async Task HandleAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, ending.Token);
        Received.Enqueue(new ReceivedWebhook(
            context.Request.Method,
            context.Request.Path + context.Request.QueryString,
            context.Request.Headers.ToDictionary(header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase),
            body.ToArray()));
        if (Answer is { } answer)
        {
            await answer(context, ending.Token);
            return;
        }

        context.Response.StatusCode = Answers.TryDequeue(out var status) ? status : StatusCodes.Status204NoContent;
    }
}

/// <summary>A request as it came.</summary>
public sealed record ReceivedWebhook(string Method, string Address, IReadOnlyDictionary<string, string> Headers, byte[] Body);
