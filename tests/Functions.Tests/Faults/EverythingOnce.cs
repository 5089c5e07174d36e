using System.Globalization;
using SalesPerf.Functions.Tests.Resources;

namespace SalesPerf.Functions.Tests.Faults;

/// <summary>A few days in which every command is given and every handler has something to do.</summary>
internal static class EverythingOnce
{
    public static readonly DateTimeOffset Start = At("2026-11-20T12:00:00Z");

    private const string Secret = "a-secret-of-the-source-crm-00000";
    private const string Token = "token-of-the-source-sf-0000";
    private const string Task = "00T7F00000abcdeUAA";
    private const string CloudEvents = "application/cloudevents-batch+json";

    private static readonly (string, string) Any = ("If-Match", "*");

    public static async Task RunAsync(WholeApp app, Uri hook)
    {
        await SetUpAsync(app, hook);
        await ActivitiesAsync(app);
        await NightsAsync(app);
        await ChangesAsync(app);
        await DraftsAsync(app);
        await KeysAsync(app);
        await GoodbyeAsync(app);
    }

    private static async Task SetUpAsync(WholeApp app, Uri hook)
    {
        await PutAsync(app, "/calendar", """{"id":"default","zone":"Etc/UTC"}""");
        await PutAsync(app, "/settings/forecast", """{"id":"default","correlation":"0"}""");
        await PutAsync(app, "/sources/crm", """{"id":"crm","provider":"cloudevents"}""");
        await PutAsync(app, "/sources/crm/secret", $$"""{"secrets":["{{Secret}}"]}""");
        await PutAsync(app, "/sources/sf", """{"id":"sf","provider":"salesforce"}""");
        await PutAsync(app, "/sources/sf/secret", $$"""{"secrets":["00D7F00000107XsUAI:{{Token}}"]}""");
        await PutAsync(app, "/metrics/calls", """{"id":"calls","name":"Calls","category":"activity","measure":{"kind":"count","types":["call.completed"]}}""");
        await PutAsync(app, "/metrics/bookings", """{"id":"bookings","name":"Bookings","category":"activity","measure":{"kind":"sum","types":["deal.won"],"field":"amount"}}""");
        await PutAsync(app, "/roles/rep", """
            {"id":"rep","name":"Rep","accountabilities":[{"id":"a","name":"A","outcomeMetric":"calls"}],
             "competencies":[{"id":"c","name":"C","accountabilities":["a"],"metrics":[{"threshold":{"metric":"calls","period":"month","target":12}}]}]}
            """);
        await PutAsync(app, "/plans/flat", """
            {"id":"flat","currency":"USD","payPeriod":"month","components":[{"id":"bookings","measure":"quarter","creditRules":[{"id":"won"}],"table":{"tiers":[{"from":0,"ratePercent":10}]}}]}
            """);
        await PutAsync(app, "/people/mia", """{"id":"mia","name":"Mia","mail":"mia@example.com"}""");
        await PutAsync(app, "/teams/sales", """{"id":"sales","name":"Sales","manager":"mia"}""");
        await PutAsync(app, "/people/ann", """{"id":"ann","name":"Ann","mail":"ann@example.com","team":"sales","role":"rep","identities":{"crm":["1"]}}""");
        await app.DoAsync("POST", "/people/import", """[{"id":"ben","name":"Ben Bold","mail":"ben@example.com","team":"sales","role":"rep","identities":{"crm":["2","ben@example.com"],"sf":["0052"]}}]""");
        await PutAsync(app, "/assignments/ann", """{"id":"ann","person":"ann","plan":"flat","from":"2026-10-01","quotas":[{"component":"bookings","amount":50000,"period":"quarter"}]}""");
        await PutAsync(app, "/objectives/year", """{"id":"year","name":"Year","measure":"bookings","period":"2026","amount":{"amount":"1000000","currency":"USD"},"level":"company"}""");
        await PutAsync(app, "/webhook-subscriptions/chat", $$"""{"url":"{{hook}}"}""");
        await app.DoAsync("PUT", "/people/mia/notification-preferences", """{"email":{"aboutReports":["turnedRed","turnedAmber","turnedGreen"],"aboutMe":["turnedGreen"]}}""", headers: Any);
        await app.DrainAsync();
    }

    private static async Task ActivitiesAsync(WholeApp app)
    {
        await PostAsync(app, Call("a1", "1", "2026-11-19T09:00:00Z"), Call("b1", "2", "2026-11-19T09:30:00Z"), Call("b2", "ben@example.com", "2026-11-19T09:40:00Z"), Call("n1", "9", "2026-11-19T10:00:00Z"));
        await PostAsync(
            app,
            Deal("d1-created", "deal.created", "2026-11-16T09:00:00Z", """{"deal":"d1","owner":"1","amount":"5000","currency":"USD"}"""),
            Deal("d1-won", "deal.won", "2026-11-18T09:00:00Z", """{"deal":"d1","owner":"1","amount":"6000","currency":"USD"}"""),
            Deal("d2-created", "deal.created", "2026-11-17T09:00:00Z", """{"deal":"d2","owner":"2","amount":"3000","currency":"USD","probability":0.5,"expectedCloseDate":"2026-12-10"}"""));

        await app.DrainAsync();

        // The same key says something else; and what is still to come.
        await PostAsync(app, Call("a1", "1", "2026-11-19T11:11:00Z"), Call("later", "1", "2026-11-22T12:00:00Z"));
        await app.DoAsync(
            "POST", "/webhooks/crm", """{"specversion":"1.0","id":"w1","source":"crm","type":"call.completed","time":"2026-11-19T12:00:00Z","data":{"owner":"1"}}""", "application/cloudevents+json", ("Authorization", $"Bearer {Secret}"));
        await app.DrainAsync();
        await app.DoAsync("POST", "/sources/crm/preview", Call("p1", "1", "2026-11-19T09:10:00Z"), "application/cloudevents+json");
        await app.DrainAsync();
        await CallRecordsAsync(app);
        await ExportAsync(app, "export", "a1,call.completed,2026-11-19T09:00:00Z,1\nr1,call.completed,2026-11-19T09:10:00Z,1");
        await app.DoAsync("POST", "/sources/crm/resync/export/complete", """{"parts":1}""");
        await app.DrainAsync();
        await ExportAsync(app, "mistake", "r1,call.completed,2026-11-19T09:10:00Z,1\nr2,call.completed,2026-11-19T09:20:00Z,2");
        await app.DoAsync("POST", "/sources/crm/resync/mistake/cancel");
        await app.DrainAsync();
    }

    /// <summary>A call whose facts come in several messages, the later first, one twice; it is nobody's we know, then Ben's; and rows of an export of it and of another one.</summary>
    private static async Task CallRecordsAsync(WholeApp app)
    {
        var made = Told("k1", "CREATE", "2026-11-19T08:00:00Z", "\"TaskSubtype\":\"Call\",\"Status\":\"Open\",\"OwnerId\":\"0059\"");
        var done = Told("k3", "UPDATE", "2026-11-19T08:30:00Z", "\"Status\":\"Completed\",\"OwnerId\":\"0052\"");
        foreach (var body in new[] { done, made, Told("k2", "UPDATE", "2026-11-19T08:20:00Z", "\"WhoId\":\"0037F00000abcdeUAA\""), done })
        {
            await app.DoAsync("POST", "/webhooks/sf", body, headers: ("Authorization", $"Bearer {Token}"));
            await app.DrainAsync();
        }

        await app.DoAsync(
            "POST", "/sources/sf/resync", """{"id":"calls","columns":["id","when","who"],"mapping":{"type":"call.completed","columns":{"time":"when","owner":"who","object":"id"} } }""");
        await app.DoAsync("PUT", "/sources/sf/resync/calls/parts/1", $"{Task},2026-11-19T08:30:00Z,0052\n00T7F00000abcdfUAA,2026-11-19T08:40:00Z,0052", "text/csv");
        await app.DrainAsync();
        await app.DoAsync("POST", "/sources/sf/resync/calls/complete", """{"parts":1}""");
        await app.DrainAsync();
    }

    private static string Told(string key, string type, string at, string fields) =>
        $$"""{"ChangeEventHeader":{"entityName":"Task","recordIds":["{{Task}}"],"changeType":"{{type}}","transactionKey":"{{key}}","sequenceNumber":1,"commitTimestamp":{{At(at).ToUnixTimeMilliseconds()}}},{{fields}}}""";

    private static async Task ExportAsync(WholeApp app, string id, string rows)
    {
        await app.DoAsync(
            "POST", "/sources/crm/resync", $$"""{"id":"{{id}}","columns":["id","kind","when","who"],"mapping":{"columns":{"eventId":"id","type":"kind","time":"when","owner":"who"} } }""");
        await app.DoAsync("PUT", $"/sources/crm/resync/{id}/parts/1", rows, "text/csv");
    }

    private static async Task NightsAsync(WholeApp app)
    {
        // Two nights of red, two of green: that is announced.
        await NightAsync(app, "2026-11-21T03:00:00Z");
        await NightAsync(app, "2026-11-22T03:00:00Z");
        app.MoveTo(At("2026-11-22T13:00:00Z"));
        await app.TimerAsync("ScheduleQuarantine");
        await PostAsync(app, [.. Enumerable.Range(0, 7).Select(index => Call($"more-{index}", "1", $"2026-11-20T1{index}:00:00Z"))]);
        await app.DrainAsync();
        await NightAsync(app, "2026-11-23T03:00:00Z");
        app.MoveTo(At("2026-11-23T07:05:00Z"));
        await app.TimerAsync("ScheduleDigests");
        await app.TimerAsync("MeasureQueues");
        await app.TimerAsync("RedriveDeadLetters");
        await NightAsync(app, "2026-11-24T03:00:00Z");
    }

    private static async Task ChangesAsync(WholeApp app)
    {
        app.MoveTo(At("2026-11-24T12:00:00Z"));
        await app.DoAsync("POST", "/runs/forecast");
        await app.DrainAsync();
        await BooksAsync(app);
        await PutAsync(app, "/sources/crm", """{"id":"crm","provider":"cloudevents","stages":{"won":{"outcome":"won"},"lost":{"outcome":"lost"}}}""", Any);
        await PutAsync(app, "/people/ann", """{"id":"ann","name":"Ann","mail":"ann@example.com","team":"sales","role":"rep","identities":{"crm":["1","9"]}}""", Any);
        await PutAsync(app, "/metrics/calls", """{"id":"calls","name":"Calls made","category":"activity","measure":{"kind":"count","types":["call.completed","call.missed"]}}""", Any);
        await app.DrainAsync();
        await app.TimerAsync("ScheduleRemaps");
        var dead = (await app.DoAsync("GET", "/dead-letters?from=2026-11-20")).Body["items"]!.AsArray().Single()!;
        await app.DoAsync("POST", $"/dead-letters/{dead["at"]!.GetValue<string>()[..10]}/{dead["id"]}/redrive");
        await app.DrainAsync();
        await app.DoAsync("POST", "/dead-letters/redrive?from=2026-11-20");
        await app.DrainAsync();
    }

    private static async Task BooksAsync(WholeApp app)
    {
        await app.DoAsync("POST", "/periods/2026-10/close", """{"acknowledge":["unmappedIdentities"],"reason":"nobody knows whose they are"}""");
        await app.DrainAsync();
        var second = await app.DoAsync("POST", "/keys", """{"name":"second","roles":["finance"]}""", headers: ("Idempotency-Key", "k-books"));
        foreach (var step in new[] { "approve", "reject" })
        {
            var adjustment = await app.DoAsync(
                "POST", "/reps/ann/adjustments", """{"assignment":"ann","amount":{"amount":"100","currency":"USD"},"date":"2026-11-20","reason":"as agreed"}""", headers: ("Idempotency-Key", $"a-{step}"));
            await app.DoAsync("POST", $"/reps/ann/adjustments/{adjustment.Of("id")}/{step}", headers: ("x-api-key", second.Of("key")));
        }

        await PutAsync(app, "/metrics/csat", """{"id":"csat","name":"Satisfaction","category":"result","measure":{"kind":"entered"}}""");
        foreach (var (value, step) in new[] { (80, "approve"), (90, "reject") })
        {
            await PutAsync(app, "/reps/ann/entered-values/csat/2026-11", $$"""{"value":{{value}}}""", value == 80 ? [] : [Any]);
            await app.DoAsync("POST", $"/reps/ann/entered-values/csat/2026-11/{step}", headers: [Any, ("x-api-key", second.Of("key"))]);
        }

        foreach (var step in new[] { "reject", "approve" })
        {
            var reopening = await app.DoAsync("POST", "/reopenings", """{"reopenFrom":"2026-10","reason":"what came later counts"}""", headers: ("Idempotency-Key", $"r-{step}"));
            await app.DoAsync("POST", $"/reopenings/{reopening.Of("id")}/{step}", headers: ("x-api-key", second.Of("key")));
        }

        await app.DoAsync("DELETE", $"/keys/{second.Of("keyId")}");
        var herself = await app.DoAsync("POST", "/keys", """{"name":"ann","roles":["rep"],"person":"ann"}""", headers: ("Idempotency-Key", "k-ann"));
        var agreement = (await app.DoAsync("GET", "/reps/ann/agreements")).Of("items/0/agreement/version");
        await app.DoAsync("POST", $"/reps/ann/agreements/{agreement}/acknowledge", headers: ("x-api-key", herself.Of("key")));
        await app.DoAsync("DELETE", $"/keys/{herself.Of("keyId")}");
        var hold = await app.DoAsync("POST", "/reps/ann/holds", """{"period":"2026-11","component":"bookings","reason":"we look at it"}""", headers: ("Idempotency-Key", "h-1"));
        await app.DoAsync("POST", $"/reps/ann/holds/{hold.Of("id")}/release", """{"reason":"it is right"}""");
        var dispute = (await app.DoAsync(
            "POST", "/reps/ann/disputes", """{"period":"2026-11","assignment":"ann","component":"bookings","reason":"too little"}""", headers: ("Idempotency-Key", "d-1"))).Of("id");
        await app.DoAsync("POST", $"/reps/ann/disputes/{dispute}/review", """{"reason":"we look at it"}""");
        await app.DoAsync("POST", $"/reps/ann/disputes/{dispute}/resolve", """{"reason":"it is right"}""");
        await app.DrainAsync();
    }

    private static async Task DraftsAsync(WholeApp app)
    {
        var made = await app.DoAsync("POST", "/keys", """{"name":"finance","roles":["finance"]}""", headers: ("Idempotency-Key", "k-0"));
        var fay = ("x-api-key", made.Of("key"));
        await PutAsync(app, "/settings/approvals", """{"adminAlone":true}""");
        foreach (var (rate, what) in new[] { (11, "reject"), (12, "approve") })
        {
            await PutAsync(app, "/plans/flat", $$$"""
                {"id":"flat","currency":"USD","payPeriod":"month","components":[{"id":"bookings","measure":"quarter","creditRules":[{"id":"won"}],"table":{"tiers":[{"from":0,"ratePercent":{{{rate}}}}]}}]}
                """, Any, fay);
            await app.DoAsync("POST", "/plans/flat/preview", """{"period":"2026-11","draft":true,"terms":{},"deals":[{"date":"2026-11-05","amount":100}]}""");
            await app.DoAsync("POST", $"/plans/flat/{what}", """{"reason":"No."}""", headers: Any);
            await app.DrainAsync();
        }

        await app.DoAsync("DELETE", $"/keys/{made.Of("keyId")}");
    }

    private static async Task KeysAsync(WholeApp app)
    {
        var made = await app.DoAsync("POST", "/keys", """{"name":"loader","roles":["admin"]}""", headers: ("Idempotency-Key", "k-1"));
        var key = made.Of("keyId");
        await app.DoAsync("POST", $"/keys/{key}/rotate", "{}", headers: ("Idempotency-Key", "k-2"));
        await app.DoAsync("DELETE", $"/keys/{key}");
        await app.DoAsync("PUT", "/webhook-subscriptions/chat/secret", "{}", headers: Any);
        await app.DrainAsync();
    }

    private static async Task GoodbyeAsync(WholeApp app)
    {
        app.MoveTo(At("2026-11-24T16:00:00Z"));
        await app.DoAsync("DELETE", "/people/ben", headers: Any);
        await app.DrainAsync();
        await app.DoAsync("POST", "/people/ben/erasure");
        await app.DrainAsync();
        app.MoveTo(At("2026-11-24T20:00:00Z"));
        foreach (var path in new[]
        {
            "/webhook-subscriptions/chat", "/sources/crm/secret", "/objectives/year", "/assignments/ann", "/plans/flat", "/metrics/bookings", "/people/ann", "/teams/sales", "/roles/rep", "/metrics/calls", "/sources/crm", "/sources/sf/secret", "/sources/sf",
        })
        {
            await app.DoAsync("DELETE", path, headers: Any);
            await app.DrainAsync();
        }
    }

    private static async Task NightAsync(WholeApp app, string at)
    {
        app.MoveTo(At(at));
        await app.TimerAsync("ScheduleEvaluations");
        app.MoveTo(At(at).AddMinutes(30));
        await app.TimerAsync("ScheduleCalculations");
        app.MoveTo(At(at).AddHours(1));
        await app.TimerAsync("ScheduleForecasts");
    }

    private static Task<Answer> PutAsync(WholeApp app, string path, string json, params (string, string)[] headers) => app.DoAsync("PUT", path, json, headers: headers);

    private static Task<Answer> PostAsync(WholeApp app, params string[] events) => app.DoAsync("POST", "/activities", $"[{string.Join(',', events)}]", CloudEvents);

    private static string Call(string id, string owner, string time) => Deal(id, "call.completed", time, $$"""{"owner":"{{owner}}"}""");

    private static string Deal(string id, string type, string time, string data) =>
        $$"""{"specversion":"1.0","id":"{{id}}","source":"crm","type":"{{type}}","time":"{{time}}","data":{{data}}}""";

    private static DateTimeOffset At(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
}
