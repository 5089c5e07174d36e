using Microsoft.Extensions.DependencyInjection;
using SalesPerf.CosmosLoopback;
using SalesPerf.Functions.Access;
using SalesPerf.Local.Messages;
using SalesPerf.TestKit;

namespace SalesPerf.Local.Tests.Acceptance;

/// <summary>The whole product on one machine, on a socket and a clock of its own; timers fire only when asked.</summary>
internal sealed class ApiHost : IAsyncDisposable
{
    public const string AdminKey = "an-admin-key-for-acceptance";

    private readonly RunningHost host;

    private ApiHost(RunningHost host, ShiftedClock clock)
    {
        (this.host, Clock) = (host, clock);
        host.Client.Timeout = TimeSpan.FromSeconds(100);
        Api = new ApiClient(host.Client, AdminKey);
    }

    public ShiftedClock Clock { get; }

    public ApiClient Api { get; }

    public IServiceProvider Services => host.App.Services;

    /// <param name="now">When it is.</param>
    /// <param name="data">The data folder; null is a new one that is gone afterwards.</param>
    /// <param name="documents">Where the documents are; null is what <see cref="TestStore"/> says.</param>
    /// <param name="configure">Other services.</param>
    public static async Task<ApiHost> StartAsync(DateTimeOffset now, string? data = null, CosmosAccount? documents = null, Action<IServiceCollection>? configure = null)
    {
        var clock = new ShiftedClock(now);
        return new ApiHost(
            await RunningHost.OnKestrelAsync(new LocalOptions
            {
                Data = data ?? new LocalOptions().Data,
                Cosmos = documents ?? DocumentsOf.Data(data ?? Guid.NewGuid().ToString()),
                Clock = clock,
                RunsTimers = false,
                Configure = builder =>
                {
                    builder.Configuration[AccessOptions.AdminKeySetting] = AdminKey;
                    configure?.Invoke(builder.Services);
                },
            }),
            clock);
    }

    /// <summary>Works until nothing is left, moving the clock to what waits less than two minutes.</summary>
    public Task DrainAsync() => Services.GetRequiredService<MessagePump>().DrainAsync(MoveTo, Clock.GetUtcNow().AddMinutes(2));

    public ValueTask DisposeAsync() => host.DisposeAsync();

    private void MoveTo(DateTimeOffset instant)
    {
        var ahead = instant - Clock.GetUtcNow();
        if (ahead > TimeSpan.Zero)
        {
            Clock.Advance(ahead);
        }
    }
}
