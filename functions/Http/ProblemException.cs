namespace SalesPerf.Functions.Http;

/// <summary>Ends a request with a problem from below the function's own method.</summary>
public sealed class ProblemException(Problem problem) : Exception(problem.Detail ?? problem.Title)
{
    public Problem Problem { get; } = problem;
}
