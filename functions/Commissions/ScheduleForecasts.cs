using Microsoft.Azure.Functions.Worker;
using SalesPerf.Functions.Competencies;
using SalesPerf.Functions.Directory;
using SalesPerf.Functions.Messages;
using SalesPerf.Functions.Schedules;
using SalesPerf.Platform.Messages;

namespace SalesPerf.Functions.Commissions;

/// <summary>Every night: a forecast run over everybody employed, or lately so, and the message that completes it.</summary>
public sealed class ScheduleForecasts(ModelDirectory directory, Occurrences occurrences, IMessageBus bus, TimeProvider time)
{
    /// <summary>Messages sent together.</summary>
    internal const int AtOnce = 100;

    private const string Cron = "0 30 2 * * *";

    [Function(nameof(ScheduleForecasts))]
    public Task Run([TimerTrigger(Occurrences.Often)] TimerInfo timer, CancellationToken cancellationToken) => SendDueAsync(cancellationToken);

    /// <inheritdoc cref="Occurrences.RunDueAsync"/>
    internal Task<IReadOnlyList<DateTimeOffset>> SendDueAsync(CancellationToken cancellationToken) =>
        occurrences.RunDueAsync(nameof(ScheduleForecasts), Cron, CatchUp.LatestOnly, SendAsync, cancellationToken);

    /// <summary>Asks for a person's forecast in a run.</summary>
    internal static BusMessage Message(string person, DateTimeOffset run, DateTimeOffset now) =>
        Envelopes.Message("salesperf.commissions.forecast", new ForecastKey(person, run), now);

    private async Task SendAsync(DateTimeOffset run, CancellationToken cancellationToken)
    {
        var model = (await directory.ReloadAsync(cancellationToken)).Model;
        var now = time.GetUtcNow();
        foreach (var some in MakeForecast.People(model, ScorecardInputs.Calendar(model, run), model.Today(run)).Chunk(AtOnce))
        {
            await bus.SendAsync(Queues.ForecastCommissions, [.. some.Select(person => Message(person, run, now))], cancellationToken);
        }

        await bus.SendAsync(
            Queues.CompleteForecast,
            [Envelopes.Message("salesperf.forecast.complete", new ForecastRunKey(run), now, now + CompleteForecast.Pause)],
            cancellationToken);
    }
}
