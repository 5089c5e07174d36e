using System.Diagnostics;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using SalesPerf.Functions.Health;
using SalesPerf.Functions.Schedules;
using SalesPerf.Local.Discovery;
using SalesPerf.Local.Hosting;

namespace SalesPerf.Local.Timers;

/// <summary>
/// Fires one timer function: once after the start, whatever was missed before, then at every occurrence. Never twice at once.
/// What is really due the function decides; firing too often costs a read.
/// </summary>
internal sealed partial class FunctionTimer(
    FunctionDefinition.Timer function, IServiceScopeFactory scopes, HostSettings settings, FunctionRuns runs, TimeProvider time, ILogger<FunctionTimer> logger) : IDisposable
{
    // A timer that counts days would miss that the clock was set or the machine slept, and a failure would wait as long.
    private static readonly TimeSpan LongestSleep = TimeSpan.FromSeconds(30);

    private readonly SemaphoreSlim one = new(1);
    private DateTimeOffset? last;

    public string Name => function.Name;

    public async Task RunAsync(CancellationToken stop, CancellationToken abort)
    {
        while (!stop.IsCancellationRequested)
        {
            try
            {
                await RunIfDueAsync(abort);
            }
            catch (Exception exception)
            {
                LogFailed(logger, exception, Name);
            }

            var now = time.GetUtcNow();
            var sleep = (function.Schedule.Next(now) ?? DateTimeOffset.MaxValue) - now;
            sleep = sleep < LongestSleep ? sleep + TimeSpan.FromMilliseconds(1) : LongestSleep;
            await Task.Delay(sleep, time, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Fires when an occurrence passed since the last firing that succeeded, and the first time. Throws what the function throws.</summary>
    public async Task RunIfDueAsync(CancellationToken cancellationToken)
    {
        await one.WaitAsync(cancellationToken);
        try
        {
            var now = time.GetUtcNow();
            if (last is not { } fired || now < fired || function.Schedule.Latest(now, fired) is not null)
            {
                await FireAsync(now, isRequested: false, cancellationToken);
                last = now;
            }
        }
        finally
        {
            one.Release();
        }
    }

    /// <summary>Fires now because somebody asked. Throws what the function throws.</summary>
    public async Task RunNowAsync(CancellationToken cancellationToken)
    {
        await one.WaitAsync(cancellationToken);
        try
        {
            await FireAsync(time.GetUtcNow(), isRequested: true, cancellationToken);
        }
        finally
        {
            one.Release();
        }
    }

    public void Dispose() => one.Dispose();

    private async Task FireAsync(DateTimeOffset now, bool isRequested, CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        ending.CancelAfter(settings.FunctionTimeout);
        await using (var scope = scopes.CreateAsyncScope())
        {
            scope.ServiceProvider.GetRequiredService<RequestedRun>().IsRequested = isRequested;
            await runs.RunTimerAsync(Name, () => function.Call(scope.ServiceProvider, Describe(now, isRequested), ending.Token));
        }

        var elapsed = Stopwatch.GetElapsedTime(started);
        LogDone(logger, Name, elapsed.TotalMilliseconds);
    }

    private TimerInfo Describe(DateTimeOffset now, bool isRequested) => new()
    {
        IsPastDue = last is null && !isRequested,
        ScheduleStatus = new ScheduleStatus
        {
            Last = (function.Schedule.Latest(now, DateTimeOffset.MinValue) ?? now).UtcDateTime,
            Next = (function.Schedule.Next(now) ?? now).UtcDateTime,
            LastUpdated = now.UtcDateTime,
        },
    };

    [LoggerMessage(Level = LogLevel.Information, Message = "{Function} done in {Milliseconds:F1} ms")]
    private static partial void LogDone(ILogger logger, string function, double milliseconds);

    [LoggerMessage(Level = LogLevel.Error, Message = "{Function} failed; it is tried again within 30 seconds")]
    private static partial void LogFailed(ILogger logger, Exception exception, string function);
}
