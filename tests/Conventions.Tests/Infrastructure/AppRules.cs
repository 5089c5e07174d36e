using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml;
using SalesPerf.Functions;
using SalesPerf.Functions.Access;
using SalesPerf.Functions.Pages;
using SalesPerf.Platform.Email.Smtp;

namespace SalesPerf.Conventions.Tests.Infrastructure;

/// <summary>That the app runs as the code was built for, with settings that the code reads, and that the store is what it promises.</summary>
internal static class AppRules
{
    private const string App = "app/functions.bicep";

    // Read by the Functions host, its extensions and the identity library.
    private static readonly string[] OfThePlatform =
    [
        "APPLICATIONINSIGHTS_AUTHENTICATION_STRING", "AZURE_CLIENT_ID", "AZURE_TOKEN_CREDENTIALS", "AzureWebJobsStorage__accountName", "AzureWebJobsStorage__credential",
        "AzureWebJobsStorage__clientId", "AzureWebJobsDisableHomepage", "ServiceBus__credential", "ServiceBus__clientId", "WEBSITE_USE_PLACEHOLDER_DOTNETISOLATED",
    ];

    // For developers alone: connection strings of emulators, a folder for keys.
    private static readonly string[] OfDevelopers = ["Cosmos", "DataProtection__folder"];

    // The longest names that Azure takes, and the prefix's share of it: what makes names unique has 13 letters.
    private static readonly Dictionary<string, int> Longest = new(StringComparer.Ordinal) { ["st"] = 24, ["kv-"] = 24, ["sb-"] = 50, ["cosmos-"] = 44, ["func-salesperf-"] = 32 };

    public static IEnumerable<string> Check(InfraText infra) =>
        CheckSettings(infra).Concat(CheckPlan(infra)).Concat(CheckStore(infra)).Concat(CheckNames(infra));

    private static IEnumerable<string> CheckSettings(InfraText infra)
    {
        var set = new[] { "settings", "mail", "login", "admin", "oidc" }
            .SelectMany(variable => Regex.Matches(infra.Block(App, $"var {variable} = "), @"(?m)^  (?<name>[A-Za-z]\w+): ").Select(match => match.Groups["name"].Value))
            .ToHashSet(StringComparer.Ordinal);
        var literals = Repository.Sources("functions", "shared").SelectMany(file => Regex.Matches(File.ReadAllText(file), "\"(?<text>[A-Za-z_:]+)\"").Select(match => match.Groups["text"].Value))
            .SelectMany(text => text.Split(':')).ToHashSet(StringComparer.Ordinal);
        foreach (var name in set.Except(OfThePlatform).Where(name => name.Split("__").Any(part => !int.TryParse(part, out _) && !literals.Contains(part))))
        {
            yield return $"no code reads the setting {name}";
        }

        foreach (var name in Read().Select(name => name.Replace(":", "__", StringComparison.Ordinal)).Except(OfDevelopers).Where(name => !set.Contains(name)))
        {
            yield return $"the code reads {name}, which is not set";
        }

        foreach (var name in set.Where(name => !infra["docs/azure.md"].Contains(name, StringComparison.Ordinal) && !infra["docs/azure.md"].Contains($"`__{name.Split("__")[^1]}`", StringComparison.Ordinal)))
        {
            yield return $"docs/azure.md does not say what {name} is";
        }
    }

    /// <summary>What the Azure host asks of its configuration, and what both do that a deployment must decide.</summary>
    private static IEnumerable<string> Read()
    {
        var azure = string.Concat(Repository.Sources("functions/Azure").Select(File.ReadAllText));
        var asked = Regex.Matches(azure, "configuration\\[\"(?<name>[^\"]+)\"\\]").Select(match => match.Groups["name"].Value);
        var addresses = Regex.Matches(azure, "Address\\(configuration, (?<name>[\\w.\"]+), \"(?<address>\\w+)\"\\)")
            .Select(match => $"{(match.Groups["name"].Value == "Queues.Connection" ? Queues.Connection : match.Groups["name"].Value.Trim('"'))}:{match.Groups["address"].Value}");
        string[] decided = [PublicAddress.Setting, AccessOptions.AdminKeySetting, $"{SmtpOptions.Section}:Host", $"{SmtpOptions.Section}:From", "APPLICATIONINSIGHTS_CONNECTION_STRING"];
        return asked.Concat(addresses).Concat(decided).Distinct();
    }

    private static IEnumerable<string> CheckPlan(InfraText infra)
    {
        var framework = Regex.Match(Repository.Read("Directory.Build.props"), @"<TargetFramework>net(?<version>[\d.]+)<").Groups["version"].Value;
        (string File, string Text)[] expected =
        [
            (App, "tier: 'FlexConsumption', name: 'FC1'"),
            (App, "alwaysReady: [{ name: 'http', instanceCount: 1 }]"),
            (App, $"name: 'dotnet-isolated', version: '{framework}'"),
            (App, "type: 'UserAssignedIdentity'"),
            (App, "keyVaultReferenceIdentity: identityId"),
            ("main.bicep", "@allowed([512, 2048])\nparam instanceMemoryMB int = size == 'large' ? 2048 : 512"),
            ("azure.yaml", "dotnet publish SalesPerf.Functions.csproj -c Release -p:FunctionsHost=Azure"),
            ("azure.yaml", "prepackage:"),
            ("app/storage.bicep", "isVersioningEnabled: true"),
        ];
        foreach (var (file, text) in expected.Where(one => !infra[one.File].Contains(one.Text, StringComparison.Ordinal)))
        {
            yield return $"{file} does not say {text}";
        }

        using var host = JsonDocument.Parse(infra["host.json"]);
        var renewed = TimeSpan.Parse(host.RootElement.GetProperty("extensions").GetProperty("serviceBus").GetProperty("maxAutoLockRenewalDuration").GetString()!, null); // a text
        if (renewed < XmlConvert.ToTimeSpan(infra.Values("app/servicebus.bicep", "lockDuration")[0]))
        {
            yield return "host.json: locks are renewed for less long than they last";
        }

        if (host.RootElement.GetProperty("telemetryMode").GetString() != "OpenTelemetry")
        {
            yield return "host.json: the host's own telemetry does not join the app's";
        }
    }

    private static IEnumerable<string> CheckStore(InfraText infra)
    {
        string[] expected =
        [
            "defaultConsistencyLevel: 'Strong'", "isZoneRedundant: true", "defaultTtl: -1", "type: 'Continuous'",
            "capabilities: mode == 'serverless' ? [{ name: 'EnableServerless' }] : []", "options: mode == 'serverless' ? {} : { autoscaleSettings: { maxThroughput: maxThroughput } }",
        ];
        foreach (var text in expected.Where(text => !infra["app/cosmos.bicep"].Contains(text, StringComparison.Ordinal)))
        {
            yield return $"app/cosmos.bicep does not say {text}";
        }

        if (Regex.Count(infra["app/cosmos.bicep"], "locationName:") != 1)
        {
            yield return "app/cosmos.bicep: strong consistency is for one region";
        }
    }

    private static IEnumerable<string> CheckNames(InfraText infra)
    {
        var made = Regex.Matches(infra["main.bicep"], @"name: '(?<prefix>[a-z-]+)\$\{token\}'").Select(match => match.Groups["prefix"].Value).ToList();
        foreach (var (prefix, longest) in Longest)
        {
            if (!made.Contains(prefix) || prefix.Length + 13 > longest)
            {
                yield return $"main.bicep: a name that begins with {prefix} is missing, or over {longest} letters";
            }
        }
    }
}
