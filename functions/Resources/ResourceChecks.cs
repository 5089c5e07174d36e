using System.Globalization;
using SalesPerf.Domain.Resources;
using SalesPerf.Domain.Values;
using SalesPerf.Functions.Http;
using SalesPerf.Platform.Documents;

namespace SalesPerf.Functions.Resources;

/// <summary>What stands against a change beyond its schema.</summary>
internal static class ResourceChecks
{
    /// <summary>The most bytes of a resource with all its versions.</summary>
    public const int MaxBytes = 1024 * 1024;

    private const int MaxNamed = 10;

    /// <summary>Problems of the content; for a retirement none, or a conflict.</summary>
    /// <exception cref="ProblemException">409: what would be retired is needed on that day or later.</exception>
    public static IReadOnlyList<FieldProblem> Of<T>(ResourceKind<T> kind, ResourceChange<T> change, Resource<T> after, Model model, DateOnly from)
        where T : class
    {
        if (change.Content is { } content)
        {
            return kind.Rules(content, kind.With(model, after), from);
        }

        if (after.ContentsFrom(from, DateTimeOffset.MaxValue).Any())
        {
            throw Problems.Conflict($"There are versions effective after {Day(from)}: retire it from the last of them, or retire that one first.").ToException();
        }

        var referrers = References.To(kind.Kind, change.Id, model, from).Take(MaxNamed + 1).Select(referrer => $"{referrer.Kind} '{referrer.Id}' ({referrer.Pointer})").ToList();
        return referrers.Count == 0
            ? []
            : throw Problems.Conflict($"It is still named on {Day(from)} or later by {string.Join(", ", referrers.Take(MaxNamed))}{(referrers.Count > MaxNamed ? " and others" : "")}.").ToException();
    }

    public static IEnumerable<FieldProblem> Size<T>(Resource<T> after, Document document)
        where T : class
    {
        if (after.Versions.Count > ResourceChanges.MaxVersions)
        {
            yield return new("", $"It has {ResourceChanges.MaxVersions} versions, which is the most.");
        }
        else if (document.Body.Length > MaxBytes)
        {
            yield return new("", "It is larger than 1 MB with all its versions.");
        }
    }

    /// <summary>Ends the request when there is any error. Of two at one place the first is told: the schema's before that of a rule.</summary>
    public static void Refuse(IEnumerable<FieldProblem> problems)
    {
        var errors = problems.Where(problem => !problem.IsWarning).DistinctBy(problem => problem.Pointer).ToList();
        if (errors.Count > 0)
        {
            throw Problems.Validation(errors).ToException();
        }
    }

    public static IReadOnlyList<Finding> Warnings(IEnumerable<FieldProblem> problems) =>
        [.. problems.Where(problem => problem.IsWarning).Select(Finding.Of)];

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
