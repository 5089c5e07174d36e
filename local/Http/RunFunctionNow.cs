using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using SalesPerf.Domain.Access;
using SalesPerf.Functions.Access;
using SalesPerf.Functions.Http;
using SalesPerf.Local.Discovery;
using SalesPerf.Local.Timers;

namespace SalesPerf.Local.Http;

/// <summary>
/// <c>POST /admin/functions/{name}</c>, as the Functions host has it: runs a timer function now. It answers 202 when the function has
/// sent what there is to do; the queues do it after that. The body is not read.
/// </summary>
internal static class RunFunctionNow
{
    public const string Route = "admin/functions/{name}";

    public static HttpCall For(FunctionCatalog catalog) => async context =>
    {
        var services = context.RequestServices;
        await services.GetRequiredService<Authorize>().RequireAsync(context.Request, AccessAction.Operate, context.RequestAborted);
        var name = context.GetRouteValue("name") as string ?? "";
        switch (catalog.Find(name))
        {
            case null:
                return Problems.NotFound("There is no function of this name.");
            case FunctionDefinition.Timer timer:
                // Whoever asked may go away; what was begun is ended all the same.
                await services.GetRequiredService<TimerScheduler>().RunNowAsync(timer.Name, CancellationToken.None);
                return TypedResults.Accepted((string?)null);
            case var other:
                return Problems.BadRequest($"{other.Name} is not a timer function: only those can be run this way.");
        }
    };
}
