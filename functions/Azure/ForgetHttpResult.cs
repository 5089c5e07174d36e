using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;

namespace SalesPerf.Functions.Azure;

/// <summary>
/// The ASP.NET Core integration executes an <c>IResult</c> against the response and leaves it as the invocation's result, which the
/// worker would then serialise for the host: work for nothing, and types that were never meant to be serialised.
/// </summary>
internal sealed class ForgetHttpResult : IFunctionsWorkerMiddleware
{
    public async Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        await next(context);
        if (context.GetHttpContext() is not null)
        {
            context.GetInvocationResult().Value = null;
        }
    }
}
