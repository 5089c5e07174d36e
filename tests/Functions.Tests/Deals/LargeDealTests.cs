using SalesPerf.Domain.Activities;
using SalesPerf.Domain.Deals;
using SalesPerf.Functions.DeadLetters;
using SalesPerf.Functions.Deals;
using SalesPerf.Functions.Storage;
using SalesPerf.Platform.Documents;
using SalesPerf.TestKit.Documents;
using static SalesPerf.Functions.Tests.SampleFeeds;

namespace SalesPerf.Functions.Tests.Deals;

public sealed class LargeDealTests
{
    [Fact]
    public async Task Given_a_deal_with_sixteen_kilobytes_of_attributes_in_each_of_sixty_changes_when_drained_then_it_counts()
    {
        await using var world = new World(Now);
        await world.PersonAsync(Rep("ann", "1"));
        await world.PostAsync([.. Enumerable.Range(0, 60).Select(i => Deal(
            "d1", ActivityTypes.DealAmountChanged, i, ("owner", "1"), ("amount", $"{i}"), ("stage", $"s{i}"), ("expectedCloseDate", $"2026-07-{(i % 28) + 1:00}")) with
        {
            Attributes = new(Enumerable.Range(0, 16).ToDictionary(a => $"f{a}", _ => new string('x', 1000)), StringComparer.Ordinal),
        })]);
        await world.DrainAsync();

        var open = Assert.Single(await world.AllAsync<Contribution>(Partitions.Rep("ann"), DealDocuments.OpenKind));
        Assert.Equal((59m, 16), (open.Open!.Amount, open.Attributes.Count));
        Assert.Empty(await DeadAsync(world));
    }

    [Fact]
    public async Task Given_a_contribution_that_no_store_takes_when_applied_twice_then_it_is_one_dead_document_and_everybody_else_is_served()
    {
        await using var world = new World(Now, inner => new HookedDocuments(inner)
        {
            BeforeCommit = batch => Task.FromResult<CommitResult?>(
                batch.Pk == Partitions.Rep("ann") && batch.Operations.Any(operation => operation.Id == DealDocuments.ContributionId("crm", "d1"))
                    ? new CommitResult.Refused(-1, Refusal.TooLarge)
                    : null),
        });
        await world.PersonAsync(Rep("ann", "1"));
        await world.PersonAsync(Rep("ben", "2"));
        var deal = Deal("d1", ActivityTypes.DealCreated, 1, ("owner", "1"));
        await world.PostAsync(deal, Deal("d1", ActivityTypes.DealOwnerChanged, 2, ("owner", "2")));
        await world.DrainAsync();
        await world.PostAsync(deal);
        await world.DrainAsync();

        var dead = Assert.Single(await DeadAsync(world));
        Assert.Equal((Queues.ApplyDeal, "crm"), (dead.Queue, dead.Source));
        Assert.Contains("\"id\":\"d1\"", dead.Body, StringComparison.Ordinal);
        Assert.Single(await world.AllAsync<Contribution>(Partitions.Rep("ben"), DealDocuments.OpenKind));
    }

    /// <summary>With 3,995 changes there is room for five more of ten: the earliest, however the delivery is ordered.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Given_a_record_with_little_room_when_more_changes_come_then_only_what_does_not_fit_is_dead(int seed)
    {
        await using var world = new World(Now);
        var pk = Partitions.Record("crm", ActivityTypes.Deal, "d1");
        var full = DealFold.Add(null, "crm", "d1", Enumerable.Range(0, CommitChanges.MaxRecordChanges - 5).Select(i => Deal("d1", ActivityTypes.DealAmountChanged, -i - 1, ("amount", $"{i}"))));
        await world.Store.CommitAsync(new DocumentBatch(pk).Create(DealDocuments.Record(pk, full)), default);
        var more = Enumerable.Range(0, 10).Select(i => Deal("d1", ActivityTypes.DealStageChanged, i, ("stage", $"s{i}"))).ToArray();
        new Random(seed).Shuffle(more);
        await world.PostAsync(more);
        await world.DrainAsync();
        await world.PostAsync(more[..5]);
        await world.DrainAsync();

        var record = await world.Store.ReadAsync<DealRecord>(pk, DealDocuments.RecordId, default);
        Assert.Equal(["s0", "s1", "s2", "s3", "s4"], record!.Value.Changes.TakeLast(5).Select(change => change.Fields!["stage"]));
        var dead = await DeadAsync(world);
        Assert.Equal([5, 6, 7, 8, 9], dead.Select(document => int.Parse(document.Key!.Split('-')[2], null)).Distinct().Order());
        Assert.All(dead, document => Assert.Contains("4000 changes", document.Reason, StringComparison.Ordinal));
    }

    private static Task<IReadOnlyList<DeadDocument>> DeadAsync(World world) =>
        world.AllAsync<DeadDocument>(Partitions.Dead(DateOnly.FromDateTime(Now.UtcDateTime)), DeadDocuments.Kind);
}
