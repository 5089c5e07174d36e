using System.Diagnostics;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using SalesPerf.Functions.Http;
using SalesPerf.Functions.Messages;
using SalesPerf.Local.Discovery;

namespace SalesPerf.Local.Http;

/// <summary>Puts the functions on their routes. Matching is the framework's, which the Functions host uses too: any case, a literal before a parameter.</summary>
internal static partial class FunctionRoutes
{
    public static void MapFunctions(this IEndpointRouteBuilder routes, FunctionCatalog catalog)
    {
        var logger = routes.ServiceProvider.GetRequiredService<ILoggerFactory>().CreateLogger("SalesPerf.Http");
        foreach (var function in catalog.Functions.OfType<FunctionDefinition.Http>())
        {
            var endpoint = routes.Map(function.Route, Invoke(function.Name, function.Call, logger)).WithDisplayName(function.Name);
            if (function.Methods.Count > 0)
            {
                endpoint.WithMetadata(new HttpMethodMetadata(function.Methods));
            }
        }

        routes.MapPost(RunFunctionNow.Route, Invoke(nameof(RunFunctionNow), RunFunctionNow.For(catalog), logger));
    }

    private static RequestDelegate Invoke(string name, HttpCall call, ILogger logger) => async context =>
    {
        var started = Stopwatch.GetTimestamp();
        try
        {
            var result = await call(context);
            await result.ExecuteAsync(context);
        }
        catch (Exception exception)
        {
            await AnswerAsync(exception, context, name, logger);
        }

        var elapsed = Stopwatch.GetElapsedTime(started);
        if (logger.IsEnabled(LogLevel.Information))
        {
            var keys = Keys(context);
            LogDone(logger, name, context.Request.Method, keys, context.Response.StatusCode, elapsed.TotalMilliseconds);
        }
    };

    /// <summary>The ids in the path, by name.</summary>
    private static string Keys(HttpContext context) =>
        string.Join(' ', context.Request.RouteValues.Select(value => $"{value.Key}={MessageKeys.Shown(value.Value as string ?? "")}"));

    private static Task AnswerAsync(Exception exception, HttpContext context, string name, ILogger logger)
    {
        var problem = ProblemMapper.Map(exception, context);
        if (problem.Status >= StatusCodes.Status500InternalServerError && logger.IsEnabled(LogLevel.Error))
        {
            LogFailed(logger, exception, name, Keys(context), problem.CorrelationId);
        }

        if (context.Response.HasStarted)
        {
            // Whoever reads must not take half an answer for the whole.
            context.Abort();
            return Task.CompletedTask;
        }

        context.Response.Clear();
        return problem.ExecuteAsync(context);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "{Function} {Method} {Keys} {Status} in {Milliseconds:F1} ms")]
    private static partial void LogDone(ILogger logger, string function, string method, string keys, int status, double milliseconds);

    [LoggerMessage(Level = LogLevel.Error, Message = "{Function} {Keys} failed: {CorrelationId}")]
    private static partial void LogFailed(ILogger logger, Exception exception, string function, string keys, string? correlationId);
}
