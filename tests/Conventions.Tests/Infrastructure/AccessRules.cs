using System.Text.RegularExpressions;

namespace SalesPerf.Conventions.Tests.Infrastructure;

/// <summary>That the app has the rights it needs and no other, and that no key or password opens anything.</summary>
internal static class AccessRules
{
    private const string Rbac = "rbac.bicep";

    // The built-in roles, by the names that Azure gives them.
    private static readonly Dictionary<string, string> Roles = new(StringComparer.Ordinal)
    {
        ["storageBlobDataOwner"] = "b7e6dc6d-f1e8-4753-8033-0f276bb0955b",
        ["serviceBusDataSender"] = "69a216fc-b8fb-44d8-bc22-1f3c2cd27a39",
        ["serviceBusDataReceiver"] = "4f6d3b9b-027b-4f4c-9142-0e5a2a2247e0",
        ["keyVaultCryptoServiceEncryptionUser"] = "e147488a-f6f5-4113-8e2d-b22465e65bf6",
        ["keyVaultSecretsUser"] = "4633458b-17de-408a-874b-0445c86b69e6",
        ["monitoringMetricsPublisher"] = "3913510d-42f4-4e42-8a64-420c390055eb",
    };

    // Cosmos DB's own: reads and writes data, and nothing else.
    private const string CosmosDataContributor = "00000000-0000-0000-0000-000000000002";

    private static readonly (string File, string Text)[] Closed =
    [
        ("app/servicebus.bicep", "disableLocalAuth: true"),
        ("app/cosmos.bicep", "disableLocalAuth: true"),
        ("app/storage.bicep", "allowSharedKeyAccess: false"),
        ("app/storage.bicep", "allowBlobPublicAccess: false"),
        ("app/monitoring.bicep", "DisableLocalAuth: true"),
        ("app/keyvault.bicep", "enableRbacAuthorization: true"),
        ("app/keyvault.bicep", "enablePurgeProtection: true"),
        ("app/functions.bicep", "httpsOnly: true"),
    ];

    // It says where telemetry goes; who may send it is a role.
    private static readonly string[] Addresses = ["APPLICATIONINSIGHTS_CONNECTION_STRING", "insightsConnectionString", "properties.ConnectionString"];

    public static IEnumerable<string> Check(InfraText infra)
    {
        var named = Regex.Matches(infra.Block(Rbac, "var roles = {"), @"(?<name>\w+): '(?<id>[^']+)'").ToDictionary(match => match.Groups["name"].Value, match => match.Groups["id"].Value);
        foreach (var role in Roles.Where(role => named.GetValueOrDefault(role.Key) != role.Value))
        {
            yield return $"{role.Key} is not {role.Value}";
        }

        foreach (var stranger in named.Keys.Except(Roles.Keys))
        {
            yield return $"the app has no use for {stranger}";
        }

        foreach (var (path, text) in infra.Bicep)
        {
            var known = path == Rbac ? Roles.Values.Append(CosmosDataContributor) : [];
            foreach (var id in Regex.Matches(text, "[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}").Select(match => match.Value).Except(known))
            {
                yield return $"{path}: {id} is no role of the app";
            }

            if (path != Rbac && text.Contains("oleAssignments", StringComparison.Ordinal))
            {
                yield return $"{path} gives rights; {Rbac} alone does";
            }
        }

        foreach (var role in Roles.Keys)
        {
            var assigned = Regex.Count(infra[Rbac], $@"subscriptionResourceId\('Microsoft\.Authorization/roleDefinitions', roles\.{role}\)");
            if (assigned != 1)
            {
                yield return $"{role} is given {assigned} times";
            }
        }

        foreach (var (file, text) in Closed.Where(one => !infra[one.File].Contains(one.Text, StringComparison.Ordinal)))
        {
            yield return $"{file} does not say {text}";
        }

        foreach (var problem in CheckSecrets(infra))
        {
            yield return problem;
        }
    }

    private static IEnumerable<string> CheckSecrets(InfraText infra)
    {
        foreach (var (path, text) in infra.Bicep)
        {
            var rest = Addresses.Aggregate(text, (said, address) => said.Replace(address, "", StringComparison.Ordinal));
            foreach (Match key in Regex.Matches(rest, @"(?i)connection_?string|listKeys|list\w*Sas|AccountKey|SharedAccess|primary\w*Key|secondary\w*Key"))
            {
                yield return $"{path} takes {key.Value}";
            }

            // A secret that is passed on is marked as one all the way, and ends in the vault.
            foreach (var secret in SyntaxRules.Secrets(infra).Where(secret => Regex.IsMatch(text, $@"(?m)^param {secret} ")))
            {
                if (!text.Contains($"@secure()\nparam {secret} ", StringComparison.Ordinal))
                {
                    yield return $"{path}: the secret {secret} is not marked as one";
                }
                else if (path is not ("main.bicep" or "app/keyvault.bicep"))
                {
                    yield return $"{path}: the secret {secret} belongs into the vault";
                }
            }
        }

        foreach (Match open in Regex.Matches(infra["main.bicep"], @"(?m)(?<before>^.*\n)param (?<name>\w*(Password|Key|Secret|Token)) "))
        {
            if (open.Groups["before"].Value != "@secure()\n")
            {
                yield return $"main.bicep: {open.Groups["name"].Value} is not marked as a secret";
            }
        }
    }
}
