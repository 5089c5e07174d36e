using System.Text.Json;
using SalesPerf.Domain.People;
using SalesPerf.Functions.Commissions;
using SalesPerf.Functions.Messages;
using SalesPerf.Functions.Resources;
using SalesPerf.Functions.Storage;
using SalesPerf.Platform.Documents;

namespace SalesPerf.Functions.Tests.Commissions;

public sealed class CompleteForecastTests
{
    private static readonly DateTimeOffset Now = new(2026, 7, 15, 12, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset NightBefore = new(2026, 7, 15, 2, 30, 0, TimeSpan.Zero);

    [Fact]
    public async Task Given_somebody_entered_after_a_run_was_sent_when_it_is_completed_then_they_are_asked_for_and_in_it()
    {
        await using var world = await WorldAsync();
        await world.PersonAsync(new Person { Id = "bob", Name = "Bob" });
        var began = world.Clock.GetUtcNow();

        await world.Bus.SendAsync(Queues.CompleteForecast, [Envelopes.Message("x", new ForecastRunKey(NightBefore), began)], default);
        await world.DrainAsync();

        Assert.InRange(world.Clock.GetUtcNow() - began, TimeSpan.Zero, TimeSpan.FromMinutes(3));
        Assert.Empty((await CompleteAsync(world, "2026-07"))!.Missing);
        Assert.Equal(2, (await world.AllAsync<StoredForecast>(Partitions.ForecastRun(NightBefore), ForecastDocuments.RunKind("2026-07"))).Count);
    }

    [Fact]
    public async Task Given_somebody_missing_in_one_period_when_completed_then_the_other_periods_are_and_only_the_first_looks_ask_again()
    {
        await using var world = await WorldAsync();
        world.Handlers[Queues.CompleteForecast] = _ => Task.CompletedTask;
        var asked = 0;
        world.Handlers[Queues.ForecastCommissions] = _ => Task.FromResult(asked++);
        await world.Store.CommitAsync(
            new DocumentBatch(Partitions.ForecastRun(NightBefore)).Delete(ForecastDocuments.RunId("2026-07", "ann")).Delete("2026-07~sums~ann"), default);

        for (var attempt = 0; attempt < 8; attempt++)
        {
            await world.Get<CompleteForecast>().Run(Envelopes.Message("x", new ForecastRunKey(NightBefore, attempt), Now).Body, default);
        }

        await world.DrainAsync();
        Assert.Equal(4, asked); // before the looks 1, 2, 4 and 8
        Assert.Null(await CompleteAsync(world, "2026-07"));
        foreach (var period in new[] { "2026-08", "2026-Q3", "2026-Q4", "2026", "2026-06", "2026-Q2", "2025" })
        {
            Assert.Empty((await CompleteAsync(world, period))!.Missing);
        }

        // A day later it is completed without them, and names them.
        await world.Get<CompleteForecast>().Run(Envelopes.Message("x", new ForecastRunKey(NightBefore, 24 * 60), Now).Body, default);
        Assert.Equal(["ann"], (await CompleteAsync(world, "2026-07"))!.Missing);
    }

    // 15 %: the run knew 10,000 won; what is won after it is the next run's, for the person and for the team alike.
    [Fact]
    public async Task Given_a_deal_won_between_a_run_and_its_completion_when_completed_then_the_team_is_the_sum_of_what_the_run_published()
    {
        await using var world = await WorldAsync();
        await world.PutAsync(ResourceKinds.Teams, "t", new() { Id = "t", Name = "T" });
        await world.PersonAsync(new Person { Id = "bob", Name = "Bob", Team = "t" });
        await world.PostAsync(ForecastWorld.Won("late", Now.AddDays(-2), 10_000));
        await world.DrainAsync();
        await world.Get<ForecastCommissions>().Run(Envelopes.Message("x", new ForecastKey("bob", NightBefore), Now).Body, default);

        await world.Get<CompleteForecast>().Run(Envelopes.Message("x", new ForecastRunKey(NightBefore), Now).Body, default);

        Assert.Equal("1500/1500 10000/10000", await world.LiveAsync("2026-07"));
        var team = Assert.Single(await world.AllAsync<StoredTeamForecast>(Partitions.ForecastRun(NightBefore), ForecastDocuments.TeamKind("2026-07")));
        Assert.Equal((0m, 0m), (team.Result[0].Earned.Closed, team.Result[0].Earned.P90));
    }

    [Fact]
    public async Task Given_a_run_delivered_twice_when_the_live_forecast_changed_in_between_then_what_was_published_stays()
    {
        await using var world = await WorldAsync();
        var published = await PublishedAsync(world);
        await world.PostAsync(ForecastWorld.Won("late", Now.AddDays(-2), 10_000));
        await world.DrainAsync();

        await world.Get<ForecastCommissions>().Run(Envelopes.Message("x", new ForecastKey("ann", NightBefore), Now).Body, default);

        Assert.Equal(16, published.Count); // eight periods, to be shown and to be added up
        Assert.Equal(published, await PublishedAsync(world));
    }

    /// <summary>The run takes what is stored; both documents of every period hold what a forecast from scratch holds.</summary>
    [Fact]
    public async Task Given_a_live_forecast_that_is_up_to_date_when_a_run_comes_then_it_publishes_that_one()
    {
        await using var world = await ForecastWorld.StartAsync(Now, "month", (0m, 15m));
        await world.PostAsync(ForecastWorld.Won("d1", Now.AddDays(-2), 10_000), ForecastWorld.Open("d2", Now.AddDays(-2), 1_000, "0.5", "2026-07-20"));
        await world.DrainAsync();
        await world.Get<ForecastCommissions>().Run(Envelopes.Message("x", new ForecastKey("ann", NightBefore), Now).Body, default);

        foreach (var period in new[] { "2026-07", "2026-08", "2026-Q3", "2026-Q4", "2026", "2026-06", "2026-Q2", "2025" })
        {
            var live = (await world.Store.ReadAsync<StoredForecast>(Partitions.Forecast(period), ForecastDocuments.LiveId("ann"), default))!.Value;
            var sums = (await world.Store.ReadAsync<StoredForecast>(Partitions.Forecast(period), ForecastDocuments.LiveSumsId("ann"), default))!.Value;
            Assert.Equal(Text(live), Text(Assert.Single(await world.AllAsync<StoredForecast>(Partitions.ForecastRun(NightBefore), ForecastDocuments.RunKind(period)))));
            Assert.Equal(Text(sums), Text(Assert.Single(await world.AllAsync<StoredForecast>(Partitions.ForecastRun(NightBefore), ForecastDocuments.RunSumsKind(period)))));
            Assert.All(live.Result.Currencies, forecast => Assert.Null(forecast.EarnedDistribution));
            Assert.All(sums.Result.Currencies, forecast => Assert.NotNull(forecast.CreditDistribution));
            Assert.Equal(live.Material, sums.Material);
        }

        static string Text(StoredForecast forecast) => JsonSerializer.Serialize(forecast with { Run = null }, TypedDocuments.TypeInfo<StoredForecast>());
    }

    private static async Task<IReadOnlyList<string>> PublishedAsync(World world)
    {
        var found = new List<string>();
        foreach (var period in new[] { "2026-07", "2026-08", "2026-Q3", "2026-Q4", "2026", "2026-06", "2026-Q2", "2025" })
        {
            foreach (var kind in new[] { ForecastDocuments.RunKind(period), ForecastDocuments.RunSumsKind(period) })
            {
                var page = await world.Store.RangeAsync(new RangeQuery(Partitions.ForecastRun(NightBefore), kind), default);
                found.AddRange(page.Items.Select(document => $"{document.Id} {document.ETag}"));
            }
        }

        return found;
    }

    /// <summary>Ann's forecasts of the run are stored; nothing is complete.</summary>
    private static async Task<World> WorldAsync()
    {
        var world = await ForecastWorld.StartAsync(Now, "month", (0m, 15m));
        await world.DrainAsync();
        await world.Get<ForecastCommissions>().Run(Envelopes.Message("x", new ForecastKey("ann", NightBefore), Now).Body, default);
        return world;
    }

    private static async Task<CompleteRun?> CompleteAsync(World world, string period) =>
        (await world.Store.ReadAsync<CompleteRun>(Partitions.Forecast(period), ForecastDocuments.CompleteId, default))?.Value;
}
