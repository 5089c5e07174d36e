using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;

namespace SalesPerf.Local.Tests.Acceptance;

/// <summary>
/// The Maven Analytics CRM data set, brought in by the sample script as anybody would, where the data lies beside the repository; and a sample of its shape anywhere.
/// </summary>
public sealed class MavenImportTests
{
    private const string AsOf = "commissions/forecast?period=2017-Q4&asOf=2017-10-31";
    private static readonly string[] Quarters = ["2017-Q1", "2017-Q2", "2017-Q3", "2017-Q4"];

    [Fact]
    public async Task Given_the_data_set_when_imported_then_totals_are_the_files_and_the_past_stays_as_it_was_known()
    {
        if (Repository.Shared(Path.Combine("data", "maven-crm")) is { } folder)
        {
            // 8,800 opportunities; the 500 in Prospecting were never engaged. Every deal of the file was won in 2017: its close_value sums to this.
            await ImportAsync(folder, "8800 rows, 500 without a date skipped.", "35 agents loaded.", 10_005_534m);
        }
    }

    /// <summary>The same on files made up here, wherever the tests run.</summary>
    [Fact]
    public async Task Given_a_small_sample_of_its_shape_when_imported_then_totals_are_the_files_and_the_past_stays_as_it_was_known()
    {
        var folder = Directory.CreateTempSubdirectory("salesperf-maven-").FullName;
        try
        {
            // Of 18 deals won the first is of 2016. The others are numbers 3, 9 … 51, nine at 4,100 and their number: 36,900 + 243; and 6, 12 … 48, eight at 480
            // and their number: 3,840 + 216. Together 41,199.
            MavenSample.Write(folder);
            await ImportAsync(folder, "63 rows, 3 without a date skipped.", "3 agents loaded.", 41_199m);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task ImportAsync(string folder, string read, string agents, decimal total)
    {
        var rows = Rows(Path.Combine(folder, "sales_pipeline.csv"));
        await using var host = await ApiHost.StartAsync(new DateTimeOffset(2026, 11, 18, 12, 0, 0, TimeSpan.Zero));

        var output = await ImportAsync(folder, host, "2017-10-31");
        await host.DrainAsync();

        Assert.Contains(read, output, StringComparison.Ordinal);
        Assert.Contains(agents, output, StringComparison.Ordinal);
        var known = await AsKnownAsync(host);
        AssertCredits(Won(rows, "2017-Q4", "2017-10-31"), known[0]);

        // What happened later is appended, and all that came before is sent once more.
        output = await ImportAsync(folder, host, null);
        await host.DrainAsync();

        Assert.Contains(read, output, StringComparison.Ordinal);
        Assert.Equal(known.Select(answer => answer.Text), (await AsKnownAsync(host)).Select(answer => answer.Text));
        var sum = 0m;
        foreach (var quarter in Quarters)
        {
            var won = Won(rows, quarter, "2017-12-31");
            sum += won.Sum(agent => agent.Value);
            AssertCredits(won, await host.Api.GetAsync($"commissions/forecast?period={quarter}"));
            var board = await host.Api.GetAsync($"teams/sales/leaderboard?metric=bookings&period={quarter}");
            Assert.Equal(won, board.Body["items"]!.AsArray()
                .Select(row => (Person: row!["personId"]!.GetValue<string>(), Value: decimal.Parse(row["value"]?.GetValue<string>() ?? "0", CultureInfo.InvariantCulture)))
                .Where(row => row.Value != 0m)
                .OrderBy(row => row.Person, StringComparer.Ordinal));
        }

        Assert.Equal(total, sum);
        Assert.Empty((await host.Api.GetAsync("dead-letters")).Body["items"]!.AsArray());
    }

    /// <summary>The forecast as of the last day of October by person and team, and as CSV.</summary>
    private static async Task<IReadOnlyList<ApiAnswer>> AsKnownAsync(ApiHost host)
    {
        ApiAnswer[] answers = [await host.Api.GetAsync(AsOf), await host.Api.GetAsync(AsOf + "&groupBy=team"), await host.Api.GetAsync(AsOf, "text/csv")];
        Assert.All(answers, answer => Assert.Equal(200, answer.Status));
        Assert.Contains(answers[0].Body["items"]!.AsArray(), item => Amount(item!, "earned", "expected") > Amount(item!, "earned", "closed"));
        return answers;
    }

    private static void AssertCredits(IEnumerable<(string Person, decimal Value)> won, ApiAnswer forecast) => Assert.Equal(
        won,
        forecast.Body["items"]!.AsArray()
            .Select(item => (Person: item!["personId"]!.GetValue<string>(), Value: Amount(item, "credit", "closed")))
            .Where(item => item.Value != 0m)
            .OrderBy(item => item.Person, StringComparer.Ordinal));

    private static decimal Amount(JsonNode item, string of, string figure) =>
        decimal.Parse(item[of]![figure]!["amount"]!.GetValue<string>(), CultureInfo.InvariantCulture);

    /// <summary>Sums of the file: what each agent won in a quarter, up to a day.</summary>
    private static List<(string Person, decimal Value)> Won(IEnumerable<Dictionary<string, string>> rows, string quarter, string until) =>
    [
        .. rows.Where(row => row["deal_stage"] == "Won" && string.CompareOrdinal(row["close_date"], until) <= 0)
            .Where(row => $"{row["close_date"][..4]}-Q{((int.Parse(row["close_date"].AsSpan(5, 2), CultureInfo.InvariantCulture) - 1) / 3) + 1}" == quarter)
            .GroupBy(row => row["sales_agent"].ToLowerInvariant().Replace(' ', '-'))
            .Select(agent => (agent.Key, agent.Sum(row => decimal.Parse(row["close_value"], CultureInfo.InvariantCulture))))
            .Where(agent => agent.Item2 != 0m)
            .OrderBy(agent => agent.Key, StringComparer.Ordinal),
    ];

    private static List<Dictionary<string, string>> Rows(string file)
    {
        var lines = File.ReadAllLines(file);
        var names = lines[0].Split(',');
        return [.. lines.Skip(1).Select(line => names.Zip(line.Split(',')).ToDictionary(pair => pair.First, pair => pair.Second))];
    }

    /// <summary>Runs the script as its reader would. Returns what it said.</summary>
    private static async Task<string> ImportAsync(string folder, ApiHost host, string? until)
    {
        var dotnet = Environment.ProcessPath ?? throw new InvalidOperationException("Tests run under dotnet.");
        var start = new ProcessStartInfo(dotnet) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = Repository.Root };
        string[] arguments = ["run", "samples/maven-crm/import.cs", "--", folder, host.Api.Http.BaseAddress!.AbsoluteUri, ApiHost.AdminKey]; // every host has an address
        foreach (var argument in until is null ? arguments : [.. arguments, until])
        {
            start.ArgumentList.Add(argument);
        }

        // What runs the tests tells its own tools where to find theirs, which would mislead a build of another kind.
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase)).ToList())
        {
            start.Environment.Remove(name);
        }

        using var process = Process.Start(start) ?? throw new InvalidOperationException("The script did not start.");
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(5));
        var output = process.StandardOutput.ReadToEndAsync(patience.Token);
        var error = process.StandardError.ReadToEndAsync(patience.Token);
        await process.WaitForExitAsync(patience.Token);
        Assert.True(process.ExitCode == 0, $"{await output}\n{await error}");
        return await output;
    }
}
