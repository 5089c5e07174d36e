using SalesPerf.Domain.Metrics;
using SalesPerf.Functions.Competencies;
using SalesPerf.Functions.DeadLetters;
using SalesPerf.Functions.Messages;
using SalesPerf.Functions.Resources;
using SalesPerf.Functions.Storage;
using SalesPerf.Platform.Documents;
using SalesPerf.TestKit.Documents;
using static SalesPerf.Functions.Tests.Competencies.CompetencyWorld;

namespace SalesPerf.Functions.Tests.Competencies;

public sealed class LargeScorecardTests
{
    private static readonly DateTimeOffset Now = new(2026, 7, 24, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task Given_a_scorecard_that_no_store_takes_when_evaluated_twice_then_it_is_one_dead_document_and_the_others_are_written()
    {
        var month = ScorecardDocuments.Id("2026-07");
        await using var world = new World(Now, inner => new HookedDocuments(inner)
        {
            BeforeCommit = batch => Task.FromResult<CommitResult?>(
                batch.Pk == Partitions.Rep("ann") && batch.Operations.Any(operation => operation.Id == month) ? new CommitResult.Refused(-1, Refusal.TooLarge) : null),
        });
        await world.PutAsync(ResourceKinds.Roles, "ae", Caller);
        await world.PersonAsync(Ann);
        var message = Envelopes.Message("x", new EvaluationKey("ann", []), Now).Body;

        await world.Get<EvaluateCompetencies>().Run(message, default);
        await world.Get<EvaluateCompetencies>().Run(message, default);

        var dead = Assert.Single(await world.AllAsync<DeadDocument>(Partitions.Dead(new DateOnly(2026, 7, 24)), DeadDocuments.Kind));
        Assert.Equal((Queues.EvaluateCompetencies, "The scorecard of ann for 2026-07 is too large to be stored."), (dead.Queue, dead.Reason));
        Assert.NotNull(await world.CardAsync("2026-W30"));
        Assert.NotNull(await world.CardAsync("2026-Q3"));
        Assert.Null(await world.Store.ReadAsync(Partitions.Rep("ann"), month, default));
    }

    [Fact]
    public async Task Given_a_month_that_no_store_takes_when_it_is_counted_again_then_it_is_a_dead_document_and_the_last_count_stays()
    {
        var isFull = false;
        await using var world = new World(Now, inner => new HookedDocuments(inner)
        {
            BeforeCommit = batch => Task.FromResult<CommitResult?>(
                isFull && batch.Pk == Partitions.Who("crm", "1") ? new CommitResult.Refused(-1, Refusal.TooLarge) : null),
        });
        var calls = new Metric { Id = "calls", Name = "Calls", Measure = new() { Kind = "count", Types = ["call.completed"] } };
        await world.PutAsync(ResourceKinds.Metrics, "calls", calls);
        await world.PutAsync(ResourceKinds.Roles, "ae", Caller);
        await world.PersonAsync(Ann);
        await world.PostAsync(Call("c1", Now.AddDays(-1)), Call("c2", Now.AddDays(-1)));
        await world.DrainAsync();
        isFull = true;
        await world.PutAsync(ResourceKinds.Metrics, "calls", calls with { Measure = calls.Measure with { Types = ["meeting.held"] } });

        await world.Get<EvaluateCompetencies>().Run(Envelopes.Message("x", new EvaluationKey("ann", []), Now).Body, default);

        var dead = Assert.Single(await world.AllAsync<DeadDocument>(Partitions.Dead(new DateOnly(2026, 7, 24)), DeadDocuments.Kind));
        Assert.StartsWith("The rollup of 2026-07 in who~crm~1 is too large", dead.Reason, StringComparison.Ordinal);
        Assert.Equal(2m, (await world.CardAsync("2026-07")).Metrics[0].Value);
    }
}
