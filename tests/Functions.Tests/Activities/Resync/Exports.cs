using System.Globalization;
using System.Text.Json.Nodes;
using SalesPerf.Domain.Activities;
using SalesPerf.Functions.Activities;
using SalesPerf.Functions.Tests.Faults;
using SalesPerf.Functions.Tests.Resources;
using SalesPerf.Platform.Documents;

namespace SalesPerf.Functions.Tests.Activities.Resync;

/// <summary>A host with the source <c>crm</c>, of whose exports uploads are made, and two people: <c>ann</c> is its <c>1</c> and <c>1b</c>, <c>bob</c> its <c>2</c>.</summary>
internal sealed class Exports(WholeApp app) : IAsyncDisposable
{
    public static readonly DateTimeOffset Now = new(2026, 11, 20, 18, 0, 0, TimeSpan.Zero);

    public WholeApp App => app;

    /// <param name="zone">The organisation's.</param>
    /// <param name="done">Is told of every commit and every sending, after it.</param>
    /// <param name="provider">The source's.</param>
    public static async Task<Exports> StartAsync(string zone = "Etc/UTC", Action<string>? done = null, string provider = "cloudevents")
    {
        var app = await WholeApp.StartAsync(Now, new LostAnswers((_, what) =>
        {
            done?.Invoke(what);
            return false;
        }));
        await app.DoAsync("PUT", "/calendar", $$"""{"id":"default","zone":"{{zone}}"}""");
        await app.DoAsync("PUT", "/sources/crm", $$"""{"id":"crm","provider":"{{provider}}","stages":{"won":{"outcome":"won"} } }""");
        await app.DoAsync("PUT", "/metrics/calls", """{"id":"calls","name":"Calls","category":"activity","measure":{"kind":"count","types":["call.completed","meeting.held"]}}""");
        await app.DoAsync("PUT", "/metrics/contacts", """{"id":"contacts","name":"Contacts","category":"activity","measure":{"kind":"distinct","types":["call.completed"],"field":"contact"}}""");
        await app.DoAsync("PUT", "/roles/rep", """
            {"id":"rep","name":"Rep","accountabilities":[{"id":"a","name":"A","outcomeMetric":"calls"}],
             "competencies":[{"id":"c","name":"C","accountabilities":["a"],"metrics":[{"threshold":{"metric":"calls","period":"month","target":12}},{"threshold":{"metric":"contacts","period":"month","target":12}}]}]}
            """);
        await app.DoAsync("PUT", "/people/ann", """{"id":"ann","name":"Ann","role":"rep","identities":{"crm":["1","1b"]}}""");
        await app.DoAsync("PUT", "/people/bob", """{"id":"bob","name":"Bob","role":"rep","identities":{"crm":["2"]}}""");
        await app.DrainAsync();
        return new Exports(app);
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();

    /// <summary>What webhooks tell, ingested. Each is <c>id type time</c> and members of its data.</summary>
    public async Task HearAsync(params (string Id, string Type, string Time, string Data)[] events)
    {
        await PostAsync(events);
        await app.DrainAsync();
    }

    /// <summary>The same, left in the queue.</summary>
    public Task<Answer> PostAsync(params (string Id, string Type, string Time, string Data)[] events) => app.DoAsync(
        "POST",
        "/activities",
        $"[{string.Join(',', events.Select(told => $$"""{"specversion":"1.0","id":"{{told.Id}}","source":"crm","type":"{{told.Type}}","time":"{{told.Time}}","data":{{{told.Data}}} }"""))}]",
        "application/cloudevents-batch+json");

    public Task<Answer> OpenAsync(string id, string header, string mapping) => app.DoAsync(
        "POST", "/sources/crm/resync", $$"""{"id":"{{id}}","columns":["{{header.Replace(",", "\",\"", StringComparison.Ordinal)}}"],"mapping":{{mapping}},"exportedAt":"2026-11-20T17:00:00Z"}""");

    public Task<Answer> PutAsync(string id, int part, params string[] rows) => app.SendAsync("PUT", $"/sources/crm/resync/{id}/parts/{part}", string.Join('\n', rows), "text/csv");

    /// <summary>An upload in parts, each ingested before the next, completed: rows, added, held, rejected.</summary>
    public async Task<(int, int, int, int)> UploadAsync(string id, string header, string mapping, params string[][] parts)
    {
        await OpenAsync(id, header, mapping);
        foreach (var (index, rows) in parts.Index())
        {
            Assert.Equal(200, (await PutAsync(id, index + 1, rows)).Code);
            await app.DrainAsync();
        }

        return Counts((await app.DoAsync("POST", $"/sources/crm/resync/{id}/complete", $$"""{"parts":{{parts.Length}}}""")).Body);
    }

    public static (int, int, int, int) Counts(JsonNode progress) =>
        ((int)progress["rows"]!, (int)progress["added"]!, (int)progress["held"]!, (int)progress["rejected"]!);

    /// <summary>As if the host had been killed after everything a part told was on its way, before any of it was noted.</summary>
    public async Task ForgetPartAsync(string upload, int number)
    {
        var part = app.Store.All.Single(document => document.Pk.EndsWith($"~{upload}", StringComparison.Ordinal) && document.Id == $"part~{number:000000}");
        var body = Body(part);
        (body["isDone"], body["rows"], body["added"], body["held"]) = (false, 0, 0, 0);
        await app.Store.CommitAsync(new DocumentBatch(part.Pk).Upsert(part with { Body = System.Text.Encoding.UTF8.GetBytes(body.ToJsonString()) }), default);
    }

    /// <summary>What is stored: of each event its owner and its time.</summary>
    public IEnumerable<string> Held() => app.Store.All
        .Where(document => document.Kind is ActivityDocuments.Kind or ActivityDocuments.ChangeKind)
        .Select(document => Functions.Storage.TypedDocuments.Open<Activity>(document).Value)
        .OrderBy(activity => activity.OccurredAt)
        .ThenBy(activity => activity.Key, StringComparer.Ordinal)
        .ThenBy(activity => activity.Owner, StringComparer.Ordinal)
        .Select(activity => string.Create(CultureInfo.InvariantCulture, $"{activity.Owner} {activity.OccurredAt.UtcDateTime:dd HH:mm:ss}"));

    public async Task<string?> ValueAsync(string person, int metric) => (await app.DoAsync("GET", $"/reps/{person}/scorecard?period=2026-11")).Of($"metrics/{metric}/value");

    public static JsonNode Body(Document document) => JsonNode.Parse(document.Body.Span)!;
}
