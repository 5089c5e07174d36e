using SalesPerf.Connectors;
using SalesPerf.Connectors.Mapping;
using SalesPerf.Domain.Access;
using SalesPerf.Domain.Commissions;
using SalesPerf.Domain.Competencies;
using SalesPerf.Domain.Metrics;
using SalesPerf.Domain.Objectives;
using SalesPerf.Domain.People;
using SalesPerf.Domain.Resources;
using SalesPerf.Domain.Settings;
using SalesPerf.Domain.Sources;
using SalesPerf.Domain.Values;
using SalesPerf.Functions.Storage;

namespace SalesPerf.Functions.Resources;

/// <summary>Every kind of resource.</summary>
public static class ResourceKinds
{
    /// <summary>The id of a resource of which there is one.</summary>
    public const string SingleId = "default";

    public static readonly ResourceKind<Person> People = new(Partitions.People, "person")
    {
        Path = "people",
        IdOf = person => person.Id,
        In = model => model.People,
        Into = (model, people) => model with { People = people },
        Rules = PersonRules.Validate,
        NeedsFreshModel = person => person.Manager is not null,
        Reading = AccessAction.ReadPeople,
        About = person => AccessTarget.OfPerson(person.Id),
        Outside = person => new Person { Id = person.Id, Name = person.Name, Zone = person.Zone, Team = person.Team, Role = person.Role, Manager = person.Manager },
    };

    public static readonly ResourceKind<Team> Teams = new("teams", "team")
    {
        Path = "teams",
        IdOf = team => team.Id,
        In = model => model.Teams,
        Into = (model, teams) => model with { Teams = teams },
        Rules = TeamRules.Validate,
        NeedsFreshModel = _ => true,
        Reading = AccessAction.ReadReference,
    };

    public static readonly ResourceKind<Role> Roles = new("roles", "role")
    {
        Path = "roles",
        IdOf = role => role.Id,
        In = model => model.Roles,
        Into = (model, roles) => model with { Roles = roles },
        Reading = AccessAction.ReadReference,
        Rules = (role, model, from) => RoleRules.Validate(role, model.KnownFrom(model.Metrics, from)),
    };

    public static readonly ResourceKind<Metric> Metrics = new("metrics", "metric")
    {
        Path = "metrics",
        IdOf = metric => metric.Id,
        In = model => model.Metrics,
        Into = (model, metrics) => model with { Metrics = metrics },
        Reading = AccessAction.ReadReference,
        Rules = (metric, model, from) => MetricRules.Validate(metric, model.KnownFrom(model.Metrics, from)),
        NeedsFreshModel = _ => true,
    };

    public static readonly ResourceKind<Plan> Plans = new("plans", "plan")
    {
        Path = "plans",
        IdOf = plan => plan.Id,
        In = model => model.Plans,
        Into = (model, plans) => model with { Plans = plans },
        Reading = AccessAction.ReadPlans,
        About = plan => AccessTarget.OfPlan(plan.Id),
        IsApproved = true,
        Rules = (plan, model, from) => [.. References.Unknown(References.Of(plan), model, from), .. PlanRules.Validate(plan)],
        NeedsFreshModel = plan => References.Of(plan).Any(),
    };

    public static readonly ResourceKind<PlanAssignment> Assignments = new("assignments", "assignment")
    {
        Path = "assignments",
        IdOf = assignment => assignment.Id,
        In = model => model.Assignments,
        Into = (model, assignments) => model with { Assignments = assignments },
        Reading = AccessAction.ReadPlans,
        About = assignment => AccessTarget.OfPerson(assignment.Person),
        Rules = Validate,
        NeedsFreshModel = _ => true,
        Group = assignment => assignment.Person,
    };

    public static readonly ResourceKind<Objective> Objectives = new("objectives", "objective")
    {
        Path = "objectives",
        IdOf = objective => objective.Id,
        In = model => model.Objectives,
        Into = (model, objectives) => model with { Objectives = objectives },
        Rules = ObjectiveRules.Validate,
        NeedsFreshModel = _ => true,
    };

    public static readonly ResourceKind<Source> Sources = new("sources", "source")
    {
        Path = "sources",
        IdOf = source => source.Id,
        In = model => model.Sources,
        Into = (model, sources) => model with { Sources = sources },
        Rules = (source, _, _) => [.. SourceRules.Validate(source), .. MappingRules.Validate(source), .. LimitRules.Validate(source)],
    };

    public static readonly ResourceKind<OrganisationCalendar> Calendars = new("calendar", "calendar")
    {
        Path = "calendar",
        IsSingle = true,
        IdOf = calendar => calendar.Id,
        Group = _ => "closes",
        In = model => model.Calendars,
        Into = (model, calendars) => model with { Calendars = calendars },
        Rules = (calendar, _, _) => CalendarRules.Validate(calendar),
    };

    public static readonly ResourceKind<ForecastSettings> Forecasts = new("forecast-settings", "forecast-settings")
    {
        Path = "settings/forecast",
        IsSingle = true,
        IdOf = settings => settings.Id,
        In = model => model.Forecasts,
        Into = (model, settings) => model with { Forecasts = settings },
        Rules = (settings, _, _) => ForecastSettingsRules.Validate(settings),
    };

    public static readonly ResourceKind<ApprovalSettings> Approvals = new("approval-settings", "approval-settings")
    {
        Path = "settings/approvals",
        IsSingle = true,
        IdOf = settings => settings.Id,
        In = model => model.Approvals,
        Into = (model, settings) => model with { Approvals = settings },
        Rules = (_, _, _) => [],
    };

    private static List<FieldProblem> Validate(PlanAssignment assignment, Model model, DateOnly from)
    {
        var plan = model.Plans.GetValueOrDefault(assignment.Plan);
        return
        [
            .. References.Unknown(References.Of(assignment), model, from),
            .. AssignmentRules.Validate(assignment, plan?.At(assignment.From, model.AsOf) ?? plan?.LatestContent(model.AsOf)),
            .. AssignmentEntries.Validate(assignment, model),
            .. AssignmentOverlaps.Find(assignment, model),
        ];
    }
}
