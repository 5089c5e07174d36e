using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using SalesPerf.Local.Imports;
using SalesPerf.Local.Messages;

namespace SalesPerf.Local.Tests.Imports;

/// <summary>The command against a host over a socket: one host for all that it does.</summary>
public sealed class ImportCommandTests
{
    private const string Key = "an-admin-key-for-imports-only";
    private const string Mapping = """{"columns":{"eventId":"id","type":"kind","time":"when","owner":"who"},"types":{"Call":"call.completed"}}""";

    [Fact]
    public async Task Given_an_export_when_imported_stopped_and_imported_again_then_every_row_is_there_once_and_the_summary_says_so()
    {
        using var folder = new TemporaryFolder();
        await using var host = await RunningHost.OnKestrelAsync(new LocalOptions
        {
            RunsTimers = false,
            Configure = builder => builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?> { ["SALESPERF_ADMIN_KEY"] = Key }),
        });
        var url = host.Client.BaseAddress!.ToString();
        using var source = new StringContent($$"""{"id":"crm","provider":"cloudevents","import":{{Mapping}}}""", MediaTypeHeaderValue.Parse("application/json"));
        using var put = new HttpRequestMessage(HttpMethod.Put, "/api/v1/sources/crm") { Content = source };
        put.Headers.Add("x-api-key", Key);
        using var made = await host.Client.SendAsync(put);
        Assert.True(made.IsSuccessStatusCode, await made.Content.ReadAsStringAsync());

        // Three parts of some 4 MB and a short one: rows with a note of 4 KB, with quotes, commas and line ends in it, a byte order mark, one line of 2 MB and one that is no row.
        var file = folder.Inside("export.csv");
        await using (var text = new StreamWriter(file, append: false, new UTF8Encoding(encoderShouldEmitUTF8Identifier: true)))
        {
            await text.WriteAsync("id,kind,when,who,note\r\n");
            for (var row = 0; row < 2_500; row++)
            {
                await text.WriteAsync($"e{row},Call,2026-06-0{1 + (row % 9)}T09:00:00Z,{row % 7},\"{new string('x', 4_000)}, \"\"so\"\"\r\nhe said\"\r\n");
            }

            await text.WriteAsync($"{new string('y', 2 * 1024 * 1024)}\r\nlast,Call,yesterday,1,\r\n");
        }

        // As if it had been killed after its second part: the upload is open, and two parts are there.
        var parts = new ExportParts(File.OpenRead(file), isJson: false, (byte)',');
        var whole = new List<ExportPart>();
        Assert.Equal(["id", "kind", "when", "who", "note"], (await parts.HeaderAsync(default))!);
        while (await parts.NextAsync(default) is { } part)
        {
            whole.Add(part);
        }

        Assert.Equal([5_002], parts.TooLong);
        Assert.Equal(4, whole.Count);
        var arguments = new ImportArguments(file, "crm", null, new Uri(url), Key, "night", false);
        var client = new ImportClient(host.Client, arguments, TimeProvider.System);
        await client.OpenAsync(new() { ["id"] = "night", ["columns"] = new System.Text.Json.Nodes.JsonArray("id", "kind", "when", "who", "note"), ["format"] = "csv" }, default);
        await client.PutAsync("night", 2, whole[1], default);

        var first = await RunAsync("import", file, "--source", "crm", "--url", url, "--key", Key, "--id", "night");
        await host.App.Services.GetRequiredService<MessagePump>().DrainAsync();
        var second = await RunAsync("import", file, "--source", "crm", "--url", url, "--key", Key, "--id", "night");

        Assert.Equal(ImportCommand.SomeRejected, first.Code);
        Assert.Contains("2,502 rows: 2,500 added, 0 held already, 2 rejected.", first.Output, StringComparison.Ordinal);
        Assert.Contains("line 5002: The row is over 1 MB.", first.Output, StringComparison.Ordinal);
        Assert.Contains("line 5003: when: No time that can be read", first.Output, StringComparison.Ordinal);
        Assert.Contains("2,502 rows: 0 added, 2,500 held already, 2 rejected.", second.Output, StringComparison.Ordinal);

        var utf16 = folder.Inside("utf16.csv");
        await File.WriteAllTextAsync(utf16, "id,kind", Encoding.Unicode);
        Assert.Contains("UTF-16", (await RunAsync("import", utf16, "--source", "crm", "--url", url, "--key", Key)).Error, StringComparison.Ordinal);
        var short0 = folder.Inside("short.csv");
        await File.WriteAllTextAsync(short0, "id,when,who\n1,2026-06-01T09:00:00Z,1\n");
        var missing = await RunAsync("import", short0, "--source", "crm", "--url", url, "--key", Key);
        Assert.Equal(ImportCommand.Fault, missing.Code);
        Assert.Contains("There is no column 'kind', which the mapping reads.", missing.Error, StringComparison.Ordinal);
        var empty = folder.Inside("empty.csv");
        await File.WriteAllTextAsync(empty, "");
        Assert.Contains("is empty", (await RunAsync("import", empty, "--source", "crm", "--url", url, "--key", Key)).Error, StringComparison.Ordinal);
        Assert.Equal(LocalCommand.UsageFault, (await RunAsync("import", empty)).Code);
        Assert.Equal(ImportCommand.Fault, (await RunAsync("import", folder.Inside("none.csv"), "--source", "crm", "--key", Key)).Code);
    }

    private static async Task<(int Code, string Output, string Error)> RunAsync(params string[] args)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var code = await LocalCommand.RunAsync(args, output, error);
        return (code, output.ToString(), error.ToString());
    }
}
