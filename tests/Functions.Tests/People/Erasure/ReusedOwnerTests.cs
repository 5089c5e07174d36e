using SalesPerf.Domain.Activities;
using SalesPerf.Domain.Deals;
using SalesPerf.Domain.People;
using SalesPerf.Functions.Activities;
using SalesPerf.Functions.Deals;
using SalesPerf.Functions.Directory;
using SalesPerf.Functions.People;
using SalesPerf.Functions.People.Erasure;
using SalesPerf.Functions.Resources;
using SalesPerf.Functions.Storage;
using SalesPerf.Functions.Tests.Deals;
using SalesPerf.Platform.Documents;
using SalesPerf.TestKit.Documents;
using static SalesPerf.Functions.Tests.People.Erasure.ErasureWorld;

namespace SalesPerf.Functions.Tests.People.Erasure;

/// <summary>An owner id that somebody else has after its person was erased.</summary>
public sealed class ReusedOwnerTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 18, 12, 0, 0, TimeSpan.Zero);

    private static readonly Person Leaver = new()
    {
        Id = "p-17",
        Name = "Zdenka Maidenfort",
        Identities = new() { ["crm"] = ["42"] },
        Employment = [new(new DateOnly(2020, 1, 1), new DateOnly(2026, 11, 1))],
    };

    private static readonly Person Successor = new() { Id = "p-99", Name = "Next One", Identities = new() { ["crm"] = ["42"] } };

    [Fact]
    public async Task Given_a_reused_owner_id_when_what_its_first_holder_did_comes_again_then_it_counts_once()
    {
        await using var world = await SampleAsync();
        await EraseAsync(world);
        await SetAsync(world, Successor);

        await TakeAsync(world, Call("call-1"), Call("call-77"), Deal);
        await world.DrainAsync();

        Assert.Equal(["call-77"], await KeysAsync(world, "42"));
        Assert.Equal(["call-1"], await KeysAsync(world, await world.Get<OwnerPseudonym>().OfErasedAsync("crm", "42", default)));
        Assert.Empty(await DeadAsync(world, Now));
    }

    [Fact]
    public async Task Given_resources_read_before_somebody_claimed_the_owner_id_when_an_event_comes_in_then_it_is_the_new_holders()
    {
        await using var world = await SampleAsync();
        await EraseAsync(world);
        var before = (await world.Get<ModelDirectory>().ReloadAsync(default)).Model;
        var erased = await world.Get<StoredOwners>().ReplaceAsync(Call("call-77"), before, [], default);
        await SetAsync(world, Successor);

        var claimed = await world.Get<StoredOwners>().ReplaceAsync(Call("call-77"), before, [], default);

        Assert.Equal(await world.Get<OwnerPseudonym>().OfErasedAsync("crm", "42", default), erased.Owner);
        Assert.Equal("42", claimed.Owner);
    }

    [Fact]
    public async Task Given_a_reused_owner_id_that_is_free_again_when_old_and_new_comes_in_then_the_old_counts_once_and_the_new_waits_for_a_claim()
    {
        await using var world = await SampleAsync();
        await EraseAsync(world);
        await SetAsync(world, Successor);
        await TakeAsync(world, Call("call-77"));
        await world.DrainAsync();
        await SetAsync(world, Successor with { Identities = [] });
        await world.DrainAsync();

        await TakeAsync(world, Call("call-77"), Call("call-1"), Call("call-88"));
        await world.DrainAsync();

        Assert.Equal(["call-77", "call-88"], await KeysAsync(world, "42"));
        Assert.Equal(["call-1"], await KeysAsync(world, await world.Get<OwnerPseudonym>().OfErasedAsync("crm", "42", default)));
        Assert.Empty(await DeadAsync(world, Now));
    }

    [Fact]
    public async Task Given_a_deal_of_somebody_erased_when_whoever_has_the_owner_id_now_gets_it_then_the_owner_id_points_to_it_again()
    {
        await using var world = await SampleAsync();
        await EraseAsync(world);
        await SetAsync(world, Successor);

        await TakeAsync(world, DealWorld.Deal("d1", "deal.ownerChanged", Now.AddDays(-2), ("owner", "42")));
        await world.DrainAsync();

        Assert.Equal("d1", Assert.Single(await world.AllAsync<RecordPointer>(Partitions.Who("crm", "42"), DealDocuments.PointerKind)).Id);
    }

    [Fact]
    public async Task Given_a_deal_that_was_nobodys_before_and_after_the_erasure_when_its_owner_id_is_claimed_at_last_then_it_is_pointed_to()
    {
        await using var world = await SampleAsync();
        var again = DealWorld.Deal("d2", "deal.created", Now.AddDays(-9), ("owner", "77"));
        await TakeAsync(world, again);
        await world.DrainAsync();
        await SetAsync(world, Leaver with { Identities = new() { ["crm"] = ["42", "77"] } });
        await world.DrainAsync();
        await EraseAsync(world);
        await SetAsync(world, Successor with { Identities = new() { ["crm"] = ["77"] } });
        await SetAsync(world, Successor with { Identities = [] });
        await world.DrainAsync();

        await TakeAsync(world, DealWorld.Deal("d2", "deal.ownerChanged", Now.AddDays(-2), ("owner", "77")));
        await world.DrainAsync();

        Assert.Equal("d2", Assert.Single(await world.AllAsync<RecordPointer>(Partitions.Who("crm", "77"), DealDocuments.PointerKind)).Id);
    }

    [Fact]
    public async Task Given_an_erasure_at_its_last_commits_when_its_other_message_is_handled_and_the_owner_id_claimed_then_the_claim_and_its_numbers_stay()
    {
        HookedDocuments? hooked = null;
        await using var world = await SampleAsync(store => hooked = new HookedDocuments(store));
        hooked!.BeforeCommit = async batch =>
        {
            if (batch.Operations.All(operation => operation is not DocumentOperation.Delete || operation.Id != IdentityDocuments.Id("crm", "42")))
            {
                return null;
            }

            hooked.BeforeCommit = null;
            await world.DrainAsync();
            if (await TrySetAsync(world, Successor) is null)
            {
                await TakeAsync(world, Call("call-77"));
                await world.DrainAsync();
            }

            return null;
        };

        await EraseAsync(world);

        Assert.Equal("done", await StateAsync(world));
        await SetAsync(world, Successor);
        await TakeAsync(world, Call("call-77"));
        await world.DrainAsync();
        Assert.Equal("p-99", (await world.Store.ReadAsync<Identity>(Partitions.People, IdentityDocuments.Id("crm", "42"), default))?.Value.Person);
        Assert.Equal(["call-77"], await KeysAsync(world, "42"));
        Assert.Equal([1], (await world.AllAsync<Domain.Metrics.MonthRollup>(Partitions.Who("crm", "42"), RollupDocuments.Kind)).Select(rollup => rollup.Days.Count));
    }

    [Fact]
    public async Task Given_the_two_messages_of_a_request_when_both_are_handled_then_only_one_goes_on()
    {
        await using var world = await SampleAsync();
        var (handled, atOnce) = (0, 0);
        world.Handlers[Queues.ErasePerson] = async message =>
        {
            handled++;
            await world.Get<ErasePerson>().Run(message, default);
            var queue = (await world.Bus.StatisticsAsync(default)).Single(queue => queue.Queue == Queues.ErasePerson);
            atOnce = Math.Max(atOnce, (int)(handled > 2 ? queue.Scheduled : 0));
        };

        await world.Get<PersonErasures>().RequestAsync("p-17", "test", default);
        await world.DrainAsync();

        Assert.Equal("done", await StateAsync(world));
        Assert.Equal(1, atOnce);
    }

    [Fact]
    public async Task Given_every_message_handled_twice_when_erased_then_it_ends_and_no_more_messages_are_sent_each_time()
    {
        await using var world = await SampleAsync();
        var handled = 0;
        world.Handlers[Queues.ErasePerson] = async message =>
        {
            handled++;
            await world.Get<ErasePerson>().Run(message, default);
            await world.Get<ErasePerson>().Run(message, default);
        };

        await world.Get<PersonErasures>().RequestAsync("p-17", "test", default);
        await world.DrainAsync();

        Assert.Equal("done", await StateAsync(world));
        Assert.Equal(["call-1"], await KeysAsync(world, await world.Get<OwnerPseudonym>().OfErasedAsync("crm", "42", default)));
        Assert.InRange(handled, 8, 40);
    }

    [Fact]
    public async Task Given_a_claim_decided_before_the_request_when_committed_after_it_then_nothing_counts_for_both()
    {
        HookedDocuments? hooked = null;
        await using var world = await SampleAsync(store => hooked = new HookedDocuments(store));
        await SetAsync(world, Leaver with { Identities = [] });
        await world.DrainAsync();
        world.Handlers[Queues.ErasePerson] = message => world.Get<ErasePerson>().Run(message, default);
        hooked!.Once(IdentityDocuments.Id("crm", "42"), async () =>
        {
            await world.Get<PersonErasures>().RequestAsync("p-17", "test", default);
            var received = await world.Bus.ReceiveAsync(Queues.ErasePerson, 1, TimeSpan.FromMinutes(5), default);
            await world.Get<ErasePerson>().Run(Assert.Single(received).Body, default);
            await world.Bus.CompleteAsync(received, default);
        });

        await SetAsync(world, Successor);
        await world.DrainAsync();

        Assert.Equal("done", await StateAsync(world));
        Assert.Equal(["call-1"], await KeysAsync(world, "42"));
        Assert.Empty(await KeysAsync(world, await world.Get<OwnerPseudonym>().OfErasedAsync("crm", "42", default)));
    }

    [Fact]
    public async Task Given_an_owner_id_that_came_back_when_erased_again_then_nobody_claims_it_until_that_has_ended()
    {
        await using var world = await SampleAsync();
        await EraseAsync(world);
        await world.Store.CommitAsync(new DocumentBatch(Partitions.People).Create(IdentityDocuments.New(new Identity { Source = "crm", Owner = "42", FirstSeenAt = Now })), default);

        await world.Get<PersonErasures>().RequestAsync("p-17", "test", default);
        var refused = await TrySetAsync(world, Successor);
        await world.DrainAsync();
        await SetAsync(world, Successor);

        Assert.Equal(422, refused?.Status);
    }

    [Fact]
    public async Task Given_an_erasure_asked_for_again_when_it_is_at_work_then_what_came_back_goes_too()
    {
        await using var world = await SampleAsync();
        var handled = 0;
        world.Handlers[Queues.ErasePerson] = async message =>
        {
            await world.Get<ErasePerson>().Run(message, default);
            if (++handled == 5)
            {
                await world.Get<PersonErasures>().RequestAsync("p-17", "again", default);
            }
        };

        await world.Get<PersonErasures>().RequestAsync("p-17", "test", default);
        await world.DrainAsync();

        Assert.Equal("done", await StateAsync(world));
        Assert.Empty(await KeysAsync(world, "42"));
    }

    [Fact]
    public async Task Given_an_owner_id_that_passed_on_and_is_free_when_events_go_on_coming_under_it_then_the_erasure_ends_and_none_is_lost()
    {
        await using var world = await SampleAsync();
        await SetAsync(world, Leaver with { Identities = [] });
        await SetAsync(world, Successor);
        await SetAsync(world, Successor with { Identities = [] });
        await world.DrainAsync();
        var handled = 0;
        world.Handlers[Queues.ErasePerson] = async message =>
        {
            if (++handled < 60)
            {
                await TakeAsync(world, Call($"more-{handled}"));
            }

            await world.Get<ErasePerson>().Run(message, default);
        };

        await world.Get<PersonErasures>().RequestAsync("p-17", "test", default);
        await world.DrainAsync();

        Assert.Equal("done", await StateAsync(world));
        Assert.InRange(handled, 2, 40);
        Assert.Empty(await KeysAsync(world, "42"));
        var kept = await KeysAsync(world, await world.Get<OwnerPseudonym>().OfErasedAsync("crm", "42", default));
        Assert.Equal(Enumerable.Range(1, handled).Select(number => $"more-{number}").Append("call-1").Order(StringComparer.Ordinal), kept);
    }

    private static async Task<World> SampleAsync(Func<IDocumentStore, IDocumentStore>? wrap = null)
    {
        var world = new World(Now, wrap);
        await world.PutAsync(ResourceKinds.Metrics, "calls", SampleFeeds.Count("calls", "call.completed"));
        await SetAsync(world, Leaver);
        await TakeAsync(world, Call("call-1"), Deal);
        await world.DrainAsync();
        return world;
    }

    private static Activity Deal => DealWorld.Deal("d1", "deal.created", Now.AddDays(-30), ("owner", "42"), ("amount", "1000"), ("stage", "new"));

    private static Activity Call(string key) => SampleFeeds.Call(key, "42") with { OccurredAt = Now.AddDays(-20), ReceivedAt = Now.AddDays(-20) };
}
