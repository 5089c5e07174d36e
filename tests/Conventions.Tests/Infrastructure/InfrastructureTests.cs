using SalesPerf.Functions;
using SalesPerf.Platform.Documents.Cosmos;

namespace SalesPerf.Conventions.Tests.Infrastructure;

/// <summary>What infra/ creates is what the code uses, and the app's rights are those it needs. Every rule is shown to find its fault in a changed copy.</summary>
public sealed class InfrastructureTests
{
    private static readonly InfraText Infra = InfraText.Read();

    [Fact]
    public void Given_infra_when_read_then_its_files_fit_together() => Assert.Empty(SyntaxRules.Check(Infra));

    [Fact]
    public void Given_infra_when_read_then_queues_are_those_of_the_code_and_keep_messages_as_it_expects() => Assert.Empty(BusRules.Check(Infra));

    [Fact]
    public void Given_infra_when_read_then_the_app_has_its_rights_and_no_key_opens_anything() => Assert.Empty(AccessRules.Check(Infra));

    [Fact]
    public void Given_infra_when_read_then_the_app_runs_as_it_was_built_with_settings_that_it_reads() => Assert.Empty(AppRules.Check(Infra));

    [Fact]
    public void Given_infra_when_read_then_alerts_ask_for_figures_that_exist_and_the_runbook_explains_them() => Assert.Empty(AlertRules.Check(Infra));

    [Fact]
    public void Given_the_runbook_when_read_then_what_it_says_to_type_exists() => Assert.Empty(RunbookRules.Check(Infra));

    [Theory]
    [InlineData("fire ScheduleRemaps", "fire RemapAll", "there is no timer RemapAll")]
    [InlineData("/api/v1/keys/{keyId}/rotate", "/api/v1/keys/{keyId}/renew", "there is no POST /api/v1/keys/{keyId}/renew")]
    [InlineData("api -X DELETE", "api -X PUT", "there is no PUT /api/v1/keys/{keyId}")]
    [InlineData("azd env set SALESPERF_SIZE", "azd env set SALESPERF_PLAN", "azd passes on no SALESPERF_PLAN")]
    [InlineData("$AZURE_COSMOS_NAME", "$AZURE_COSMOS_ACCOUNT", "main.bicep has no output AZURE_COSMOS_ACCOUNT")]
    [InlineData("`check --data", "`verify --data", "the local host has no command verify")]
    public void Given_a_runbook_that_names_what_does_not_exist_when_checked_then_it_is_found(string old, string text, string problem) =>
        AssertFound(RunbookRules.Check(Infra.With("docs/runbook.md", old, text)), problem);

    [Theory]
    [InlineData("app/servicebus.bicep", "'apply-deal'", "'apply-deals'", "the queue apply-deal of the code is not made")]
    [InlineData("app/servicebus.bicep", "'apply-deal'", "'apply-deals'", "no code knows the queue apply-deals")]
    [InlineData("app/servicebus.bicep", "  'wall'\n", "", "the subscription wall of the code is not made")]
    [InlineData("app/servicebus.bicep", "'notifications'", "'news'", "the topic is not notifications")]
    [InlineData("app/servicebus.bicep", "'wall'", "'Wall_'", "Service Bus takes no name Wall_")]
    [InlineData("app/servicebus.bicep", "properties: union(delivery, {", "properties: union({}, {", "resource queue is not made for each")]
    [InlineData("app/servicebus.bicep", "properties: delivery\n", "properties: {}\n", "resource subscriber is not made for each")]
    [InlineData("app/servicebus.bicep", "PT2M", "PT20S", "a lock of 00:00:20 is under three times")]
    [InlineData("app/servicebus.bicep", "PT2M", "PT6M", "over what Service Bus takes")]
    [InlineData("app/servicebus.bicep", "maxDeliveryCount: 20", "maxDeliveryCount: 10", "messages are not given up after 20")]
    [InlineData("app/servicebus.bicep", "P14D", "P2D", "messages do not live for 7 days")]
    [InlineData("app/servicebus.bicep", ", defaultMessageTimeToLive: timeToLive }", " }", "messages do not live for 7 days")]
    [InlineData("app/servicebus.bicep", "deadLetteringOnMessageExpiration: true", "deadLetteringOnMessageExpiration: false", "thrown away")]
    public void Given_a_bus_that_differs_from_the_code_when_checked_then_it_is_found(string path, string old, string text, string problem) =>
        AssertFound(BusRules.Check(Infra.With(path, old, text)), problem);

    [Theory]
    [InlineData("rbac.bicep", "69a216fc-b8fb-44d8-bc22-1f3c2cd27a39", "b24988ac-6180-42a0-ab88-20f7382dd24c", "serviceBusDataSender is not 69a216fc")]
    [InlineData("rbac.bicep", "69a216fc-b8fb-44d8-bc22-1f3c2cd27a39", "8e3af657-a8ff-443c-a75c-2fe8c4bcb635", "8e3af657-a8ff-443c-a75c-2fe8c4bcb635 is no role of the app")]
    [InlineData("rbac.bicep", "var roles = {", "var roles = {\n  serviceBusDataOwner: '090c5cfd-751d-490a-894a-3ce6f1109419'", "the app has no use for serviceBusDataOwner")]
    [InlineData("rbac.bicep", "'Microsoft.Authorization/roleDefinitions', roles.keyVaultSecretsUser)", "'Microsoft.Authorization/roleDefinitions', roles.serviceBusDataSender)", "keyVaultSecretsUser is given 0 times")]
    [InlineData("rbac.bicep", "00000000-0000-0000-0000-000000000002", "00000000-0000-0000-0000-000000000001", "00000000-0000-0000-0000-000000000001 is no role")]
    [InlineData("app/storage.bicep", "output name", "resource x 'Microsoft.Authorization/roleAssignments@2022-04-01' = {}\noutput name", "app/storage.bicep gives rights")]
    [InlineData("app/servicebus.bicep", "disableLocalAuth: true", "disableLocalAuth: false", "app/servicebus.bicep does not say disableLocalAuth")]
    [InlineData("app/cosmos.bicep", "disableLocalAuth: true", "disableLocalAuth: false", "app/cosmos.bicep does not say disableLocalAuth")]
    [InlineData("app/storage.bicep", "allowSharedKeyAccess: false", "allowSharedKeyAccess: true", "app/storage.bicep does not say allowSharedKeyAccess")]
    [InlineData("app/functions.bicep", "ServiceBus__fullyQualifiedNamespace: serviceBusNamespace", "ServiceBus: serviceBusConnectionString", "app/functions.bicep takes ConnectionString")]
    [InlineData("app/functions.bicep", "Cosmos__accountEndpoint: cosmosEndpoint", "Cosmos__key: cosmos.listKeys().primaryMasterKey", "app/functions.bicep takes listKeys")]
    [InlineData("main.bicep", "@secure()\nparam adminKey", "param adminKey", "adminKey is not marked as a secret")]
    [InlineData("app/keyvault.bicep", "@secure()\nparam smtpPassword", "param smtpPassword", "the secret smtpPassword is not marked as one")]
    [InlineData("app/functions.bicep", "param smtpUser string", "param smtpUser string\n@secure()\nparam smtpPassword string", "the secret smtpPassword belongs into the vault")]
    public void Given_rights_or_keys_that_the_app_has_no_use_for_when_checked_then_they_are_found(string path, string old, string text, string problem) =>
        AssertFound(AccessRules.Check(Infra.With(path, old, text)), problem);

    [Theory]
    [InlineData("app/functions.bicep", "  PublicUrl:", "  PublicAddress:", "no code reads the setting PublicAddress")]
    [InlineData("app/functions.bicep", "  PublicUrl:", "  PublicAddress:", "the code reads PublicUrl, which is not set")]
    [InlineData("app/functions.bicep", "Email__Smtp__Host:", "Email__Smtp__Server:", "the code reads Email__Smtp__Host, which is not set")]
    [InlineData("app/functions.bicep", "ServiceBus__fullyQualifiedNamespace:", "ServiceBus__namespace:", "the code reads ServiceBus__fullyQualifiedNamespace")]
    [InlineData("docs/azure.md", "`PublicUrl`", "`Public`", "docs/azure.md does not say what PublicUrl is")]
    [InlineData("app/functions.bicep", "instanceCount: 1 }]", "instanceCount: 0 }]", "does not say alwaysReady")]
    [InlineData("app/functions.bicep", "version: '10.0'", "version: '9.0'", "does not say name: 'dotnet-isolated'")]
    [InlineData("main.bicep", "@allowed([512, 2048])", "@allowed([512, 4096])", "main.bicep does not say @allowed([512, 2048])")]
    [InlineData("azure.yaml", "-p:FunctionsHost=Azure", "", "azure.yaml does not say dotnet publish")]
    [InlineData("host.json", "00:05:00", "00:01:00", "locks are renewed for less long")]
    [InlineData("host.json", "\"telemetryMode\": \"OpenTelemetry\"", "\"telemetryMode\": \"ApplicationInsights\"", "telemetry does not join")]
    [InlineData("app/cosmos.bicep", "'Strong'", "'Session'", "does not say defaultConsistencyLevel")]
    [InlineData("app/cosmos.bicep", "isZoneRedundant: true", "isZoneRedundant: false", "does not say isZoneRedundant")]
    [InlineData("app/cosmos.bicep", "defaultTtl: -1", "defaultTtl: 3600", "does not say defaultTtl")]
    [InlineData("app/cosmos.bicep", "locations: [\n", "locations: [\n      { locationName: 'northeurope', failoverPriority: 1 }\n", "strong consistency is for one region")]
    [InlineData("main.bicep", "'kv-${token}'", "'keyvault-salesperf-${token}'", "a name that begins with kv- is missing")]
    public void Given_an_app_or_a_store_that_differs_from_the_code_when_checked_then_it_is_found(string path, string old, string text, string problem) =>
        AssertFound(AppRules.Check(Infra.With(path, old, text)), problem);

    [Theory]
    [InlineData("app/alerts.bicep", "DeadletteredMessages", "DeadLetterMessages", "has no metric DeadLetterMessages")]
    [InlineData("app/alerts.bicep", "salesperf.queue.oldest", "salesperf.queue.age", "the app has no metric salesperf.queue.age")]
    [InlineData("app/alerts.bicep", "Properties.function", "Properties.name", "no metric is tagged name")]
    [InlineData("app/alerts.bicep", "'AppRequests |", "'requests |", "there is no table requests")]
    [InlineData("app/alerts.bicep", "| summarize Value = count()", "| count", "no Value is compared")]
    [InlineData("app/alerts.bicep", "    name: 'throttled'\n", "    name: 'busy'\n", "there is no alert throttled")]
    [InlineData("app/alerts.bicep", "    name: 'throttled'\n", "    name: 'busy'\n", "does not say what the alert busy means")]
    [InlineData("app/alerts.bicep", "  name: 'alert-health'\n", "  name: 'alert-well'\n", "there is no alert health")]
    [InlineData("docs/runbook.md", "### oldest-message\n", "### old-message\n", "does not say what the alert oldest-message means")]
    [InlineData("docs/runbook.md", "### oldest-message\n", "### old-message\n", "speaks of an alert old-message")]
    [InlineData("app/dashboard.json", "salesperf.store.commits", "salesperf.store.commit", "the app has no metric salesperf.store.commit")]
    [InlineData("app/dashboard.json", "\"crossComponentResources\": [\n          \"{workspaceId}\"", "\"crossComponentResources\": [\n          \"{workspace}\"", "does not ask the workspace")]
    public void Given_an_alert_that_asks_for_nothing_or_is_not_explained_when_checked_then_it_is_found(string path, string old, string text, string problem) =>
        AssertFound(AlertRules.Check(Infra.With(path, old, text)), problem);

    [Theory]
    [InlineData("rbac.bicep", "scope: storage\n", "scope: storages\n", "rbac.bicep: nobody declares storages")]
    [InlineData("app/functions.bicep", "union(settings, mail, login, admin, oidc)", "union(settings, mail, admin, oidc)", "nobody uses var login")]
    [InlineData("app/functions.bicep", "param mailFrom string", "param mailFrom string\nparam mailTo string", "nobody uses param mailTo")]
    [InlineData("app/functions.bicep", "param mailFrom string", "param mailFrom string\nparam mailTo string", "functions is not given mailTo")]
    [InlineData("main.bicep", "    mailFrom: mailFrom\n", "    mailFrom: mailFrom\n    mailTo: mailFrom\n", "functions takes no mailTo")]
    [InlineData("main.bicep", "cosmos.outputs.endpoint", "cosmos.outputs.address", "cosmos has no output address")]
    [InlineData("main.bicep", "'app/identity.bicep'", "'app/identities.bicep'", "there is no app/identities.bicep")]
    [InlineData("app/storage.bicep", "kind: 'StorageV2'", "kind: 'StorageV2", "a text is not closed")]
    [InlineData("app/storage.bicep", "  }\n}\n\nresource blobs", "}\n\nresource blobs", "a bracket } is missing")]
    [InlineData("app/storage.bicep", "item in containers: {", "item in containers: (", "a bracket } closes nothing")]
    [InlineData("app/storage.bicep", "Microsoft.Storage/storageAccounts@2023-05-01'", "Microsoft.Storage/storageAccounts'", "is no type of a resource with its version")]
    [InlineData("app/identity.bicep", "param tags object", "param tags object\nparam name string", "name is declared twice")]
    [InlineData("app/dashboard.bicep", "loadJsonContent(", "loadJson(", "nobody knows loadJson()")]
    [InlineData("app/keyvault.bicep", "@secure()", "@secret()", "nobody knows secret()")]
    [InlineData("app/functions.bicep", "${keyVaultUri}secrets/admin-key", "${vaultUri}secrets/admin-key", "nobody declares vaultUri")]
    [InlineData("small.parameters.json", "\"cosmosMode\"", "\"cosmosKind\"", "main.bicep takes no cosmosKind")]
    [InlineData("large.parameters.json", "\"autoscale\"", "\"provisioned\"", "cosmosMode may not be provisioned")]
    [InlineData("large.parameters.json", "2048", "1024", "instanceMemoryMB may not be 1024")]
    [InlineData("main.parameters.json", "\"location\": { \"value\": \"${AZURE_LOCATION}\" },", "", "location is not given")]
    [InlineData("main.parameters.json", "${SALESPERF_SMTP_PASSWORD=}", "hunter2", "the secret smtpPassword stands in the file")]
    public void Given_files_that_do_not_fit_together_when_checked_then_it_is_found(string path, string old, string text, string problem) =>
        AssertFound(SyntaxRules.Check(Infra.With(path, old, text)), problem);

    [Fact]
    public void Given_every_constant_of_the_queues_when_listed_then_none_is_missing_from_the_list()
    {
        var constants = typeof(Queues).GetFields().Where(field => field.IsLiteral).Select(field => (string?)field.GetRawConstantValue());
        string[] others = [Queues.Connection, Queues.Notifications, Queues.Email, Queues.Webhooks, Queues.Wall];
        Assert.Equal(constants.Order(), Queues.All.Concat(others).Order());
    }

    /// <summary>What the store asks of its container, the deployment makes.</summary>
    [Fact]
    public void Given_the_container_of_the_documents_when_infra_is_read_then_it_is_the_one_the_store_needs()
    {
        var bicep = Infra["app/cosmos.bicep"];
        var wanted = CosmosContainer.Properties();
        string Paths(IEnumerable<string> paths) => string.Join(", ", paths.Select(path => $"{{ path: '{path}' }}"));
        Assert.Contains($"paths: ['{wanted.PartitionKeyPath}']", bicep, StringComparison.Ordinal);
        Assert.Contains($"defaultTtl: {wanted.DefaultTimeToLive}", bicep, StringComparison.Ordinal);
        Assert.Contains($"includedPaths: [{Paths(wanted.IndexingPolicy.IncludedPaths.Select(path => path.Path))}]", bicep, StringComparison.Ordinal);
        Assert.Contains($"excludedPaths: [{Paths(wanted.IndexingPolicy.ExcludedPaths.Select(path => path.Path))}]", bicep, StringComparison.Ordinal);
    }

    private static void AssertFound(IEnumerable<string> problems, string problem) => Assert.Contains(problems, found => found.Contains(problem, StringComparison.Ordinal));
}
