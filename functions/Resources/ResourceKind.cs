using SalesPerf.Domain.Commissions;
using SalesPerf.Domain.Metrics;
using SalesPerf.Domain.Objectives;
using SalesPerf.Domain.People;
using SalesPerf.Domain.Resources;
using SalesPerf.Domain.Settings;
using SalesPerf.Domain.Sources;
using SalesPerf.Domain.Values;
using SalesPerf.Functions.Storage;
using SalesPerf.Platform.Documents;

namespace SalesPerf.Functions.Resources;

/// <summary>Where a kind of resource is stored: one document per resource, holding all its versions.</summary>
/// <param name="Partition">The partition that holds them all.</param>
/// <param name="Kind">The documents' kind, and the name of the JSON Schema.</param>
public sealed record ResourceKind<T>(string Partition, string Kind)
    where T : class
{
    public Document Document(Resource<T> resource) =>
        TypedDocuments.New(Partition, Key.Of(resource.Id), Kind, TypedDocuments.Timeless, resource);
}

/// <summary>Every kind of resource.</summary>
public static class ResourceKinds
{
    public static readonly ResourceKind<Person> People = new("people", "person");
    public static readonly ResourceKind<Team> Teams = new("teams", "team");
    public static readonly ResourceKind<Role> Roles = new("roles", "role");
    public static readonly ResourceKind<Metric> Metrics = new("metrics", "metric");
    public static readonly ResourceKind<Plan> Plans = new("plans", "plan");
    public static readonly ResourceKind<PlanAssignment> Assignments = new("assignments", "assignment");
    public static readonly ResourceKind<Objective> Objectives = new("objectives", "objective");
    public static readonly ResourceKind<Source> Sources = new("sources", "source");
    public static readonly ResourceKind<OrganisationCalendar> Calendars = new("calendar", "calendar");
    public static readonly ResourceKind<ForecastSettings> Forecasts = new("forecast-settings", "forecast-settings");
}
