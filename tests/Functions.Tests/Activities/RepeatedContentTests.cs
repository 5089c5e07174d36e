using SalesPerf.Domain.Activities;
using SalesPerf.Domain.Deals;
using SalesPerf.Functions.Activities;
using SalesPerf.Functions.DeadLetters;
using SalesPerf.Functions.Deals;
using SalesPerf.Functions.Messages;
using SalesPerf.Functions.Storage;
using static SalesPerf.Functions.Tests.SampleFeeds;

namespace SalesPerf.Functions.Tests.Activities;

public sealed class RepeatedContentTests
{
    private static readonly Activity Right = Call("c1");
    private static readonly Activity Wrong = Right with { Amount = 5m };
    private static readonly Activity Worse = Right with { Amount = 6m };

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Given_a_stored_event_when_it_comes_again_beside_a_false_one_then_only_the_false_one_is_dead(bool isFalseOneFirst)
    {
        await using var world = new World(Now);
        await world.PostAsync(Right);
        await world.DrainAsync();
        await world.PostAsync(
            Wrong with { ReceivedAt = Now.AddSeconds(isFalseOneFirst ? 1 : 2) }, Right with { ReceivedAt = Now.AddSeconds(isFalseOneFirst ? 2 : 1) });
        await world.DrainAsync();

        Assert.Contains("\"amount\":\"5\"", Assert.Single(await DeadAsync(world)).Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Given_a_new_key_with_several_contents_when_delivered_in_any_order_then_the_one_received_first_counts(int seed)
    {
        await using var world = new World(Now);
        Activity[] delivery =
        [
            Right, Right with { ReceivedAt = Now.AddSeconds(3) }, Wrong with { ReceivedAt = Now.AddSeconds(1) }, Wrong with { ReceivedAt = Now.AddSeconds(4) },
            Worse with { ReceivedAt = Now.AddSeconds(2) }, Call("c2"),
        ];
        new Random(seed).Shuffle(delivery);
        await world.PostAsync(delivery);
        await world.DrainAsync();

        var stored = await world.AllAsync<Activity>(Partitions.Who("crm", "1"), ActivityDocuments.Kind);
        Assert.Equal([null, null], stored.Select(activity => activity.Amount));
        Assert.Equal(["5", "6"], (await DeadAsync(world)).Select(dead => dead.Body.Contains("\"amount\":\"5\"", StringComparison.Ordinal) ? "5" : "6").Order());
    }

    [Fact]
    public async Task Given_a_stored_change_of_a_deal_when_it_comes_again_beside_a_false_one_then_only_the_false_one_is_dead()
    {
        await using var world = new World(Now);
        var right = Deal("d1", ActivityTypes.DealCreated, 1, ("amount", "1"));
        await world.PostAsync(right);
        await world.DrainAsync();
        var wrong = Deal("d1", ActivityTypes.DealCreated, 1, ("amount", "2"));
        await world.PostAsync(wrong with { ReceivedAt = Now.AddSeconds(1) }, right with { ReceivedAt = Now.AddSeconds(2) });
        await world.DrainAsync();

        Assert.Contains("\"amount\":\"2\"", Assert.Single(await DeadAsync(world)).Body, StringComparison.Ordinal);
        var record = await world.Store.ReadAsync<DealRecord>(Partitions.Record("crm", ActivityTypes.Deal, "d1"), DealDocuments.RecordId, default);
        Assert.Equal("1", Assert.Single(record!.Value.Changes).Fields!["amount"]);
    }

    [Fact]
    public async Task Given_a_row_of_an_export_at_the_end_of_a_month_when_its_message_tells_the_next_month_then_both_are_evaluated_every_time_it_comes()
    {
        await using var world = new World(Now);
        await world.PersonAsync(Rep("ann", "1"));
        var months = new List<string>();
        world.Handlers[Queues.EvaluateCompetencies] = message =>
        {
            months.AddRange(Envelopes.Read<EvaluationKey>(message).Data.Months);
            return Task.CompletedTask;
        };
        var june = new DateTimeOffset(2026, 6, 1, 0, 0, 0, TimeSpan.Zero);
        await EvaluatedAsync(Right with { OccurredAt = june.AddMinutes(-30), Repaired = true });

        // Its message, and that again: nobody knows of the row then. What is new stands in nobody's place.
        var told = Right with { OccurredAt = june.AddMinutes(30) };
        Assert.Equal(["2026-05", "2026-06"], await EvaluatedAsync(told));
        Assert.Equal(["2026-05", "2026-06"], await EvaluatedAsync(told));
        Assert.Equal(["2026-06"], await EvaluatedAsync(told with { Key = "c2" }));
        Assert.Equal(told.OccurredAt, (await world.AllAsync<Activity>(Partitions.Who("crm", "1"), ActivityDocuments.Kind))[0].OccurredAt);

        async Task<IEnumerable<string>> EvaluatedAsync(Activity activity)
        {
            await world.DrainAsync();
            months.Clear();
            await world.PostAsync(activity);
            await world.DrainAsync();
            return months.Distinct().Order(StringComparer.Ordinal);
        }
    }

    [Fact]
    public async Task Given_an_owner_named_like_the_partition_of_events_without_one_when_drained_then_they_stay_apart()
    {
        await using var world = new World(Now);
        var owner = $"none.{Partitions.Nobody("crm", "k1")[^2..]}";
        await world.PostAsync(Call("k1", null), Call("k2", owner));
        await world.DrainAsync();

        Assert.Equal("k2", Assert.Single(await world.AllAsync<Activity>(Partitions.Who("crm", owner), ActivityDocuments.Kind)).Key);
        Assert.Equal("k1", Assert.Single(await world.AllAsync<Activity>(Partitions.Nobody("crm", "k1"), ActivityDocuments.Kind)).Key);
    }

    private static Task<IReadOnlyList<DeadDocument>> DeadAsync(World world) =>
        world.AllAsync<DeadDocument>(Partitions.Dead(DateOnly.FromDateTime(Now.UtcDateTime)), DeadDocuments.Kind);
}
