using System.Globalization;
using System.Text.Json.Nodes;
using SalesPerf.Functions.Access;
using SalesPerf.Local.Tests.Acceptance;
using SalesPerf.Local.Tests.Processes;

namespace SalesPerf.Local.Tests.Faults;

/// <summary>The product with one person, whose calls are counted.</summary>
internal static class SmallHost
{
    public static readonly DateTimeOffset Day = new DateTimeOffset(TimeProvider.System.GetUtcNow().UtcDateTime.Date, TimeSpan.Zero).AddDays(-3);

    public static readonly IReadOnlyDictionary<string, string> Environment = new Dictionary<string, string> { [AccessOptions.AdminKeySetting] = ApiHost.AdminKey };

    public static string Month => Day.ToString("yyyy-MM", CultureInfo.InvariantCulture);

    public static async Task OrganiseAsync(ApiClient api)
    {
        await api.SetAsync("calendar", """{"id":"default","zone":"Etc/UTC"}""");
        await api.SetAsync("sources/crm", """{"id":"crm","provider":"cloudevents"}""");
        await api.SetAsync("metrics/calls", """{"id":"calls","name":"Calls","category":"activity","measure":{"kind":"count","types":["call.completed"]}}""");
        await api.SetAsync("roles/rep", """
            {"id":"rep","name":"Rep","accountabilities":[{"id":"a","name":"A","outcomeMetric":"calls"}],
             "competencies":[{"id":"c","name":"C","accountabilities":["a"],"metrics":[{"threshold":{"metric":"calls","period":"month","target":10}}]}]}
            """);
        await api.SetAsync("teams/sales", """{"id":"sales","name":"Sales"}""");
        await api.SetAsync("people/ann", """{"id":"ann","name":"Ann","team":"sales","role":"rep","identities":{"crm":["ann"]}}""");
    }

    /// <summary>The host as a process on the folder, its documents in it.</summary>
    public static string[] Arguments(string data) => ["--data", data, "--urls", "http://127.0.0.1:0", "--quiet"];

    public static JsonObject[] Calls(int first, int count) =>
        [.. Enumerable.Range(first, count).Select(number => Events.Call($"c{number}", "ann", Day.AddSeconds(number).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture)))];

    /// <summary>How many of Ann's calls count, once all is worked off.</summary>
    public static async Task<string> CountAsync(ApiHost host)
    {
        await host.DrainAsync();
        return (await host.Api.GetAsync($"reps/ann/scorecard?period={Month}")).Of("metrics/0/value");
    }

    public static async Task UntilAsync(Func<Task<bool>> condition)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (!await condition())
        {
            await Task.Delay(TimeSpan.FromMilliseconds(20), patience.Token);
        }
    }
}
