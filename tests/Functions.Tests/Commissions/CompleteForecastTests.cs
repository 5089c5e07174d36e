using SalesPerf.Domain.People;
using SalesPerf.Functions.Commissions;
using SalesPerf.Functions.Messages;
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
        Assert.Equal(2, (await world.AllAsync<StoredForecast>(Partitions.Forecast("2026-07"), ForecastDocuments.RunKind(NightBefore))).Count);
    }

    [Fact]
    public async Task Given_somebody_missing_in_one_period_when_completed_then_the_other_periods_are_and_only_the_first_looks_ask_again()
    {
        await using var world = await WorldAsync();
        world.Handlers[Queues.CompleteForecast] = _ => Task.CompletedTask;
        var asked = 0;
        world.Handlers[Queues.ForecastCommissions] = _ => Task.FromResult(asked++);
        await world.Store.CommitAsync(
            new DocumentBatch(Partitions.Forecast("2026-07")).Delete(ForecastDocuments.RunId(NightBefore, "ann")), default);

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
