using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Azure.Functions.Worker;

namespace SalesPerf.Conventions.Tests.Functions;

/// <summary>
/// No address belongs to two functions. Kestrel would prefer the literal segment, the Functions host takes the function whose name comes
/// first in the alphabet: <c>people/{id}</c> of GetPerson would answer for <c>people/unassigned</c> of ListUnassigned.
/// </summary>
internal static class RouteRules
{
    public static IEnumerable<string> Overlaps(IEnumerable<FoundFunction> functions)
    {
        var routes = functions
            .SelectMany(function => function.Triggers.Select(found => found.Trigger).OfType<HttpTriggerAttribute>().Select(trigger => (function.Name, trigger)))
            .Where(route => route.trigger.Route is not null)
            .Select(route => (route.Name, Methods: route.trigger.Methods ?? [], Pattern: RoutePatternFactory.Parse(route.trigger.Route?.TrimStart('/') ?? "")))
            .ToArray();
        return from first in routes
               from second in routes
               where string.CompareOrdinal(first.Name, second.Name) < 0
                   && first.Methods.Intersect(second.Methods, StringComparer.OrdinalIgnoreCase).Any()
                   && Overlap(first.Pattern, second.Pattern)
               select $"{first.Name} and {second.Name}: an address belongs to both /{first.Pattern.RawText} and /{second.Pattern.RawText}; the hosts choose differently.";
    }

    private static bool Overlap(RoutePattern first, RoutePattern second) =>
        first.PathSegments.Count == second.PathSegments.Count
        && first.PathSegments.Zip(second.PathSegments).All(pair => Literal(pair.First) is not { } one || Literal(pair.Second) is not { } other
            || one.Equals(other, StringComparison.OrdinalIgnoreCase));

    private static string? Literal(RoutePatternPathSegment segment) => segment.Parts is [RoutePatternLiteralPart literal] ? literal.Content : null;
}
