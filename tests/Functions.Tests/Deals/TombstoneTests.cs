using SalesPerf.Domain.Activities;
using SalesPerf.Domain.Deals;
using SalesPerf.Functions.Activities;
using SalesPerf.Functions.Deals;
using SalesPerf.Functions.Storage;
using SalesPerf.TestKit.Documents;
using static SalesPerf.Functions.Tests.SampleFeeds;

namespace SalesPerf.Functions.Tests.Deals;

public sealed class TombstoneTests
{
    [Fact]
    public async Task Given_a_deal_deleted_while_an_older_reading_of_it_is_about_to_be_written_when_drained_then_nothing_is_left_of_it()
    {
        HookedDocuments store = null!;
        await using var world = new World(Now, inner => store = new HookedDocuments(inner));
        await world.PersonAsync(Rep("ann", "1"));
        await world.DrainAsync();
        await world.PostAsync(Deal("d1", ActivityTypes.DealCreated, 1, ("owner", "1"), ("amount", "1000"), ("stage", "new")));
        await IngestAsync(world);

        var wasOvertaken = false;
        store.Once(DealDocuments.ContributionId("crm", "d1"), async () =>
        {
            wasOvertaken = true;
            await world.PostAsync(Deal("d1", ActivityTypes.DealDeleted, 2));
            await IngestAsync(world);
            foreach (var message in await world.TakeAsync(Queues.ApplyDeal))
            {
                await world.OfAnotherProcess<ApplyDeal>().Run(message, default);
            }
        });
        await ApplyAsync(world, 1);
        await world.DrainAsync();

        Assert.True(wasOvertaken);
        Assert.Empty(await world.AllAsync<Contribution>(Partitions.Rep("ann"), DealDocuments.OpenKind));
        Assert.Empty(await world.AllAsync<Contribution>(Partitions.Rep("ann"), DealDocuments.ContributionKind));
    }

    [Fact]
    public async Task Given_a_deal_of_somebody_who_had_the_identity_before_when_drained_twice_then_it_leaves_one_tombstone_out_of_the_way()
    {
        await using var world = new World(Now);
        await world.PersonAsync(Rep("ann", "1"));
        await world.PersonAsync(Rep("ann"));
        await world.PersonAsync(Rep("ben", "1"));
        await world.PersonAsync(Rep("cid", "2"));
        var deal = Deal("d1", ActivityTypes.DealCreated, 1, ("owner", "1"));
        await world.PostAsync(deal);
        await world.DrainAsync();
        await world.PostAsync(deal);
        await world.DrainAsync();

        var tombstone = await world.Store.ReadAsync<Contribution>(Partitions.Rep("ann"), DealDocuments.ContributionId("crm", "d1"), default);
        Assert.Equal((DealDocuments.NoContributionKind, 1), (tombstone!.Document.Kind, tombstone.Rev));
        Assert.Single(await world.AllAsync<Contribution>(Partitions.Rep("ben"), DealDocuments.OpenKind));
        Assert.Null(await world.Store.ReadAsync(Partitions.Rep("cid"), DealDocuments.ContributionId("crm", "d1"), default));
    }

    [Fact]
    public async Task Given_a_deal_that_left_a_month_when_its_nudge_comes_again_then_that_month_is_refreshed_too()
    {
        await using var world = new World(Now);
        await world.PersonAsync(Rep("ann", "1"));
        await world.PostAsync(Deal("d1", ActivityTypes.DealWon, 1, ("owner", "1")));
        await world.DrainAsync();
        await world.PostAsync(Deal("d1", ActivityTypes.DealDeleted, 2));
        await world.DrainAsync();

        var months = await world.Get<CommitContribution>().RunAsync("ann", new("crm", ActivityTypes.Deal, "d1"), default);

        Assert.Equal(["2026-06"], months);
    }

    private static async Task IngestAsync(World world) =>
        await world.Get<IngestActivities>().Run(await world.TakeAsync(Queues.IngestActivities), default);

    private static async Task ApplyAsync(World world, int max = 10)
    {
        foreach (var message in await world.TakeAsync(Queues.ApplyDeal, max))
        {
            await world.Get<ApplyDeal>().Run(message, default);
        }
    }
}
