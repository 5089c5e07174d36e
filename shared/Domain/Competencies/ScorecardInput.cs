using SalesPerf.Domain.Metrics;
using SalesPerf.Domain.People;
using SalesPerf.Domain.Resources;
using SalesPerf.Domain.Values;

namespace SalesPerf.Domain.Competencies;

/// <summary>Everything a scorecard is computed from.</summary>
public sealed record ScorecardInput
{
    public required string Person { get; init; }

    public required Period Period { get; init; }

    /// <summary>The person's local day at the moment of computing: the period is open before its end, and days before this one are over.</summary>
    public required DateOnly Today { get; init; }

    public required WorkingTime Time { get; init; }

    public Role? Role { get; init; }

    public int? RoleVersion { get; init; }

    /// <summary>What is expected, by metric; the person's own thresholds in place of the role's.</summary>
    public required IReadOnlyDictionary<string, AppliedThreshold> Thresholds { get; init; }

    /// <summary>Definitions in force, by id.</summary>
    public required IReadOnlyDictionary<string, Metric> Metrics { get; init; }

    /// <summary>As read by <see cref="MetricValues"/> for the period.</summary>
    public required IReadOnlyDictionary<string, MetricValue> Values { get; init; }

    /// <summary>Activity types that some source sends; null when that is not known, which counts as all.</summary>
    public IReadOnlySet<string>? Feeds { get; init; }

    /// <summary>Revisions of what was read.</summary>
    public SortedDictionary<string, long> Inputs { get; init; } = [];

    /// <summary>
    /// The scorecard of the period before: a crossing starts from its colours, and the mean size of a sum's events is taken from it while there are none.
    /// Give it every time, or numbers differ between a nudge and a run.
    /// </summary>
    public Scorecard? Previous { get; init; }

    /// <summary>
    /// The day whose versions of person, role and metrics hold for the whole scorecard: the last of the period, today if that is earlier, and for
    /// those who left inside the period their last day.
    /// </summary>
    public static DateOnly ReferenceDay(Model model, string person, Period period, DateOnly today)
    {
        var last = today < period.Last ? today : period.Last;
        for (var day = last; day >= period.Start; day = day.AddDays(-1))
        {
            if (model.Person(person, day)?.IsEmployed(day) == true)
            {
                return day;
            }
        }

        return last;
    }

    /// <summary>Reads the resources that <see cref="ReferenceDay"/> makes hold.</summary>
    public static ScorecardInput Of(
        Model model,
        FiscalCalendar calendar,
        string person,
        Period period,
        DateOnly today,
        IReadOnlyDictionary<string, MetricValue> values)
    {
        var day = ReferenceDay(model, person, period, today);
        var found = model.Person(person, day);
        var role = found?.Role is { } id ? model.Role(id, day) : null;
        var roleVersion = role is null ? null : VersionOf(model.Roles[role.Id], role);
        var thresholds = new Dictionary<string, AppliedThreshold>(StringComparer.Ordinal);
        foreach (var part in (role?.Competencies ?? []).SelectMany(competency => competency.Metrics))
        {
            thresholds.TryAdd(part.Threshold.Metric, new AppliedThreshold("role", role!.Id, roleVersion ?? 0, part.Threshold));
        }

        foreach (var threshold in found?.Thresholds ?? [])
        {
            thresholds[threshold.Metric] = new AppliedThreshold("person", person, VersionOf(model.People[person], found!) ?? 0, threshold);
        }

        return new ScorecardInput
        {
            Person = person,
            Period = period,
            Today = today,
            Time = new WorkingTime(calendar, date => model.Person(person, date)),
            Role = role,
            RoleVersion = roleVersion,
            Thresholds = thresholds,
            Metrics = model.MetricsAt(day).ToDictionary(metric => metric.Id, StringComparer.Ordinal),
            Values = values,
        };
    }

    private static int? VersionOf<T>(Resource<T> resource, T content)
        where T : class => resource.Versions.LastOrDefault(version => ReferenceEquals(version.Content, content))?.Number;
}
