using SalesPerf.Domain.Activities;
using SalesPerf.Domain.Competencies;
using SalesPerf.Domain.Metrics;
using SalesPerf.Domain.People;
using SalesPerf.Functions.Competencies;
using SalesPerf.Functions.Resources;
using SalesPerf.Functions.Storage;

namespace SalesPerf.Functions.Tests.Competencies;

/// <summary>Ann, owner 1 of the source <c>crm</c>, owes 20 calls a month.</summary>
internal static class CompetencyWorld
{
    public static Person Ann { get; } = new() { Id = "ann", Name = "Ann", Team = "t", Role = "ae", Identities = new() { ["crm"] = ["1"] } };

    public static Role Caller { get; } = new()
    {
        Id = "ae",
        Name = "Account executive",
        Competencies = [new Competency { Id = "c", Name = "C", Metrics = [new CompetencyMetric { Threshold = new MetricThreshold { Metric = "calls", Period = "month", Target = 20m } }] }],
    };

    public static async Task<World> OfAsync(DateTimeOffset now, Person? person = null, int calls = 0)
    {
        var world = new World(now);
        world.Handlers[Queues.EvaluateCompetencies] = message => world.Get<EvaluateCompetencies>().Run(message, default);
        await world.PutAsync(ResourceKinds.Metrics, "calls", new Metric { Id = "calls", Name = "Calls", Measure = new() { Kind = "count", Types = [ActivityTypes.CallCompleted] } });
        await world.PutAsync(ResourceKinds.Roles, "ae", Caller);
        await world.PutAsync(ResourceKinds.Teams, "t", new Team { Id = "t", Name = "T" });
        await world.PersonAsync(person ?? Ann);
        await world.PostAsync([.. Enumerable.Range(0, calls).Select(i => Call($"c{i}", now.AddDays(-3)))]);
        await world.DrainAsync();
        return world;
    }

    public static Activity Call(string key, DateTimeOffset at, string owner = "1") =>
        new() { Source = "crm", Key = key, Type = ActivityTypes.CallCompleted, OccurredAt = at, Owner = owner, ReceivedAt = at };

    /// <summary>The scheduled run, whatever the time.</summary>
    public static async Task NightAsync(this World world)
    {
        await world.Get<ScheduleEvaluations>().Run(new() { IsPastDue = false }, default);
        await world.DrainAsync();
    }

    public static async Task<Scorecard> CardAsync(this World world, string period, string person = "ann") =>
        (await world.Store.ReadAsync<Scorecard>(Partitions.Rep(person), ScorecardDocuments.Id(period), default))!.Value;
}
