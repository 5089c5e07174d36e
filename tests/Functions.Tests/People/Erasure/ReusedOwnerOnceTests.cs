using SalesPerf.Domain.Activities;
using SalesPerf.Domain.Metrics;
using SalesPerf.Domain.People;
using SalesPerf.Functions.Activities;
using SalesPerf.Functions.People;
using SalesPerf.Functions.Resources;
using SalesPerf.Functions.Storage;
using SalesPerf.Functions.Tests.Deals;
using SalesPerf.Platform.Documents;
using SalesPerf.TestKit.Documents;
using static SalesPerf.Functions.Tests.People.Erasure.ErasureWorld;

namespace SalesPerf.Functions.Tests.People.Erasure;

/// <summary>One event that waits under what stands for an owner id, and comes again under the owner id once that is somebody else's: it counts once.</summary>
public sealed class ReusedOwnerOnceTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 18, 12, 0, 0, TimeSpan.Zero);

    private static readonly Person Leaver = new()
    {
        Id = "p-17",
        Name = "Zdenka Maidenfort",
        Identities = new() { ["crm"] = ["42"] },
        Employment = [new(new DateOnly(2020, 1, 1), new DateOnly(2026, 11, 1))],
    };

    private static readonly Person Successor = new()
    {
        Id = "p-99",
        Name = "Next One",
        Identities = new() { ["crm"] = ["42"] },
        Employment = [new(new DateOnly(2026, 11, 1), new DateOnly(2026, 11, 10))],
    };

    public enum Order
    {
        OpenFirst,
        HiddenFirst,
        Together,
    }

    [Theory]
    [InlineData(Order.OpenFirst)]
    [InlineData(Order.HiddenFirst)]
    [InlineData(Order.Together)]
    public async Task Given_an_event_that_waits_under_the_pseudonym_when_it_comes_again_under_the_reused_owner_id_then_it_counts_once(Order order)
    {
        await using var world = await ErasedAsync();
        var (hidden, open) = await BothAsync(world, Call);

        foreach (var delivery in Deliveries(order, hidden, open).Append([hidden]).Append([open]))
        {
            await IngestAsync(world, delivery);
        }

        await AssertOnceAsync(world);
    }

    [Theory]
    [InlineData(Order.OpenFirst, false)]
    [InlineData(Order.OpenFirst, true)]
    [InlineData(Order.HiddenFirst, false)]
    [InlineData(Order.HiddenFirst, true)]
    [InlineData(Order.Together, false)]
    [InlineData(Order.Together, true)]
    public async Task Given_a_crash_at_each_commit_when_either_comes_again_first_then_it_counts_once(Order order, bool otherFirst)
    {
        for (var crash = 0; ; crash++)
        {
            HookedDocuments? hooked = null;
            IDocumentStore? inner = null;
            await using var world = await ErasedAsync(store => hooked = new HookedDocuments(inner = store));
            var (hidden, open) = await BothAsync(world, Call);
            var commits = 0;
            var isDown = false;
            hooked!.BeforeCommit = async batch =>
            {
                // Even numbers: before the commit; odd ones: after it. Nothing is written from then on.
                if (isDown || commits++ == crash / 2)
                {
                    if (!isDown && crash % 2 == 1)
                    {
                        await inner!.CommitAsync(batch, default);
                    }

                    isDown = true;
                    world.Clock.Advance(IngestActivities.MaxRetries);
                    throw new TimeoutException("stopped");
                }

                return null;
            };
            foreach (var delivery in Deliveries(order, hidden, open))
            {
                await Record.ExceptionAsync(() => IngestAsync(world, delivery));
            }

            hooked.BeforeCommit = null;
            foreach (var message in otherFirst ? new[] { hidden, open } : [open, hidden])
            {
                await IngestAsync(world, message);
            }

            await AssertOnceAsync(world);
            if (!isDown)
            {
                Assert.True(crash > 2);
                return;
            }
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Given_two_instances_at_once_when_one_comes_in_before_any_commit_of_the_other_then_it_counts_once(bool isOpenInterrupted)
    {
        for (var at = 0; ; at++)
        {
            HookedDocuments? hooked = null;
            await using var world = await ErasedAsync(store => hooked = new HookedDocuments(store));
            var (hidden, open) = await BothAsync(world, Call);
            var (interrupted, other) = isOpenInterrupted ? (open, hidden) : (hidden, open);
            var left = at;
            hooked!.BeforeCommit = async _ =>
            {
                if (left-- == 0)
                {
                    await IngestAsync(world, other);
                }

                return null;
            };

            await Record.ExceptionAsync(() => IngestAsync(world, interrupted));
            hooked.BeforeCommit = null;
            await IngestAsync(world, interrupted);
            await IngestAsync(world, other);

            await AssertOnceAsync(world);
            if (left >= 0)
            {
                Assert.True(at > 0);
                return;
            }
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Given_the_next_holder_is_erased_too_when_their_events_come_again_then_each_counts_once_and_nothing_tells_the_owner_id(bool isCutOff)
    {
        HookedDocuments? hooked = null;
        await using var world = await ErasedAsync(store => hooked = new HookedDocuments(store));
        var (hidden, open) = await BothAsync(world, Call);
        if (isCutOff)
        {
            // It was said where the event belongs, and then never stored there.
            hooked!.BeforeCommit = batch =>
            {
                if (batch.Pk != Partitions.Who("crm", "42"))
                {
                    return Task.FromResult<CommitResult?>(null);
                }

                world.Clock.Advance(IngestActivities.MaxRetries);
                throw new TimeoutException("stopped");
            };
            await Assert.ThrowsAsync<TimeoutException>(() => IngestAsync(world, open));
            hooked.BeforeCommit = null;
        }
        else
        {
            await IngestAsync(world, open);
        }

        await EraseAsync(world, "p-99");
        await IngestAsync(world, hidden);
        await IngestAsync(world, open);

        Assert.Equal("done", await StateAsync(world, "p-99"));
        Assert.Empty(await KeysAsync(world, "42"));
        Assert.Equal(["call-1"], await KeysAsync(world, await HiddenOwnerAsync(world)));
        Assert.Equal(["call-5"], await KeysAsync(world, await NextOwnerAsync(world)));
        await AssertOnceAsync(world);
    }

    [Theory]
    [InlineData(Order.OpenFirst)]
    [InlineData(Order.HiddenFirst)]
    [InlineData(Order.Together)]
    public async Task Given_a_deals_change_that_waits_under_the_pseudonym_when_it_comes_again_under_the_reused_owner_id_then_it_is_no_dead_document(Order order)
    {
        await using var world = await ErasedAsync();
        var (hidden, open) = await BothAsync(world, DealWorld.Deal("d7", "deal.created", Now.AddDays(-3), ("owner", "42"), ("amount", "1000")));

        foreach (var delivery in Deliveries(order, hidden, open))
        {
            await IngestAsync(world, delivery);
        }

        Assert.Single(await world.AllAsync<Activity>(Partitions.Record("crm", "deal", "d7"), ActivityDocuments.ChangeKind));
        Assert.Empty(await DeadAsync(world, Now));
    }

    [Fact]
    public async Task Given_another_content_under_the_key_when_it_waits_under_the_pseudonym_then_it_is_a_dead_document()
    {
        await using var world = await ErasedAsync();
        var (hidden, open) = await BothAsync(world, Call, Call with { OccurredAt = Now.AddDays(-19) });

        await IngestAsync(world, open);
        await IngestAsync(world, hidden);

        await AssertOnceAsync(world, dead: 1);
    }

    [Fact]
    public async Task Given_a_hundred_events_of_a_reused_owner_id_when_ingested_then_reads_do_not_grow_with_them()
    {
        CountedReads? counted = null;
        await using var world = await ErasedAsync(store => counted = new CountedReads(store));
        await SetAsync(world, Successor);
        await world.DrainAsync();
        await world.PostAsync(Call with { Key = "before" });
        await world.DrainAsync();
        Activity[] calls = [.. Enumerable.Range(0, 100).Select(number => Call with { Key = $"many-{number}" })];

        counted!.Reads = 0;
        await world.PostAsync(calls);
        var messages = await ReceiveAsync(world, 100);
        await world.Get<IngestActivities>().Run([.. messages], default);

        Assert.Equal(102, (await KeysAsync(world, "42")).Count() + (await KeysAsync(world, await HiddenOwnerAsync(world))).Count());
        Assert.InRange(counted.Reads, 1, 30);
    }

    private static async Task<World> ErasedAsync(Func<IDocumentStore, IDocumentStore>? wrap = null)
    {
        var world = new World(Now, wrap);
        await world.PutAsync(ResourceKinds.Metrics, "calls", SampleFeeds.Count("calls", "call.completed"));
        await SetAsync(world, Leaver);
        await TakeAsync(world, Call with { Key = "call-1" });
        await world.DrainAsync();
        await EraseAsync(world);
        return world;
    }

    /// <summary>Two messages of one event: one from while the owner id was nobody's, which waits, and one from after it was claimed.</summary>
    private static async Task<(string Hidden, string Open)> BothAsync(World world, Activity activity, Activity? again = null)
    {
        await TakeAsync(world, activity);
        var hidden = Assert.Single(await ReceiveAsync(world, 1));
        await SetAsync(world, Successor);
        await world.DrainAsync();
        await TakeAsync(world, again ?? activity);
        var open = Assert.Single(await ReceiveAsync(world, 1));
        Assert.DoesNotContain("\"42\"", hidden, StringComparison.Ordinal);
        Assert.Contains("\"42\"", open, StringComparison.Ordinal);
        return (hidden, open);
    }

    private static async Task<string[]> ReceiveAsync(World world, int count)
    {
        var received = await world.Bus.ReceiveAsync(Queues.IngestActivities, count, TimeSpan.FromMinutes(5), default);
        await world.Bus.CompleteAsync(received, default);
        return [.. received.Select(message => message.Body)];
    }

    private static IEnumerable<string[]> Deliveries(Order order, string hidden, string open) =>
        order == Order.Together ? [[hidden, open]] : order == Order.OpenFirst ? [[open], [hidden]] : [[hidden], [open]];

    private static Task IngestAsync(World world, params string[] messages) => world.Get<IngestActivities>().Run(messages, default);

    private static Activity Call => SampleFeeds.Call("call-5", "42") with { OccurredAt = Now.AddDays(-20), ReceivedAt = Now.AddDays(-20) };

    private static Task<string> HiddenOwnerAsync(World world) => world.Get<OwnerPseudonym>().OfErasedAsync("crm", "42", default).AsTask();

    private static Task<string> NextOwnerAsync(World world) => world.Get<OwnerPseudonym>().OfErasedAsync("crm", "42", "p-99", default).AsTask();

    /// <summary>Stored once, and counted once beside the first holder's own call.</summary>
    private static async Task AssertOnceAsync(World world, int dead = 0)
    {
        var keys = new List<string>();
        var rollups = new List<MonthRollup>();
        foreach (var owner in new[] { "42", await HiddenOwnerAsync(world), await NextOwnerAsync(world) })
        {
            keys.AddRange(await KeysAsync(world, owner));
            rollups.AddRange(await world.AllAsync<MonthRollup>(Partitions.Who("crm", owner), RollupDocuments.Kind));
        }

        Assert.Equal(["call-1", "call-5"], keys.Order(StringComparer.Ordinal));
        Assert.Equal(2, rollups.Sum(rollup => rollup.Days.Values.Sum(day => day.Values.Sum(tally => tally.Count))));
        Assert.Equal(dead, (await DeadAsync(world, Now)).Count);
    }

    /// <summary>Counts calls that read.</summary>
    private sealed class CountedReads(IDocumentStore inner) : IDocumentStore
    {
        private int reads;

        public int Reads
        {
            get => reads;
            set => reads = value;
        }

        public Task<Document?> ReadAsync(string pk, string id, CancellationToken cancellationToken)
        {
            Interlocked.Increment(ref reads);
            return inner.ReadAsync(pk, id, cancellationToken);
        }

        public Task<IReadOnlyList<Document>> ReadManyAsync(string pk, IReadOnlyCollection<string> ids, CancellationToken cancellationToken)
        {
            Interlocked.Increment(ref reads);
            return inner.ReadManyAsync(pk, ids, cancellationToken);
        }

        public Task<DocumentPage> RangeAsync(RangeQuery query, CancellationToken cancellationToken)
        {
            Interlocked.Increment(ref reads);
            return inner.RangeAsync(query, cancellationToken);
        }

        public Task<CommitResult> CommitAsync(DocumentBatch batch, CancellationToken cancellationToken) => inner.CommitAsync(batch, cancellationToken);
    }
}
