using SalesPerf.Domain.Values;

namespace SalesPerf.Domain.Metrics;

/// <summary>Collects what is wrong, so that authors see all of it at once.</summary>
internal sealed class RuleList
{
    private readonly List<FieldProblem> problems = [];

    public IReadOnlyList<FieldProblem> Problems => problems;

    public void Error(string pointer, string detail) => problems.Add(new FieldProblem(pointer, detail));

    public void Warning(string pointer, string detail) => problems.Add(new FieldProblem(pointer, detail, IsWarning: true));

    public void ErrorWhen(bool isWrong, string pointer, string detail)
    {
        if (isWrong)
        {
            Error(pointer, detail);
        }
    }

    public void WarningWhen(bool isOdd, string pointer, string detail)
    {
        if (isOdd)
        {
            Warning(pointer, detail);
        }
    }

    public void Word(string? value, IReadOnlyList<string> allowed, string pointer) =>
        ErrorWhen(value is null || !allowed.Contains(value), pointer, $"One of {string.Join(", ", allowed)} is expected.");

    /// <summary>An id becomes part of stored keys and of rollup parts.</summary>
    public void Id(string? id, string pointer) => ErrorWhen(
        id is not { Length: > 0 and <= 64 } || id.Any(letter => !char.IsAsciiLetterOrDigit(letter) && letter is not ('-' or '.' or '_')),
        pointer,
        "An id of 1 to 64 letters, digits, dots, hyphens and underscores is expected.");

    public void Name(string? name, string pointer) =>
        ErrorWhen(string.IsNullOrWhiteSpace(name) || name.Length > 200, pointer, "A name of 1 to 200 characters is expected.");

    public void Distinct(IEnumerable<string?> values, Func<int, string> pointer, string detail)
    {
        var seen = new HashSet<string?>(StringComparer.Ordinal);
        foreach (var (index, value) in values.Index())
        {
            ErrorWhen(!seen.Add(value), pointer(index), detail);
        }
    }
}
