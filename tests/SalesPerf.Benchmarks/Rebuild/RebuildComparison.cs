using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using SalesPerf.Benchmarks.Feeds;
using SalesPerf.Benchmarks.Measuring;
using SalesPerf.Benchmarks.Node;
using SalesPerf.Benchmarks.Ours;
using SalesPerf.Benchmarks.Reads;
using SalesPerf.Domain.Activities;
using SalesPerf.Domain.Metrics;
using SalesPerf.Functions.Activities;
using SalesPerf.Functions.Directory;
using SalesPerf.Functions.Storage;
using SalesPerf.Platform.Documents;

namespace SalesPerf.Benchmarks.Rebuild;

/// <summary>Counting months again from activity documents, on one core: ours from the documents' bytes, and through the store; DuckDB from the same JSON and from its own columns.</summary>
internal static class RebuildComparison
{
    private const string Package = "@duckdb/node-api@1.5.6-r.1";
    private const string Month = "2026-01";

    public static async Task RunAsync(BenchmarkOptions options, Report report)
    {
        await using var ours = await OurHost.StartAsync();
        var (store, rollups) = (ours.Services.GetRequiredService<IDocumentStore>(), ours.Services.GetRequiredService<RollupDocuments>());
        var each = options.Of(5_000);
        var activities = StoredHistory.Month(Month, each).ToList();
        await StoredHistory.WriteAsync(store, activities);
        var bodies = activities.GroupBy(activity => activity.Owner).Select(own => own.Select(activity => ActivityDocuments.Document(activity).Body).ToArray()).ToArray();

        await FromStoreAsync(ours, store, rollups, activities.Count);
        var file = Path.GetTempFileName();
        var duck = await NodePackage.InstallAsync(Package, report);
        if (duck is not null)
        {
            await File.WriteAllLinesAsync(file, bodies.SelectMany(own => own).Select(body => System.Text.Encoding.UTF8.GetString(body.Span)));
            await CheckAsync(ours, store, await duck.RunAsync("duckdb.mjs", file));
            report.Say("Before rebuilds were timed ours and DuckDB counted the same calls and mails of every person and day, and the same accounts of every person.");
        }

        List<Contender> contenders =
        [
            _ => Task.FromResult<IReadOnlyList<Sample>>([FromBytes(ours, bodies, activities.Count)]),
            async _ => [await FromStoreAsync(ours, store, rollups, activities.Count)],
        ];
        if (duck is not null)
        {
            contenders.Add(async _ =>
            {
                var figures = await duck.RunAsync("duckdb.mjs", file);
                return [NodePackage.SampleOf("DuckDB, one thread, from the same JSON", figures), NodePackage.SampleOf("DuckDB, one thread, from columns loaded before", figures["table"]!)]; // the script writes it
            });
        }

        await Comparison.RunAsync("Rebuild from activity documents, one core, activities", options, report, [.. contenders]);
        File.Delete(file);
    }

    private static Sample FromBytes(OurHost ours, ReadOnlyMemory<byte>[][] bodies, int count)
    {
        var type = TypedDocuments.TypeInfo<Activity>();
        var model = ours.Services.GetRequiredService<ModelDirectory>().GetAsync(default).GetAwaiter().GetResult().Model;
        var lap = Lap.Start();
        for (var person = 0; person < bodies.Length; person++)
        {
            var metering = MonthMetering.Of(model, Organisation.Person(person), Month);
            var read = bodies[person].Select(body => JsonSerializer.Deserialize(body.Span, type)!); // a document's body is never null
            var change = RollupFold.Apply(null, [], read, metering.Matcher, metering.LocalDay, metering.Stamp, Month);
            GC.KeepAlive(change);
        }

        return lap.Take("ours, documents read and folded", count);
    }

    private static async Task<Sample> FromStoreAsync(OurHost ours, IDocumentStore store, RollupDocuments rollups, int count)
    {
        var directory = await ours.Services.GetRequiredService<ModelDirectory>().GetAsync(default);
        var lap = Lap.Start();
        for (var person = 0; person < ActivityFeed.People; person++)
        {
            await StoredHistory.RebuildAsync(store, rollups, directory, person, Month);
        }

        return lap.Take("ours, from the store and committed to it", count);
    }

    private static async Task CheckAsync(OurHost ours, IDocumentStore store, JsonNode theirs)
    {
        var days = new List<string>();
        var accounts = new List<string>();
        for (var person = 0; person < ActivityFeed.People; person++)
        {
            var owner = ActivityFeed.Owner(person);
            var rollup = await store.ReadAsync<MonthRollup>(Partitions.Who(ActivityFeed.Source, owner), RollupDocuments.Id(Month), default)
                ?? throw new InvalidOperationException($"{owner} has no rollup.");
            days.AddRange(rollup.Value.Days.SelectMany(day => day.Value.Select(part => $"{owner} {day.Key:yyyy-MM-dd} {part.Key} {part.Value.Count}")));
            var card = SameAnswers.Values(await ours.GetAsync($"/api/v1/reps/{Organisation.Person(person)}/scorecard?period={Month}"));
            accounts.Add($"{owner} {card.GetValueOrDefault("accounts"):0}");
        }

        Comparison.RequireEqual("Counts by day", Lines(days), Lines(theirs["days"]!.AsArray().Select(row => string.Join(' ', row!.AsArray())))); // the script writes rows
        Comparison.RequireEqual("Accounts", Lines(accounts), Lines(theirs["accounts"]!.AsArray().Select(row => string.Join(' ', row!.AsArray()))));
    }

    private static string Lines(IEnumerable<string> lines) => string.Join('\n', lines.Order(StringComparer.Ordinal));
}
