using System.Globalization;
using System.Text.Json.Nodes;
using SalesPerf.Functions.Activities;
using SalesPerf.Functions.Deals;
using SalesPerf.Functions.Tests.Faults;
using SalesPerf.Functions.Tests.Resources;
using SalesPerf.Platform.Documents;

namespace SalesPerf.Functions.Tests.Activities.Resync;

/// <summary>Uploads of exports over HTTP, on the whole app.</summary>
public sealed class ResyncTests : IAsyncLifetime
{
    private const string Mapping = """
        {"columns":{"eventId":"id","type":"kind","time":"when","owner":"owner","deal":"deal","amount":"amount","stage":"stage","currency":"currency"},
         "types":{"Call":"call.completed"},"attributes":{"direction":"direction"}}
        """;

    private const string Header = "id,kind,when,owner,deal,amount,currency,stage,direction";
    private static readonly DateTimeOffset Now = new(2026, 11, 20, 18, 0, 0, TimeSpan.Zero);
    private WholeApp app = null!; // set before each test

    public async Task InitializeAsync() => app = await StartAsync();

    public async Task DisposeAsync() => await app.DisposeAsync();

    [Fact]
    public async Task Given_thirty_minutes_without_webhooks_when_the_days_export_is_uploaded_then_everything_is_as_if_they_had_come()
    {
        var day = Day().ToList();
        var lost = day.Where(row => row.At >= Now.Date.AddHours(10) && row.At < Now.Date.AddHours(10.5)).ToList();
        await PostAsync(app, day.Except(lost));
        await using var whole = await StartAsync();
        await PostAsync(whole, day);
        await app.DrainAsync();
        await whole.DrainAsync();
        Assert.NotEqual(await StateAsync(whole), await StateAsync(app));

        var progress = await UploadAsync("ban", [.. day.Select(row => row.Csv)]);
        await app.DrainAsync();
        await whole.DrainAsync();

        // 12 rows a half hour: a call every 5 minutes and 6 of a deal.
        Assert.Equal(12, lost.Count);
        Assert.Equal((day.Count, lost.Count, day.Count - lost.Count, 0), Counts(progress));
        Assert.Equal(await StateAsync(whole), await StateAsync(app));
        Assert.Equal(lost.Count, app.Store.All.Count(document => document.Kind is "activity" or "change" && Body(document)["repaired"]?.GetValue<bool>() == true));
        Assert.DoesNotContain(app.Store.All, document => document.Kind == "dead");
    }

    [Fact]
    public async Task Given_an_export_that_was_uploaded_when_it_is_again_and_webhooks_come_late_then_nothing_is_there_twice()
    {
        string[] rows = ["c1,Call,2026-11-20T09:00:00Z,1,,,,,in", "c2,Call,2026-11-20T09:05:00Z,1,,,,,out", "d1,deal.created,2026-11-20T09:06:00Z,1,7,100,EUR,open,"];
        Assert.Equal((3, 3, 0, 0), Counts(await UploadAsync("one", rows)));

        // Both in the queue at once.
        await PostAsync(app, [new Row("c1", "call.completed", At("2026-11-20T09:00:00Z"), "1")]);
        await app.DrainAsync();
        Assert.Equal((3, 0, 3, 0), Counts(await UploadAsync("two", rows)));
        await PostAsync(app, [new Row("c2", "call.completed", At("2026-11-20T09:05:00Z"), "1")]);
        await app.DrainAsync();

        Assert.Equal(3, app.Store.All.Count(document => document.Kind is "activity" or "change"));
        Assert.DoesNotContain(app.Store.All, document => document.Kind == "dead");
        Assert.Equal("2", (await app.DoAsync("GET", "/reps/ann/scorecard?period=2026-11")).Of("metrics/1/value"));
    }

    [Fact]
    public async Task Given_what_an_import_added_when_the_activities_of_a_metric_are_read_then_they_are_marked_as_repaired()
    {
        await PostAsync(app, [new Row("c1", "call.completed", At("2026-11-20T09:00:00Z"), "1")]);
        await app.DrainAsync();
        await UploadAsync("one", ["c1,Call,2026-11-20T09:00:00Z,1,,,,,", "c2,Call,2026-11-20T10:00:00Z,1,,,,,"]);
        await app.DrainAsync();

        var items = (await app.DoAsync("GET", "/reps/ann/scorecard/calls/activities?period=2026-11")).Body["items"]!.AsArray();

        Assert.Equal(["c1 False", "c2 True"], items.Select(item => $"{item!["key"]} {item["repaired"]?.GetValue<bool>() == true}"));
        Assert.Equal("2026-11-20T10:00:00Z", Body(app.Store.All.Single(document => document.Id == "activity~c2"))["recordedAt"]!.GetValue<string>());
    }

    [Fact]
    public async Task Given_an_upload_when_it_goes_on_after_a_stop_then_parts_may_come_again_in_any_order_and_count_once()
    {
        await OpenAsync("stopped");
        string[] parts = ["c1,Call,2026-11-20T09:00:00Z,1,,,,,\nc1,Call,2026-11-20T09:00:00Z,1,,,,,\n", $"{Header}\r\nc2,Call,2026-11-20T09:00:00Z,1,,,,,"];
        await PutAsync("stopped", 2, parts[1]);
        Assert.Equal(409, (await PutAsync("stopped", 2, parts[0])).Code);
        var early = await app.SendAsync("POST", "/sources/crm/resync/stopped/complete", """{"parts":2}""");
        Assert.Equal((422, "Of 2 parts 1 are missing: 1."), (early.Code, early.Of("errors/0/detail")));
        await OpenAsync("stopped");
        await app.DrainAsync();
        await PutAsync("stopped", 1, parts[0]);

        // The answer was lost after everything was on its way: what it added is known by when the part came first.
        await app.DrainAsync();
        await ForgetPartAsync(1);
        await PutAsync("stopped", 1, parts[0]);
        Assert.Equal(409, (await PutAsync("stopped", 1, parts[1])).Code);
        Assert.Equal(200, (await PutAsync("stopped", 2, parts[1])).Code);
        var done = await app.DoAsync("POST", "/sources/crm/resync/stopped/complete", """{"parts":2}""");

        Assert.Equal((3, 2, 1, 0), Counts(done.Body));
        Assert.Equal("done", done.Of("state"));
        Assert.Equal(409, (await PutAsync("stopped", 3, parts[0])).Code);
        Assert.Equal(409, (await app.SendAsync("POST", "/sources/crm/resync/stopped/cancel")).Code);
        Assert.Equal("stopped", (await app.DoAsync("GET", "/sources/crm/resync")).Of("items/0/id"));
    }

    [Fact]
    public async Task Given_rows_that_are_wrong_when_uploaded_then_each_is_named_by_line_and_column_and_the_others_are_taken()
    {
        await OpenAsync("wrong");
        var body = string.Join('\n',
            "c1,Call,2026-11-20T09:00:00Z,1,,1e400,EUR,,",
            "c2,Call,1900-01-01T00:00:00Z,1,,,,,",
            "c3,Call,2999-01-01T00:00:00Z,1,,,,,",
            "c4,Walk,2026-11-20T09:00:00Z,1,,,,,",
            "c5,Call,2026-11-20T09:00:00Z",
            "c6,Call,2026-11-20T09:00:00Z,a\"b,,,,,",
            "\"c7\nc7,Call,2026-11-20T09:00:00Z,1,,,,,",
            ",Call,2026-11-20T09:00:00Z,1,,,,,",
            "good,Call,2026-11-20T09:00:00Z,\"stran\"\"ger\nx\",,,,,",
            "fine,Call,2026-11-20T09:00:00Z,stranger,,,,,in",
            "fine,deal.created,2026-11-20T09:00:00Z,stranger,7,,,,",
            "fine,Call,2026-10-20T09:00:00Z,stranger,,,,,");
        var part = await PutAsync("wrong", 1, body, "?line=2");

        Assert.Equal(
            [
                "2 /amount The exponent is out of range.",
                "3 /when The time is before 2000-01-01.",
                "4 /when The time is more than ten years ahead.",
                "5 /kind It is no activity type, and the mapping's types do not say which it means.",
                "6  The row has 3 cells, the header 9.",
                "7  A quote stands in a cell that is not quoted.",
                "8  Text follows a closing quote.",
                "10 /id Required.",
                "11 /owner Control characters are not allowed.",
                "14  Its event key is that of an event of type call.completed.",
                "15  Its event key is that of an event at 2026-11-20T09:00:00Z.",
            ],
            part.Body["problems"]!.AsArray().SelectMany(line => line!["errors"]!.AsArray(), (line, error) => $"{line!["line"]} {error!["pointer"]} {error["detail"]}"));
        Assert.Equal((13, 2, 0, 11), Counts(part.Body));
    }

    [Fact]
    public async Task Given_uploads_that_cannot_be_taken_when_sent_then_the_answer_says_why()
    {
        await OpenAsync("bad");
        Assert.Equal(413, (await PutAsync("bad", 1, new string('x', (10 * 1024 * 1024) + 1))).Code);
        Assert.Equal(400, (await PutAsync("bad", 1, "\0i\0d")).Code);
        Assert.Equal(404, (await PutAsync("bad", 0, "")).Code);
        Assert.Equal(404, (await PutAsync("other", 1, "")).Code);
        var row = await PutAsync("bad", 1, new string('x', 10 * 1024 * 1024));
        Assert.Equal("The row is over 1 MB.", row.Of("problems/0/errors/0/detail"));
        Assert.Equal(422, (await app.SendAsync("POST", "/sources/crm/resync/bad/complete", """{"parts":0}""")).Code);
        await OpenAsync("empty");
        await PutAsync("empty", 1, Header);
        Assert.Contains("no rows", (await app.SendAsync("POST", "/sources/crm/resync/empty/complete", """{"parts":1}""")).Text, StringComparison.Ordinal);
        Assert.Equal("cancelled", (await app.DoAsync("POST", "/sources/crm/resync/empty/cancel")).Of("state"));
        Assert.Equal(409, (await PutAsync("empty", 2, Header)).Code);

        Assert.Equal(404, (await app.SendAsync("POST", "/sources/none/resync", "{}")).Code);
        Assert.Equal(["/mapping"], (await app.SendAsync("POST", "/sources/crm/resync", "{}")).Pointers);
        Assert.Equal(["/columns"], (await app.SendAsync("POST", "/sources/crm/resync", $$"""{"columns":["id"],"mapping":{"type":"call.completed","columns":{"time":"when"} } }""")).Pointers);
        Assert.Equal(409, (await app.SendAsync("POST", "/sources/crm/resync", $$"""{"id":"bad","columns":["when"],"mapping":{"type":"call.completed","columns":{"time":"when"} } }""")).Code);
        await app.DoAsync("PUT", "/sources/crm", """{"id":"crm","provider":"cloudevents","enabled":false}""", headers: ("If-Match", "*"));
        Assert.Equal(409, (await PutAsync("bad", 2, "x")).Code);
    }

    private static async Task<WholeApp> StartAsync()
    {
        var app = await WholeApp.StartAsync(Now, new LostAnswers((_, _) => false));
        await app.DoAsync("PUT", "/sources/crm", """{"id":"crm","provider":"cloudevents","stages":{"won":{"outcome":"won"}}}""");
        await app.DoAsync("PUT", "/metrics/calls", """{"id":"calls","name":"Calls","category":"activity","measure":{"kind":"count","types":["call.completed"]}}""");
        await app.DoAsync("PUT", "/metrics/bookings", """{"id":"bookings","name":"Bookings","category":"activity","measure":{"kind":"sum","types":["deal.won"],"field":"amount"}}""");
        await app.DoAsync("PUT", "/roles/rep", """
            {"id":"rep","name":"Rep","accountabilities":[{"id":"a","name":"A","outcomeMetric":"calls"}],
             "competencies":[{"id":"c","name":"C","accountabilities":["a"],"metrics":[{"threshold":{"metric":"calls","period":"month","target":12}},{"threshold":{"metric":"bookings","period":"month","target":1000}}]}]}
            """);
        await app.DoAsync("PUT", "/people/ann", """{"id":"ann","name":"Ann","role":"rep","identities":{"crm":["1"]}}""");
        await app.DrainAsync();
        return app;
    }

    /// <summary>A working day: a call every five minutes, and every half hour a deal that goes through four stages.</summary>
    private static IEnumerable<Row> Day()
    {
        for (var minute = 8 * 60; minute < 16 * 60; minute += 5)
        {
            var at = new DateTimeOffset(Now.Date, TimeSpan.Zero).AddMinutes(minute);
            yield return new Row($"call-{minute}", "call.completed", at, "1");
            var deal = $"deal-{minute / 30}";
            var (type, stage) = (minute % 30) switch
            {
                0 => ("deal.created", "new"),
                20 => ("deal.stageChanged", "won"),
                _ => ("deal.stageChanged", $"s{minute % 30}"),
            };
            yield return new Row($"{deal}-{minute}", type, at.AddSeconds(7), "1") { Deal = deal, Stage = stage, Amount = minute };
        }
    }

    private static Task<Answer> PostAsync(WholeApp app, IEnumerable<Row> rows) =>
        app.DoAsync("POST", "/activities", $"[{string.Join(',', rows.Select(row => row.Event))}]", "application/cloudevents-batch+json");

    private static async Task<string> StateAsync(WholeApp app)
    {
        var scorecard = (await app.DoAsync("GET", "/reps/ann/scorecard?period=2026-11")).Body["metrics"]!.ToJsonString();
        var documents = app.Store.All
            .Where(document => document.Kind is "activity" or "change" or "rollup" or "metric" or DealDocuments.RecordKind or DealDocuments.ContributionKind or DealDocuments.OpenKind or DealDocuments.CreditKind)
            .Select(document => $"{document.Pk} {document.Id} {Plain(Body(document))!.ToJsonString()}");
        return string.Join('\n', documents.Prepend(scorecard));
    }

    /// <summary>Without when and how it was learnt.</summary>
    private static JsonNode? Plain(JsonNode? node)
    {
        switch (node)
        {
            case JsonObject members:
                foreach (var name in new[] { "receivedAt", "recordedAt", "recorded", "repaired", "isOnce", "inputs", "rev", "recordRev" })
                {
                    members.Remove(name);
                }

                foreach (var member in members)
                {
                    Plain(member.Value);
                }

                break;
            case JsonArray items:
                foreach (var item in items)
                {
                    Plain(item);
                }

                break;
        }

        return node;
    }

    private static JsonNode Body(Document document) => JsonNode.Parse(document.Body.Span)!;

    private static (int, int, int, int) Counts(JsonNode progress) =>
        ((int)progress["rows"]!, (int)progress["added"]!, (int)progress["held"]!, (int)progress["rejected"]!);

    private static DateTimeOffset At(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);

    private async Task<JsonNode> UploadAsync(string id, string[] rows)
    {
        await OpenAsync(id);
        await PutAsync(id, 1, string.Join('\n', rows.Take(rows.Length / 2)));
        await app.DrainAsync();
        await PutAsync(id, 2, string.Join('\n', rows.Skip(rows.Length / 2)), $"?line={2 + (rows.Length / 2)}");
        return (await app.DoAsync("POST", $"/sources/crm/resync/{id}/complete", """{"parts":2}""")).Body;
    }

    private Task<Answer> OpenAsync(string id) => app.DoAsync(
        "POST", "/sources/crm/resync", $$"""{"id":"{{id}}","columns":["{{Header.Replace(",", "\",\"", StringComparison.Ordinal)}}"],"mapping":{{Mapping}}}""");

    private Task<Answer> PutAsync(string id, int part, string body, string query = "") => app.SendAsync("PUT", $"/sources/crm/resync/{id}/parts/{part}{query}", body, "text/csv");

    private async Task ForgetPartAsync(int number)
    {
        var part = app.Store.All.Single(document => document.Id == $"part~{number:000000}");
        var body = Body(part);
        body["isDone"] = false;
        body["rows"] = 0;
        body["added"] = 0;
        body["held"] = 0;
        await app.Store.CommitAsync(new DocumentBatch(part.Pk).Upsert(part with { Body = System.Text.Encoding.UTF8.GetBytes(body.ToJsonString()) }), default);
    }

    private sealed record Row(string Id, string Type, DateTimeOffset At, string Owner)
    {
        public string? Deal { get; init; }

        public string? Stage { get; init; }

        public int? Amount { get; init; }

        private string Time => At.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);

        public string Csv => $"{Id},{(Type == "call.completed" ? "Call" : Type)},{Time},{Owner},{Deal},{Amount},{(Deal is null ? "" : "EUR")},{Stage},";

        public string Event => $$"""{"specversion":"1.0","id":"{{Id}}","source":"crm","type":"{{Type}}","time":"{{Time}}","data":{"owner":"{{Owner}}"{{(Deal is null ? "" : $",\"deal\":\"{Deal}\",\"stage\":\"{Stage}\",\"amount\":{Amount},\"currency\":\"EUR\"")}} } }""";
    }
}
