using System.Globalization;
using SalesPerf.Functions.Tests.Faults;
using SalesPerf.Functions.Tests.Resources;
using SalesPerf.Platform.Documents;

namespace SalesPerf.Functions.Tests.Bookkeeping;

/// <summary>The whole app with Ann (owner 1) and Ben (owner 2) on a plan since October 2026: 10 % of what they win, paid monthly.</summary>
internal sealed class BookApp : IAsyncDisposable
{
    public static readonly DateTimeOffset Start = new(2026, 11, 24, 12, 0, 0, TimeSpan.Zero);

    public static readonly (string, string) Any = ("If-Match", "*");

    public const string Calendar = """{"id":"default","zone":"Etc/UTC"}""";

    private int deals;

    private BookApp(WholeApp whole) => Whole = whole;

    public WholeApp Whole { get; }

    public static async Task<BookApp> StartAsync(string measure = "month", string pay = "month", DateTimeOffset? now = null, LostAnswers? lost = null, string more = "", Func<DocumentBatch, Task>? hook = null, string? calendar = Calendar)
    {
        var app = new BookApp(await WholeApp.StartAsync(now ?? Start, lost ?? new LostAnswers((_, _) => false), hook));
        if (calendar is not null)
        {
            await app.PutAsync("/calendar", calendar);
        }

        await app.PutAsync("/sources/crm", """{"id":"crm","provider":"cloudevents"}""");
        await app.PlanAsync("flat", measure, pay, 10, more, isPlanned: false);
        foreach (var (person, owner) in new[] { ("ann", "1"), ("ben", "2") })
        {
            await app.PutAsync($"/people/{person}", $$"""{"id":"{{person}}","name":"Name of {{person}}","mail":"{{person}}@example.com","identities":{"crm":["{{owner}}"]} }""");
            await app.PutAsync($"/assignments/{person}", $$"""{"id":"{{person}}","person":"{{person}}","plan":"flat","from":"2026-10-01"}""");
        }

        await app.Whole.DrainAsync();
        return app;
    }

    public Task<Answer> PutAsync(string path, string json, params (string, string)[] headers) => Whole.DoAsync("PUT", path, json, headers: headers);

    public Task<Answer> PlanAsync(string id, string measure, string pay, int rate, string more = "", string query = "", bool isPlanned = true) => PutAsync(
        $"/plans/{id}{query}",
        $$"""{"id":"{{id}}","currency":"USD","payPeriod":"{{pay}}"{{more}},"components":[{"id":"bookings","measure":"{{measure}}","creditRules":[{"id":"won"}],"table":{"tiers":[{"from":0,"ratePercent":{{rate}} }] } }]}""",
        headers: isPlanned ? [Any] : []);

    /// <summary>Wins a deal and lets everything follow.</summary>
    public async Task<string> WinAsync(string day, int amount, string owner = "1", string attributes = "", string currency = "USD")
    {
        var deal = string.Create(CultureInfo.InvariantCulture, $"d{++deals}");
        await SendAsync("deal.won", deal, day, $$"""{"deal":"{{deal}}","owner":"{{owner}}","amount":"{{amount}}","currency":"{{currency}}"{{attributes}} }""");
        return deal;
    }

    public async Task SendAsync(string type, string deal, string day, string data)
    {
        await Whole.DoAsync(
            "POST",
            "/activities",
            $$"""[{"specversion":"1.0","id":"{{deal}}-{{type}}-{{day}}","source":"crm","type":"{{type}}","time":"{{day}}T09:00:00Z","data":{{data}}}]""",
            "application/cloudevents-batch+json");
        await Whole.DrainAsync();
    }

    public async Task CloseAsync(string month, string body = "{}")
    {
        await Whole.DoAsync("POST", $"/periods/{month}/close", body);
        await Whole.DrainAsync();
        Assert.Equal("closed", (await GetAsync($"/periods/{month}")).Of("state"));
    }

    public Task<Answer> GetAsync(string path, params (string, string)[] headers) => Whole.SendAsync("GET", path, headers: headers);

    public Task<Answer> PostAsync(string path, string body = "{}", params (string, string)[] headers) => Whole.SendAsync("POST", path, body, headers: headers);

    /// <summary>A key of somebody else in finance.</summary>
    public async Task<(string, string)> SecondAsync() => ("x-api-key", (await Whole.DoAsync("POST", "/keys", """{"name":"second","roles":["finance"]}""")).Of("key"));

    public async Task<string> EarnedAsync(string period, string person = "ann")
    {
        var answer = await GetAsync($"/reps/{person}/commissions/{period}");
        return $"{answer.Of("state")} {answer.Of("totals/0/earned/amount")}";
    }

    /// <summary>Puts other bytes in the place of a document's.</summary>
    public Task OverwriteAsync(Document document, byte[] body) => Whole.Store.CommitAsync(new DocumentBatch(document.Pk).Upsert(document with { Body = body }), default);

    public ValueTask DisposeAsync() => Whole.DisposeAsync();
}
