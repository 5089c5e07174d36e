using SalesPerf.Platform.Messages;

namespace SalesPerf.Functions.Messages;

/// <summary>
/// Sends follow-ons. A nudge carries keys, never values: whoever receives it reads the current state. Evaluations and forecasts wait a little for more changes.
/// </summary>
public sealed class Nudges(IMessageBus bus, TimeProvider time)
{
    /// <summary>How long evaluations and forecasts wait for more changes.</summary>
    public static readonly TimeSpan Gathering = TimeSpan.FromSeconds(5);

    /// <summary>The open periods, which stand beside the months that a person's evaluation is about.</summary>
    private const string OpenPeriods = "";

    private readonly OnTheirWay<(string Person, string Month)> evaluations = new();
    private readonly OnTheirWay<string> forecasts = new();
    private readonly OnTheirWay<CalculationKey> calculations = new();

    public async Task ApplyDealsAsync(IReadOnlyCollection<RecordKey> records, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        await SendAsync(Queues.ApplyDeal, [.. records.Select(record => Envelopes.Message("salesperf.deal.apply", record, now))], cancellationToken);
    }

    /// <summary>Months that a nudge on its way names already are left out, and so are the open periods; one for which nothing is left is not sent.</summary>
    public async Task EvaluateAsync(IReadOnlyCollection<EvaluationKey> people, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var wanted = people.SelectMany(key => key.Months.Prepend(OpenPeriods).Select(month => (key.Person, month)));
        await evaluations.SendAsync([.. wanted], now, now + Gathering, claimed => SendAsync(
            Queues.EvaluateCompetencies,
            [.. claimed
                .GroupBy(key => key.Person, key => key.Month, StringComparer.Ordinal)
                .Select(months => new EvaluationKey(months.Key, [.. months.Where(month => month != OpenPeriods)], MonthsOnly: !months.Contains(OpenPeriods)))
                .Select(key => Envelopes.Message("salesperf.competencies.evaluate", key, now, now + Gathering))],
            cancellationToken));
    }

    public async Task ForecastAsync(IReadOnlyCollection<ForecastKey> people, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        await forecasts.SendAsync([.. people.Select(key => key.Person)], now, now + Gathering, claimed => SendAsync(
            Queues.ForecastCommissions,
            [.. claimed.Select(person => Envelopes.Message("salesperf.commissions.forecast", new ForecastKey(person), now, now + Gathering))],
            cancellationToken));
    }

    /// <summary>After a change: without a run.</summary>
    public async Task CalculateAsync(IReadOnlyCollection<CalculationKey> people, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        await calculations.SendAsync([.. people], now, now + Gathering, claimed => SendAsync(
            Queues.CalculateCommissions, [.. claimed.Select(key => Envelopes.Message("salesperf.commissions.calculate", key, now, now + Gathering))], cancellationToken));
    }

    private Task SendAsync(string queue, IReadOnlyCollection<BusMessage> messages, CancellationToken cancellationToken) =>
        messages.Count == 0 ? Task.CompletedTask : bus.SendAsync(queue, messages, cancellationToken);
}
