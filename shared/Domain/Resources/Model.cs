using SalesPerf.Domain.Commissions;
using SalesPerf.Domain.Metrics;
using SalesPerf.Domain.Objectives;
using SalesPerf.Domain.People;
using SalesPerf.Domain.Settings;
using SalesPerf.Domain.Sources;

namespace SalesPerf.Domain.Resources;

/// <summary>
/// Every resource with all its versions, composed. Immutable; one instance is one reading of the store.
/// Lookups take the date they speak of; what was known is bounded by <see cref="AsOf"/>.
/// </summary>
public sealed partial record Model
{
    /// <summary>Versions recorded after this are not seen. <see cref="DateTimeOffset.MaxValue"/> sees all.</summary>
    public DateTimeOffset AsOf { get; init; } = DateTimeOffset.MaxValue;

    public IReadOnlyDictionary<string, Resource<Person>> People { get; init; } = new Dictionary<string, Resource<Person>>();

    public IReadOnlyDictionary<string, Resource<Team>> Teams { get; init; } = new Dictionary<string, Resource<Team>>();

    public IReadOnlyDictionary<string, Resource<Role>> Roles { get; init; } = new Dictionary<string, Resource<Role>>();

    public IReadOnlyDictionary<string, Resource<Metric>> Metrics { get; init; } = new Dictionary<string, Resource<Metric>>();

    public IReadOnlyDictionary<string, Resource<Plan>> Plans { get; init; } = new Dictionary<string, Resource<Plan>>();

    public IReadOnlyDictionary<string, Resource<PlanAssignment>> Assignments { get; init; } = new Dictionary<string, Resource<PlanAssignment>>();

    public IReadOnlyDictionary<string, Resource<Objective>> Objectives { get; init; } = new Dictionary<string, Resource<Objective>>();

    public IReadOnlyDictionary<string, Resource<Source>> Sources { get; init; } = new Dictionary<string, Resource<Source>>();

    public IReadOnlyDictionary<string, Resource<OrganisationCalendar>> Calendars { get; init; } = new Dictionary<string, Resource<OrganisationCalendar>>();

    public IReadOnlyDictionary<string, Resource<ForecastSettings>> Forecasts { get; init; } = new Dictionary<string, Resource<ForecastSettings>>();

    public IReadOnlyDictionary<string, Resource<ApprovalSettings>> Approvals { get; init; } = new Dictionary<string, Resource<ApprovalSettings>>();

    public Person? Person(string id, DateOnly date) => People.GetValueOrDefault(id)?.At(date, AsOf);

    public Team? Team(string id, DateOnly date) => Teams.GetValueOrDefault(id)?.At(date, AsOf);

    public Role? Role(string id, DateOnly date) => Roles.GetValueOrDefault(id)?.At(date, AsOf);

    public Metric? Metric(string id, DateOnly date) => Metrics.GetValueOrDefault(id)?.At(date, AsOf);

    public Plan? Plan(string id, DateOnly date) => Plans.GetValueOrDefault(id)?.At(date, AsOf);

    public Objective? Objective(string id, DateOnly date) => Objectives.GetValueOrDefault(id)?.At(date, AsOf);

    public Source? Source(string id, DateOnly date) => Sources.GetValueOrDefault(id)?.At(date, AsOf);

    /// <summary>The organisation's calendar on <paramref name="date"/>; the default calendar (UTC, calendar year) where none is set.</summary>
    public OrganisationCalendar Calendar(DateOnly date) => Calendars.GetValueOrDefault("default")?.At(date, AsOf) ?? DefaultCalendar;

    public ForecastSettings Forecast(DateOnly date) => Forecasts.GetValueOrDefault("default")?.At(date, AsOf) ?? DefaultForecast;

    /// <summary>Who must approve what on <paramref name="date"/>.</summary>
    public ApprovalSettings Approval(DateOnly date) => Approvals.GetValueOrDefault("default")?.At(date, AsOf) ?? DefaultApproval;

    private static readonly ApprovalSettings DefaultApproval = new();

    private static readonly OrganisationCalendar DefaultCalendar = new();

    private static readonly ForecastSettings DefaultForecast = new();
}
