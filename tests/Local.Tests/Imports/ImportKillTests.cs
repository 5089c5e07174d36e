using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using SalesPerf.Domain.Activities;
using SalesPerf.Functions.Access;
using SalesPerf.Functions.Activities;
using SalesPerf.Functions.Storage;
using SalesPerf.Local.Tests.Acceptance;
using SalesPerf.Local.Tests.Processes;
using SalesPerf.Platform.Documents;

namespace SalesPerf.Local.Tests.Imports;

/// <summary>A real process is killed (SIGKILL) in the middle of an import and started again on its folder, and the same command is given again: nothing is lost, nothing is there twice.</summary>
public sealed class ImportKillTests : IDisposable
{
    private const int Rows = 30_000;
    private const int Owners = 3;

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("""{"type":"call.completed","columns":{"eventId":"id","time":"when","owner":"who"}}""", 0)]
    [InlineData("""{"type":"call.completed","time":"yyyy-MM-dd'T'HH:mm","columns":{"time":"when","owner":"who"}}""", 1)]
    public async Task Given_an_import_when_the_host_is_killed_in_the_middle_and_the_command_is_given_again_then_every_row_counts_once(string mapping, int least)
    {
        // Of each minute there are three calls of each owner, which without their ids cannot be told apart. Two parts of the size that the command cuts.
        var (export, mapped) = (folder.Inside("export.csv"), folder.Inside("mapping.json"));
        await File.WriteAllTextAsync(mapped, mapping);
        await File.WriteAllLinesAsync(export, Enumerable.Range(0, Rows).Select(row => string.Create(
            CultureInfo.InvariantCulture, $"c{row},{new DateTime(2026, 3, 1, 0, 0, 0, DateTimeKind.Utc).AddMinutes(row / 9):yyyy-MM-dd'T'HH:mm},o{row % Owners},{new string('x', 200)}")).Prepend("id,when,who,note"));

        using (var process = Start())
        {
            using var http = await process.ListenAsync();
            var api = new ApiClient(http, ApiHost.AdminKey);
            await api.SetAsync("sources/crm", """{"id":"crm","provider":"cloudevents"}""");
            using var command = new HostProcess(typeof(LocalHost).Assembly, ["import", .. Arguments(export, mapped, http.BaseAddress!)]);
            using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(2));
            for (var uploads = new JsonArray(); uploads.Sum(upload => (long)upload!["rows"]!) < least || !await IsWaitingAsync(api); uploads = (await api.GetAsync("sources/crm/resync")).Body["items"]!.AsArray())
            {
                patience.Token.ThrowIfCancellationRequested();
                Assert.DoesNotContain(uploads, upload => (string?)upload!["state"] != "open");
            }

            await process.KillAsync();
            await command.KillAsync();
        }

        using (var process = Start())
        {
            using var http = await process.ListenAsync();
            var (code, output) = await ImportAsync(export, mapped, http.BaseAddress!);
            Assert.True(code == 0, output);
            Assert.Contains("30,000 rows: 30,000 added, 0 held already, 0 rejected.", output, StringComparison.Ordinal);
            await process.KillAsync();
        }

        await using var last = await ApiHost.StartAsync(TimeProvider.System.GetUtcNow(), folder.Inside("data"));
        await last.DrainAsync();
        for (var owner = 0; owner < Owners; owner++)
        {
            var held = new List<string>();
            await foreach (var activity in last.Services.GetRequiredService<IDocumentStore>()
                .RangeAsync<Activity>(new RangeQuery(Partitions.Who("crm", $"o{owner}"), ActivityDocuments.Kind, Size: 1_000), default))
            {
                held.Add(activity.Value.Key);
            }

            Assert.Equal(Rows / Owners, held.Distinct().Count());
            Assert.Equal(Rows / Owners, held.Count);
        }
    }

    private HostProcess Start() => new(
        typeof(LocalHost).Assembly,
        new Dictionary<string, string> { [AccessOptions.AdminKeySetting] = ApiHost.AdminKey },
        ["--data", folder.Inside("data"), "--urls", "http://127.0.0.1:0", "--quiet"]);

    private static string[] Arguments(string export, string mapping, Uri url) =>
        [export, "--source", "crm", "--mapping", mapping, "--url", url.ToString(), "--key", ApiHost.AdminKey];

    private static async Task<bool> IsWaitingAsync(ApiClient api) =>
        (await api.GetAsync("health")).Body["queues"]!.AsArray().Any(queue => queue!["queue"]!.GetValue<string>() == Functions.Queues.IngestActivities && queue["depth"]!.GetValue<long>() > 0);

    private static async Task<(int Code, string Output)> ImportAsync(string export, string mapping, Uri url)
    {
        using var output = new StringWriter();
        var code = await LocalCommand.RunAsync(["import", .. Arguments(export, mapping, url)], output, output);
        return (code, output.ToString());
    }
}
