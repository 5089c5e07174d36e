using System.Globalization;
using System.Text.Json;
using SalesPerf.Domain.Activities;
using SalesPerf.Domain.Deals;
using SalesPerf.Domain.Metrics;

namespace SalesPerf.Domain.Tests.Metrics;

/// <summary>Short ways to write metrics, activities and deal events.</summary>
internal static class Sample
{
    public const string Stamp = "ann~Etc_2FUTC~0";

    public static Metric Metric(string id, MetricMeasure measure) => new() { Id = id, Name = id, Measure = measure };

    public static Metric Count(string id, string type, params MetricCondition[] where) =>
        Metric(id, new MetricMeasure { Kind = "count", Types = [type], Where = where });

    public static Metric Sum(string id, string type, string field) =>
        Metric(id, new MetricMeasure { Kind = "sum", Types = [type], Field = field });

    public static Metric Distinct(string id, string type, string field, string? per = null) =>
        Metric(id, new MetricMeasure { Kind = "distinct", Types = [type], Field = field, Per = per });

    public static Metric Replied(string id, params MetricCondition[] where) =>
        Metric(id, new MetricMeasure { Kind = "replied", Where = where });

    public static Metric Ratio(string id, string numerator, string denominator, string? unit = null) =>
        Metric(id, new MetricMeasure { Kind = "ratio", Numerator = numerator, Denominator = denominator }) with { Unit = unit };

    public static Metric Path(string id, string kind, string from, string to) =>
        Metric(id, new MetricMeasure { Kind = kind, FromStage = from, ToStage = to });

    public static Activity Activity(string type, string at) => new()
    {
        Source = "crm",
        Key = type + at,
        Type = type,
        OccurredAt = Instant(at),
        Owner = "7",
    };

    public static DealEvent Event(string type, string at, DealState? state = null) =>
        new(type, Instant(at), type + at, "7", null, state ?? new DealState());

    public static Contribution Contribution(params DealEvent[] events) =>
        new() { Person = "ann", Source = "crm", Deal = "D1", Events = events };

    public static DateTimeOffset Instant(string text) =>
        DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);

    public static DateOnly Day(string text) => DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture);

    public static DateOnly UtcDay(DateTimeOffset at) => DateOnly.FromDateTime(at.UtcDateTime);

    public static Func<DateTimeOffset, DateOnly> DaysIn(string zone)
    {
        var found = TimeZoneInfo.FindSystemTimeZoneById(zone);
        return at => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(at, found).DateTime);
    }

    public static RollupChange Fold(IEnumerable<Activity> activities, params Metric[] metrics) =>
        RollupFold.Apply(null, [], activities, MetricMatcher.Compile(metrics), UtcDay, Stamp, "2026-03");

    /// <summary>Content as text: collections inside records compare by reference.</summary>
    public static string Text(object? value) => JsonSerializer.Serialize(value);
}
