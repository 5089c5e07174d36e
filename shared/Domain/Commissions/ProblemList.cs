using SalesPerf.Domain.Values;

namespace SalesPerf.Domain.Commissions;

/// <summary>Collects what is wrong with a document; members that JSON left null are problems, not failures.</summary>
internal sealed class ProblemList
{
    private readonly List<FieldProblem> found = [];

    public IReadOnlyList<FieldProblem> Found => found;

    public void Check(string pointer, bool isRight, string detail)
    {
        if (!isRight)
        {
            found.Add(new FieldProblem(pointer, detail));
        }
    }

    public void Warn(string pointer, bool isRight, string detail)
    {
        if (!isRight)
        {
            found.Add(new FieldProblem(pointer, detail, IsWarning: true));
        }
    }

    /// <summary>True when the word is one of those known.</summary>
    public bool OneOf(string pointer, string? word, params ReadOnlySpan<string> words)
    {
        var known = words.Contains(word);
        Check(pointer, known, words.Length == 1 ? $"must be {words[0]}" : $"must be one of {string.Join(", ", words!)}");
        return known;
    }

    /// <summary>True when there is something to look at.</summary>
    public bool Present(string pointer, object? value)
    {
        Check(pointer, value is not null, "must not be null");
        return value is not null;
    }

    /// <summary>True when the list has between one and <paramref name="most"/> entries.</summary>
    public bool List<T>(string pointer, IReadOnlyList<T>? list, int most)
    {
        var fits = list is not null && list.Count > 0 && list.Count <= most;
        Check(pointer, fits, $"must have 1 to {most} entries");
        return fits;
    }

    /// <summary>Ids of a list's entries: 1 to 120 characters, none twice.</summary>
    public void Unique(string pointer, IEnumerable<string?> ids)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var i = 0;
        foreach (var id in ids)
        {
            Check($"{pointer}/{i}/id", id is { Length: > 0 and <= 120 }, "must be 1 to 120 characters");
            Check($"{pointer}/{i}/id", string.IsNullOrEmpty(id) || seen.Add(id), "is used before");
            i++;
        }
    }
}
