using System.Text;
using System.Text.Json;
using SalesPerf.Domain.Activities;
using SalesPerf.Domain.Deals;
using SalesPerf.Domain.Metrics;
using SalesPerf.Domain.People;
using SalesPerf.Functions.Activities;
using SalesPerf.Functions.DeadLetters;
using SalesPerf.Functions.Deals;
using SalesPerf.Functions.Resources;
using SalesPerf.Functions.Storage;
using SalesPerf.Platform.Documents;

namespace SalesPerf.Functions.Tests.Activities;

public sealed class IngestActivitiesTests : IAsyncLifetime
{
    private static readonly DateTimeOffset Now = new(2026, 6, 30, 12, 0, 0, TimeSpan.Zero);
    private World world = null!;

    public async Task InitializeAsync() => world = await NewWorldAsync();

    public async Task DisposeAsync() => await world.DisposeAsync();

    [Fact]
    public async Task Given_an_event_sent_three_times_when_drained_then_it_counts_once()
    {
        await world.PersonAsync(Rep("ann", "1"));
        var call = Call("c1", "1", 1);
        await world.PostAsync(call, call with { ReceivedAt = Now.AddHours(1) });
        await world.DrainAsync();
        await world.PostAsync(call);
        await world.DrainAsync();

        Assert.Equal(1, await CallsAsync(world, "1"));
        Assert.Single(await world.AllAsync<Activity>(Partitions.Who("crm", "1"), ActivityDocuments.Kind));
        Assert.Empty(await DeadAsync());
    }

    [Fact]
    public async Task Given_a_month_counted_on_by_another_process_when_more_comes_then_it_is_added_to_what_is_stored_and_not_to_what_is_remembered()
    {
        await world.PersonAsync(Rep("ann", "1"));
        await world.PostAsync(Call("c1", "1", 1));
        await world.DrainAsync();
        var pk = Partitions.Who("crm", "1");
        var stored = (await world.Store.ReadAsync<MonthRollup>(pk, RollupDocuments.Id("2026-06"), default))!;
        var elsewhere = TypedDocuments.New(pk, stored.Document.Id, RollupDocuments.Kind, stored.Document.At, stored.Value.Plus(stored.Value.Days));
        await world.Store.CommitAsync(new DocumentBatch(pk).Replace(stored.Document, elsewhere), default);

        await world.PostAsync(Call("c2", "1", 1));
        await world.DrainAsync();

        Assert.Equal(3, await CallsAsync(world, "1"));
    }

    [Fact]
    public async Task Given_the_same_key_with_other_content_when_drained_then_the_later_one_is_a_dead_document_with_its_bytes()
    {
        await world.PostAsync(Call("c1", "1", 1));
        await world.DrainAsync();
        await world.PostAsync(Call("c1", "1", 1) with { Amount = 5m });
        await world.DrainAsync();

        var dead = Assert.Single(await DeadAsync());
        Assert.Equal(("crm", "c1"), (dead.Source, dead.Key));
        Assert.Contains("\"amount\":\"5\"", dead.Body, StringComparison.Ordinal);
        Assert.Equal(1, await CallsAsync(world, "1"));
    }

    [Fact]
    public async Task Given_a_message_that_is_no_activity_when_ingested_then_it_is_a_dead_document_and_the_rest_counts()
    {
        await world.PostAsync(Call("c1", "1", 1));
        await world.Bus.SendAsync(Queues.IngestActivities, [new("{\"oops\":1}"), new("not json")], default);
        await world.DrainAsync();

        Assert.Equal(2, (await DeadAsync()).Count);
        Assert.Equal(1, await CallsAsync(world, "1"));
    }

    [Fact]
    public async Task Given_an_event_from_the_future_when_its_day_comes_then_it_is_released_and_counts_once()
    {
        var ahead = Call("c1", "1", 0) with { OccurredAt = Now.AddDays(3) };
        await world.PostAsync(ahead, ahead);
        await world.DrainAsync();
        Assert.Empty(await world.AllAsync<Activity>(Partitions.Who("crm", "1"), ActivityDocuments.Kind));

        world.Clock.Advance(TimeSpan.FromDays(2.5));
        await world.Get<ScheduleQuarantine>().Run(new() { IsPastDue = false }, default);
        await world.Get<ScheduleQuarantine>().Run(new() { IsPastDue = false }, default);
        await world.DrainAsync();
        Assert.Single(await world.AllAsync<Activity>(Partitions.Who("crm", "1"), ActivityDocuments.Kind));
    }

    [Fact]
    public async Task Given_hundreds_of_events_of_one_owner_in_one_delivery_when_drained_then_all_count()
    {
        await world.PostAsync([.. Enumerable.Range(0, 450).Select(i => Call($"c{i}", "1", i % 40))]);
        await world.DrainAsync();

        Assert.Equal(450, await CallsAsync(world, "1"));
    }

    [Fact]
    public async Task Given_a_won_deal_when_its_owner_is_mapped_to_another_person_then_the_credit_moves()
    {
        await world.PersonAsync(Rep("ann", "1"));
        await world.PostAsync(Deal("d1", "1", ActivityTypes.DealCreated, 1, "1000"), Deal("d1", "1", ActivityTypes.DealWon, 20, null));
        await world.DrainAsync();
        Assert.Equal(1000m, Assert.Single(await world.AllAsync<Credit>(Partitions.Rep("ann"), DealDocuments.CreditKind)).Amount);

        await world.PersonAsync(Rep("ann"));
        await world.PersonAsync(Rep("ben", "1"));
        await world.DrainAsync();

        Assert.Empty(await world.AllAsync<Credit>(Partitions.Rep("ann"), DealDocuments.CreditKind));
        Assert.Equal(1000m, Assert.Single(await world.AllAsync<Credit>(Partitions.Rep("ben"), DealDocuments.CreditKind)).Amount);
        Assert.Equal("2026-06", Assert.Single(await world.AllAsync<Domain.Commissions.PersonPeriod>(Partitions.Rep("ben"), "period")).Period);
        Assert.Equal(0, await WonAsync("ann"));
        Assert.Equal(1, await WonAsync("ben"));
    }

    [Fact]
    public async Task Given_a_deal_that_changes_hands_when_drained_then_each_owner_has_the_part_that_is_theirs()
    {
        await world.PersonAsync(Rep("ann", "1"));
        await world.PersonAsync(Rep("ben", "2"));
        await world.PostAsync(
            Deal("d1", "1", ActivityTypes.DealCreated, 1, "500"),
            Deal("d1", "2", ActivityTypes.DealOwnerChanged, 5, null));
        await world.DrainAsync();

        var ann = Assert.Single(await world.AllAsync<Contribution>(Partitions.Rep("ann"), DealDocuments.ContributionKind));
        Assert.Equal([ActivityTypes.DealCreated], ann.Events.Select(happened => happened.Type));
        Assert.NotNull(Assert.Single(await world.AllAsync<Contribution>(Partitions.Rep("ben"), DealDocuments.OpenKind)).Open);
    }

    [Fact]
    public async Task Given_a_metric_defined_afterwards_when_more_arrives_then_the_month_is_counted_again()
    {
        await world.PostAsync(Call("c1", "1", 1), Call("c2", "1", 2));
        await world.DrainAsync();
        await world.PutAsync(ResourceKinds.Metrics, "more", Count("more", ActivityTypes.CallCompleted));
        await world.PostAsync(Call("c3", "1", 3));
        await world.DrainAsync();

        var rollup = await world.Store.ReadAsync<MonthRollup>(Partitions.Who("crm", "1"), RollupDocuments.Id("2026-06"), default);
        Assert.Equal(3, rollup!.Value.Days.Values.Sum(day => day["more"].Count));
    }

    /// <summary>The same feed in any order, any batches, with repeats, and with people mapped before, during or after it.</summary>
    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 7)]
    [InlineData(3, 100)]
    public async Task Given_any_order_batches_repeats_and_mapping_when_drained_then_everything_derived_is_the_same(int seed, int batch)
    {
        var feed = Feed();
        await world.PersonAsync(Rep("ann", "1", "3"));
        await world.PersonAsync(Rep("ben", "2"));
        await world.PostAsync(feed);
        await world.DrainAsync();
        var expected = await SnapshotAsync(world);

        await using var other = await NewWorldAsync();
        var random = new Random(seed);
        var shuffled = feed.Concat(feed.Where((_, i) => i % 5 == 0)).OrderBy(_ => random.Next()).Chunk(batch).ToList();
        await other.PersonAsync(Rep("ann", "1", "2"));
        for (var i = 0; i < shuffled.Count; i++)
        {
            await other.PostAsync(shuffled[i]);
            if (random.Next(4) == 0)
            {
                await other.DrainAsync();
            }

            if (i == shuffled.Count / 2)
            {
                await other.PersonAsync(Rep("ann", "1"));
                await other.PersonAsync(Rep("ben", "2"));
            }
        }

        await other.DrainAsync();
        await other.PersonAsync(Rep("ann", "1", "3"));
        await other.DrainAsync();

        Assert.Equal(expected, await SnapshotAsync(other));
    }

    private static async Task<World> NewWorldAsync()
    {
        var made = new World(Now);
        await made.PutAsync(ResourceKinds.Sources, "crm", new() { Id = "crm", Provider = "cloudevents" });
        await made.PutAsync(ResourceKinds.Metrics, "calls", Count("calls", ActivityTypes.CallCompleted));
        await made.PutAsync(ResourceKinds.Metrics, "won", Count("won", ActivityTypes.DealWon));
        await made.PutAsync(ResourceKinds.Metrics, "accounts", new Metric
        {
            Id = "accounts",
            Name = "accounts",
            Measure = new MetricMeasure { Kind = "distinct", Types = [ActivityTypes.CallCompleted], Field = "account" },
        });
        return made;
    }

    /// <summary>Everything that follows from the feed, without ETags, revisions and times of receipt.</summary>
    private static async Task<string> SnapshotAsync(World world)
    {
        var text = new StringBuilder();
        foreach (var person in new[] { "ann", "ben" })
        {
            var pk = Partitions.Rep(person);
            var contributions = (await world.AllAsync<Contribution>(pk, DealDocuments.ContributionKind))
                .Concat(await world.AllAsync<Contribution>(pk, DealDocuments.OpenKind))
                .Where(contribution => contribution.Events.Count > 0 || contribution.Open is not null)
                .OrderBy(contribution => contribution.Deal, StringComparer.Ordinal)
                .Select(contribution => contribution with { Inputs = [], Stamp = "", Months = [] });
            Add(contributions);
            Add(await world.AllAsync<Credit>(pk, DealDocuments.CreditKind));
            Add((await world.AllAsync<MonthRollup>(pk, DealRollupDocuments.Kind)).Where(rollup => rollup.Days.Count > 0));
        }

        foreach (var owner in new[] { "1", "2", "3" })
        {
            var pk = Partitions.Who("crm", owner);
            Add(await world.AllAsync<Activity>(pk, ActivityDocuments.Kind));

            // The stamp of a rollup names its person; one not touched since a mapping is rebuilt by the next evaluation.
            Add((await world.AllAsync<MonthRollup>(pk, RollupDocuments.Kind)).Select(rollup => rollup with { Stamp = "" }));
            Add((await world.AllAsync<MetricMonth>(pk, RollupDocuments.MetricKind)).Select(month => month with { Stamp = "" }));
        }

        return text.ToString();

        void Add<T>(IEnumerable<T> values)
        {
            foreach (var value in values)
            {
                text.AppendLine(JsonSerializer.Serialize(value, TypedDocuments.TypeInfo<T>()));
            }
        }
    }

    private static Activity[] Feed()
    {
        var feed = new List<Activity>();
        for (var i = 0; i < 60; i++)
        {
            feed.Add(Call($"c{i}", $"{(i % 3) + 1}", i) with { Account = $"a{i % 11}" });
        }

        for (var i = 0; i < 12; i++)
        {
            var owner = $"{(i % 3) + 1}";
            feed.Add(Deal($"d{i}", owner, ActivityTypes.DealCreated, i, $"{100 + i}"));
            feed.Add(Deal($"d{i}", $"{((i + 1) % 3) + 1}", ActivityTypes.DealOwnerChanged, i + 4, null));
            feed.Add(Deal($"d{i}", null, i % 4 == 0 ? ActivityTypes.DealLost : ActivityTypes.DealWon, i + 20, i % 2 == 0 ? $"{200 + i}" : null));
        }

        return [.. feed];
    }

    private static Task<long> CallsAsync(World world, string owner) => SumAsync(world, Partitions.Who("crm", owner), RollupDocuments.Kind, "calls");

    private Task<long> WonAsync(string person) => SumAsync(world, Partitions.Rep(person), DealRollupDocuments.Kind, "won");

    private static async Task<long> SumAsync(World world, string pk, string kind, string metric) =>
        (await world.AllAsync<MonthRollup>(pk, kind)).SelectMany(rollup => rollup.Days.Values).Sum(day => day.GetValueOrDefault(metric).Count);

    private Task<IReadOnlyList<DeadDocument>> DeadAsync() => world.AllAsync<DeadDocument>(Partitions.Dead(DateOnly.FromDateTime(Now.UtcDateTime)), DeadDocuments.Kind);

    private static Metric Count(string id, string type) => new() { Id = id, Name = id, Measure = new MetricMeasure { Kind = "count", Types = [type] } };

    private static Person Rep(string id, params string[] owners) => new()
    {
        Id = id,
        Name = id,
        Identities = owners.Length == 0 ? [] : new SortedDictionary<string, IReadOnlyList<string>> { ["crm"] = owners },
    };

    private static Activity Call(string key, string owner, int day) => new()
    {
        Source = "crm",
        Key = key,
        Type = ActivityTypes.CallCompleted,
        OccurredAt = Now.AddDays(-day - 1),
        ReceivedAt = Now,
        Owner = owner,
    };

    private static Activity Deal(string id, string? owner, string type, int day, string? amount)
    {
        var fields = new SortedDictionary<string, string?>(StringComparer.Ordinal);
        if (owner is not null)
        {
            fields[RecordFields.Owner] = owner;
        }

        if (amount is not null)
        {
            fields[RecordFields.Amount] = amount;
        }

        return new Activity
        {
            Source = "crm",
            Key = $"{id}-{type}",
            Type = type,
            OccurredAt = Now.AddDays(day - 40),
            ReceivedAt = Now,
            Owner = owner,
            Deal = id,
            RecordType = ActivityTypes.Deal,
            Fields = fields,
        };
    }
}
