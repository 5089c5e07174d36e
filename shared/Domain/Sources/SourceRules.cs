using SalesPerf.Domain.Values;

namespace SalesPerf.Domain.Sources;

/// <summary>What a source's document must satisfy beyond its schema.</summary>
public static class SourceRules
{
    /// <summary>Every problem at once; empty when the source can be used.</summary>
    public static IReadOnlyList<FieldProblem> Validate(Source source)
    {
        var problems = new List<FieldProblem>();
        if (source.PublicUrl is not null && !(Uri.TryCreate(source.PublicUrl, UriKind.Absolute, out var url) && url.Scheme == Uri.UriSchemeHttps && url.Fragment.Length == 0))
        {
            problems.Add(new("/publicUrl", "must be an absolute https address without fragment"));
        }

        if (source.ToleranceSeconds is < 1 or > 3600)
        {
            problems.Add(new("/toleranceSeconds", "must be 1 to 3600"));
        }

        problems.AddRange(source.Stages
            .Where(stage => stage.Value is { Outcome: "won", ProbabilityPercent: not (null or 100) } or { Outcome: "lost", ProbabilityPercent: not (null or 0) })
            .Select(stage => new FieldProblem(
                $"/stages/{stage.Key.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal)}/probabilityPercent",
                "is not used: deals in this stage are closed",
                IsWarning: true)));
        problems.AddRange((source.Import is { } import ? ImportMappingRules.Validate(import) : []).Select(problem => problem with { Pointer = $"/import{problem.Pointer}" }));
        return problems;
    }
}
