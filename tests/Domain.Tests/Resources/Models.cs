using SalesPerf.Domain.Commissions;
using SalesPerf.Domain.Metrics;
using SalesPerf.Domain.Objectives;
using SalesPerf.Domain.People;
using SalesPerf.Domain.Resources;

namespace SalesPerf.Domain.Tests.Resources;

/// <summary>Models whose resources are all in force since the beginning.</summary>
internal static class Models
{
    public static readonly DateOnly Start = ResourceChanges.Beginning;

    public static Model Of(
        Person[]? people = null, Team[]? teams = null, Role[]? roles = null, Metric[]? metrics = null, PlanAssignment[]? assignments = null, Objective[]? objectives = null) => new()
        {
            People = Of(people ?? [], person => person.Id),
            Teams = Of(teams ?? [], team => team.Id),
            Roles = Of(roles ?? [], role => role.Id),
            Metrics = Of(metrics ?? [], metric => metric.Id),
            Assignments = Of(assignments ?? [], assignment => assignment.Id),
            Objectives = Of(objectives ?? [], objective => objective.Id),
        };

    public static Dictionary<string, Resource<T>> Of<T>(IEnumerable<T> contents, Func<T, string> id)
        where T : class =>
        contents.ToDictionary(id, content => new Resource<T>(id(content), [new(1, Start, DateTimeOffset.UnixEpoch, "t", content)]));
}
