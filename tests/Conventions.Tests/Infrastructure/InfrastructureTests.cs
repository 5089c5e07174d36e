using SalesPerf.Functions;
using SalesPerf.Platform.Documents.Cosmos;

namespace SalesPerf.Conventions.Tests.Infrastructure;

/// <summary>What infra/ creates is what the code uses, and the app's rights are those it needs.</summary>
public sealed class InfrastructureTests
{
    private static readonly string ServiceBus = Repository.Read("infra", "app", "servicebus.bicep");

    [Fact]
    public void Given_the_queues_of_the_code_when_infra_is_read_then_it_creates_these_and_no_others() =>
        Assert.Equal(Queues.All, Bicep.Strings(ServiceBus, "queues"));

    [Fact]
    public void Given_the_topic_of_the_code_when_infra_is_read_then_it_creates_it_with_its_subscriptions()
    {
        Assert.Contains($"var topic = '{Queues.Notifications}'", ServiceBus, StringComparison.Ordinal);
        Assert.Equal([Queues.Email, Queues.Webhooks, Queues.Wall], Bicep.Strings(ServiceBus, "subscriptions"));
    }

    [Fact]
    public void Given_every_constant_of_the_queues_when_listed_then_none_is_missing_from_the_list()
    {
        var constants = typeof(Queues).GetFields().Where(field => field.IsLiteral).Select(field => (string?)field.GetRawConstantValue());
        string[] others = [Queues.Connection, Queues.Notifications, Queues.Email, Queues.Webhooks, Queues.Wall];
        Assert.Equal(constants.Order(), Queues.All.Concat(others).Order());
    }

    [Fact]
    public void Given_messages_when_they_fail_then_they_are_given_up_after_twenty_deliveries() =>
        Assert.Contains("maxDeliveryCount: 20", ServiceBus, StringComparison.Ordinal);

    [Fact]
    public void Given_the_services_when_infra_is_read_then_keys_open_none_of_them()
    {
        Assert.Contains("disableLocalAuth: true", ServiceBus, StringComparison.Ordinal);
        Assert.Contains("disableLocalAuth: true", Repository.Read("infra", "app", "cosmos.bicep"), StringComparison.Ordinal);
        Assert.Contains("allowSharedKeyAccess: false", Repository.Read("infra", "app", "storage.bicep"), StringComparison.Ordinal);
    }

    /// <summary>What the store asks of its container, the deployment makes.</summary>
    [Fact]
    public void Given_the_container_of_the_documents_when_infra_is_read_then_it_is_the_one_the_store_needs()
    {
        var bicep = Repository.Read("infra", "app", "cosmos.bicep");
        var wanted = CosmosContainer.Properties();
        string Paths(IEnumerable<string> paths) => string.Join(", ", paths.Select(path => $"{{ path: '{path}' }}"));
        Assert.Contains($"paths: ['{wanted.PartitionKeyPath}']", bicep, StringComparison.Ordinal);
        Assert.Contains($"defaultTtl: {wanted.DefaultTimeToLive}", bicep, StringComparison.Ordinal);
        Assert.Contains($"includedPaths: [{Paths(wanted.IndexingPolicy.IncludedPaths.Select(path => path.Path))}]", bicep, StringComparison.Ordinal);
        Assert.Contains($"excludedPaths: [{Paths(wanted.IndexingPolicy.ExcludedPaths.Select(path => path.Path))}]", bicep, StringComparison.Ordinal);
        Assert.Contains("defaultConsistencyLevel: 'Strong'", bicep, StringComparison.Ordinal);
    }

    /// <summary>Blob data owner, Service Bus sender and receiver, Key Vault wrap and unwrap, telemetry, Cosmos data: nothing that manages.</summary>
    [Fact]
    public void Given_the_roles_of_the_app_when_infra_is_read_then_they_are_these_and_in_one_file()
    {
        string[] expected =
        [
            "00000000-0000-0000-0000-000000000002", "3913510d-42f4-4e42-8a64-420c390055eb", "4f6d3b9b-027b-4f4c-9142-0e5a2a2247e0",
            "69a216fc-b8fb-44d8-bc22-1f3c2cd27a39", "b7e6dc6d-f1e8-4753-8033-0f276bb0955b", "e147488a-f6f5-4113-8e2d-b22465e65bf6",
        ];
        Assert.Equal(expected, Bicep.Ids(Repository.Read("infra", "rbac.bicep")));

        var elsewhere = Directory.EnumerateFiles(Path.Combine(Repository.Root, "infra"), "*.bicep", SearchOption.AllDirectories)
            .Where(file => Path.GetFileName(file) != "rbac.bicep" && File.ReadAllText(file).Contains("oleAssignments", StringComparison.Ordinal));
        Assert.Empty(elsewhere);
    }

    [Fact]
    public void Given_a_list_in_Bicep_when_read_then_its_strings_come_in_order() =>
        Assert.Equal(["a", "b-c"], Bicep.Strings("var other = [\n  'x'\n]\nvar queues = [\n  'a'\n  'b-c'\n]\nvar more = ['y']\n", "queues"));
}
