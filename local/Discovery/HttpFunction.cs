using System.Linq.Expressions;
using System.Reflection;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Azure.Functions.Worker;
using SalesPerf.Functions;

namespace SalesPerf.Local.Discovery;

/// <summary>
/// Functions on HTTP. Bound are the <see cref="HttpRequest"/>, required route segments by name and the cancellation token;
/// the Functions host would let a caller fill anything else from the query or the body.
/// </summary>
internal static class HttpFunction
{
    private static readonly MethodInfo RouteValue = typeof(HttpFunction).GetMethod(nameof(Segment), BindingFlags.Static | BindingFlags.NonPublic)
        ?? throw new MissingMethodException(nameof(HttpFunction), nameof(Segment));

    public static FunctionDefinition Define(string name, MethodInfo method, ParameterInfo triggered, HttpTriggerAttribute trigger, string routePrefix)
    {
        if (triggered.ParameterType != typeof(HttpRequest))
        {
            throw new FunctionException(method, "an HTTP trigger is on a parameter of type HttpRequest.");
        }

        FunctionCall.MustReturn(method, typeof(Task<IResult>));
        var route = Route(method, $"{routePrefix.Trim('/')}/{(trigger.Route ?? name).Trim('/')}".Trim('/'));
        var segments = route.Parameters.Select(parameter => parameter.Name).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var context = Expression.Parameter(typeof(HttpContext));
        var call = FunctionCall.Compile<HttpCall>(
            method,
            Expression.Property(context, nameof(HttpContext.RequestServices)),
            parameter => parameter switch
            {
                _ when parameter.ParameterType == typeof(HttpRequest) => Expression.Property(context, nameof(HttpContext.Request)),
                _ when parameter.ParameterType == typeof(CancellationToken) => Expression.Property(context, nameof(HttpContext.RequestAborted)),
                { Name: { } segment } when parameter.ParameterType == typeof(string) && segments.Contains(segment) =>
                    Expression.Call(RouteValue, context, Expression.Constant(segment)),
                _ => null,
            },
            context);
        var methods = (trigger.Methods ?? []).Select(verb => verb.ToUpperInvariant()).Distinct().ToArray();
        return new FunctionDefinition.Http(name, method, route, methods, call);
    }

    /// <summary>What no two functions may share: a method and a route but for the names of its parameters.</summary>
    public static IEnumerable<string> Sources(FunctionDefinition.Http function)
    {
        var segments = function.Route.PathSegments.Select(segment => string.Concat(segment.Parts.Select(part => part switch
        {
            RoutePatternLiteralPart literal => literal.Content,
            RoutePatternSeparatorPart separator => separator.Content,
            RoutePatternParameterPart parameter => $"{{{string.Join(':', parameter.ParameterPolicies.Select(policy => policy.Content))}}}",
            _ => "?",
        })));
        var path = string.Join('/', segments);
        return function.Methods is [] ? [$"/{path}"] : function.Methods.Select(method => $"{method} /{path}");
    }

    private static RoutePattern Route(MethodInfo method, string template)
    {
        RoutePattern route;
        try
        {
            route = RoutePatternFactory.Parse(template);
        }
        catch (RoutePatternException exception)
        {
            throw new FunctionException(method, $"the route {template} cannot be read: {exception.Message}");
        }

        if (template != Routes.FirstPage && route.Parameters.Any(parameter => parameter.IsOptional || parameter.IsCatchAll || parameter.Default is not null))
        {
            throw new FunctionException(method, $"the route {template} has a segment that is not required.");
        }

        if (route.PathSegments is [var first, ..] && first.Parts is [RoutePatternLiteralPart { Content: var word }]
            && (word.Equals("admin", StringComparison.OrdinalIgnoreCase) || word.Equals("runtime", StringComparison.OrdinalIgnoreCase)))
        {
            throw new FunctionException(method, $"the route {template} starts with a word that the host keeps for itself.");
        }

        return route;
    }

    private static string Segment(HttpContext context, string name) =>
        context.GetRouteValue(name) as string ?? throw new InvalidOperationException($"The route has no segment {name}.");
}
