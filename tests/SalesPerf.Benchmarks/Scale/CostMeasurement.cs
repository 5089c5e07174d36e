using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using SalesPerf.Benchmarks.Feeds;
using SalesPerf.Benchmarks.Ours;
using SalesPerf.Benchmarks.Reads;
using SalesPerf.CosmosLoopback;
using SalesPerf.Functions.Commissions;
using SalesPerf.Functions.Competencies;
using SalesPerf.Functions.Directory;
using SalesPerf.Functions.Storage;
using SalesPerf.Local;
using SalesPerf.Platform.Documents;

namespace SalesPerf.Benchmarks.Scale;

/// <summary>
/// Does each thing once for all forty people, on the stand-in for Cosmos DB: an activity alone, ten together, a deal's change, a night, reads. The store is that of the stand-in,
/// which estimates request units; the host and its functions are the real ones.
/// </summary>
internal sealed class CostMeasurement(LoopbackAccount account, OurHost ours)
{
    private const int DealsEach = 20;
    private static readonly TimeSpan Night = TimeSpan.FromMinutes(5);

    /// <summary>The costs in a fixed order, and the bytes of one person's forecasts.</summary>
    public static async Task<(IReadOnlyList<MeasuredCost> Costs, ForecastBytes Forecast)> RunAsync()
    {
        await using var account = await LoopbackAccount.StartAsync();
        await using var ours = await OurHost.StartAsync(new CosmosAccount(account.Endpoint, account.Key));
        var costs = await new CostMeasurement(account, ours).MeasureAsync();
        return (costs, await ForecastBytesAsync(ours));
    }

    private static async Task<ForecastBytes> ForecastBytesAsync(OurHost ours)
    {
        var store = ours.Services.GetRequiredService<IDocumentStore>();
        var now = ours.Clock.GetUtcNow();
        var model = (await ours.Services.GetRequiredService<ModelDirectory>().GetAsync(default)).Model;
        var year = now.Year.ToString(CultureInfo.InvariantCulture);
        var run = (await store.ReadAsync<CompleteRun>(Partitions.Forecast(year), ForecastDocuments.CompleteId, default))!.Value.Run; // a night has been measured
        var (shown, added) = (0d, 0d);
        foreach (var period in MakeForecast.Kept(ScorecardInputs.Calendar(model, now), model.Today(run)))
        {
            shown += await BytesAsync(Partitions.ForecastRun(run), ForecastDocuments.RunKind(period.Id));
            added += await BytesAsync(Partitions.ForecastRun(run), ForecastDocuments.RunSumsKind(period.Id));
        }

        var live = Partitions.Forecast(year);
        return new ForecastBytes(await BytesAsync(live, ForecastDocuments.LiveKind), await BytesAsync(live, ForecastDocuments.LiveSumsKind), shown, added);

        async Task<double> BytesAsync(string pk, string kind) => (await store.RangeAsync(new RangeQuery(pk, kind), default)).Items.Average(document => document.Body.Length);
    }

    private async Task<IReadOnlyList<MeasuredCost>> MeasureAsync()
    {
        var now = ours.Clock.GetUtcNow();
        var feed = new ActivityFeed(now);
        var month = SameAnswers.Month(now);
        await PostAsync([.. feed.Next(100, 4_000), .. feed.Deals(DealsEach, month.AddMonths(1).AddDays(-5))]);
        await ours.SettleAsync();
        var people = ActivityFeed.People;
        var reload = await OfAsync("the directory read anew, a person", people, () => ours.Services.GetRequiredService<ModelDirectory>().ReloadAsync(default));
        return
        [
            await OfAsync("an activity alone, stored", people, () => PostAsync(feed.Next(100, people))),
            await OfAsync("… and its person's scorecards brought up to date", people, ours.SettleAsync),
            await OfAsync("an activity among ten of its person, stored", people * 10, () => PostAsync(feed.NextByPerson(10))),
            await OfAsync("… and the scorecards, an activity", people * 10, ours.SettleAsync),
            await OfAsync("a deal's change, until credits say so", people, () => PostAsync(feed.DealChanges())),
            await OfAsync("… and scorecards and forecasts", people, ours.SettleAsync),
            await OfAsync("a night's evaluation and forecast, a person", people, NightAsync),
            await OfAsync("a scorecard read", people, () => GetAsync(person => $"/api/v1/reps/{person}/scorecard?period={month:yyyy-MM}")),
            await OfAsync("a forecast read", people, () => GetAsync(person => $"/api/v1/commissions/forecast?period={month:yyyy-MM}&person={person}")),
            reload,
        ];
    }

    private async Task<MeasuredCost> OfAsync(string name, int times, Func<Task> act)
    {
        await ours.Services.GetRequiredService<ModelDirectory>().ReloadAsync(default);
        var (before, sent) = (account.Counts, await SentAsync());
        await act();
        return new MeasuredCost(name, times, account.Counts - before, await SentAsync() - sent);
    }

    private async Task PostAsync(List<Posting> bodies)
    {
        await Posting.SendAsync(ours.Http, OurHost.Activities, bodies);
        await ours.DrainAsync();
    }

    private async Task NightAsync()
    {
        await ours.FireAsync("ScheduleEvaluations");
        await ours.FireAsync("ScheduleForecasts");
        await ours.SettleAsync(Night);
    }

    private async Task GetAsync(Func<string, string> path)
    {
        for (var i = 0; i < ActivityFeed.People; i++)
        {
            await ours.GetAsync(path(Organisation.Person(i)));
        }
    }

    private async Task<long> SentAsync() => (long)(await ours.GetAsync("/api/v1/health"))["bus"]!["sent"]!; // health always tells it
}
