using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using SalesPerf.Functions.Http;

namespace SalesPerf.Local.Http;

/// <summary>Whatever a function does not answer itself is answered with problem details: exceptions, unknown routes, wrong methods.</summary>
internal static partial class ProblemAnswers
{
    public static void UseProblemAnswers(this IApplicationBuilder app)
    {
        var logger = app.ApplicationServices.GetRequiredService<ILoggerFactory>().CreateLogger("SalesPerf.Http");
        app.Use(async (context, next) =>
        {
            try
            {
                await next(context);
            }
            catch (Exception exception) when (!context.Response.HasStarted)
            {
                var problem = ProblemMapper.Map(exception, context);
                if (problem.Status >= StatusCodes.Status500InternalServerError)
                {
                    LogFailed(logger, exception, context.GetEndpoint()?.DisplayName, problem.CorrelationId);
                }

                context.Response.Clear();
                await problem.ExecuteAsync(context);
                return;
            }

            if (!context.Response.HasStarted && context.Response.StatusCode is StatusCodes.Status404NotFound or StatusCodes.Status405MethodNotAllowed
                && context.Response.ContentType is null)
            {
                await (context.Response.StatusCode == StatusCodes.Status404NotFound ? Problems.NotFound() : Problems.MethodNotAllowed()).ExecuteAsync(context);
            }
        });
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "{Function} failed ({CorrelationId})")]
    private static partial void LogFailed(ILogger logger, Exception exception, string? function, string? correlationId);
}
