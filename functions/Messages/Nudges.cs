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

    private readonly ConcurrentDictionary<(string Queue, string Person, string Month), DateTimeOffset> onTheirWay = new();

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

    /// <summary>Months that a nudge on its way names already are left out; one for which nothing is left is not sent.</summary>
    public async Task EvaluateAsync(IReadOnlyCollection<EvaluationKey> people, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var keys = people
            .Select(key => key with { Months = [.. MonthsOf(key).Where(month => !IsOnItsWay(Queues.EvaluateCompetencies, key.Person, month, now))] })
            .Where(key => key.Months.Count > 0)
            .ToList();
        var messages = keys.Select(key => key with { Months = [.. key.Months.Where(month => month.Length > 0)] });
        await SendAsync(Queues.EvaluateCompetencies, [.. messages.Select(key => Envelopes.Message("salesperf.competencies.evaluate", key, now, now + Gathering))], cancellationToken);
        Remember(Queues.EvaluateCompetencies, keys.SelectMany(key => key.Months.Select(month => (key.Person, month))), now);
    }

    public async Task ForecastAsync(IReadOnlyCollection<ForecastKey> people, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var keys = people.Where(key => !IsOnItsWay(Queues.ForecastCommissions, key.Person, "", now)).ToList();
        await SendAsync(Queues.ForecastCommissions, [.. keys.Select(key => Envelopes.Message("salesperf.commissions.forecast", key, now, now + Gathering))], cancellationToken);
        Remember(Queues.ForecastCommissions, keys.Select(key => (key.Person, "")), now);
    }

    /// <summary>The open periods, which every nudge refreshes, go by the empty name.</summary>
    private static IEnumerable<string> MonthsOf(EvaluationKey key) => key.Months.Prepend("");

    private bool IsOnItsWay(string queue, string person, string month, DateTimeOffset now) =>
        onTheirWay.TryGetValue((queue, person, month), out var due) && due >= now + Margin;

    /// <summary>Only after the messages are durable.</summary>
    private void Remember(string queue, IEnumerable<(string Person, string Month)> sent, DateTimeOffset now)
    {
        if (onTheirWay.Count > MaxRemembered)
        {
            onTheirWay.Clear();
        }

        foreach (var (person, month) in sent)
        {
            onTheirWay[(queue, person, month)] = now + Gathering;
        }
    }

    private Task SendAsync(string queue, IReadOnlyCollection<BusMessage> messages, CancellationToken cancellationToken) =>
        messages.Count == 0 ? Task.CompletedTask : bus.SendAsync(queue, messages, cancellationToken);
}
