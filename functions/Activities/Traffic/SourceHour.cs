namespace SalesPerf.Functions.Activities.Traffic;

/// <summary>What came from a source in one hour, as one instance counted it. Hours of several instances add up.</summary>
public sealed record SourceHour
{
    public const string Kind = "source-hour";

    /// <summary>Upper bounds of the classes of <see cref="Lags"/>, in seconds, inclusive; the last class has none.</summary>
    public static readonly IReadOnlyList<int> LagBounds = [1, 2, 5, 10, 30, 60, 300, 900, 3_600, 14_400, 86_400, 604_800];

    public required string Source { get; init; }

    /// <summary>Its first instant, UTC.</summary>
    public required DateTimeOffset Hour { get; init; }

    /// <summary>Requests of its sender; what was refused is in <see cref="Unauthorised"/> alone.</summary>
    public required long Requests { get; init; }

    /// <summary>Items taken over, ignored ones not among them.</summary>
    public required long Accepted { get; init; }

    /// <summary>Events that were stored already.</summary>
    public required long Duplicate { get; init; }

    /// <summary>Items that could not be taken.</summary>
    public required long Rejected { get; init; }

    /// <summary>What was made a dead document, the rejected items among them.</summary>
    public required long Dead { get; init; }

    /// <summary>Requests over the source's limit.</summary>
    public required long Limited { get; init; }

    /// <summary>Items ignored, by reason.</summary>
    public required SortedDictionary<string, long> Ignored { get; init; }

    /// <summary>Requests refused since nobody knows who sent them, by code.</summary>
    public required SortedDictionary<string, long> Unauthorised { get; init; }

    /// <summary>Receipts less events' times, by class.</summary>
    public required long[] Lags { get; init; }

    /// <summary>The lag of the last event that says when it happened, in seconds.</summary>
    public long? LastLagSeconds { get; init; }

    /// <summary>The first request of its sender in this hour.</summary>
    public DateTimeOffset? FirstTaken { get; init; }

    public DateTimeOffset? LastTaken { get; init; }

    /// <summary>The last request of its sender, taken or not.</summary>
    public DateTimeOffset? LastSeen { get; init; }

    /// <summary>The last request that was refused.</summary>
    public DateTimeOffset? LastRefused { get; init; }

    /// <summary>The first refusal after the last request that was taken.</summary>
    public DateTimeOffset? RefusedSince { get; init; }

    /// <summary>Why the last one was refused.</summary>
    public string? LastRefusal { get; init; }

    public static SourceHour Empty(string source, DateTimeOffset hour) => new()
    {
        Source = source,
        Hour = hour,
        Requests = 0,
        Accepted = 0,
        Duplicate = 0,
        Rejected = 0,
        Dead = 0,
        Limited = 0,
        Ignored = new(StringComparer.Ordinal),
        Unauthorised = new(StringComparer.Ordinal),
        Lags = new long[LagBounds.Count + 1],
        LastLagSeconds = null,
        FirstTaken = null,
        LastTaken = null,
        LastSeen = null,
        LastRefused = null,
        RefusedSince = null,
        LastRefusal = null,
    };
}
