using SalesPerf.Functions.Http;

namespace SalesPerf.Functions.Pages;

/// <summary>A problem as a browser shows it, with a way on.</summary>
internal static class ProblemPage
{
    public static string Render(Problem problem) => Layout.Page(problem.Title, Html.Of(
        $"""
        <h1>{problem.Title}</h1>
        <p>{problem.Detail}</p>
        {(problem.CorrelationId is { } id ? Html.Of($"<p class=\"soft\">Correlation id <code>{id}</code></p>") : Html.Empty)}
        <p>{Layout.Link("/", "Go to the first page")}{(problem.Status == 401 ? ": in a demo it gives your browser a key, and links work after that." : "")}</p>
        """));
}
