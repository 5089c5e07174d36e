namespace SalesPerf.Domain.Metrics;

/// <summary>
/// Mergeable state of one UTC month, by local day: never results. One per CRM identity and month (plain activities, partition
/// <c>who~{source}~{owner}</c>), one per person and month (deals, partition <c>rep~{person}</c>).
/// </summary>
public sealed record MonthRollup
{
    /// <summary>See <see cref="RollupStamp"/>.</summary>
    public required string Stamp { get; init; }

    /// <summary>The UTC month of what is inside, <c>yyyy-MM</c>.</summary>
    public required string Month { get; init; }

    /// <summary>Local day → part (<see cref="RollupParts"/>) → tally. The first and last days may lie in the neighbouring months. No empty day, no zero tally.</summary>
    public SortedDictionary<DateOnly, SortedDictionary<string, Tally>> Days { get; init; } = [];

    /// <summary>This and <paramref name="days"/> together; neither is changed.</summary>
    public MonthRollup Plus(SortedDictionary<DateOnly, SortedDictionary<string, Tally>> days) => this with { Days = DayTallies.Plus(Days, days) };

    /// <summary>This without <paramref name="days"/>; what becomes zero is dropped, so that equal content is written alike.</summary>
    public MonthRollup Minus(SortedDictionary<DateOnly, SortedDictionary<string, Tally>> days) => this with { Days = DayTallies.Minus(Days, days) };
}
