using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;
using SalesPerf.Functions.Health;

namespace SalesPerf.Functions.Azure;

/// <summary>Deliveries of messages continue the traces they come from, and are counted, as on the local host.</summary>
internal sealed class FollowMessages(MessageDeliveries deliveries) : IFunctionsWorkerMiddleware
{
    private const string Trigger = "serviceBusTrigger";

    public async Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        var function = context.FunctionDefinition;
        if (function.InputBindings.Values.FirstOrDefault(binding => binding.Type == Trigger) is not { } trigger)
        {
            await next(context);
            return;
        }

        // What is bound here is kept, and given to the function as it is.
        var isBatch = function.Parameters.Any(parameter => parameter.Name == trigger.Name && parameter.Type == typeof(string[]));
        string[] bodies = isBatch
            ? (await context.BindInputAsync<string[]>(trigger)).Value ?? []
            : (await context.BindInputAsync<string>(trigger)).Value is { } body ? [body] : [];
        await deliveries.RunAsync(function.Name, bodies.Length, bodies, () => next(context));
    }
}
