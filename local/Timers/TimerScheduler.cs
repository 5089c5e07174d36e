using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using SalesPerf.Functions.Health;
using SalesPerf.Local.Discovery;
using SalesPerf.Local.Hosting;

namespace SalesPerf.Local.Timers;

/// <summary>Fires the timer functions while the host runs.</summary>
public sealed class TimerScheduler : IHostedService, IDisposable
{
    private readonly FunctionTimer[] timers;
    private readonly bool runsByItself;
    private readonly Loops loops = new();

    internal TimerScheduler(FunctionCatalog catalog, IServiceScopeFactory scopes, HostSettings settings, FunctionRuns runs, TimeProvider time, ILoggerFactory loggers, bool runsByItself)
    {
        var logger = loggers.CreateLogger<FunctionTimer>();
        timers = [.. catalog.Functions.OfType<FunctionDefinition.Timer>().Select(function => new FunctionTimer(function, scopes, settings, runs, time, logger))];
        this.runsByItself = runsByItself;
    }

    public Task StartAsync(CancellationToken cancellationToken)
    {
        if (runsByItself)
        {
            Run();
        }

        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => loops.StopAsync(cancellationToken);

    /// <summary>From now on timers fire by themselves. Only for a host that was built not to do so.</summary>
    public void Run() => loops.Start(timers.Select(timer => (Func<CancellationToken, CancellationToken, Task>)timer.RunAsync));

    /// <summary>Fires, one after another in the order of their names, every timer with an occurrence since it last fired; all of them the first time.</summary>
    public async Task RunDueAsync(CancellationToken cancellationToken)
    {
        foreach (var timer in timers)
        {
            await timer.RunIfDueAsync(cancellationToken);
        }
    }

    /// <summary>Runs one function now, after the run of it that may be going on. Throws what the function throws.</summary>
    /// <exception cref="ArgumentException">There is no timer function of that name.</exception>
    public Task RunNowAsync(string function, CancellationToken cancellationToken) =>
        Array.Find(timers, timer => timer.Name == function) is { } timer
            ? timer.RunNowAsync(cancellationToken)
            : throw new ArgumentException($"There is no timer function {function}.", nameof(function));

    public void Dispose()
    {
        Array.ForEach(timers, timer => timer.Dispose());
        loops.Dispose();
    }
}
