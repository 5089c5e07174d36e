using Microsoft.Azure.Cosmos;
using SalesPerf.CosmosLoopback;
using SalesPerf.Domain.Activities;
using SalesPerf.Domain.Competencies;
using SalesPerf.Domain.Metrics;
using SalesPerf.Domain.People;
using SalesPerf.Functions.Activities;
using SalesPerf.Functions.Deals;
using SalesPerf.Functions.Directory;
using SalesPerf.Functions.Messages;
using SalesPerf.Functions.Resources;
using SalesPerf.Platform.Documents.Cosmos;
using SalesPerf.Platform.Messages;
using Xunit.Abstractions;

namespace SalesPerf.Functions.Tests.Storage;

/// <summary>
/// What a change asks of Cosmos DB, counted where the requests arrive. Operations and bytes are asserted; request units are an estimate and only
/// printed: what the service charges is read from the service.
/// </summary>
public sealed class CostOfChangeTests(ITestOutputHelper output) : IAsyncLifetime
{
    private static readonly DateTimeOffset Now = new(2026, 6, 30, 12, 0, 0, TimeSpan.Zero);

    private LoopbackAccount account = null!; // set before any test runs
    private World world = null!;

    public async Task InitializeAsync()
    {
        account = await LoopbackAccount.StartAsync();
        world = await OnAsync(account);
        foreach (var (id, type) in new[] { ("calls", ActivityTypes.CallCompleted), ("won", ActivityTypes.DealWon) })
        {
            await world.PutAsync(ResourceKinds.Metrics, id, new Metric { Id = id, Name = id, Measure = new MetricMeasure { Kind = "count", Types = [type] } });
        }

        await world.PersonAsync(new Person { Id = "ann", Name = "Ann", Identities = new SortedDictionary<string, IReadOnlyList<string>> { ["crm"] = ["1"] } });

        // A month with a history, and caches that are filled.
        await world.PostAsync([.. Enumerable.Range(0, 200).Select(i => Call($"before-{i}", i % 25))]);
        await world.PostAsync(Deal("d0", ActivityTypes.DealCreated, 3, "100"), Deal("d0", ActivityTypes.DealWon, 2, "100"));
        await world.DrainAsync();
        await world.Get<ModelDirectory>().ReloadAsync(default);
    }

    public async Task DisposeAsync()
    {
        await world.DisposeAsync();
        await account.DisposeAsync();
    }

    [Fact]
    public async Task Given_ten_activities_of_one_month_in_a_batch_when_ingested_then_they_cost_one_commit_and_little_each()
    {
        var cost = await IngestAsync("ten in a batch", 10, [.. Enumerable.Range(0, 10).Select(i => Call($"c{i}", i))]);

        // The ten and their month's rollup, which is read before; whose mailbox it is is cached.
        Assert.Equal((1, 0, 1, 11), (cost.Reads, cost.Queries, cost.Commits, cost.Writes));
        Assert.InRange(cost.BytesWritten / 10, 0, 800);
    }

    [Fact]
    public async Task Given_one_activity_alone_when_ingested_then_it_costs_one_commit_and_what_it_must_read()
    {
        var cost = await IngestAsync("one alone", 1, Call("c", 1));

        Assert.Equal((1, 0, 1, 2), (cost.Reads, cost.Queries, cost.Commits, cost.Writes));
        Assert.InRange(cost.BytesWritten, 0, 2_400);
    }

    [Fact]
    public async Task Given_one_change_of_a_deal_when_it_is_applied_then_it_costs_a_few_commits()
    {
        var before = account.Counts;
        await world.Get<IngestActivities>().Run([Message(Deal("d0", ActivityTypes.DealAmountChanged, 1, "120"))], default);
        await DrainAsync(Queues.ApplyDeal, message => world.Get<ApplyDeal>().Run(message, default));
        var cost = Told("one change of a deal", 1, account.Counts - before);

        // The change with the record (2); the person's contribution with rollup, credit and period (4). The pointer is there already.
        Assert.Equal((0, 2, 6), (cost.Queries, cost.Commits, cost.Writes));
        Assert.InRange(cost.Reads, 1, 9);
        Assert.InRange(cost.BytesWritten, 0, 4_500);
    }

    [Fact]
    public async Task Given_what_was_ingested_before_when_it_comes_a_second_time_then_nothing_is_written()
    {
        Activity[] again = [.. Enumerable.Range(0, 10).Select(i => Call($"before-{i}", i % 25))];
        var cost = await IngestAsync("ten repeated", 10, again);

        Assert.Equal((1, 0), (cost.Commits, cost.Writes));
        Assert.InRange(cost.Reads + cost.Queries, 1, 3);
    }

    private static async Task<World> OnAsync(LoopbackAccount account)
    {
        var client = account.CreateClient(CosmosContainer.ClientOptions(ConnectionMode.Gateway));
        return new World(Now, cosmos: new CosmosDocumentStore(await CosmosContainer.CreateAsync(client, "cost", "cost", default)));
    }

    private static Activity Call(string key, int day) => new()
    {
        Source = "crm",
        Key = key,
        Type = ActivityTypes.CallCompleted,
        OccurredAt = Now.AddDays(-day - 1),
        ReceivedAt = Now,
        Owner = "1",
        Account = $"a{day % 7}",
    };

    private static Activity Deal(string id, string type, int daysAgo, string amount) => new()
    {
        Source = "crm",
        Key = $"{id}-{type}-{daysAgo}",
        Type = type,
        OccurredAt = Now.AddDays(-daysAgo),
        ReceivedAt = Now,
        Owner = "1",
        Deal = id,
        RecordType = ActivityTypes.Deal,
        Fields = new SortedDictionary<string, string?>(StringComparer.Ordinal) { [RecordFields.Owner] = "1", [RecordFields.Amount] = amount },
    };

    private static string Message(Activity activity) => Envelopes.Message(ActivityEnvelope.Type, activity, Now).Body;

    private async Task<LoopbackCounts> IngestAsync(string what, int count, params Activity[] activities)
    {
        var before = account.Counts;
        await world.Get<IngestActivities>().Run([.. activities.Select(Message)], default);
        return Told(what, count, account.Counts - before);
    }

    private async Task DrainAsync(string queue, Func<string, Task> run)
    {
        while (await world.Bus.ReceiveAsync(queue, 1, TimeSpan.FromMinutes(5), default) is { Count: > 0 } received)
        {
            await run(received[0].Body);
            await world.Bus.CompleteAsync(received, default);
        }
    }

    private LoopbackCounts Told(string what, int count, LoopbackCounts cost)
    {
        output.WriteLine(
            $"{what}: {cost.Reads} reads, {cost.Queries} queries, {cost.Commits} commits, {cost.Writes} writes, {cost.Metadata} metadata, "
            + $"{cost.BytesWritten / count:N0} bytes written and {cost.BytesOut / count:N0} read each, about {cost.ChargeEstimate / count:N1} RU each");
        return cost;
    }
}
