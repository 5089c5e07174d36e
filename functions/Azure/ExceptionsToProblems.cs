using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.Extensions.Logging;
using SalesPerf.Functions.Http;

namespace SalesPerf.Functions.Azure;

/// <summary>An exception of an HTTP function is answered as the same problem as on the local host. Other functions fail, so that their message comes back.</summary>
internal sealed partial class ExceptionsToProblems(ILogger<ExceptionsToProblems> logger) : IFunctionsWorkerMiddleware
{
    public async Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        if (context.GetHttpContext() is not { } http)
        {
            await next(context);
            return;
        }

        try
        {
            await next(context);
        }
        catch (Exception exception) when (!http.Response.HasStarted)
        {
            var problem = ProblemMapper.Map(exception, http);
            if (problem.Status >= StatusCodes.Status500InternalServerError)
            {
                LogFailure(exception, context.FunctionDefinition.Name, problem.CorrelationId);
            }

            context.GetInvocationResult().Value = problem;
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "{Function} failed. {CorrelationId}")]
    private partial void LogFailure(Exception exception, string function, string? correlationId);
}
