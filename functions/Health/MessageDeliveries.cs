using System.Diagnostics.Metrics;

namespace SalesPerf.Functions.Health;

/// <summary>Runs deliveries of messages to functions, so that traces go on through them and they are counted. Both hosts do it here.</summary>
public sealed class MessageDeliveries : IDisposable
{
    private readonly Meter meter = new(Telemetry.Name);
    private readonly Counter<long> completed;
    private readonly Counter<long> failed;

    public MessageDeliveries()
    {
        completed = meter.CreateCounter<long>(Telemetry.MessagesCompleted, "{message}");
        failed = meter.CreateCounter<long>(Telemetry.MessagesFailed, "{message}");
    }

    /// <param name="function">The function's name.</param>
    /// <param name="count">How many messages it is given.</param>
    /// <param name="bodies">They; read only while somebody listens to traces.</param>
    /// <param name="handle">Calls the function. What it throws is thrown.</param>
    public async Task RunAsync(string function, int count, IEnumerable<string> bodies, Func<Task> handle)
    {
        using var span = TraceContext.StartDelivery(function, bodies);
        try
        {
            await handle();
        }
        catch (Exception failure)
        {
            failed.Add(count, new KeyValuePair<string, object?>(Telemetry.Function, function));
            span?.Fail(failure);
            throw;
        }

        completed.Add(count, new KeyValuePair<string, object?>(Telemetry.Function, function));
    }

    public void Dispose() => meter.Dispose();
}
