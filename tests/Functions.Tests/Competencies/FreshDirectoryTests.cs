using SalesPerf.Domain.Competencies;
using SalesPerf.Domain.People;
using SalesPerf.Functions.Activities;
using SalesPerf.Functions.Competencies;
using SalesPerf.Functions.Directory;
using SalesPerf.Functions.Messages;
using SalesPerf.Functions.Resources;
using SalesPerf.Functions.Storage;
using static SalesPerf.Functions.Tests.Competencies.CompetencyWorld;

namespace SalesPerf.Functions.Tests.Competencies;

/// <summary>The directory is counted to the moment a commit is sent: what was decided by an older one is decided again.</summary>
public sealed class FreshDirectoryTests
{
    private static readonly DateTimeOffset Now = new(2026, 7, 24, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task Given_a_change_elsewhere_while_an_evaluation_takes_half_a_minute_then_it_is_decided_again()
    {
        var slow = new SlowStore();
        await using var world = new World(Now, store => slow.Over(store));
        await PrepareAsync(world);
        slow.Once(ScorecardDocuments.Id("2026-07"), async () =>
        {
            await ElsewhereAsync(world, ResourceKinds.Roles, Caller with { Competencies = [Caller.Competencies[0] with { Metrics = [new CompetencyMetric { Threshold = Caller.Competencies[0].Metrics[0].Threshold with { Target = 40m } }] }] });
            world.Clock.Advance(TimeSpan.FromSeconds(31));
        });

        await world.Get<EvaluateCompetencies>().Run(Envelopes.Message("x", new EvaluationKey("ann", []), Now).Body, default);

        Assert.True(slow.IsDone);
        Assert.Equal(40m, (await world.CardAsync("2026-07")).Metrics[0].Target);
    }

    [Fact]
    public async Task Given_a_month_counted_by_newer_rules_when_an_older_directory_meets_it_then_it_is_left_and_the_newer_rules_decide()
    {
        var slow = new SlowStore();
        await using var world = new World(Now, store => slow.Over(store));
        await PrepareAsync(world);
        await world.PostAsync(Call("c", Now.AddDays(-3)));
        await world.DrainAsync();
        var old = await world.Get<ModelDirectory>().GetAsync(default);
        await ElsewhereAsync(world, ResourceKinds.People, Ann with { Zone = "Asia/Tokyo" });
        var newer = await world.Get<ModelReader>().ReadAsync(default);
        var tokyo = MonthMetering.Of(newer, "ann", "2026-07").Stamp;
        var batch = new Platform.Documents.DocumentBatch(Partitions.Who("crm", "1"));
        await world.Get<RollupDocuments>().RebuildAsync(batch, MonthMetering.Of(newer, "ann", "2026-07"), [], default);
        await world.Store.CommitAsync(batch, default);

        // This process has read nothing since.
        Assert.Same(old, await world.Get<ModelDirectory>().GetAsync(default));
        await world.Get<EvaluateCompetencies>().Run(Envelopes.Message("x", new EvaluationKey("ann", []), Now).Body, default);

        var rollup = await world.Store.ReadAsync<Domain.Metrics.MonthRollup>(Partitions.Who("crm", "1"), RollupDocuments.Id("2026-07"), default);
        Assert.Equal(tokyo, rollup!.Value.Stamp);
        Assert.NotSame(old, await world.Get<ModelDirectory>().GetAsync(default));
        Assert.Equal(1m, (await world.CardAsync("2026-07")).Metrics[0].Value);
    }

    private static async Task PrepareAsync(World world)
    {
        world.Handlers[Queues.EvaluateCompetencies] = message => world.Get<EvaluateCompetencies>().Run(message, default);
        await world.PutAsync(ResourceKinds.Metrics, "calls", new Domain.Metrics.Metric { Id = "calls", Name = "Calls", Measure = new() { Kind = "count", Types = ["call.completed"] } });
        await world.PutAsync(ResourceKinds.Roles, "ae", Caller);
        await world.PersonAsync(Ann);
        await world.DrainAsync();
    }

    /// <summary>Another process writes a version: this one's directory does not know.</summary>
    private static async Task ElsewhereAsync<T>(World world, ResourceKind<T> kind, T content)
        where T : class
    {
        var id = kind.IdOf(content);
        var stored = await world.Store.ReadAsync<Domain.Resources.Resource<T>>(kind.Partition, Domain.Values.Key.Of(id), default);
        var versions = stored!.Value.Versions;
        var resource = stored.Value with { Versions = [.. versions, versions[^1] with { Number = versions.Count + 1, RecordedAt = versions[^1].RecordedAt.AddSeconds(1), Content = content }] };
        await world.Store.CommitAsync(new Platform.Documents.DocumentBatch(kind.Partition).Replace(stored.Document, kind.Document(resource)), default);
    }
}
