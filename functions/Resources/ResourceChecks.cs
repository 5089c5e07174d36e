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

    /// <summary>Ends the request when there is any error.</summary>
    /// <param name="schema">Errors of the schema.</param>
    /// <param name="rules">Problems that rules found; where the schema refused a value they saw another in its place, and do not count.</param>
    public static void Refuse(IReadOnlyList<FieldProblem> schema, IEnumerable<FieldProblem> rules)
    {
        var errors = Merge(schema, rules);
        if (errors.Count > 0)
        {
            throw Problems.Validation(errors).ToException();
        }
    }

    /// <summary>
    /// The errors of both; of two at one place the first. In a list of which an item cannot be read, rules that compare items would speak of one that nobody wrote:
    /// they wait.
    /// </summary>
    public static IReadOnlyList<FieldProblem> Merge(IReadOnlyList<FieldProblem> schema, IEnumerable<FieldProblem> rules)
    {
        var unread = schema.Select(error => NearestList(error.Pointer)).ToHashSet(StringComparer.Ordinal);
        return [.. schema.Concat(rules.Where(problem => !problem.IsWarning && !unread.Any(place => IsAtOrBelow(problem.Pointer, place)))).DistinctBy(problem => problem.Pointer)];
    }

    /// <summary>The list that a place is in; outside lists the place itself.</summary>
    private static string NearestList(string pointer)
    {
        for (var end = pointer.Length; end > 0; end = pointer.LastIndexOf('/', end - 1))
        {
            var start = pointer.LastIndexOf('/', end - 1) + 1;
            if (start < end && !pointer.AsSpan(start, end - start).ContainsAnyExceptInRange('0', '9'))
            {
                return pointer[..(start - 1)];
            }
        }

        return pointer;
    }

    private static bool IsAtOrBelow(string pointer, string above) =>
        above.Length > 0 && pointer.StartsWith(above, StringComparison.Ordinal) && (pointer.Length == above.Length || pointer[above.Length] == '/');

    public static IReadOnlyList<Finding> Warnings(IEnumerable<FieldProblem> problems) =>
        [.. problems.Where(problem => problem.IsWarning).Select(Finding.Of)];

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
