using System.Text.Json;
using SalesPerf.Contracts.Access;
using SalesPerf.Domain.Access;
using SalesPerf.Domain.Resources;
using SalesPerf.Domain.Values;

namespace SalesPerf.Functions.Access;

/// <summary>What a key may be for.</summary>
internal static class ApiKeyRules
{
    private const int MaxName = 100;

    private const int MaxSources = 20;

    private static readonly Dictionary<string, AccessRole> Roles = Enum.GetValues<AccessRole>().ToDictionary(NameOf, StringComparer.Ordinal);

    private static readonly Dictionary<string, AccessAction> Scopes =
        Enum.GetValues<AccessAction>().ToDictionary(action => JsonNamingPolicy.CamelCase.ConvertName(action.ToString()), StringComparer.Ordinal);

    /// <summary>Stands for every action that reads.</summary>
    private const string Reads = "read";

    /// <summary>The actions among names.</summary>
    public static IEnumerable<AccessAction> Actions(IEnumerable<string> names) => names.Where(Scopes.ContainsKey).Select(name => Scopes[name]);

    public static string NameOf(AccessRole role) => JsonNamingPolicy.CamelCase.ConvertName(role.ToString());

    /// <summary>The roles among names, however they are cased; other names mean nothing here.</summary>
    public static IEnumerable<AccessRole> Known(IEnumerable<string> names) =>
        names.Where(name => Roles.Keys.Contains(name, StringComparer.OrdinalIgnoreCase)).Select(name => Roles[name.ToLowerInvariant()]).Distinct();

    /// <summary>Everything wrong with what was asked for; none when it can be made.</summary>
    public static IReadOnlyList<FieldProblem> Check(CreateKeyBody asked, Model model)
    {
        var problems = new List<FieldProblem>();
        var name = asked.Name?.Trim();
        if (string.IsNullOrEmpty(name) || name.Length > MaxName || name.Any(char.IsControl))
        {
            problems.Add(new("/name", $"A name of 1 to {MaxName} characters is needed."));
        }

        var roles = asked.Roles ?? [];
        problems.AddRange(roles.Index()
            .Where(role => role.Item is null || !Roles.ContainsKey(role.Item))
            .Select(role => new FieldProblem($"/roles/{role.Index}", $"A role is one of {string.Join(", ", Roles.Keys)}.")));
        problems.AddRange(CheckSources(asked, model));
        problems.AddRange(CheckScopes(asked));
        if (roles.Count == 0 && asked.Sources is not { Count: > 0 })
        {
            problems.Add(new("/roles", "A key is for at least one role, or for a program that posts activities of a source."));
        }

        if (asked.Person is null && roles.Any(role => role is "manager" or "rep"))
        {
            problems.Add(new("/person", "The roles manager and rep are a person's: say whose."));
        }
        else if (asked.Person is { } person && model.People.GetValueOrDefault(person)?.Latest(DateTimeOffset.MaxValue)?.Content is null)
        {
            problems.Add(new("/person", "There is no such person."));
        }

        return problems;
    }

    /// <summary>What <see cref="Check"/> found nothing wrong with.</summary>
    public static NewApiKey Read(CreateKeyBody asked) => new(
        asked.Name!.Trim(), // checked
        [.. (asked.Roles ?? []).OfType<string>().Select(role => Roles[role]).Distinct()],
        asked.Person,
        [.. (asked.Sources ?? []).OfType<string>().Distinct(StringComparer.Ordinal)],
        asked.Scopes is null ? null : [.. asked.Scopes.OfType<string>().SelectMany(scope => scope == Reads ? Reading(asked) : [scope]).Distinct(StringComparer.Ordinal)]);

    private static IEnumerable<string> Reading(CreateKeyBody asked) =>
        Scopes.Where(scope => scope.Key.StartsWith(Reads, StringComparison.Ordinal) && IsAllowed(asked, scope.Value)).Select(scope => scope.Key);

    private static bool IsAllowed(CreateKeyBody asked, AccessAction action) =>
        AccessPolicy.MayEver((asked.Roles ?? []).OfType<string>().Where(Roles.ContainsKey).Select(role => Roles[role]), asked.Sources is { Count: > 0 }, action);

    private static IEnumerable<FieldProblem> CheckScopes(CreateKeyBody asked)
    {
        if (asked.Scopes is { Count: 0 } or { Count: > 50 })
        {
            yield return new("/scopes", "One scope or more, at most 50; without the member the key is for all that its roles allow.");
            yield break;
        }

        foreach (var (index, scope) in (asked.Scopes ?? []).Index())
        {
            if (scope == Reads ? !Reading(asked).Any() : scope is null || !Scopes.TryGetValue(scope, out var action) || !IsAllowed(asked, action))
            {
                yield return new($"/scopes/{index}", $"A scope is '{Reads}' or an action that the key's roles allow, such as readForecast or postActivities.");
            }
        }
    }

    private static IEnumerable<FieldProblem> CheckSources(CreateKeyBody asked, Model model)
    {
        var sources = asked.Sources ?? [];
        if (sources.Count > 0 && asked.Person is not null)
        {
            yield return new("/sources", "Activities of a source are posted by a program, not by a person.");
        }

        if (sources.Count > MaxSources)
        {
            yield return new("/sources", $"At most {MaxSources} sources.");
            yield break;
        }

        foreach (var (index, source) in sources.Index())
        {
            if (source is null || model.Sources.GetValueOrDefault(source)?.Latest(DateTimeOffset.MaxValue)?.Content is null)
            {
                yield return new($"/sources/{index}", "There is no such source.");
            }
        }
    }
}
