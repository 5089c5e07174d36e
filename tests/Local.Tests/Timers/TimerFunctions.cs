using System.Threading.Channels;
using Microsoft.Azure.Functions.Worker;
using SalesPerf.Functions.Schedules;

namespace SalesPerf.Local.Tests.Timers;

/// <summary>What the sample timers were told, in order.</summary>
public sealed class Bells
{
    public Channel<(string Function, TimerInfo Timer)> Rung { get; } = Channel.CreateUnbounded<(string, TimerInfo)>();

    /// <summary>What scheduled functions were told to send.</summary>
    public List<DateTimeOffset> Occurrences { get; } = [];

    public Func<string, Task> Behave { get; set; } = _ => Task.CompletedTask;

    public async Task RingAsync(string function, TimerInfo timer)
    {
        await Behave(function);
        await Rung.Writer.WriteAsync((function, timer));
    }
}

public sealed class RingHourly(Bells bells)
{
    [Function(nameof(RingHourly))]
    public Task Run([TimerTrigger("0 0 * * * *")] TimerInfo timer) => bells.RingAsync(nameof(RingHourly), timer);
}

public sealed class RingNightly(Bells bells)
{
    [Function(nameof(RingNightly))]
    public Task Run([TimerTrigger("0 0 2 * * *")] TimerInfo timer) => bells.RingAsync(nameof(RingNightly), timer);
}

public sealed class SendYearly(Bells bells, Occurrences occurrences)
{
    private const string Cron = "0 0 0 1 1 *";

    [Function(nameof(SendYearly))]
    public Task Run([TimerTrigger(Cron)] TimerInfo timer, CancellationToken cancellationToken) =>
        occurrences.RunDueAsync(nameof(SendYearly), Cron, CatchUp.LatestOnly, (occurrence, _) =>
        {
            bells.Occurrences.Add(occurrence);
            return Task.CompletedTask;
        }, cancellationToken);
}

public sealed class SendHourly(Bells bells, Occurrences occurrences)
{
    private const string Cron = "0 0 * * * *";

    [Function(nameof(SendHourly))]
    public Task Run([TimerTrigger(Cron)] TimerInfo timer, CancellationToken cancellationToken) =>
        occurrences.RunDueAsync(nameof(SendHourly), Cron, CatchUp.LatestOnly, (occurrence, _) =>
        {
            bells.Occurrences.Add(occurrence);
            return Task.CompletedTask;
        }, cancellationToken);
}
