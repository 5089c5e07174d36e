using System.Text;
using System.Text.Json;
using SalesPerf.Functions.Activities;
using SalesPerf.Functions.Storage;
using SalesPerf.Platform.Documents;
using static SalesPerf.Functions.Tests.Sources.SourceHost;

namespace SalesPerf.Functions.Tests.Sources;

[Collection(SourceTests.Name)]
public sealed class PreviewWebhookTests(SourceHost host)
{
    private const string Won =
        """[{"eventId":1,"portalId":7,"occurredAt":1782810000000,"subscriptionType":"deal.propertyChange","objectId":55,"propertyName":"dealstage","propertyValue":"closedwon"},{"portalId":7,"occurredAt":1782810000000,"subscriptionType":"company.creation","objectId":3},{"portalId":7,"occurredAt":"no","subscriptionType":"deal.creation","objectId":55}]""";

    private static readonly string[] Providers =
    [
        "cloudevents", "standard-webhooks", "hubspot", "aircall", "attio", "close", "dynamics", "event-grid", "gong", "monday", "msgraph", "outreach", "pipedrive", "salesforce",
        "salesloft", "svix", "zoho", "zoom-phone",
    ];

    [Fact]
    public async Task Given_a_payload_without_a_signature_when_previewed_twice_then_all_is_told_and_nothing_is_stored()
    {
        await host.PutAsync("preview-hub", "hubspot");

        await host.PreviewAsync("preview-hub", Won);
        var (status, preview) = await host.PreviewAsync("preview-hub", Won);

        Assert.Equal(200, status);
        Assert.Equal(("missing", "signature-missing", 401), (Text(preview, "signature"), Text(preview, "signatureCode"), preview.GetProperty("answer").GetProperty("status").GetInt32()));
        Assert.Equal("""{"activities":1,"ignored":1,"rejected":1}""", preview.GetProperty("counts").GetRawText());
        var items = preview.GetProperty("items");
        Assert.Equal(["activity", "ignored", "rejected"], items.EnumerateArray().Select(item => Text(item, "outcome")));
        Assert.Equal(("deal.stageChanged", "new"), (Text(items[0].GetProperty("activity"), "type"), Text(items[0], "key")));
        Assert.Equal("""{"stage":"closedwon"}""", items[0].GetProperty("activity").GetProperty("fields").GetRawText());
        Assert.Equal("Stage 'closedwon' means won: that is hubspot's own meaning.", items[0].GetProperty("meaning")[0].GetString());
        Assert.Equal("Events of this type are not used.", Text(items[1], "reason"));
        Assert.Equal("/occurredAt", Text(items[2].GetProperty("errors")[0], "pointer"));
        var left = await host.Get<IDocumentStore>().RangeAsync(new RangeQuery(Partitions.Record("preview-hub", "deal", "55"), ActivityDocuments.ChangeKind), default);
        Assert.Empty(left.Items);
    }

    [Theory]
    [InlineData(true, "passed", 202)]
    [InlineData(false, "failed", 401)]
    public async Task Given_a_signature_when_previewed_then_it_says_whether_it_would_pass(bool isRight, string expected, int answer)
    {
        await host.PutAsync("preview-signed", "hubspot");
        var (name, value) = HubSpot(Won);

        var (_, preview) = await host.PreviewAsync("preview-signed", Won, (name, isRight ? value : new string('0', value.Length)));

        Assert.Equal((expected, answer), (Text(preview, "signature"), preview.GetProperty("answer").GetProperty("status").GetInt32()));
        Assert.Equal(isRight ? "" : "signature-wrong", Text(preview, "signatureCode"));
        Assert.Equal(3, preview.GetProperty("items").GetArrayLength());
    }

    [Fact]
    public async Task Given_an_event_that_is_stored_when_previewed_then_it_is_a_duplicate_and_other_content_a_conflict()
    {
        await host.PutAsync("preview-known", "pipedrive", ",\"stages\":{\"4\":{\"outcome\":\"won\"}},\"defaultCurrency\":\"EUR\"");
        var payload = Deal(4, 1000);
        Assert.Equal(202, (await host.PostAsync("preview-known", payload, Basic())).Status);
        for (var turn = 0; turn < 5_000 && await NewAsync(); turn++)
        {
            await Task.Yield();
        }

        var (_, again) = await host.PreviewAsync("preview-known", payload, Basic());
        var (_, other) = await host.PreviewAsync("preview-known", Deal(4, 2000), Basic());

        Assert.Equal(("duplicate", "conflict"), (Text(again.GetProperty("items")[0], "key"), Text(other.GetProperty("items")[0], "key")));
        Assert.Equal("passed", Text(again, "signature"));
        Assert.Equal(
            ["Stage '4' means won: the source's settings say so.", "Without a currency of its own the amount is in EUR, the source's default."],
            again.GetProperty("items")[0].GetProperty("meaning").EnumerateArray().Select(line => line.GetString()));
        Assert.Equal("""[{"id":"9"}]""", again.GetProperty("items")[0].GetProperty("owners").GetRawText());

        async Task<bool> NewAsync() => Text((await host.PreviewAsync("preview-known", payload)).Body.GetProperty("items")[0], "key") == "new";
    }

    [Fact]
    public async Task Given_an_owner_whom_a_person_claims_when_previewed_then_the_person_is_named()
    {
        await host.PutAsync("preview-owner", "pipedrive");
        var (status, body) = await host.SendAsync(
            "PUT",
            "/api/v1/people/preview-ann",
            Encoding.UTF8.GetBytes("""{"id":"preview-ann","name":"Ann","identities":{"preview-owner":["9"]}}"""),
            true);
        Assert.True(status == 201, body);

        var (_, preview) = await host.PreviewAsync("preview-owner", Deal(4, 1000));

        Assert.Equal("""[{"id":"9","person":"preview-ann"}]""", preview.GetProperty("items")[0].GetProperty("owners").GetRawText());
    }

    [Fact]
    public async Task Given_a_handshake_when_previewed_then_it_says_what_would_be_answered()
    {
        await host.PutAsync("preview-graph", "msgraph");

        var (_, preview) = await host.PreviewAsync("preview-graph", "", ("x-preview-query", "validationToken=abc%20d"));

        Assert.Equal(("handshake", "notAsked"), (Text(preview, "outcome"), Text(preview, "signature")));
        Assert.Equal("""{"status":200,"contentType":"text/plain","body":"abc d"}""", preview.GetProperty("answer").GetRawText());
    }

    [Fact]
    public async Task Given_a_token_in_the_callers_place_when_previewed_then_it_is_the_providers_only_where_it_is_said_to_be()
    {
        await host.PutAsync("preview-bearer", "cloudevents");
        const string callEvent = """{"specversion":"1.0","id":"e1","source":"preview-bearer","type":"call.completed","time":"2026-06-30T09:00:00Z","data":{"owner":"1"}}""";

        var (_, preview) = await host.PreviewAsync("preview-bearer", callEvent, ("Content-Type", "application/cloudevents+json"), ("x-preview-authorization", $"Bearer {Secret}"));

        Assert.Equal(("passed", 202), (Text(preview, "signature"), preview.GetProperty("answer").GetProperty("status").GetInt32()));
    }

    [Fact]
    public async Task Given_a_payload_of_more_than_5_MB_when_previewed_then_it_is_refused()
    {
        await host.PutAsync("preview-large", "hubspot");

        var (status, _) = await host.SendAsync("POST", "/api/v1/sources/preview-large/preview", new byte[10 * 1024 * 1024], true);

        Assert.Equal(413, status);
    }

    [Fact]
    public async Task Given_many_items_when_previewed_then_the_first_hundred_are_shown_and_all_are_counted()
    {
        await host.PutAsync("preview-many", "hubspot");
        var one = """{"portalId":7,"occurredAt":1782810000000,"subscriptionType":"deal.creation","objectId":NUMBER}""";
        var payload = $"[{string.Join(',', Enumerable.Range(0, 150).Select(number => one.Replace("NUMBER", $"{number}", StringComparison.Ordinal)))}]";

        var (_, preview) = await host.PreviewAsync("preview-many", payload);

        Assert.Equal((150, 100), (preview.GetProperty("counts").GetProperty("activities").GetInt32(), preview.GetProperty("items").GetArrayLength()));
    }

    /// <summary>Whatever is posted to whichever provider, a preview is an answer and never a failure.</summary>
    [Fact]
    public async Task Given_what_other_providers_send_when_previewed_then_it_is_answered()
    {
        foreach (var provider in Providers)
        {
            await host.PutAsync($"preview-x-{provider}", provider);
            foreach (var payload in new[] { Won, Deal(1, 1), "", "{", "\0", "<a/>", "[[[[[]]]]]", "{\"a\":1,\"a\":2}", "\ufeff[]", $"{{\"token\":\"{Secret}\"}}" })
            {
                var (status, preview) = await host.PreviewAsync($"preview-x-{provider}", payload);
                Assert.True(status == 200, $"{provider} {payload}: {status}");
                Assert.NotEqual("", Text(preview, "outcome"));
            }
        }
    }

    [Fact]
    public async Task Given_no_such_source_when_previewed_then_it_is_not_found() =>
        Assert.Equal(404, (await host.PreviewAsync("preview-nowhere", Won)).Status);

    private static string Text(JsonElement element, string name) => element.TryGetProperty(name, out var value) ? value.GetString() ?? "" : "";

    private static string Deal(int stage, int value) =>
        $$$"""{"meta":{"action":"create","entity":"deal","entity_id":"12","company_id":"1","id":"6ba7b810-9dad-11d1-80b4-00c04fd430c8","timestamp":"2026-06-30T09:00:00Z","version":"2.0"},"data":{"id":12,"value":{{{value}}},"stage_id":{{{stage}}},"owner_id":9,"status":"open"},"previous":null}""";
}
