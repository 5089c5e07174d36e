namespace SalesPerf.Domain.Metrics;

/// <summary>
/// What a distinct or replied metric keeps of one UTC month of one CRM identity. Kept apart from <see cref="MonthRollup"/> because it is larger
/// and changes only with the activities it matches. Never over <see cref="MaxEntries"/> entries, about 450 KB as JSON.
/// </summary>
public sealed record MetricMonth
{
    /// <summary>Entries kept exactly: keys per day for distinct; conversations and their replies per day for replied.</summary>
    public const int MaxEntries = 20_000;

    /// <summary>Entries of all metrics of a month together: they are rebuilt in one commit, which holds about 1.3 MB of them.</summary>
    private const int MaxEntriesOfAll = 60_000;

    /// <summary>Entries kept exactly where so many metrics share the month.</summary>
    public static int MaxEntriesOf(int metrics) => metrics == 0 ? MaxEntries : Math.Clamp(MaxEntriesOfAll / metrics, 1, MaxEntries);

    /// <summary>As of the month's <see cref="MonthRollup"/>. Under any other stamp this document counts as absent.</summary>
    public required string Stamp { get; init; }

    public required string Metric { get; init; }

    /// <summary>The UTC month, <c>yyyy-MM</c>.</summary>
    public required string Month { get; init; }

    /// <summary>
    /// 0 while everything is kept. Beyond <see cref="MaxEntriesOf"/> only keys whose hash starts with this many zero bits are kept, and readers
    /// multiply by 2 to this power: an estimate within about 1 %. What is kept does not depend on the order of arrival.
    /// </summary>
    public int SampleBits { get; init; }

    /// <summary>For distinct: per local day the hashes of its keys, 8 bytes each, ascending.</summary>
    public SortedDictionary<DateOnly, byte[]> Keys { get; init; } = [];

    /// <summary>For replied: per conversation its hash and the UTC ticks of the earliest matching mail, 16 bytes each, ascending. Null when none.</summary>
    public byte[]? Sent { get; init; }

    /// <summary>For replied: per local day and conversation its hash and the UTC ticks of the latest reply, 16 bytes each, ascending.</summary>
    public SortedDictionary<DateOnly, byte[]> Replies { get; init; } = [];
}
