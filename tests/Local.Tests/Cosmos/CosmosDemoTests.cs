using System.Net;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using SalesPerf.CosmosLoopback;
using SalesPerf.Local.Demo;
using SalesPerf.Local.Tests.Processes;
using SalesPerf.Platform.Documents;

namespace SalesPerf.Local.Tests.Cosmos;

/// <summary>The demo with its documents in an account that is a process of its own, over a few days of its feed.</summary>
public sealed partial class CosmosDemoTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Given_an_account_of_cosmos_when_the_demo_runs_on_it_then_its_numbers_are_there_to_read_and_no_document_is_in_the_data_folder()
    {
        using var process = new LoopbackProcess();
        var (endpoint, key) = await process.ListenAsync();
        using var output = new StringWriter();
        var options = DemoRunner.On(
            new LocalOptions { Data = folder.Inside("data"), Urls = "http://127.0.0.1:0", RunsTimers = false, Cosmos = new CosmosAccount(endpoint, key, "demo") },
            new DemoSpan(TimeSpan.FromDays(4), 1, 40));
        await using var app = LocalHost.Build(options);
        await app.StartAsync();
        await options.Demo!.RunAsync(app, output, default); // DemoRunner.On sets it

        using var http = new HttpClient { BaseAddress = new Uri(app.Urls.First()) };
        http.DefaultRequestHeaders.Add("x-api-key", AdminKey().Match(output.ToString()).Groups[1].Value);
        foreach (var path in new[] { "reps/r-07/scorecard", "teams/emea/leaderboard?metric=score", "notifications", "health" })
        {
            var answer = await http.GetAsync(new Uri("/api/v1/" + path, UriKind.Relative));
            Assert.True(answer.StatusCode == HttpStatusCode.OK, $"{path}: {answer.StatusCode} {await answer.Content.ReadAsStringAsync()}");
        }

        var counts = await process.CountsAsync();
        Assert.InRange(counts.Commits, 500, long.MaxValue);
        Assert.Equal(0, counts.Failures);
        Assert.NotNull(await app.Services.GetRequiredService<IDocumentStore>().ReadAsync("demo", "demo", default));
        Assert.Equal(0, StoredIn(folder.Inside("data")));
        await app.StopAsync();
    }

    private static long StoredIn(string data)
    {
        using var database = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={Directory.GetFiles(data, "*.db").Single()};Mode=ReadOnly");
        database.Open();
        using var command = database.CreateCommand();
        command.CommandText = "SELECT COUNT(*) FROM documents";
        return (long)command.ExecuteScalar()!; // a count is never null
    }

    [GeneratedRegex(@"admin\s+(\S+)")]
    private static partial Regex AdminKey();
}
