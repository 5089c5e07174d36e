using SalesPerf.Domain.Activities;
using SalesPerf.Functions.Activities;
using SalesPerf.Functions.Storage;
using SalesPerf.TestKit.Documents;
using static SalesPerf.Functions.Tests.SampleFeeds;

namespace SalesPerf.Functions.Tests.Activities;

/// <summary>Of many that are done once in one delivery the first owners are noted together.</summary>
public sealed class FirstOwnersTests
{
    [Fact]
    public async Task Given_a_delivery_of_many_that_are_done_once_when_told_again_of_others_then_the_first_stand_and_few_commits_noted_them()
    {
        HookedDocuments store = null!;
        await using var world = new World(Now, inner => store = new HookedDocuments(inner));
        var commits = 0;
        _ = world.Store;
        store.BeforeCommit = batch =>
        {
            commits += batch.Pk.StartsWith("once~", StringComparison.Ordinal) ? 1 : 0;
            return Task.FromResult<Platform.Documents.CommitResult?>(null);
        };
        Activity[] told = [.. Enumerable.Range(0, 150).Select(number => Call($"k{number}") with { IsOnce = true })];

        await world.PostAsync([.. told.Take(50)]);
        await world.DrainAsync();
        await world.PostAsync([.. told.Select(activity => activity with { Owner = "2", ReceivedAt = Now.AddSeconds(1) }), .. told.Select(activity => activity with { Owner = "3", ReceivedAt = Now.AddSeconds(2) })]);
        await world.DrainAsync();

        Assert.Equal((50, 100, 0), (await StoredAsync(world, "1"), await StoredAsync(world, "2"), await StoredAsync(world, "3")));
        Assert.InRange(commits, 1, 40);
    }

    [Fact]
    public async Task Given_a_first_owner_that_was_noted_before_everything_stopped_when_the_delivery_comes_again_then_it_is_stored()
    {
        HookedDocuments store = null!;
        await using var world = new World(Now, inner => store = new HookedDocuments(inner));
        _ = world.Store;
        await world.PostAsync(Call("k") with { IsOnce = true });
        var messages = await world.TakeAsync(Queues.IngestActivities);
        using var stop = new CancellationTokenSource();
        store.BeforeCommit = async batch =>
        {
            if (batch.Pk.StartsWith("who~", StringComparison.Ordinal))
            {
                await stop.CancelAsync();
                throw new OperationCanceledException("stopped");
            }

            return null;
        };
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => world.Get<IngestActivities>().Run(messages, stop.Token));
        store.BeforeCommit = null;

        await world.PostAsync(Call("k") with { IsOnce = true, Owner = "2", ReceivedAt = Now.AddSeconds(1) });
        await world.Get<IngestActivities>().Run([.. messages, .. await world.TakeAsync(Queues.IngestActivities)], default);

        Assert.Equal((1, 0), (await StoredAsync(world, "1"), await StoredAsync(world, "2")));
    }

    [Fact]
    public async Task Given_two_deliveries_at_once_that_tell_one_of_two_owners_when_one_notes_it_a_moment_earlier_then_it_is_theirs_and_the_rest_of_both_is_stored()
    {
        HookedDocuments store = null!;
        await using var world = new World(Now, inner => store = new HookedDocuments(inner));
        _ = world.Store;
        Activity[] told = [.. Enumerable.Range(0, 120).Select(number => Call($"k{number}") with { IsOnce = true })];
        await world.PostAsync(told);
        var messages = await world.TakeAsync(Queues.IngestActivities);
        await world.PostAsync([.. told.Take(1).Concat(told.TakeLast(1)).Select(activity => activity with { Owner = "2", ReceivedAt = Now.AddSeconds(1) }), Call("other") with { IsOnce = true, Owner = "2" }]);
        var meanwhile = await world.TakeAsync(Queues.IngestActivities);

        // Between what the first read and what it commits, in whichever partition.
        var isOther = new AsyncLocal<bool>();
        var other = new Lazy<Task>(async () =>
        {
            isOther.Value = true;
            await world.Get<IngestActivities>().Run(meanwhile, default);
        });
        store.BeforeCommit = async batch =>
        {
            if (batch.Pk.StartsWith("once~", StringComparison.Ordinal) && !isOther.Value)
            {
                await other.Value;
            }

            return null;
        };

        await world.Get<IngestActivities>().Run(messages, default);
        await world.Get<IngestActivities>().Run([.. meanwhile, .. messages], default);

        Assert.Equal((118, 3), (await StoredAsync(world, "1"), await StoredAsync(world, "2")));
    }

    private static async Task<int> StoredAsync(World world, string owner) => (await world.AllAsync<Activity>(Partitions.Who("crm", owner), ActivityDocuments.Kind)).Count;
}
