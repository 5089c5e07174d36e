using SalesPerf.Domain.Resources;
using SalesPerf.Domain.Values;

namespace SalesPerf.Domain.Commissions;

/// <summary>
/// What an assignment may say of entered values. What an earlier version said may be said again, whatever it was, so that old documents can be put back as they were read. A new value
/// names nobody: who enters and who approves is recorded where a second person approves, never written by whoever would like to be approved.
/// </summary>
public static class AssignmentEntries
{
    /// <param name="assignment">What was sent.</param>
    /// <param name="model">The resources with the assignment as it will be, its new version last.</param>
    public static IEnumerable<FieldProblem> Validate(PlanAssignment assignment, Model model)
    {
        var versions = model.Assignments.GetValueOrDefault(assignment.Id)?.Versions ?? [];
        var before = versions.SkipLast(1).SelectMany(version => version.Content?.Entered ?? []).ToHashSet();
        var author = versions.Count > 0 ? versions[^1].Author : null;
        var isAlone = model.Approval(DateOnly.MaxValue).AdminAlone && (versions.Count == 0 || model.Approval(model.Today(versions[^1].RecordedAt)).AdminAlone);
        foreach (var (i, value) in (assignment.Entered ?? []).Index())
        {
            if (value is null || before.Contains(value))
            {
                continue;
            }

            if ((value.EnteredBy ?? value.Approver ?? value.ApprovedBy) is not null)
            {
                yield return new FieldProblem($"/entered/{i}", $"names who entered or approves it, which is not taken here: enter it at {PathOf(assignment, value)}, where a second person approves it");
            }
            else if (!isAlone)
            {
                yield return new FieldProblem($"/entered/{i}", $"counts only once a second person approved it: enter it at {PathOf(assignment, value)}");
            }
            else if (author == assignment.Person)
            {
                yield return new FieldProblem($"/entered/{i}", "is a value of one's own: somebody else enters it");
            }
        }
    }

    private static string PathOf(PlanAssignment assignment, EnteredValue value) => $"/api/v1/reps/{assignment.Person}/entered-values/{value.Metric}/{value.Period}";
}
