using SalesPerf.Domain.Competencies;
using SalesPerf.Domain.Metrics;
using SalesPerf.Domain.People;
using SalesPerf.Domain.Settings;
using SalesPerf.Domain.Tests.Metrics;
using SalesPerf.Domain.Values;

namespace SalesPerf.Domain.Tests.Competencies;

/// <summary>
/// Short ways to write scorecards. March 2026 begins on a Sunday and has 22 working days from Monday to Friday (2–6, 9–13, 16–20, 23–27, 30, 31);
/// the first quarter has 22 + 20 + 22 = 64.
/// </summary>
internal static class Cards
{
    public static readonly FiscalCalendar Calendar = new(new OrganisationCalendar());

    public static readonly Person Ann = new() { Id = "ann", Name = "Ann" };

    public static readonly DateTimeOffset Now = Sample.Instant("2026-03-20T02:00Z");

    public static readonly Metric Calls = Sample.Count("calls", "call.completed");

    public static readonly MetricThreshold Hundred = new() { Metric = "calls", Period = "month", Target = 100m };

    public static MetricValue Value(string metric, decimal? value, long events = 0) => new() { Metric = metric, Value = value, Events = events };

    /// <summary>One metric in one competency. Today is after the end of March unless told.</summary>
    public static ScorecardInput Input(
        Metric metric,
        MetricThreshold? threshold,
        MetricValue value,
        string today = "2026-04-01",
        string period = "2026-03",
        Person? person = null) => Input([(metric, threshold, value, 1m)], today, period, person);

    public static ScorecardInput Input(
        IReadOnlyList<(Metric Metric, MetricThreshold? Threshold, MetricValue Value, decimal Weight)> metrics,
        string today = "2026-04-01",
        string period = "2026-03",
        Person? person = null) => new()
        {
            Person = (person ?? Ann).Id,
            Period = Calendar.Parse(period)!,
            Today = Sample.Day(today),
            Time = new WorkingTime(Calendar, _ => person ?? Ann),
            Role = new Role
            {
                Id = "ae",
                Name = "Account executive",
                Competencies =
                [
                    new Competency
                    {
                        Id = "all",
                        Name = "All",
                        Metrics = [.. metrics.Select(part => new CompetencyMetric { Weight = part.Weight, Threshold = part.Threshold ?? new() { Metric = part.Metric.Id, Period = "month" } })],
                    },
                ],
            },
            RoleVersion = 3,
            Thresholds = metrics.ToDictionary(
                part => part.Metric.Id,
                part => new AppliedThreshold("role", "ae", 3, part.Threshold ?? new() { Metric = part.Metric.Id, Period = "month" })),
            Metrics = metrics.ToDictionary(part => part.Metric.Id, part => part.Metric),
            Values = metrics.ToDictionary(part => part.Metric.Id, part => part.Value),
        };

    public static Scorecard Evaluate(ScorecardInput input) => ScorecardEvaluation.Evaluate(null, input, Now, Now).Scorecard;

    /// <summary>The only cell, or the one named.</summary>
    public static ScorecardMetric Cell(ScorecardInput input, string? metric = null) =>
        Evaluate(input).Metrics.Single(cell => metric is null || cell.Metric == metric);
}
