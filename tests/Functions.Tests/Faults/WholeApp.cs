using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using SalesPerf.Functions.Access;
using SalesPerf.Functions.Tests.Digests;
using SalesPerf.Functions.Tests.Resources;
using SalesPerf.Local;
using SalesPerf.Local.Discovery;
using SalesPerf.Platform.Documents;
using SalesPerf.Platform.Email;
using SalesPerf.Platform.Messages;
using SalesPerf.Platform.Messages.Embedded;
using SalesPerf.TestKit;
using SalesPerf.TestKit.Documents;

namespace SalesPerf.Functions.Tests.Faults;

/// <summary>
/// Every function of the app, on a clock that stands still, one message after the other: two runs do the same calls in the same order. A message whose
/// handler fails is delivered again, a request that is answered 503 is sent again.
/// </summary>
internal sealed class WholeApp : IAsyncDisposable
{
    private const string AdminKey = "an-admin-key-for-tests-only";
    // A handler may make many calls of which each loses its answer.
    private const int MaxDeliveries = 200;

    private static readonly TimeSpan Horizon = TimeSpan.FromHours(3);

    // Where there is one, a disk in memory: nothing here is about power failures.
    private static readonly string Disk = System.IO.Directory.Exists("/dev/shm") ? "/dev/shm" : Path.GetTempPath();

    private readonly string folder = Path.Combine(Disk, $"salesperf-whole-{Guid.NewGuid():N}");
    private readonly HashSet<string> ran = new(StringComparer.Ordinal);
    private readonly StoppedClock clock;
    private readonly WebApplication app;

    private WholeApp(DateTimeOffset now, LostAnswers lost, Func<DocumentBatch, Task>? hook)
    {
        IDocumentStore over = hook is null ? Store : new HookedDocuments(Store)
        {
            BeforeCommit = async batch =>
            {
                await hook(batch);
                return null;
            },
        };
        clock = new StoppedClock(now);
        app = LocalHost.Build(new LocalOptions
        {
            Data = folder,
            IsQuiet = true,
            RunsTimers = false,
            Clock = clock,
            Configure = builder =>
            {
                builder.WebHost.UseTestServer();
                builder.Configuration[AccessOptions.AdminKeySetting] = AdminKey;
                builder.Configuration["Webhooks:AllowsInside"] = "true";
                builder.Services.AddSingleton<IDataProtectionProvider>(new EphemeralDataProtectionProvider());
                builder.Services.AddSingleton<IEmailSender>(Mail);
                builder.Services.AddSingleton<IDocumentStore>(lost.Over(over));
                builder.Services.AddSingleton<IMessageBus>(services => lost.Over(services.GetRequiredService<EmbeddedMessageBus>()));
                builder.Services.AddSingleton<IStartupFilter>(new Watch(this));

                // Neither the pump nor the timers: both are made by factories.
                foreach (var background in builder.Services.Where(service => service.ServiceType == typeof(IHostedService) && service.ImplementationFactory is not null).ToList())
                {
                    builder.Services.Remove(background);
                }
            },
        });
    }

    public MemoryDocuments Store { get; } = new();

    public SentMail Mail { get; } = new();

    /// <summary>Functions that ran so far.</summary>
    public IReadOnlySet<string> Ran => ran;

    public FunctionCatalog Catalog => app.Services.GetRequiredService<FunctionCatalog>();

    private EmbeddedMessageBus Bus => app.Services.GetRequiredService<EmbeddedMessageBus>();

    public T Get<T>()
        where T : notnull => app.Services.GetRequiredService<T>();

    public static async Task<WholeApp> StartAsync(DateTimeOffset now, LostAnswers lost, Func<DocumentBatch, Task>? hook = null)
    {
        var whole = new WholeApp(now, lost, hook);
        await whole.app.StartAsync();
        return whole;
    }

    public void MoveTo(DateTimeOffset instant)
    {
        Assert.True(instant >= clock.GetUtcNow(), $"It is {clock.GetUtcNow():O} already.");
        clock.Advance(instant - clock.GetUtcNow());
    }

    /// <summary>
    /// Sends a request until it is answered with something else than 503, and demands that it was done. What was sent is handled before the part
    /// of an export is sent again: it waits for that.
    /// </summary>
    public async Task<Answer> DoAsync(string method, string path, string? body = null, string type = "application/json", params (string Name, string Value)[] headers)
    {
        for (var time = 1; ; time++)
        {
            var answer = await SendAsync(method, path, body, type, headers);
            if (answer.Code == 503 && time < MaxDeliveries)
            {
                if (path.Contains("/parts/", StringComparison.Ordinal))
                {
                    await HandleDueAsync();
                }

                continue;
            }

            // Sent a second time, a change may find that it is done: the version is another, or what was to go is gone.
            var isDone = answer.Code is >= 200 and < 300 || (time > 1 && (answer.Code is 412 or 428 || (method == "DELETE" && answer.Code is 404 or 410)));
            Assert.True(isDone, $"{method} {path}, time {time}: {answer.Code} {answer.Text}");
            return answer;
        }
    }

    /// <summary>Runs messages until none is due within three hours, moving the clock to those that wait.</summary>
    public async Task DrainAsync()
    {
        while (true)
        {
            if (await HandleDueAsync() > 0)
            {
                continue;
            }

            if (await Bus.NextDueAsync(TimeSpan.FromSeconds(1), clock.GetUtcNow() + Horizon, default) is not { } due)
            {
                return;
            }

            MoveTo(due);
        }
    }

    public async Task TimerAsync(string name)
    {
        await DoAsync("POST", $"/admin/functions/{name}");
        ran.Add(name);
        await DrainAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await app.StopAsync();
        await app.DisposeAsync();
        System.IO.Directory.Delete(folder, recursive: true);
    }

    /// <summary>Runs what is due now, once through all queues.</summary>
    private async Task<int> HandleDueAsync()
    {
        var count = 0;
        foreach (var function in Catalog.Functions)
        {
            count += function switch
            {
                FunctionDefinition.Message message => await RunAsync(function, message.Source, 1, (scope, bodies) => message.Call(scope, bodies[0], default)),
                FunctionDefinition.Batch batch => await RunAsync(function, batch.Source, 200, (scope, bodies) => batch.Call(scope, bodies, default)),
                _ => 0,
            };
        }

        return count;
    }

    private async Task<int> RunAsync(FunctionDefinition function, MessageSource source, int size, Func<IServiceProvider, string[], Task> run)
    {
        var count = 0;
        while (await Bus.ReceiveAsync(source.ToString(), size, TimeSpan.FromMinutes(5), default) is { Count: > 0 } received)
        {
            ran.Add(function.Name);
            await DeliverAsync(run, [.. received.Select(message => message.Body)]);
            await Bus.CompleteAsync(received, default);
            count += received.Count;
        }

        return count;
    }

    private async Task DeliverAsync(Func<IServiceProvider, string[], Task> run, string[] bodies)
    {
        for (var delivery = 1; ; delivery++)
        {
            try
            {
                await using var scope = app.Services.CreateAsyncScope();
                await run(scope.ServiceProvider, bodies);
                return;
            }
            catch (TimeoutException) when (delivery < MaxDeliveries)
            {
                // What the broker does when a handler does not complete.
            }
        }
    }

    /// <summary>Sends a request once, whatever is answered.</summary>
    public async Task<Answer> SendAsync(string method, string path, string? body = null, string type = "application/json", params (string Name, string Value)[] headers)
    {
        using var client = app.GetTestClient();
        using var request = new HttpRequestMessage(new HttpMethod(method), path.StartsWith("/admin", StringComparison.Ordinal) ? path : "/api/v1" + path);
        request.Content = body is null ? null : new ByteArrayContent(Encoding.UTF8.GetBytes(body)) { Headers = { { "Content-Type", type } } };
        if (!headers.Any(header => header.Name is "Authorization" or "x-api-key"))
        {
            request.Headers.Add("x-api-key", AdminKey);
        }

        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        using var response = await client.SendAsync(request);
        return new Answer(response.StatusCode, await response.Content.ReadAsStringAsync(), response.Headers.ETag?.ToString(), response.Headers.Location?.ToString());
    }

    private sealed class Watch(WholeApp whole) : IStartupFilter
    {
        public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => builder =>
        {
            builder.Use(async (HttpContext context, RequestDelegate following) =>
            {
                await following(context);
                whole.ran.Add(context.GetEndpoint()?.DisplayName ?? "");
            });
            next(builder);
        };
    }
}
