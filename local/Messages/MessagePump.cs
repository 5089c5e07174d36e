using Microsoft.Extensions.Hosting;
using SalesPerf.Local.Discovery;
using SalesPerf.Local.Hosting;
using SalesPerf.Platform.Messages.Embedded;

namespace SalesPerf.Local.Messages;

/// <summary>Feeds the functions from their queues while the host runs. At its stop nothing more is received, and what is in flight ends.</summary>
public sealed class MessagePump : IHostedService, IDisposable
{
    private static readonly TimeSpan ShortestLook = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan LongestLook = TimeSpan.FromMilliseconds(4);

    // Messages due within this of each other are worked on together unless told otherwise: a clock that stopped at each would stop thousands of times.
    private static readonly TimeSpan Together = TimeSpan.FromSeconds(1);

    private readonly EmbeddedMessageBus bus;
    private readonly Receiver[] receivers;
    private readonly Loops loops = new();

    internal MessagePump(EmbeddedMessageBus bus, FunctionCatalog catalog, ReceiverCalls calls)
    {
        this.bus = bus;
        receivers = [.. catalog.Functions.Select(function => Receive(function, calls)).OfType<Receiver>()];
    }

    public Task StartAsync(CancellationToken cancellationToken)
    {
        loops.Start(receivers.Select(receiver => (Func<CancellationToken, CancellationToken, Task>)receiver.RunAsync));
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => loops.StopAsync(cancellationToken);

    /// <summary>
    /// Returns when no function has a message to work on, now. Messages that wait for their time stay, unless <paramref name="moveClock"/> is given:
    /// it is called with the instant of the next ones, at most <paramref name="together"/> (a second) apart and not later than <paramref name="until"/>, to set the
    /// clock to, and draining goes on.
    /// </summary>
    public async Task DrainAsync(
        Action<DateTimeOffset>? moveClock = null, DateTimeOffset? until = null, TimeSpan? together = null, CancellationToken cancellationToken = default)
    {
        // The clock may have been moved since receivers went to sleep.
        bus.Wake();
        do
        {
            await EmptyAsync(cancellationToken);
        }
        while (moveClock is not null && await MoveToNextAsync(moveClock, until ?? DateTimeOffset.MaxValue, together ?? Together, cancellationToken));
    }

    public void Dispose() => loops.Dispose();

    private static Receiver? Receive(FunctionDefinition function, ReceiverCalls calls) => function switch
    {
        FunctionDefinition.Message message => new SingleReceiver(calls, message),
        FunctionDefinition.Batch batch => new BatchReceiver(calls, batch),
        _ => null,
    };

    private async Task EmptyAsync(CancellationToken cancellationToken)
    {
        string[] queues = [.. receivers.Select(receiver => receiver.Queue).Distinct(StringComparer.Ordinal)];
        for (var look = ShortestLook; ; look = look * 2 < LongestLook ? look * 2 : LongestLook)
        {
            if (await bus.IsIdleAsync(queues, cancellationToken))
            {
                return;
            }

            await Task.Delay(look, cancellationToken);
        }
    }

    private async Task<bool> MoveToNextAsync(Action<DateTimeOffset> moveClock, DateTimeOffset until, TimeSpan together, CancellationToken cancellationToken)
    {
        if (await bus.NextDueAsync(together, until, cancellationToken) is not { } due)
        {
            return false;
        }

        moveClock(due);
        bus.Wake();
        return true;
    }
}
