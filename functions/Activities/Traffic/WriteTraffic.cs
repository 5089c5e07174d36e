using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace SalesPerf.Functions.Activities.Traffic;

/// <summary>Writes down what was counted, once a minute and when the host stops. What fails is written the next time.</summary>
internal sealed partial class WriteTraffic(SourceTraffic traffic, TimeProvider time, ILogger<WriteTraffic> logger) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromMinutes(1);

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await WriteAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                await WriteAsync(stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            LogStopping(logger);
        }
    }

    private async Task WriteAsync(CancellationToken cancellationToken)
    {
        try
        {
            await traffic.FlushAsync(cancellationToken);
        }
        catch (Exception failure) when (!cancellationToken.IsCancellationRequested)
        {
            LogFailure(logger, failure);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "What came from sources could not be written down; it will be with the next minute's")]
    private static partial void LogFailure(ILogger logger, Exception failure);

    [LoggerMessage(Level = LogLevel.Debug, Message = "What came from sources is written down a last time")]
    private static partial void LogStopping(ILogger logger);
}
