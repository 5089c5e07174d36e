using SalesPerf.Platform.Messages;

namespace SalesPerf.Functions.Messages;

/// <summary>A nudge that a command is followed by.</summary>
public sealed record FollowOn
{
    private readonly Func<DateTimeOffset, DateTimeOffset?, BusMessage> message;

    private FollowOn(string queue, object key, Func<DateTimeOffset, DateTimeOffset?, BusMessage> message) =>
        (Queue, Key, this.message) = (queue, key, message);

    public string Queue { get; }

    /// <summary>What it is about.</summary>
    public object Key { get; }

    public static FollowOn Remap(IdentityKey key) => Of(Queues.RemapIdentity, "salesperf.identity.remap", key);

    public static FollowOn Remap(SourceKey key) => Of(Queues.RemapSource, People.RemapSource.Type, key);

    /// <param name="person">The person.</param>
    /// <param name="months">UTC months (<c>yyyy-MM</c>) whose ended periods change too; without any the open periods alone do.</param>
    public static FollowOn Evaluate(string person, IReadOnlyList<string> months) =>
        Of(Queues.EvaluateCompetencies, "salesperf.competencies.evaluate", new EvaluationKey(person, months));

    public static FollowOn ApplyDeal(RecordKey key) => Of(Queues.ApplyDeal, "salesperf.deal.apply", key);

    public static FollowOn Forecast(string person) => Of(Queues.ForecastCommissions, "salesperf.commissions.forecast", new ForecastKey(person));

    public static FollowOn Calculate(string person) => Of(Queues.CalculateCommissions, "salesperf.commissions.calculate", new CalculationKey(person));

    public static FollowOn Erase(ErasureKey key) => Of(Queues.ErasePerson, "salesperf.person.erase", key);

    /// <param name="period">The fiscal month that is being closed.</param>
    /// <param name="period">The fiscal month.</param>
    /// <param name="isOnce">True where somebody looks again and again already.</param>
    public static FollowOn CompleteClose(string period, bool isOnce) => Of(Queues.CompleteClose, "salesperf.books.complete", new CompleteCloseKey(period, IsOnce: isOnce));

    public BusMessage Message(DateTimeOffset now, DateTimeOffset? notBefore) => message(now, notBefore);

    private static FollowOn Of<T>(string queue, string type, T key)
        where T : notnull =>
        new(queue, key, (now, notBefore) => Envelopes.Message(type, key, now, notBefore));
}
