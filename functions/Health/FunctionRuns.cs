using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace SalesPerf.Functions.Health;

/// <summary>Runs functions that no caller waits for, so that traces go on through them and they are counted. Both hosts run them here.</summary>
public sealed class FunctionRuns : IDisposable
{
    private readonly Meter meter = new(Telemetry.Name);
    private readonly Counter<long> completed;
    private readonly Counter<long> failed;
    private readonly Counter<long> timersFailed;

    public FunctionRuns()
    {
        completed = meter.CreateCounter<long>(Telemetry.MessagesCompleted, "{message}");
        failed = meter.CreateCounter<long>(Telemetry.MessagesFailed, "{message}");
        timersFailed = meter.CreateCounter<long>(Telemetry.TimersFailed, "{run}");
    }

    /// <summary>A delivery of messages.</summary>
    /// <param name="function">The function's name.</param>
    /// <param name="count">How many messages it is given.</param>
    /// <param name="bodies">They; read only while somebody listens to traces.</param>
    /// <param name="handle">Calls the function. What it throws is thrown.</param>
    public async Task RunMessagesAsync(string function, int count, IEnumerable<string> bodies, Func<Task> handle)
    {
        using var span = TraceContext.StartDelivery(function, bodies);
        await RunAsync(span, handle, failed, count, function);
        completed.Add(count, Tag(function));
    }

    /// <summary>A timer that fires.</summary>
    /// <param name="function">The function's name.</param>
    /// <param name="fire">Calls the function. What it throws is thrown.</param>
    public async Task RunTimerAsync(string function, Func<Task> fire)
    {
        using var span = Telemetry.Source.StartActivity(function);
        await RunAsync(span, fire, timersFailed, 1, function);
    }

    public void Dispose() => meter.Dispose();

    private static async Task RunAsync(Activity? span, Func<Task> run, Counter<long> failures, int count, string function)
    {
        try
        {
            await run();
        }
        catch (Exception failure)
        {
            failures.Add(count, Tag(function));
            span?.Fail(failure);
            throw;
        }
    }

    private static KeyValuePair<string, object?> Tag(string function) => new(Telemetry.Function, function);
}
