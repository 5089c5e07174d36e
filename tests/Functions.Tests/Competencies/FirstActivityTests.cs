using SalesPerf.Domain.Activities;
using SalesPerf.Domain.Competencies;
using SalesPerf.Domain.Metrics;
using SalesPerf.Domain.People;
using SalesPerf.Functions.Activities;
using SalesPerf.Functions.Competencies;
using SalesPerf.Functions.Messages;
using SalesPerf.Functions.Resources;
using SalesPerf.Functions.Storage;
using static SalesPerf.Functions.Tests.SampleFeeds;

namespace SalesPerf.Functions.Tests.Competencies;

public sealed class FirstActivityTests
{
    [Fact]
    public async Task Given_somebody_evaluated_just_before_when_the_first_activity_of_a_type_is_nudged_then_its_metric_is_known()
    {
        await using var world = new World(Now);
        world.Handlers[Queues.EvaluateCompetencies] = message => world.Get<EvaluateCompetencies>().Run(message, default);
        await world.PutAsync(ResourceKinds.Metrics, "calls", Count("calls", ActivityTypes.CallCompleted));
        await world.PutAsync(ResourceKinds.Roles, "rep", new Role
        {
            Id = "rep",
            Name = "Rep",
            Competencies =
            [
                new Competency { Id = "c", Name = "C", Metrics = [new CompetencyMetric { Threshold = new MetricThreshold { Metric = "calls", Period = "month", Target = 10m } }] },
            ],
        });
        await world.PersonAsync(Rep("ann", "1") with { Role = "rep" });
        await world.DrainAsync();
        await world.Get<EvaluateCompetencies>().Run(Envelopes.Message("x", new EvaluationKey("ann", []), world.Clock.GetUtcNow()).Body, default);
        Assert.Equal("noFeed", Assert.Single((await CardAsync(world)).Metrics).NotCounted);

        world.Clock.Advance(TimeSpan.FromSeconds(1));
        await world.PostAsync(Call("c1"));
        await world.Get<IngestActivities>().Run(await world.TakeAsync(Queues.IngestActivities), default);
        world.Clock.Advance(TimeSpan.FromSeconds(6));
        await world.DrainAsync();

        var cell = Assert.Single((await CardAsync(world)).Metrics);
        Assert.Equal((1m, null), (cell.Value, cell.NotCounted));
    }

    private static async Task<Scorecard> CardAsync(World world) =>
        (await world.Store.ReadAsync<Scorecard>(Partitions.Rep("ann"), ScorecardDocuments.Id("2026-06"), default))!.Value;
}
