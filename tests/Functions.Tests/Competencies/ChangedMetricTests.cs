using SalesPerf.Domain.Activities;
using SalesPerf.Domain.Metrics;
using SalesPerf.Functions.Resources;
using static SalesPerf.Functions.Tests.Competencies.CompetencyWorld;

namespace SalesPerf.Functions.Tests.Competencies;

/// <summary>What happened on a day counts as the metric was defined on that day: before a change is in force, after it, and in periods that span it.</summary>
public sealed class ChangedMetricTests
{
    private static readonly DateTimeOffset July10 = new(2026, 7, 10, 12, 0, 0, TimeSpan.Zero);
    private static readonly DateOnly July20 = new(2026, 7, 20);

    [Fact]
    public async Task Given_a_metric_that_is_retired_from_a_day_to_come_when_evaluated_before_it_then_the_month_counts_as_ever()
    {
        await using var world = await OfAsync(July10, calls: 5);
        var changes = world.Get<ChangeResource>();
        await changes.ApplyAsync(ResourceKinds.Roles, new ResourceChange<Domain.People.Role>("ae", Caller with { Competencies = [] }, "test", July20), null, default);
        await changes.ApplyAsync(ResourceKinds.Metrics, new ResourceChange<Metric>("calls", null, "test", July20), null, default);
        await world.DrainAsync();
        await world.PostAsync(Call("c5", July10.AddDays(-1)));
        await world.DrainAsync();

        Assert.Equal(6m, Assert.Single((await world.CardAsync("2026-07")).Metrics).Value);
        Assert.Equal(6m, Assert.Single((await world.CardAsync("2026-Q3")).Metrics).Value);

        world.Clock.Advance(TimeSpan.FromDays(12));
        await world.NightAsync();
        Assert.Empty((await world.CardAsync("2026-07")).Metrics);
    }

    [Fact]
    public async Task Given_a_metric_that_counts_something_else_from_a_day_on_when_evaluated_then_each_day_counts_by_its_own_definition()
    {
        await using var world = await OfAsync(July10, calls: 5);
        var meetings = new Metric { Id = "calls", Name = "Calls", Measure = new() { Kind = "count", Types = [ActivityTypes.MeetingHeld] } };
        await world.Get<ChangeResource>().ApplyAsync(ResourceKinds.Metrics, new ResourceChange<Metric>("calls", meetings, "test", July20), null, default);
        await world.DrainAsync();
        await world.NightAsync();
        Assert.Equal(5m, Assert.Single((await world.CardAsync("2026-07")).Metrics).Value);

        world.Clock.Advance(TimeSpan.FromDays(12));
        await world.PostAsync(
            Call("early", July10.AddDays(1)), // a call while calls counted: the sixth
            Call("late", July10.AddDays(11)),
            Call("m1", July10.AddDays(11)) with { Type = ActivityTypes.MeetingHeld },
            Call("m2", July10.AddDays(1)) with { Type = ActivityTypes.MeetingHeld });
        await world.DrainAsync();
        await world.NightAsync();

        // 6 calls before the 20th and the one meeting since.
        Assert.Equal(7m, Assert.Single((await world.CardAsync("2026-07")).Metrics).Value);
        Assert.Equal(7m, Assert.Single((await world.CardAsync("2026-Q3")).Metrics).Value);
        world.Clock.Advance(TimeSpan.FromDays(15));
        await world.NightAsync();
        Assert.Equal(7m, Assert.Single((await world.CardAsync("2026-07")).Metrics).Value);
    }
}
