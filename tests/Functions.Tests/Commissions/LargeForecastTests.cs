using SalesPerf.Functions.Commissions;
using SalesPerf.Functions.DeadLetters;
using SalesPerf.Functions.Resources;
using SalesPerf.Functions.Storage;
using SalesPerf.Platform.Documents;
using SalesPerf.TestKit.Documents;

namespace SalesPerf.Functions.Tests.Commissions;

public sealed class LargeForecastTests
{
    private static readonly DateTimeOffset Now = new(2026, 7, 15, 12, 0, 0, TimeSpan.Zero);

    /// <summary>15 % of the 1,000 won on 3 July.</summary>
    [Fact]
    public async Task Given_a_forecast_that_no_store_takes_when_nudged_then_it_is_a_dead_document_and_the_other_periods_are_kept()
    {
        await using var world = await WorldAsync(ForecastDocuments.LiveId("ann"));
        await world.PostAsync(ForecastWorld.Won("d1", new(2026, 7, 3, 9, 0, 0, TimeSpan.Zero), 1_000));
        await world.DrainAsync();

        Assert.Null(await world.Store.ReadAsync(Partitions.Forecast("2026-07"), ForecastDocuments.LiveId("ann"), default));
        Assert.NotNull(await world.Store.ReadAsync(Partitions.Forecast("2026-Q3"), ForecastDocuments.LiveId("ann"), default));
        Assert.Equal("150/150 1000/1000", await world.LiveAsync("2026-07"));
        var dead = Assert.Single(await DeadAsync(world));
        Assert.Equal((Queues.ForecastCommissions, "The forecast of ann for 2026-07 is too large to be stored."), (dead.Queue, dead.Reason));
    }

    [Fact]
    public async Task Given_a_forecast_that_no_store_takes_when_a_night_runs_then_the_run_says_so_and_waits_for_nobody()
    {
        await using var world = await WorldAsync(ForecastDocuments.LiveId("ann"));
        await world.NightAsync();

        // One pause of a minute before the run is completed, not a day.
        Assert.InRange(world.Clock.GetUtcNow() - Now, TimeSpan.FromSeconds(60), TimeSpan.FromMinutes(3));
        var complete = await world.Store.ReadAsync<CompleteRun>(Partitions.Forecast("2026-07"), ForecastDocuments.CompleteId, default);
        Assert.Empty(complete!.Value.Missing);
        var stored = Assert.Single(await world.AllAsync<StoredForecast>(Partitions.ForecastRun(complete.Value.Run), ForecastDocuments.RunKind("2026-07")));
        Assert.False(stored.Result.IsComputed);
        Assert.True((await world.AllAsync<StoredForecast>(Partitions.ForecastRun(complete.Value.Run), ForecastDocuments.RunKind("2026-Q3")))[0].Result.IsComputed);
    }

    [Fact]
    public async Task Given_a_teams_forecast_that_no_store_takes_when_a_night_runs_then_it_is_a_dead_document_and_the_run_is_complete()
    {
        await using var world = await WorldAsync("team");
        await world.PutAsync(ResourceKinds.Teams, "t", new() { Id = "t", Name = "T" });
        await world.NightAsync();

        Assert.StartsWith("The forecast of team t for 2026-07", Assert.Single(await DeadAsync(world)).Reason, StringComparison.Ordinal);
        Assert.NotNull(await world.Store.ReadAsync<CompleteRun>(Partitions.Forecast("2026-07"), ForecastDocuments.CompleteId, default));
    }

    /// <summary>The store refuses what has this id, or an id with this part, in the forecasts of July.</summary>
    private static Task<World> WorldAsync(string id) => ForecastWorld.PrepareAsync(
        new World(Now, inner => new HookedDocuments(inner)
        {
            BeforeCommit = batch => Task.FromResult<CommitResult?>(
                (batch.Pk == Partitions.Forecast("2026-07") && batch.Operations.Any(operation => operation.Id == id))
                || (batch.Pk.StartsWith("forecast-run~", StringComparison.Ordinal) && batch.Operations.Any(operation => operation.Id.StartsWith($"2026-07~{id}~", StringComparison.Ordinal)))
                    ? new CommitResult.Refused(-1, Refusal.TooLarge)
                    : null),
        }),
        "month",
        (0m, 15m));

    private static async Task<IReadOnlyList<DeadDocument>> DeadAsync(World world) =>
        await world.AllAsync<DeadDocument>(Partitions.Dead(DateOnly.FromDateTime(world.Clock.GetUtcNow().UtcDateTime)), DeadDocuments.Kind);
}
