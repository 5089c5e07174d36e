using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;
using SalesPerf.Functions.Health;

namespace SalesPerf.Functions.Azure;

/// <summary>Deliveries of messages continue the traces they come from, and they and timers are counted, as on the local host.</summary>
internal sealed class FollowRuns(FunctionRuns runs) : IFunctionsWorkerMiddleware
{
    private const string Message = "serviceBusTrigger";
    private const string Timer = "timerTrigger";

    public async Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        var function = context.FunctionDefinition;
        var trigger = function.InputBindings.Values.FirstOrDefault(binding => binding.Type is Message or Timer);
        switch (trigger?.Type)
        {
            case Message:
                var bodies = await BodiesAsync(context, trigger);
                await runs.RunMessagesAsync(function.Name, bodies.Length, bodies, () => next(context));
                break;
            case Timer:
                await runs.RunTimerAsync(function.Name, () => next(context));
                break;
            default:
                await next(context);
                break;
        }
    }

    /// <summary>What is bound here is kept, and given to the function as it is.</summary>
    private static async Task<string[]> BodiesAsync(FunctionContext context, BindingMetadata trigger)
    {
        var isBatch = context.FunctionDefinition.Parameters.Any(parameter => parameter.Name == trigger.Name && parameter.Type == typeof(string[]));
        return isBatch
            ? (await context.BindInputAsync<string[]>(trigger)).Value ?? []
            : (await context.BindInputAsync<string>(trigger)).Value is { } body ? [body] : [];
    }
}
