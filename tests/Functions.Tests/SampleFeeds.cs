using SalesPerf.Domain.Activities;
using SalesPerf.Domain.Metrics;
using SalesPerf.Domain.People;

namespace SalesPerf.Functions.Tests;

/// <summary>Short ways to write activities of source <c>crm</c>, people and metrics.</summary>
internal static class SampleFeeds
{
    public static readonly DateTimeOffset Now = new(2026, 6, 30, 12, 0, 0, TimeSpan.Zero);

    public static Person Rep(string id, params string[] owners) => new()
    {
        Id = id,
        Name = id,
        Identities = owners.Length == 0 ? [] : new SortedDictionary<string, IReadOnlyList<string>> { ["crm"] = owners },
    };

    public static Metric Count(string id, string type) => new() { Id = id, Name = id, Measure = new MetricMeasure { Kind = "count", Types = [type] } };

    public static Activity Call(string key, string? owner = "1") => new()
    {
        Source = "crm",
        Key = key,
        Type = ActivityTypes.CallCompleted,
        OccurredAt = Now.AddDays(-1),
        ReceivedAt = Now,
        Owner = owner,
    };

    /// <summary>A change of a deal, so many hours after 2 June.</summary>
    public static Activity Deal(string id, string type, int hour, params (string Name, string? Value)[] fields) => new()
    {
        Source = "crm",
        Key = $"{id}-{type}-{hour}",
        Type = type,
        OccurredAt = Now.AddDays(-28).AddHours(hour),
        ReceivedAt = Now,
        Deal = id,
        RecordType = ActivityTypes.Deal,
        Fields = new SortedDictionary<string, string?>(fields.ToDictionary(field => field.Name, field => field.Value), StringComparer.Ordinal),
    };

    /// <summary>Takes what is ready on a queue off it, as a trigger does.</summary>
    public static async Task<string[]> TakeAsync(this World world, string queue, int max = 200)
    {
        var received = await world.Bus.ReceiveAsync(queue, max, TimeSpan.FromMinutes(5), default);
        await world.Bus.CompleteAsync(received, default);
        return [.. received.Select(message => message.Body)];
    }
}
