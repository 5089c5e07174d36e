namespace SalesPerf.Platform.Messages.Embedded;

/// <summary>How the embedded broker is laid out.</summary>
public sealed record EmbeddedMessageOptions
{
    /// <summary>The queues that exist. Null, the default, takes messages for any.</summary>
    public IReadOnlyCollection<string>? Queues { get; init; }

    /// <summary>Topics with the names of their subscriptions. Every subscription has its own queue, <c>{topic}/{subscription}</c>. Default none.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Topics { get; init; } = new Dictionary<string, IReadOnlyList<string>>();

    /// <summary>Deliveries before a message becomes a dead letter. Default 20.</summary>
    public int MaxDeliveryCount { get; init; } = 20;

    /// <summary>The longest pause after the first failed delivery; it doubles with every further one. Default one second.</summary>
    public TimeSpan FirstPause { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The longest pause at all. Default five minutes.</summary>
    public TimeSpan LongestPause { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>
    /// False for a clock that begins in the past on purpose: messages from after it are no sign that it was set back, and keep their instants. Default true.
    /// </summary>
    public bool IsClockTrue { get; init; } = true;

    /// <summary>Where pauses get their jitter (half to all of the pause) from. Default <see cref="Random.Shared"/>.</summary>
    public Random Jitter { get; init; } = Random.Shared;
}
