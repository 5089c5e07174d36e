using SalesPerf.Domain.Activities;
using SalesPerf.Functions.Activities;
using SalesPerf.TestKit.Documents;

namespace SalesPerf.Functions.Tests.Activities;

public sealed class ActivityFeedsTests
{
    private readonly MemoryDocuments store = new();

    [Fact]
    public async Task Given_a_type_noted_by_another_instance_when_it_is_needed_then_it_is_found_at_once()
    {
        var (one, other) = (new ActivityFeeds(store), new ActivityFeeds(store));
        Assert.Empty((await one.GetAsync(Has("call.completed"), default))!);
        await other.NoteAsync(["call.completed", "deal.won"], default);

        Assert.Contains("call.completed", (await one.GetAsync(Has("call.completed"), default))!);
        Assert.Contains(ActivityTypes.DealCreated, (await one.GetAsync(Has("deal.won"), default))!);
    }

    [Fact]
    public async Task Given_types_that_are_known_when_noted_and_needed_again_then_nothing_is_read_or_written()
    {
        var feeds = new ActivityFeeds(store);
        await feeds.NoteAsync(["call.completed"], default);
        var (commits, ranges) = (store.Commits, store.Ranges);
        await feeds.NoteAsync(["call.completed"], default);
        await feeds.GetAsync(Has("call.completed"), default);

        Assert.Equal((commits, ranges), (store.Commits, store.Ranges));
    }

    [Fact]
    public async Task Given_a_sender_that_makes_up_types_when_there_are_too_many_then_no_more_are_kept_and_all_count_as_sent()
    {
        var feeds = new ActivityFeeds(store);
        for (var i = 0; i < 3; i++)
        {
            await feeds.NoteAsync(Enumerable.Range(0, 500).Select(n => $"made.up{i}x{n}"), default);
        }

        await new ActivityFeeds(store).NoteAsync(["made.up"], default);

        Assert.Equal(ActivityFeeds.MaxTypes, store.All.Count);
        Assert.Null(await feeds.GetAsync(known => known is null, default));
        Assert.Null(await new ActivityFeeds(store).GetAsync(known => known is null, default));
    }

    private static Func<IReadOnlySet<string>?, bool> Has(string type) => known => known?.Contains(type) != false;
}
