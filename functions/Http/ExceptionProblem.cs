using Microsoft.AspNetCore.Http;

namespace SalesPerf.Functions.Http;

/// <summary>What a caller is told of an exception nobody expected: never more than that it happened.</summary>
public static class ExceptionProblem
{
    /// <summary>A problem with the status of a refused request (its body too large, cut off, …), 500 for everything else.</summary>
    public static IResult For(Exception exception) => exception is BadHttpRequestException refused
        ? TypedResults.Problem(statusCode: refused.StatusCode)
        : TypedResults.Problem(statusCode: StatusCodes.Status500InternalServerError, title: "The request could not be completed. It may be repeated.");
}
