using SalesPerf.Domain.Activities;
using SalesPerf.Functions.Activities;
using SalesPerf.Functions.DeadLetters;
using SalesPerf.Functions.Storage;
using SalesPerf.Platform.Documents;
using SalesPerf.TestKit.Documents;
using static SalesPerf.Functions.Tests.SampleFeeds;

namespace SalesPerf.Functions.Tests.Activities;

/// <summary>An event of 3 July, 12:00 falls due on 2 July, 12:00.</summary>
public sealed class QuarantineTests : IAsyncLifetime
{
    private static readonly Activity Ahead = Call("c1") with { OccurredAt = Now.AddDays(3) };
    private static readonly DateTimeOffset Due = Now.AddDays(2);
    private static readonly DateOnly DueDay = new(2026, 7, 2);

    private HookedDocuments store = null!;
    private World world = null!;

    public Task InitializeAsync()
    {
        world = Make(inner => store = new HookedDocuments(inner));
        _ = world.Store; // made when it is first asked for
        return Task.CompletedTask;
    }

    public async Task DisposeAsync() => await world.DisposeAsync();

    [Fact]
    public async Task Given_an_event_that_is_just_due_when_released_then_it_waits_a_minute_for_clocks_that_are_behind()
    {
        await KeepAsync(Ahead);
        await ReleaseAsync(Due.AddSeconds(59));
        Assert.Equal(0, await StoredAsync());

        await ReleaseAsync(Due.AddSeconds(60));
        await ReleaseAsync(Due.AddSeconds(61));
        Assert.Equal(1, await StoredAsync());
        Assert.Equal(0, await HeldAsync());
    }

    [Fact]
    public async Task Given_an_event_kept_again_between_its_sending_and_its_removal_when_released_then_it_stays_and_is_released_the_next_time()
    {
        await KeepAsync(Ahead);
        store.Once(Id, async () =>
        {
            // An instance whose clock is behind takes the message that was sent, and completes it.
            await world.TakeAsync(Queues.IngestActivities);
            await KeepAsync(Ahead);
        });
        await ReleaseAsync(Due.AddMinutes(5));
        Assert.Equal(0, await StoredAsync());
        Assert.Equal(1, await HeldAsync());

        await ReleaseAsync(Due.AddMinutes(10));
        Assert.Equal(1, await StoredAsync());
        Assert.Equal(0, await HeldAsync());
    }

    [Fact]
    public async Task Given_a_keeper_that_noted_the_day_and_is_slow_when_the_day_is_over_then_the_day_is_still_released()
    {
        store.Once(Id, () => ReleaseAsync(Due.AddDays(1)));
        await KeepAsync(Ahead);
        Assert.Equal(1, await HeldAsync());

        Assert.Contains(DueDay, (await world.Get<Quarantine>().DueDaysAsync(Due.AddDays(1), default)).Select(day => day.Day));
        await ReleaseAsync(Due.AddDays(1));
        Assert.Equal(1, await StoredAsync());
    }

    [Fact]
    public async Task Given_a_day_that_is_long_over_when_released_then_it_is_listed_no_more()
    {
        await KeepAsync(Ahead);
        await ReleaseAsync(Due.AddDays(1));
        Assert.Single(await world.Get<Quarantine>().DueDaysAsync(Due.AddDays(1), default));

        await ReleaseAsync(Due.AddDays(2));
        Assert.Empty(await world.Get<Quarantine>().DueDaysAsync(Due.AddDays(2), default));
        Assert.Equal(1, await StoredAsync());
    }

    [Fact]
    public async Task Given_another_content_under_the_key_of_a_kept_event_when_it_comes_then_it_is_dead()
    {
        await KeepAsync(Ahead);
        await KeepAsync(Ahead);
        await KeepAsync(Ahead with { Amount = 5m });

        Assert.Equal(1, await HeldAsync());
        Assert.Single(await world.AllAsync<DeadDocument>(Partitions.Dead(DateOnly.FromDateTime(Now.UtcDateTime)), DeadDocuments.Kind));
    }

    private Task KeepAsync(Activity activity) => world.Get<Quarantine>().KeepAsync(new ReceivedActivity("m1", activity, "{}"), default);

    /// <summary>Releases the day at this time, and ingests what comes back.</summary>
    private async Task ReleaseAsync(DateTimeOffset now)
    {
        await world.Get<Quarantine>().ReleaseAsync(DueDay, now, default);
        var ahead = now - world.Clock.GetUtcNow();
        world.Clock.Advance(ahead > TimeSpan.Zero ? ahead : TimeSpan.Zero);
        await world.DrainAsync();
    }

    private static World Make(Func<IDocumentStore, IDocumentStore> wrap) => new(Now, wrap);

    private static string Id => $"crm~{ActivityDocuments.Id(Ahead)}";

    private async Task<int> HeldAsync() => (await world.AllAsync<Activity>(Partitions.Quarantine(DueDay), Quarantine.Kind)).Count;

    private async Task<int> StoredAsync() => (await world.AllAsync<Activity>(Partitions.Who("crm", "1"), ActivityDocuments.Kind)).Count;
}
