using Microsoft.AspNetCore.Http;
using SalesPerf.CosmosLoopback.Faults;
using SalesPerf.CosmosLoopback.Wire;

namespace SalesPerf.CosmosLoopback;

/// <summary>
/// What a test in another process says to the account: <c>GET /_loopback/counts</c>; <c>DELETE /_loopback/faults</c>;
/// <c>POST /_loopback/faults</c> with <c>{"kind":"Answer","status":429,"retryAfterMilliseconds":50,"times":3,"operations":["Batch"]}</c>.
/// </summary>
internal static class LoopbackControl
{
    public static Task HandleAsync(HttpContext context, LoopbackRequest request, LoopbackAccount account)
    {
        switch (request.Method, request.Path[^1])
        {
            case ("GET", "counts"):
                return context.Response.WriteAsJsonAsync(account.Counts);
            case ("DELETE", "faults"):
                account.Faults.Clear();
                break;
            case ("POST", "faults"):
                account.Faults.Add(ToldFault.Read(request.Body).Fault);
                break;
            default:
                context.Response.StatusCode = StatusCodes.Status404NotFound;
                return Task.CompletedTask;
        }

        context.Response.StatusCode = StatusCodes.Status204NoContent;
        return Task.CompletedTask;
    }
}
