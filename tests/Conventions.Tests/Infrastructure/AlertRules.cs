using System.Reflection;
using System.Text.Json;
using System.Text.RegularExpressions;
using SalesPerf.Functions.Health;

namespace SalesPerf.Conventions.Tests.Infrastructure;

/// <summary>That alerts and the dashboard ask for figures that exist, and that the runbook says what each alert means.</summary>
internal static class AlertRules
{
    private const string Alerts = "app/alerts.bicep";

    private static readonly string[] Wanted =
        ["dead-letters", "oldest-message", "failed-runs", "failed-timers", "throttled", "server-errors", "health", "dead-documents", "broker-away", "no-measurements"];

    // Of the services themselves, by their resource.
    private static readonly Dictionary<string, string> OfServices = new(StringComparer.Ordinal)
    {
        ["DeadletteredMessages"] = "Microsoft.ServiceBus/namespaces",
        ["ActiveMessages"] = "Microsoft.ServiceBus/namespaces",
        ["TotalRequests"] = "Microsoft.DocumentDB/databaseAccounts",
    };

    private static readonly string[] Tables = ["AppMetrics", "AppRequests", "AppExceptions", "AzureMetrics"];

    public static IEnumerable<string> Check(InfraText infra)
    {
        var names = Names(infra).ToList();
        foreach (var missing in Wanted.Except(names))
        {
            yield return $"there is no alert {missing}";
        }

        foreach (var name in names.Where(name => !Regex.IsMatch(infra["docs/runbook.md"], $"(?m)^### {name}$")))
        {
            yield return $"docs/runbook.md does not say what the alert {name} means";
        }

        foreach (Match heading in Regex.Matches(infra["docs/runbook.md"], @"(?m)^### (?<name>[a-z-]+)$"))
        {
            if (!names.Contains(heading.Groups["name"].Value))
            {
                yield return $"docs/runbook.md speaks of an alert {heading.Groups["name"].Value} that does not exist";
            }
        }

        foreach (Match metric in Regex.Matches(infra[Alerts], @"namespace: '(?<of>[^']+)'\s+metric: '(?<name>[^']+)'"))
        {
            if (OfServices.GetValueOrDefault(metric.Groups["name"].Value) != metric.Groups["of"].Value)
            {
                yield return $"{metric.Groups["of"].Value} has no metric {metric.Groups["name"].Value}";
            }
        }

        foreach (var file in new[] { Alerts, "app/dashboard.json" })
        {
            foreach (var problem in CheckQueries(file, infra[file]))
            {
                yield return $"{file}: {problem}";
            }
        }

        foreach (var alert in infra.Values(Alerts, "query").Where(query => query != "item.query" && !query.Contains("| summarize Value = ", StringComparison.Ordinal)))
        {
            yield return $"{Alerts}: no Value is compared in {alert}";
        }

        using var dashboard = JsonDocument.Parse(infra["app/dashboard.json"]);
        foreach (var item in dashboard.RootElement.GetProperty("items").EnumerateArray().Where(item => item.GetProperty("type").GetInt32() == 3))
        {
            if (item.GetProperty("content").GetProperty("crossComponentResources")[0].GetString() != "{workspaceId}")
            {
                yield return $"app/dashboard.json: {item.GetProperty("name").GetString()} does not ask the workspace";
            }
        }
    }

    private static IEnumerable<string> Names(InfraText infra) =>
        Regex.Matches(infra[Alerts], @"(?m)^    name: '(?<name>[a-z-]+)'$").Select(match => match.Groups["name"].Value)
            .Concat(Regex.Matches(infra[Alerts], @"(?m)^  name: 'alert-(?<name>[a-z-]+)'$").Select(match => match.Groups["name"].Value));

    private static IEnumerable<string> CheckQueries(string file, string text)
    {
        var metrics = typeof(Telemetry).GetFields(BindingFlags.Public | BindingFlags.Static).Select(field => field.GetRawConstantValue()).OfType<string>().ToHashSet(StringComparer.Ordinal);
        foreach (var name in Regex.Matches(text, @"salesperf\.[a-z.]+").Select(match => match.Value).Distinct().Where(name => !metrics.Contains(name)))
        {
            yield return $"the app has no metric {name}";
        }

        foreach (var tag in Regex.Matches(text, @"Properties\.(?<tag>\w+)").Select(match => match.Groups["tag"].Value).Distinct().Where(tag => tag is not (Telemetry.Queue or Telemetry.Function)))
        {
            yield return $"no metric is tagged {tag}";
        }

        var queries = Regex.Matches(text, file.EndsWith(".json", StringComparison.Ordinal) ? "\"query\": \"(?<table>\\w+) \\|" : @"query: '(?<table>\w+) \|");
        if (queries.Count == 0)
        {
            yield return "it asks nothing";
        }

        foreach (var table in queries.Select(match => match.Groups["table"].Value).Distinct().Except(Tables))
        {
            yield return $"there is no table {table}";
        }
    }
}
