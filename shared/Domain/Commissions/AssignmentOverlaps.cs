using System.Globalization;
using SalesPerf.Domain.Resources;
using SalesPerf.Domain.Values;

namespace SalesPerf.Domain.Commissions;

/// <summary>
/// Finds where two assignments would put one person on one plan on the same day: every credit of that day would be paid twice. Different plans at once
/// are no overlap.
/// </summary>
public static class AssignmentOverlaps
{
    /// <summary>
    /// A problem for each other assignment that the newest version of this one overlaps, at <c>/from</c> where the other begins first, else at
    /// <c>/to</c>. It is looked for on the days that the version is in force, as known when it was recorded and at every later time that something was.
    /// </summary>
    /// <param name="assignment">The content of the newest version.</param>
    /// <param name="model">Holds that version.</param>
    public static IEnumerable<FieldProblem> Find(PlanAssignment assignment, Model model)
    {
        if (!model.Assignments.TryGetValue(assignment.Id, out var own) || own.Versions.Count == 0)
        {
            yield break;
        }

        var newest = own.Versions[^1];
        foreach (var other in model.Assignments.Values.OrderBy(other => other.Id, StringComparer.Ordinal))
        {
            if (other.Id != own.Id
                && other.Versions.Any(version => IsSamePay(version.Content, assignment))
                && First(own, newest, other, assignment) is { } found)
            {
                var (day, there) = found;
                yield return new(
                    there.From <= assignment.From ? "/from" : "/to",
                    $"is on the same plan as assignment '{other.Id}' on {day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}: the person would be paid twice");
            }
        }
    }

    private static (DateOnly Day, PlanAssignment Other)? First(
        Resource<PlanAssignment> own, ResourceVersion<PlanAssignment> newest, Resource<PlanAssignment> other, PlanAssignment assignment)
    {
        // Whether two hold at once changes only where one begins to hold, or a version comes into force or becomes known.
        var days = own.Versions.Concat(other.Versions)
            .SelectMany(version => new[] { version.EffectiveFrom, version.Content?.From ?? version.EffectiveFrom })
            .Where(day => day >= newest.EffectiveFrom && Holds(assignment, day))
            .Distinct()
            .Order()
            .ToList();
        var times = own.Versions.Concat(other.Versions).Select(version => version.RecordedAt).Where(at => at >= newest.RecordedAt).Distinct().ToList();
        foreach (var day in days)
        {
            foreach (var asOf in times.Where(asOf => ReferenceEquals(own.VersionAt(day, asOf), newest)))
            {
                if (other.At(day, asOf) is { } there && IsSamePay(there, assignment) && Holds(there, day))
                {
                    return (day, there);
                }
            }
        }

        return null;
    }

    private static bool IsSamePay(PlanAssignment? one, PlanAssignment other) => one?.Person == other.Person && one.Plan == other.Plan;

    private static bool Holds(PlanAssignment assignment, DateOnly day) => assignment.From <= day && (assignment.To is null || day < assignment.To);
}
