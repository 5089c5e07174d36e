using SalesPerf.Domain.Activities;
using SalesPerf.Functions.Activities;
using SalesPerf.Functions.DeadLetters;
using SalesPerf.Functions.Messages;
using SalesPerf.Functions.Storage;
using SalesPerf.Platform.Documents;

namespace SalesPerf.Functions.Tests.Activities;

/// <summary>A delivery of a hundred people's calls where one partition fails.</summary>
public sealed class IngestFaultTests
{
    private static readonly DateTimeOffset Now = new(2026, 6, 30, 12, 0, 0, TimeSpan.Zero);
    private static readonly Activity[] Calls = [.. Enumerable.Range(0, 100).Select(index => new Activity
    {
        Source = "crm", Key = $"c{index}", Type = ActivityTypes.CallCompleted, OccurredAt = Now, Owner = $"o{index}", ReceivedAt = Now,
    })];

    [Fact]
    public async Task Given_a_partition_that_stays_away_when_a_batch_is_ingested_then_all_others_are_stored_and_it_throws_at_the_end()
    {
        var faulty = new Faulty(Partitions.Who("crm", "o0"), fails: int.MaxValue);
        await using var world = new World(Now, faulty.Around);
        faulty.OnFailure = () => world.Clock.Advance(TimeSpan.FromSeconds(4));

        await Assert.ThrowsAsync<TimeoutException>(() => IngestAsync(world));

        Assert.Equal(99, await StoredAsync(world));
        Assert.InRange(faulty.Failures, 2, 4);
    }

    [Fact]
    public async Task Given_a_partition_that_comes_back_when_a_batch_is_ingested_then_everything_is_stored_in_one_delivery()
    {
        var faulty = new Faulty(Partitions.Who("crm", "o0"), fails: 3);
        await using var world = new World(Now, faulty.Around);

        await IngestAsync(world);

        Assert.Equal((100, 3), (await StoredAsync(world), faulty.Failures));
    }

    [Fact]
    public async Task Given_a_message_that_says_no_time_when_it_comes_again_on_another_day_then_it_is_dead_once()
    {
        await using var world = new World(Now);
        await world.Get<IngestActivities>().Run(["{"], default);
        world.Clock.Advance(TimeSpan.FromDays(2));
        await world.Get<IngestActivities>().Run(["{"], default);

        var day = DateOnly.FromDateTime(Now.UtcDateTime);
        Assert.Single(await world.AllAsync<DeadDocument>(Partitions.Dead(day), DeadDocuments.Kind));
        Assert.Empty(await world.AllAsync<DeadDocument>(Partitions.Dead(day.AddDays(2)), DeadDocuments.Kind));
    }

    [Fact]
    public async Task Given_a_message_that_cannot_be_read_when_it_comes_again_the_next_day_then_there_is_one_dead_document_on_the_day_of_its_time()
    {
        await using var world = new World(Now);
        const string message = """{"specversion":"1.0","id":"m","source":"/salesperf","type":"t","time":"2026-06-30T11:00:00Z","data":7}""";

        await world.Get<IngestActivities>().Run([message], default);
        world.Clock.Advance(TimeSpan.FromDays(1));
        await world.Get<IngestActivities>().Run([message], default);

        Assert.Single(await world.AllAsync<DeadDocument>(Partitions.Dead(new DateOnly(2026, 6, 30)), DeadDocuments.Kind));
        Assert.Empty(await world.AllAsync<DeadDocument>(Partitions.Dead(new DateOnly(2026, 7, 1)), DeadDocuments.Kind));
    }

    private static Task IngestAsync(World world) =>
        world.Get<IngestActivities>().Run([.. Calls.Select(call => Envelopes.Message(ActivityEnvelope.Type, call, Now).Body)], default);

    private static async Task<int> StoredAsync(World world)
    {
        var stored = 0;
        foreach (var call in Calls)
        {
            stored += (await world.AllAsync<Activity>(Partitions.Who("crm", call.Owner!), ActivityDocuments.Kind)).Count;
        }

        return stored;
    }

    private sealed class Faulty(string pk, int fails) : IDocumentStore
    {
        private IDocumentStore inner = null!;

        public int Failures { get; private set; }

        public Action? OnFailure { get; set; }

        public Faulty Around(IDocumentStore store)
        {
            inner = store;
            return this;
        }

        public Task<Document?> ReadAsync(string pk, string id, CancellationToken cancellationToken) => inner.ReadAsync(pk, id, cancellationToken);

        public Task<IReadOnlyList<Document>> ReadManyAsync(string pk, IReadOnlyCollection<string> ids, CancellationToken cancellationToken) =>
            inner.ReadManyAsync(pk, ids, cancellationToken);

        public Task<DocumentPage> RangeAsync(RangeQuery query, CancellationToken cancellationToken) => inner.RangeAsync(query, cancellationToken);

        public Task<CommitResult> CommitAsync(DocumentBatch batch, CancellationToken cancellationToken)
        {
            if (batch.Pk != pk || Failures == fails)
            {
                return inner.CommitAsync(batch, cancellationToken);
            }

            Failures++;
            OnFailure?.Invoke();
            throw new TimeoutException("The partition is away.");
        }
    }
}
