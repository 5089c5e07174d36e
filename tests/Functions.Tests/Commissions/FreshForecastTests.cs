using SalesPerf.Domain.Commissions;
using SalesPerf.Domain.People;
using SalesPerf.Domain.Resources;
using SalesPerf.Domain.Values;
using SalesPerf.Functions.Commissions;
using SalesPerf.Functions.Deals;
using SalesPerf.Functions.Messages;
using SalesPerf.Functions.Resources;
using SalesPerf.Functions.Storage;
using SalesPerf.Platform.Documents;
using SalesPerf.TestKit.Documents;
using static SalesPerf.Functions.Tests.Commissions.ForecastWorld;

namespace SalesPerf.Functions.Tests.Commissions;

/// <summary>What was forecast or added up by a directory older than half a minute is decided again.</summary>
public sealed class FreshForecastTests
{
    private static readonly DateTimeOffset August = new(2026, 8, 10, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task Given_a_plan_changed_elsewhere_while_a_forecast_takes_half_a_minute_then_it_is_decided_again()
    {
        var slow = new SlowStore();
        await using var world = await PrepareAsync(new World(August, store => slow.Over(store)), "month", (0m, 15m));
        world.Handlers[Queues.ForecastCommissions] = _ => Task.CompletedTask;
        await world.PostAsync(Won("d", August.AddDays(-5), 100_000));
        await world.DrainAsync();
        slow.Once("credit", async () =>
        {
            await ElsewhereAsync(world, ResourceKinds.Plans, Plan("month", (0m, 10m)));
            world.Clock.Advance(TimeSpan.FromSeconds(31));
        });

        await world.Get<ForecastCommissions>().Run(Envelopes.Message("x", new ForecastKey("ann"), August).Body, default);

        Assert.True(slow.IsDone);
        var live = await world.Store.ReadAsync<StoredForecast>(Partitions.Forecast("2026-08"), ForecastDocuments.LiveId("ann"), default);
        Assert.Equal(10_000m, live!.Value.Result.Currencies[0].Earned.Closed);
    }

    [Fact]
    public async Task Given_a_deal_that_is_lost_again_while_a_forecast_with_it_is_written_then_it_is_in_none()
    {
        HookedDocuments? hooked = null;
        await using var world = await PrepareAsync(new World(August, store => hooked = new HookedDocuments(store)), "month", (0m, 15m));
        world.Handlers[Queues.ForecastCommissions] = _ => Task.CompletedTask;
        await ForecastAsync();
        await world.PostAsync(Open("d", August.AddDays(-5), 100_000, "0.5", "2026-08-31"));
        await world.DrainAsync();

        // The other handler finds what it found when the forecast was empty, and writes nothing.
        var isDone = false;
        hooked!.Once(ForecastDocuments.LiveId("ann"), async () =>
        {
            await world.PostAsync(Lost("d", August.AddDays(-1)));
            await world.DrainAsync();
            await ForecastAsync();
            isDone = true;
        });
        await ForecastAsync();

        Assert.True(isDone);
        foreach (var period in new[] { "2026-08", "2026-Q3", "2026" })
        {
            var live = await world.Store.ReadAsync<StoredForecast>(Partitions.Forecast(period), ForecastDocuments.LiveId("ann"), default);
            Assert.Equal(0m, live!.Value.Result.Currencies[0].Earned.Expected);
        }

        Task ForecastAsync() => world.Get<ForecastCommissions>().Run(Envelopes.Message("x", new ForecastKey("ann"), August).Body, default);
    }

    [Fact]
    public async Task Given_a_deal_that_is_won_between_the_two_readings_of_a_run_then_what_the_run_publishes_has_it()
    {
        var slow = new SlowStore();
        await using var world = await PrepareAsync(new World(August, store => slow.Over(store)), "month", (0m, 15m));
        world.Handlers[Queues.ForecastCommissions] = _ => Task.CompletedTask;
        await world.PostAsync(Open("d", August.AddDays(-5), 100_000, "0.5", "2026-08-31"));
        await world.DrainAsync();
        slow.Once(DealDocuments.OpenKind, async () =>
        {
            await world.PostAsync(Won("d", August.AddDays(-1), 100_000));
            await world.DrainAsync();
        });
        var run = new DateTimeOffset(2026, 8, 10, 2, 30, 0, TimeSpan.Zero);

        await world.Get<ForecastCommissions>().Run(Envelopes.Message("x", new ForecastKey("ann", run), August).Body, default);

        // 15 % of 100,000, in what is shown and in what teams add up.
        Assert.True(slow.IsDone);
        foreach (var id in new[] { ForecastDocuments.RunId("2026-08", "ann"), ForecastDocuments.LiveId("ann") })
        {
            var pk = id == ForecastDocuments.LiveId("ann") ? Partitions.Forecast("2026-08") : Partitions.ForecastRun(run);
            var forecast = await world.Store.ReadAsync<StoredForecast>(pk, id, default);
            Assert.Equal(15_000m, forecast!.Value.Result.Currencies[0].Earned.Closed);
        }

        Assert.All(
            await world.AllAsync<StoredForecast>(Partitions.ForecastRun(run), ForecastDocuments.RunSumsKind("2026-08")),
            sums => Assert.Equal(15_000m, sums.Result.Currencies[0].Earned.Closed));
    }

    [Fact]
    public async Task Given_deals_that_go_on_coming_when_forecast_then_it_is_looked_at_later_instead_of_until_they_stop()
    {
        var slow = new SlowStore();
        await using var world = await PrepareAsync(new World(August, store => slow.Over(store)), "month", (0m, 15m));
        var forecast = world.Handlers[Queues.ForecastCommissions];
        world.Handlers[Queues.ForecastCommissions] = _ => Task.CompletedTask;
        var deals = 0;
        await WinAsync();
        world.Clock.Advance(TimeSpan.FromSeconds(6)); // the nudges of the deal itself are gone
        await world.DrainAsync();
        slow.Once(DealDocuments.OpenKind, AgainAsync);

        await world.Get<ForecastCommissions>().Run(Envelopes.Message("x", new ForecastKey("ann"), August).Body, default);

        Assert.InRange(deals, 3, 6);
        slow.Once("nothing", () => Task.CompletedTask);
        world.Handlers[Queues.ForecastCommissions] = forecast;
        world.Clock.Advance(TimeSpan.FromSeconds(6));
        await world.DrainAsync();
        var live = await world.Store.ReadAsync<StoredForecast>(Partitions.Forecast("2026-08"), ForecastDocuments.LiveId("ann"), default);
        Assert.Equal(15_000m * deals, live!.Value.Result.Currencies[0].Earned.Closed);

        async Task WinAsync()
        {
            await world.PostAsync(Won($"d{++deals}", August.AddDays(-5), 100_000));
            await world.DrainAsync();
        }

        // Their own nudges are taken away: only that of the forecast itself is left.
        async Task AgainAsync()
        {
            await WinAsync();
            slow.Once(DealDocuments.OpenKind, AgainAsync);
        }
    }

    [Fact]
    public async Task Given_a_run_that_comes_a_day_late_then_it_publishes_its_day_and_sets_nothing_back()
    {
        await using var world = await PrepareAsync(new World(August), "month", (0m, 15m));
        world.Handlers[Queues.ForecastCommissions] = _ => Task.CompletedTask;
        await world.PostAsync(Won("d", August.AddDays(-5), 100_000));
        await world.DrainAsync();
        var run = August.AddDays(-1);
        await world.Get<ForecastCommissions>().Run(Envelopes.Message("x", new ForecastKey("ann"), August).Body, default);

        await world.Get<ForecastCommissions>().Run(Envelopes.Message("x", new ForecastKey("ann", run), August).Body, default);

        var live = await world.Store.ReadAsync<StoredForecast>(Partitions.Forecast("2026-08"), ForecastDocuments.LiveId("ann"), default);
        var late = await world.Store.ReadAsync<StoredForecast>(Partitions.ForecastRun(run), ForecastDocuments.RunId("2026-08", "ann"), default);
        Assert.Equal(new DateOnly(2026, 8, 10), live!.Value.Result.AsOf);
        Assert.Equal(new DateOnly(2026, 8, 9), late!.Value.Result.AsOf);
        Assert.Equal(15_000m, late.Value.Result.Currencies[0].Earned.Closed);
    }

    [Fact]
    public async Task Given_teams_changed_elsewhere_while_a_run_takes_half_a_minute_to_complete_then_they_are_added_up_as_they_are()
    {
        var slow = new SlowStore();
        await using var world = await PrepareAsync(new World(August, store => slow.Over(store)), "month", (0m, 15m));
        await world.PutAsync(ResourceKinds.Teams, "t", new Team { Id = "t", Name = "T" });
        await world.PostAsync(Won("d", August.AddDays(-5), 100_000));
        await world.DrainAsync();
        var run = new DateTimeOffset(2026, 8, 10, 2, 30, 0, TimeSpan.Zero);
        await world.Get<ForecastCommissions>().Run(Envelopes.Message("x", new ForecastKey("ann", run), August).Body, default);
        slow.Once($"{Partitions.ForecastRun(run)}/{ForecastDocuments.RunSumsKind("2026-08")}", async () =>
        {
            await ElsewhereAsync(world, ResourceKinds.Teams, new Team { Id = "t", Name = "T", Parent = "all" });
            await world.PutAsync(ResourceKinds.Teams, "all", new Team { Id = "all", Name = "All" });
            world.Clock.Advance(TimeSpan.FromSeconds(31));
        });

        await world.Get<CompleteForecast>().Run(Envelopes.Message("x", new ForecastRunKey(run), August).Body, default);

        Assert.True(slow.IsDone);
        var teams = await world.AllAsync<StoredTeamForecast>(Partitions.ForecastRun(run), ForecastDocuments.TeamKind("2026-08"));
        Assert.Equal([("all", 15_000m), ("t", 15_000m)], teams.Select(team => (team.Team, team.Result[0].Earned.Closed)).Order());
    }

    /// <summary>Another process writes a version: this one's directory does not know.</summary>
    private static async Task ElsewhereAsync<T>(World world, ResourceKind<T> kind, T content)
        where T : class
    {
        var stored = await world.Store.ReadAsync<Resource<T>>(kind.Partition, Key.Of(kind.IdOf(content)), default);
        var last = stored!.Value.Versions[^1];
        var resource = stored.Value with { Versions = [.. stored.Value.Versions, last with { Number = last.Number + 1, RecordedAt = last.RecordedAt.AddSeconds(1), Content = content }] };
        await world.Store.CommitAsync(new DocumentBatch(kind.Partition).Replace(stored.Document, kind.Document(resource)), default);
    }
}
