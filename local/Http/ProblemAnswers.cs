using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using SalesPerf.Functions.Http;

namespace SalesPerf.Local.Http;

/// <summary>Requests that reach no function are answered with problem details too.</summary>
internal static class ProblemAnswers
{
    private static readonly Problem NoRoute = Problems.NotFound("There is nothing at this address.");
    private static readonly Problem NoMethod = Problems.MethodNotAllowed();

    public static void UseProblemAnswers(this IApplicationBuilder app) => app.Use(async (context, next) =>
    {
        await next(context);
        var problem = context.Response switch
        {
            { HasStarted: true } or { ContentType: not null } => null,
            { StatusCode: StatusCodes.Status404NotFound } => NoRoute,
            { StatusCode: StatusCodes.Status405MethodNotAllowed } => NoMethod,
            _ => null,
        };
        if (problem is not null)
        {
            await problem.ExecuteAsync(context);
        }
    });
}
