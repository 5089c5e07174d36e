using System.Collections.Concurrent;
using SalesPerf.Platform.Messages;

namespace SalesPerf.Functions.Messages;

/// <summary>
/// Sends follow-ons. A nudge carries keys, never values: whoever receives it reads the current state.
/// An evaluation or forecast nudge that is already on its way and not yet due makes another one for the same keys needless,
/// since what was committed before it is delivered is seen by it.
/// </summary>
public sealed class Nudges(IMessageBus bus, TimeProvider time)
{
    /// <summary>How long evaluations and forecasts wait for more changes.</summary>
    public static readonly TimeSpan Gathering = TimeSpan.FromSeconds(5);

    /// <summary>A nudge due sooner than this is not relied upon: clocks differ.</summary>
    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(2);

    private const int MaxRemembered = 20_000;

    private readonly ConcurrentDictionary<(string Queue, string Key), DateTimeOffset> onTheirWay = new();

    public async Task ApplyDealsAsync(IReadOnlyCollection<RecordKey> records, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        await SendAsync(Queues.ApplyDeal, [.. records.Select(record => Envelopes.Message("salesperf.deal.apply", record, now))], cancellationToken);
    }

    public Task RemapIdentityAsync(IdentityKey identity, TimeSpan delay, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        return SendAsync(Queues.RemapIdentity, [Envelopes.Message("salesperf.identity.remap", identity, now, now + delay)], cancellationToken);
    }

    public async Task EvaluateAsync(IReadOnlyCollection<EvaluationKey> people, CancellationToken cancellationToken) =>
        await GatherAsync(Queues.EvaluateCompetencies, "salesperf.competencies.evaluate", people, key => $"{key.Person}|{string.Join(',', key.Months)}", cancellationToken);

    public async Task ForecastAsync(IReadOnlyCollection<ForecastKey> people, CancellationToken cancellationToken) =>
        await GatherAsync(Queues.ForecastCommissions, "salesperf.commissions.forecast", people, key => key.Person, cancellationToken);

    private async Task GatherAsync<T>(string queue, string type, IReadOnlyCollection<T> keys, Func<T, string> name, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var due = now + Gathering;
        var fresh = keys.Where(key => !onTheirWay.TryGetValue((queue, name(key)), out var at) || at < now + Margin).ToList();
        await SendAsync(queue, [.. fresh.Select(key => Envelopes.Message(type, key, now, due))], cancellationToken);
        if (onTheirWay.Count > MaxRemembered)
        {
            onTheirWay.Clear();
        }

        foreach (var key in fresh)
        {
            onTheirWay[(queue, name(key))] = due;
        }
    }

    private Task SendAsync(string queue, IReadOnlyCollection<BusMessage> messages, CancellationToken cancellationToken) =>
        messages.Count == 0 ? Task.CompletedTask : bus.SendAsync(queue, messages, cancellationToken);
}
