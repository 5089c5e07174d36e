using SalesPerf.Domain.Activities;

namespace SalesPerf.Domain.Deals;

/// <summary>How a deal stands, as a row of an export says it.</summary>
/// <param name="Source">The source's id.</param>
/// <param name="Deal">The deal's id.</param>
/// <param name="At">When it stood so.</param>
/// <param name="Length">The instants from <paramref name="At"/> on that the export does not tell apart; zero is one instant.</param>
/// <param name="ReceivedAt">When we were told.</param>
public sealed record DealSnapshot(string Source, string Deal, DateTimeOffset At, TimeSpan Length, DateTimeOffset ReceivedAt)
{
    /// <summary>Values by name (<see cref="RecordFields"/>), canonical; null where it has none. What is absent the export does not say.</summary>
    public SortedDictionary<string, string?> Fields { get; init; } = new(StringComparer.Ordinal);

    public SortedDictionary<string, string>? Attributes { get; init; }

    /// <summary><c>open</c>, <c>won</c> or <c>lost</c>; null leaves it to the stage.</summary>
    public string? Status { get; init; }

    /// <summary>When it was created; null when the export does not say.</summary>
    public DateTimeOffset? Created { get; init; }

    /// <summary>When it was won or lost, if it is; null when the export does not say.</summary>
    public DateTimeOffset? Closed { get; init; }

    /// <summary>As <see cref="Length"/>, of <see cref="Closed"/>.</summary>
    public TimeSpan ClosedLength { get; init; }

    /// <summary>True when the row gives no time of its own: a deal that is closed stood so since it was.</summary>
    public bool IsOfExport { get; init; }

    /// <summary>When the source learnt of it; null is when it was so.</summary>
    public DateTimeOffset? RecordedAt { get; init; }
}
