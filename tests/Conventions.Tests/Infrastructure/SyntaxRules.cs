using System.Text.Json;
using System.Text.RegularExpressions;

namespace SalesPerf.Conventions.Tests.Infrastructure;

/// <summary>That the files fit together: what a compiler of Bicep and a deployment would refuse first.</summary>
internal static class SyntaxRules
{
    /// <summary>A sentence for every rule broken; none when all is well.</summary>
    public static IReadOnlyList<string> Check(InfraText infra)
    {
        var files = infra.Bicep.ToDictionary(file => file.Key, file => new BicepFile(file.Value), StringComparer.Ordinal);
        return
        [
            .. files.SelectMany(file => file.Value.Problems.Select(problem => $"{file.Key}: {problem}")),
            .. files.SelectMany(file => CheckTypes(file.Value).Concat(CheckModules(files, file.Value)).Select(problem => $"{file.Key}: {problem}")),
            .. infra.Parameters.SelectMany(file => CheckParameters(infra, files["main.bicep"], file.Key, file.Value)),
        ];
    }

    private static IEnumerable<string> CheckTypes(BicepFile file) => file.Declared
        .Where(one => one.Kind == "resource" && one.Type.Contains('/') && !Regex.IsMatch(one.Type, @"^Microsoft\.[A-Za-z]+(/[A-Za-z]+)+@20\d\d-\d\d-\d\d(-preview)?$"))
        .Select(one => $"{one.Type} is no type of a resource with its version");

    private static IEnumerable<string> CheckModules(Dictionary<string, BicepFile> files, BicepFile file)
    {
        foreach (var module in file.Declared.Where(one => one.Kind == "module"))
        {
            if (!files.TryGetValue(module.Type, out var target))
            {
                yield return $"there is no {module.Type}";
                continue;
            }

            var taken = target.Declared.Where(one => one.Kind == "param").ToList();
            foreach (var missing in taken.Where(one => !one.HasDefault && !module.Given.Contains(one.Name)))
            {
                yield return $"{module.Name} is not given {missing.Name}";
            }

            foreach (var stranger in module.Given.Where(given => taken.All(one => one.Name != given)))
            {
                yield return $"{module.Name} takes no {stranger}";
            }

            foreach (var output in file.Outputs.Where(asked => asked.Module == module.Name && target.Declared.All(one => one.Kind != "output" || one.Name != asked.Output)))
            {
                yield return $"{module.Name} has no output {output.Output}";
            }
        }
    }

    private static IEnumerable<string> CheckParameters(InfraText infra, BicepFile main, string path, string text)
    {
        using var json = JsonDocument.Parse(text);
        var given = json.RootElement.GetProperty("parameters").EnumerateObject().ToDictionary(one => one.Name, one => one.Value.GetProperty("value"), StringComparer.Ordinal);
        var taken = main.Declared.Where(one => one.Kind == "param").ToDictionary(one => one.Name, StringComparer.Ordinal);
        foreach (var (name, value) in given)
        {
            if (!taken.ContainsKey(name))
            {
                yield return $"{path}: main.bicep takes no {name}";
            }
            else if (Allowed(infra, name) is { Count: > 0 } allowed && value.ToString() is var said && !said.StartsWith("${", StringComparison.Ordinal) && !allowed.Contains(said))
            {
                yield return $"{path}: {name} may not be {said}";
            }
        }

        // azd is given everything that has no default, and no password from a file.
        var required = path == "main.parameters.json" ? taken.Values.Where(one => !one.HasDefault).Select(one => one.Name) : [];
        foreach (var missing in required.Where(name => !given.ContainsKey(name)))
        {
            yield return $"{path}: {missing} is not given";
        }

        foreach (var secret in given.Where(one => Secrets(infra).Contains(one.Key) && !one.Value.ToString().StartsWith("${", StringComparison.Ordinal)))
        {
            yield return $"{path}: the secret {secret.Key} stands in the file";
        }
    }

    private static IReadOnlyList<string> Allowed(InfraText infra, string name) =>
        Regex.Match(infra["main.bicep"], $@"@allowed\(\[(?<values>[^\]]*)\]\)\nparam {name} ") is { Success: true } match
            ? [.. match.Groups["values"].Value.Split(',').Select(value => value.Trim().Trim('\''))]
            : [];

    /// <summary>Parameters that are marked as secrets.</summary>
    internal static IReadOnlyList<string> Secrets(InfraText infra) =>
        [.. Regex.Matches(infra["main.bicep"], @"@secure\(\)\nparam (?<name>\w+) ").Select(match => match.Groups["name"].Value)];
}
