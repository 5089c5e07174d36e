using Microsoft.Azure.Functions.Worker;
using SalesPerf.Domain.Resources;
using SalesPerf.Functions.Bookkeeping;
using SalesPerf.Functions.Directory;
using SalesPerf.Functions.Messages;
using SalesPerf.Functions.Schedules;
using SalesPerf.Platform.Messages;

namespace SalesPerf.Functions.Commissions.Calculated;

/// <summary>Every night: the results of everybody who was ever put on a plan are brought up to date.</summary>
public sealed class ScheduleCalculations(ModelDirectory directory, Occurrences occurrences, IMessageBus bus, TimeProvider time)
{
    private const string Cron = "0 30 3 * * *";

    [Function(nameof(ScheduleCalculations))]
    public Task Run([TimerTrigger(Occurrences.Often)] TimerInfo timer, CancellationToken cancellationToken) => SendDueAsync(cancellationToken);

    /// <inheritdoc cref="Occurrences.RunDueAsync"/>
    internal Task<IReadOnlyList<DateTimeOffset>> SendDueAsync(CancellationToken cancellationToken) =>
        occurrences.RunDueAsync(nameof(ScheduleCalculations), Cron, CatchUp.LatestOnly, SendAsync, cancellationToken);

    /// <summary>Whom a run is over: who had been put on a plan by then, as had been recorded; by id.</summary>
    internal static IReadOnlyList<string> People(Model model, DateTimeOffset run) => ReadPeriods.People(model, run);

    private async Task SendAsync(DateTimeOffset run, CancellationToken cancellationToken)
    {
        var model = (await directory.ReloadAsync(cancellationToken)).Model;
        var now = time.GetUtcNow();
        foreach (var some in People(model, run).Chunk(ScheduleForecasts.AtOnce))
        {
            await bus.SendAsync(Queues.CalculateCommissions, [.. some.Select(person => Envelopes.Message("salesperf.commissions.calculate", new CalculationKey(person, run), now))], cancellationToken);
        }
    }
}
