using System.Text.RegularExpressions;
using SalesPerf.Local.Backups;

namespace SalesPerf.Conventions.Tests.Infrastructure;

/// <summary>That what the runbook says to type exists.</summary>
internal static class RunbookRules
{
    private const string Runbook = "docs/runbook.md";

    public static IEnumerable<string> Check(InfraText infra)
    {
        var text = infra[Runbook];
        var functions = Repository.Read("tests", "Conventions.Tests", "functions.golden.txt").Split('\n').Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)).ToList();
        var routes = functions.Where(line => line.Length > 3 && line[1] == "http").SelectMany(line => line[2].Split(',').Select(method => (Method: method, Pattern: Pattern(line[3])))).ToList();
        foreach (Match asked in Regex.Matches(text, @"/api/v1/[\w{}/.-]*"))
        {
            // The verb stands before it, in the same line or the same piece of code in a line.
            var line = text[(text.LastIndexOfAny(['\n', '`'], asked.Index) + 1)..asked.Index];
            var (method, path) = (Regex.Match(line, "(GET|POST|PUT|DELETE)", RegexOptions.RightToLeft) is { Success: true } verb ? verb.Value : "GET", asked.Value);
            if (!routes.Any(route => route.Method == method && route.Pattern.IsMatch(path)))
            {
                yield return $"there is no {method} {path}";
            }
        }

        var timers = functions.Where(line => line.Length > 1 && line[1] == "timer").Select(line => line[0]).ToList();
        foreach (var timer in Regex.Matches(text, @"(?:fire |/admin/functions/)(?<name>[A-Z]\w+)").Select(match => match.Groups["name"].Value).Except(timers))
        {
            yield return $"there is no timer {timer}";
        }

        foreach (var setting in Regex.Matches(text, @"azd env set (?<name>\w+)|`(?<name>SALESPERF_\w+)").Select(match => match.Groups["name"].Value).Distinct()
            .Where(name => !infra["main.parameters.json"].Contains($"${{{name}", StringComparison.Ordinal)))
        {
            yield return $"azd passes on no {setting}";
        }

        foreach (var value in Regex.Matches(text, @"\$(?<name>AZURE_[A-Z_]+|SALESPERF_URL)").Select(match => match.Groups["name"].Value).Distinct()
            .Where(name => !infra["main.bicep"].Contains($"output {name} ", StringComparison.Ordinal)))
        {
            yield return $"main.bicep has no output {value}";
        }

        foreach (var command in Regex.Matches(text, @"(?:local -- |, `)(?<name>\w+) (?:DIR )?--data").Select(match => match.Groups["name"].Value).Where(name => !BackupCommand.Is([name])))
        {
            yield return $"the local host has no command {command}";
        }
    }

    private static Regex Pattern(string route) => new("^" + Regex.Replace(Regex.Escape(route).Replace("\\{", "{", StringComparison.Ordinal), @"\{\w+}", "[^/]+") + "$");
}
