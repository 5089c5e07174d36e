using System.Globalization;
using SalesPerf.Domain.Activities;
using SalesPerf.Domain.Deals;
using SalesPerf.Domain.Metrics;
using SalesPerf.Domain.People;
using SalesPerf.Domain.Resources;
using SalesPerf.Functions.Activities;
using SalesPerf.Functions.Competencies;
using SalesPerf.Functions.Deals;
using SalesPerf.Functions.People;
using SalesPerf.Functions.People.Erasure;
using SalesPerf.Functions.Resources;
using SalesPerf.Functions.Storage;
using SalesPerf.Functions.Tests.Competencies;
using SalesPerf.Functions.Tests.Deals;
using SalesPerf.Platform.Documents;
using SalesPerf.TestKit.Documents;
using static SalesPerf.Functions.Tests.People.Erasure.ErasureWorld;

namespace SalesPerf.Functions.Tests.People.Erasure;

/// <summary>An owner id whose holders are erased, one after the other.</summary>
public sealed class ErasedTwiceTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 18, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("p-17", "p-99")]
    [InlineData("p-99", "p-17")]
    public async Task Given_two_holders_of_an_owner_id_when_both_are_erased_then_each_keeps_their_numbers_and_nothing_counts_twice(string first, string second)
    {
        await using var world = await BothHeldAsync(first, second);

        await EraseAsync(world, second);

        Assert.Equal("done", await StateAsync(world, second));
        Assert.Equal("credits d1:1000 contributions d1 calls 2", await NumbersAsync(world, first));
        Assert.Equal("credits d9:500 contributions d9 calls 1", await NumbersAsync(world, second));
        Assert.NotEqual(await StandInAsync(world, first), await StandInAsync(world, second));
    }

    [Theory]
    [InlineData("p-17", "p-99")]
    [InlineData("p-99", "p-17")]
    public async Task Given_two_erased_holders_when_events_come_again_and_new_ones_late_then_the_new_count_once_for_whoever_held_it_last(string first, string second)
    {
        await using var world = await BothHeldAsync(first, second);
        await EraseAsync(world, second);

        for (var times = 0; times < 2; times++)
        {
            await TakeAsync(world, Call("c-1"), Call("c-2"), Call("c-3"), Call("c-4"));
            await TakeAsync(world, [.. Won("d1", "1000"), .. Won("d9", "500"), .. Won("d10", "70")]);
            await world.DrainAsync();
        }

        Assert.Equal("credits d1:1000 contributions d1 calls 2", await NumbersAsync(world, first));
        Assert.Equal("credits d10:70 d9:500 contributions d10 d9 calls 2", await NumbersAsync(world, second));
        Assert.Empty(await KeysAsync(world, "42"));
        Assert.Empty(await DeadAsync(world, Now));
    }

    [Fact]
    public async Task Given_two_erased_holders_when_a_third_is_erased_as_well_then_each_keeps_their_numbers()
    {
        await using var world = await BothHeldAsync("p-17", "p-99");
        await EraseAsync(world, "p-99");
        await SetAsync(world, Holder("p-50"));
        await TakeAsync(world, [Call("c-1"), Call("c-3"), Call("c-5"), .. Won("d9", "500"), .. Won("d11", "30")]);
        await world.DrainAsync();
        Assert.Equal("credits d11:30 contributions d11 calls 1", await NumbersAsync(world, "p-50"));

        await SetAsync(world, Leaver("p-50"));
        await EraseAsync(world, "p-50");
        await TakeAsync(world, [Call("c-1"), Call("c-3"), Call("c-5"), .. Won("d1", "1000"), .. Won("d9", "500"), .. Won("d11", "30")]);
        await world.DrainAsync();

        Assert.Equal("credits d1:1000 contributions d1 calls 2", await NumbersAsync(world, "p-17"));
        Assert.Equal("credits d9:500 contributions d9 calls 1", await NumbersAsync(world, "p-99"));
        Assert.Equal("credits d11:30 contributions d11 calls 1", await NumbersAsync(world, "p-50"));
        Assert.Empty(await DeadAsync(world, Now));
    }

    [Fact]
    public async Task Given_two_erased_holders_when_each_is_erased_again_then_nothing_changes()
    {
        await using var world = await BothHeldAsync("p-17", "p-99");
        await EraseAsync(world, "p-99");
        await TakeAsync(world, Call("c-4"));
        await world.DrainAsync();

        await EraseAsync(world);
        await EraseAsync(world, "p-99");
        await TakeAsync(world, Call("c-3"), Call("c-4"), Call("c-1"));
        await world.DrainAsync();

        Assert.Equal("credits d1:1000 contributions d1 calls 2", await NumbersAsync(world, "p-17"));
        Assert.Equal("credits d9:500 contributions d9 calls 2", await NumbersAsync(world, "p-99"));
    }

    [Fact]
    public async Task Given_an_owner_id_that_came_back_after_two_erasures_when_its_last_holder_is_erased_again_then_what_is_under_it_is_theirs()
    {
        await using var world = await BothHeldAsync("p-17", "p-99");
        await EraseAsync(world, "p-99");
        await world.Store.CommitAsync(new DocumentBatch(Partitions.People).Create(IdentityDocuments.New(new Identity { Source = "crm", Owner = "42", FirstSeenAt = Now })), default);
        await world.PostAsync(Call("c-6"));
        await world.DrainAsync();

        await EraseAsync(world);
        await EraseAsync(world, "p-99");

        Assert.Empty(await KeysAsync(world, "42"));
        Assert.Equal("credits d1:1000 contributions d1 calls 2", await NumbersAsync(world, "p-17"));
        Assert.Equal("credits d9:500 contributions d9 calls 2", await NumbersAsync(world, "p-99"));
    }

    [Fact]
    public async Task Given_a_crash_at_each_commit_of_the_second_request_when_asked_again_then_each_keeps_their_numbers()
    {
        for (var crash = 0; ; crash++)
        {
            HookedDocuments? hooked = null;
            await using var world = await BothHeldAsync("p-17", "p-99", store => hooked = new HookedDocuments(store));
            var left = crash;
            hooked!.BeforeCommit = _ => left-- == 0 ? throw new TimeoutException("stopped") : Task.FromResult<CommitResult?>(null);
            var stopped = await Record.ExceptionAsync(() => world.Get<PersonErasures>().RequestAsync("p-99", "test", default));
            hooked.BeforeCommit = null;

            await TakeAsync(world, Call("c-4"));
            await world.DrainAsync();
            await EraseAsync(world, "p-99");

            Assert.Equal("credits d1:1000 contributions d1 calls 2", await NumbersAsync(world, "p-17"));
            Assert.Equal("credits d9:500 contributions d9 calls 2", await NumbersAsync(world, "p-99"));
            if (stopped is null)
            {
                Assert.True(crash > 1);
                return;
            }
        }
    }

    [Fact]
    public async Task Given_an_owner_id_released_while_a_former_holder_is_erased_when_events_come_in_then_they_count_once()
    {
        await using var world = await ReleasedAsync();
        await world.Get<PersonErasures>().RequestAsync("p-17", "test", default);
        await SetAsync(world, Holder("p-99") with { Identities = [] });

        await TakeAsync(world, Call("c-8"));
        await world.PostAsync(Call("c-9"));
        await world.DrainAsync();
        await TakeAsync(world, Call("c-8"));
        await world.PostAsync(Call("c-9"));
        await world.DrainAsync();

        Assert.Equal("done", await StateAsync(world));
        Assert.Equal(["c-8", "c-9"], await KeysAsync(world, "42"));
        Assert.Empty(await KeysAsync(world, await world.Get<OwnerPseudonym>().OfErasedAsync("crm", "42", default)));
    }

    [Fact]
    public async Task Given_an_owner_id_released_while_a_former_holder_is_erased_when_somebody_claims_it_then_it_is_theirs()
    {
        await using var world = await ReleasedAsync();
        await world.Get<PersonErasures>().RequestAsync("p-17", "test", default);
        await SetAsync(world, Holder("p-99") with { Identities = [] });

        Assert.Null(await TrySetAsync(world, Holder("p-50")));
    }

    /// <summary>p-17 had the owner id once, p-99 has it.</summary>
    private static async Task<World> ReleasedAsync()
    {
        var world = await NewAsync();
        world.Handlers[Queues.ErasePerson] = message => world.Get<ErasePerson>().Run(message, default);
        await SetAsync(world, Holder("p-17"));
        await SetAsync(world, Leaver("p-17") with { Identities = [] });
        await SetAsync(world, Holder("p-99"));
        await world.DrainAsync();
        return world;
    }

    /// <summary>The first holder made two calls, won d1 and is erased; the second, who has the owner id since, made one and won d9.</summary>
    private static async Task<World> BothHeldAsync(string first, string second, Func<IDocumentStore, IDocumentStore>? wrap = null)
    {
        var world = await NewAsync(wrap);
        await SetAsync(world, Holder(first));
        await TakeAsync(world, [Call("c-1"), Call("c-2"), .. Won("d1", "1000")]);
        await world.DrainAsync();
        await SetAsync(world, Leaver(first));
        await EraseAsync(world, first);
        await SetAsync(world, Holder(second));
        await TakeAsync(world, [Call("c-3"), .. Won("d9", "500")]);
        await world.DrainAsync();
        await SetAsync(world, Leaver(second));
        await world.DrainAsync();
        Assert.Equal("credits d1:1000 contributions d1 calls 2", await NumbersAsync(world, first));
        Assert.Equal("credits d9:500 contributions d9 calls 1", await NumbersAsync(world, second));
        return world;
    }

    private static async Task<World> NewAsync(Func<IDocumentStore, IDocumentStore>? wrap = null)
    {
        var world = new World(Now, wrap);
        world.Handlers[Queues.EvaluateCompetencies] = message => world.Get<EvaluateCompetencies>().Run(message, default);
        await world.PutAsync(ResourceKinds.Metrics, "calls", SampleFeeds.Count("calls", ActivityTypes.CallCompleted));
        await world.PutAsync(ResourceKinds.Roles, "ae", CompetencyWorld.Caller);
        await world.PutAsync(ResourceKinds.Teams, "t", new Team { Id = "t", Name = "T" });
        return world;
    }

    private static Person Holder(string id) => new()
    {
        Id = id,
        Name = $"Maidenfort {id}",
        Team = "t",
        Role = "ae",
        Identities = new() { ["crm"] = ["42"] },
    };

    private static Person Leaver(string id) => Holder(id) with { Employment = [new(new DateOnly(2020, 1, 1), new DateOnly(2026, 11, 15))] };

    private static Activity Call(string key) => SampleFeeds.Call(key, "42") with { OccurredAt = Now.AddDays(-10), ReceivedAt = Now.AddDays(-10) };

    private static Activity[] Won(string deal, string amount) =>
    [
        DealWorld.Deal(deal, "deal.created", Now.AddDays(-11), ("owner", "42"), ("amount", amount), ("stage", "new")),
        DealWorld.Deal(deal, "deal.won", Now.AddDays(-9)),
    ];

    private static async Task<string> StandInAsync(World world, string person) =>
        Assert.Single((await world.Store.ReadAsync<Resource<Person>>(Partitions.People, person, default))!.Value.Versions[^1].Content!.Identities["crm"]);

    /// <summary>Credits, contributions that mean something, and the calls of November's scorecard.</summary>
    private static async Task<string> NumbersAsync(World world, string person)
    {
        var pk = Partitions.Rep(person);
        var credits = (await world.AllAsync<Credit>(pk, DealDocuments.CreditKind)).Select(credit => $"{credit.Deal}:{credit.Amount.ToString(CultureInfo.InvariantCulture)}");
        var contributions = (await world.AllAsync<Contribution>(pk, DealDocuments.ContributionKind)).Select(contribution => contribution.Deal);
        var calls = (await world.CardAsync("2026-11", person)).Metrics.Single(metric => metric.Metric == "calls").Value;
        return $"credits {Joined(credits)} contributions {Joined(contributions)} calls {calls?.ToString("0.##", CultureInfo.InvariantCulture)}";

        static string Joined(IEnumerable<string> texts) => string.Join(" ", texts.Order(StringComparer.Ordinal));
    }
}
