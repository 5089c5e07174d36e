using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.TestHost;

namespace SalesPerf.Local.Tests;

/// <summary>A local host that runs in this process on a data folder of its own.</summary>
internal sealed class RunningHost : IAsyncDisposable
{
    private readonly TemporaryFolder? folder;

    private RunningHost(WebApplication app, HttpClient client, TemporaryFolder? folder)
    {
        (App, Client) = (app, client);
        this.folder = folder;
    }

    public WebApplication App { get; }

    public HttpClient Client { get; }

    /// <summary>Over a real socket on a free port of the loopback interface.</summary>
    public static Task<RunningHost> OnKestrelAsync(LocalOptions options) => StartAsync(options, isInMemory: false);

    /// <summary>Without a socket.</summary>
    public static Task<RunningHost> InMemoryAsync(LocalOptions options) => StartAsync(options, isInMemory: true);

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await App.StopAsync();
        await App.DisposeAsync();
        folder?.Dispose();
    }

    private static async Task<RunningHost> StartAsync(LocalOptions options, bool isInMemory)
    {
        TemporaryFolder? folder = null;
        if (options.Data == new LocalOptions().Data)
        {
            folder = new TemporaryFolder();
            options = options with { Data = folder.Inside("data") };
        }

        var configure = options.Configure;
        options = options with
        {
            IsQuiet = true,
            Urls = "http://127.0.0.1:0",
            Configure = builder =>
            {
                if (isInMemory)
                {
                    builder.WebHost.UseTestServer();
                }

                configure?.Invoke(builder);
            },
        };
        var app = LocalHost.Build(options);
        await app.StartAsync();
        var client = isInMemory ? app.GetTestClient() : new HttpClient { BaseAddress = new Uri(app.Urls.First()) };
        return new(app, client, folder);
    }
}
