using System.Reflection;
using Microsoft.Azure.Functions.Worker;
using SalesPerf.Domain.Access;
using SalesPerf.Functions.Access;

namespace SalesPerf.Functions.Tests.Access;

/// <summary>A method and route of a function, as its attributes declare them.</summary>
public sealed record Route(Type Function, string Method, string Template)
{
    /// <summary>The action asked for; null on a public route.</summary>
    public AccessAction? Action => Function.GetCustomAttribute<RequiresAttribute>()?.Action;

    /// <summary>Every HTTP function of the app.</summary>
    public static IReadOnlyList<Route> All { get; } =
    [
        .. (from type in typeof(SalesPerfServices).Assembly.GetTypes()
            from method in type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)
            where method.GetCustomAttribute<FunctionAttribute>() is not null
            from parameter in method.GetParameters()
            let trigger = parameter.GetCustomAttribute<HttpTriggerAttribute>()
            where trigger is not null
            from verb in trigger.Methods ?? []
            select new Route(type, verb.ToUpperInvariant(), trigger.Route == Routes.FirstPage ? "" : trigger.Route ?? ""))
            .OrderBy(route => route.Template, StringComparer.Ordinal).ThenBy(route => route.Method, StringComparer.Ordinal),
    ];

    /// <summary>The path with every segment filled in, by the word before it and its own name.</summary>
    public string Path(Func<string, string, string> valueOf)
    {
        var segments = Template.Split('/');
        return "/" + string.Join('/', segments.Select((segment, index) => segment.StartsWith('{') ? Uri.EscapeDataString(valueOf(segments[index - 1], segment[1..^1])) : segment));
    }

    /// <summary>True when a segment names a person, a team or a plan that not everybody may see.</summary>
    public bool IsAboutSomebody => Action != AccessAction.ReadReference && Template.Split('/') is var segments && segments.Zip(segments.Skip(1)).Any(pair => pair.First is "reps" or "teams" or "digests" or "people" or "plans" or "assignments" && pair.Second.StartsWith('{'));

    public override string ToString() => $"{Method} /{Template}";
}
