using System.Globalization;

namespace SalesPerf.Benchmarks.Soak;

/// <summary>What a minute was like. Memory is the end's in MB; the log and the queue are the largest seen; times are in milliseconds.</summary>
internal sealed record SoakMinute
{
    public const string Heading =
        "| minute | events/s | host's CPU, % | working set, MB | heap, MB | acknowledged p50, ms | p99 | scorecard p50, ms | p99 | in queues | oldest, s | log, MB | database, MB | dead |\n|---|---|---|---|---|---|---|---|---|---|---|---|---|---|";

    public required int Number { get; init; }

    public required double EventsASecond { get; init; }

    public required double CpuPercent { get; init; }

    public required double WorkingSet { get; init; }

    public required double Heap { get; init; }

    public required (double P50, double P99) Acknowledged { get; init; }

    public required (double P50, double P99) Scorecard { get; init; }

    public required long Depth { get; init; }

    public required long OldestSeconds { get; init; }

    public required double Wal { get; init; }

    public required double Database { get; init; }

    public required long Dead { get; init; }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"| {Number} | {EventsASecond:0} | {CpuPercent:0} | {WorkingSet:0} | {Heap:0} | {Acknowledged.P50:0.0} | {Acknowledged.P99:0} | {Scorecard.P50:0.0} | {Scorecard.P99:0} | {Depth} | {OldestSeconds} | {Wal:0} | {Database:0} | {Dead} |");
}
