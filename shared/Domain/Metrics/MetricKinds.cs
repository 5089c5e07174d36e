using SalesPerf.Domain.Values;

namespace SalesPerf.Domain.Metrics;

/// <summary>The kinds of <see cref="MetricMeasure.Kind"/>, and what follows from them.</summary>
public static class MetricKinds
{
    public const string Count = "count";
    public const string Sum = "sum";
    public const string Distinct = "distinct";
    public const string Ratio = "ratio";
    public const string Replied = "replied";
    public const string Conversion = "conversion";
    public const string Duration = "duration";
    public const string Entered = "entered";

    public static readonly IReadOnlyList<string> All = [Count, Sum, Distinct, Ratio, Replied, Conversion, Duration, Entered];

    /// <summary>Targets of these are prorated for employment, absences and part time, and scaled to other kinds of period.</summary>
    public static bool Prorates(string kind) => kind is Count or Sum;

    /// <summary>Values of these grow from nothing over a period, so that an open period is compared with its pace.</summary>
    public static bool Accumulates(string kind) => kind is Count or Sum or Distinct or Replied;

    /// <summary>A ratio may be made of these.</summary>
    public static bool CanBeRatioPart(string kind) => kind is Count or Sum or Distinct or Replied;

    /// <summary>The currency that a sum of money adds, its unit; null for a sum whose unit is none, and for everything else.</summary>
    public static string? CurrencyOf(Metric metric) => IsMoney(metric.Measure) && CurrencyDigits.IsCode(metric.Unit) ? metric.Unit : null;

    /// <summary>A sum of amounts or margins.</summary>
    public static bool IsMoney(MetricMeasure measure) => measure is { Kind: Sum, Field: "amount" or "margin" };

    /// <summary>Each of these has its own document per month (<see cref="MetricMonth"/>).</summary>
    public static bool IsKeptApart(string kind) => kind is Distinct or Replied;

    /// <summary>Fed by a deal's history: conversions, durations, and counts and sums over deal events.</summary>
    public static bool IsFedByDeals(MetricMeasure measure) =>
        measure.Kind is Conversion or Duration || (measure.Kind is Count or Sum && measure.Types.Any(Activities.ActivityTypes.IsDealChange));

    /// <summary>Fed by plain activities.</summary>
    public static bool IsFedByActivities(MetricMeasure measure) =>
        measure.Kind is Count or Sum or Distinct or Replied && !measure.Types.Any(Activities.ActivityTypes.IsDealChange);
}
