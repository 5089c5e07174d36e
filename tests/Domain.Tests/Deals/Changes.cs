using SalesPerf.Domain.Activities;
using SalesPerf.Domain.Deals;
using SalesPerf.Domain.Sources;

namespace SalesPerf.Domain.Tests.Deals;

/// <summary>Changes of the deal <c>d</c>, on days after its start, and what they fold to. Of its stages <c>closedwon</c> is won, <c>closedlost</c> lost, <c>open</c> open; <c>listed</c> has a probability only.</summary>
internal static class Changes
{
    public static readonly DateTimeOffset Start = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);

    public static DealHistory Fold(params IEnumerable<Activity> changes) => Fold(DealFold.Add(null, "crm", "d", changes), DateTimeOffset.MaxValue);

    public static DealHistory Fold(DealRecord record, DateTimeOffset asOf) => DealFold.Fold(record, Stage, asOf);

    /// <summary>The won and lost events: type, days after the start, owner.</summary>
    public static IEnumerable<string> Closings(this DealHistory history) => history.Events
        .Where(happened => happened.Type is ActivityTypes.DealWon or ActivityTypes.DealLost)
        .Select(happened => $"{happened.Type} {(happened.At - Start).TotalDays} {happened.Owner ?? "nobody"}");

    public static Activity Change(string key, string type, int day, params (string Name, string? Value)[] fields) => new()
    {
        Source = "crm",
        Key = key,
        Type = type,
        OccurredAt = Start.AddDays(day),
        ReceivedAt = Start.AddDays(day),
        Deal = "d",
        RecordType = ActivityTypes.Deal,
        Fields = new SortedDictionary<string, string?>(fields.ToDictionary(field => field.Name, field => field.Value), StringComparer.Ordinal),
    };

    private static StageSetting? Stage(string stage) => stage switch
    {
        "closedwon" => new StageSetting("won"),
        "closedlost" => new StageSetting("lost"),
        "open" => new StageSetting("open"),
        "listed" => new StageSetting(ProbabilityPercent: 40m),
        _ => null,
    };
}
