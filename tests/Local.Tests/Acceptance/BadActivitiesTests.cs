using System.IO.Compression;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;

namespace SalesPerf.Local.Tests.Acceptance;

/// <summary>What must not be taken at <c>POST /activities</c>, and what must be all the same.</summary>
public sealed class BadActivitiesTests(BadInputHost bad) : IClassFixture<BadInputHost>
{
    private const string Structured = "application/cloudevents+json";
    private const string Event = """{"specversion":"1.0","id":"e","source":"crm","type":"call.completed","time":"2026-11-02T09:00:00Z","data":{"owner":"ann"}}""";

    [Theory]
    [InlineData(Structured, "")]
    [InlineData(Structured, "{")]
    [InlineData(Structured, "nonsense")]
    [InlineData(Structured, "null")]
    [InlineData(Structured, "[]")]
    [InlineData(Structured, "{} {}")]
    [InlineData(Structured, """{"specversion":"1.0","specversion":"1.0"}""")]
    [InlineData(Structured, """{"data":{"amount":NaN}}""")]
    [InlineData(Structured, """{"data":"\ud800"}""")]
    [InlineData(ApiClient.Batch, "")]
    [InlineData(ApiClient.Batch, "{}")]
    [InlineData(ApiClient.Batch, "[{}")]
    [InlineData(ApiClient.Batch, "[{}]]")]
    [InlineData(ApiClient.Batch, """[{"data":{"amount":NaN}}]""")]
    [InlineData(ApiClient.Batch, """[{"data":{"amount":Infinity}}]""")]
    public async Task Given_a_body_that_is_no_json_when_posted_then_it_is_a_bad_request(string type, string body) =>
        BadInputHost.AssertRefused(400, await PostAsync(body, type));

    [Fact]
    public async Task Given_bytes_that_are_no_text_when_posted_then_it_is_a_bad_request() =>
        BadInputHost.AssertRefused(400, await bad.Api.PostAsync("activities", ApiClient.Content([0x5B, 0x22, 0xC3, 0x28, 0x22, 0x5D], ApiClient.Batch)));

    [Fact]
    public async Task Given_ten_thousand_levels_when_posted_then_only_their_item_is_refused()
    {
        var deep = new string('[', 10_000) + new string(']', 10_000);

        BadInputHost.AssertRefused(400, await PostAsync($$"""{"specversion":"1.0","data":{{deep}}}""", Structured));
        BadInputHost.AssertRefused(400, await PostAsync(new string('[', 10_000), ApiClient.Batch));
        BadInputHost.AssertRejected(await PostAsync($"[{deep}]", ApiClient.Batch), "");
        var mixed = await PostAsync($$"""[{"data":{{deep}}},{{Event.Replace("\"e\"", "\"beside-the-deep\"", StringComparison.Ordinal)}}]""", ApiClient.Batch);
        Assert.Equal((202, "1", "0"), (mixed.Status, mixed.Of("accepted"), mixed.Of("rejected/0/index")));
    }

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/json")]
    [InlineData("application/cloudevents+avro")]
    [InlineData("application/cloudevents-batch+json; charset=utf-16")]
    public async Task Given_another_media_type_when_posted_then_it_is_not_supported(string type)
    {
        var content = new ByteArrayContent(Encoding.UTF8.GetBytes(Event));
        content.Headers.ContentType = MediaTypeHeaderValue.Parse(type);
        BadInputHost.AssertRefused(415, await bad.Api.PostAsync("activities", content));
    }

    [Theory]
    [InlineData(10, true)]
    [InlineData(10, false)]
    public async Task Given_many_megabytes_when_posted_then_they_are_too_large(int megabytes, bool isChunked)
    {
        var content = ApiClient.Content(Encoding.UTF8.GetBytes("[" + new string(' ', megabytes * 1024 * 1024) + "]"), ApiClient.Batch);
        if (isChunked)
        {
            content.Headers.ContentLength = null;
        }

        BadInputHost.AssertRefused(413, await bad.Api.PostAsync("activities", content, ("Transfer-Encoding", isChunked ? "chunked" : "")));
    }

    [Fact]
    public async Task Given_a_gzip_bomb_when_posted_then_it_is_not_unpacked()
    {
        // 200 MB of blanks in 200 KB.
        BadInputHost.AssertRefused(413, await PostZippedAsync(Zip(new string(' ', 1024 * 1024), 200)));
        BadInputHost.AssertRefused(400, await PostZippedAsync("not gzip at all, though it says so"u8.ToArray()));
        BadInputHost.AssertRefused(400, await PostZippedAsync(Zip($"[{Event}]", 1)[..^6]));
        BadInputHost.AssertRefused(415, await bad.Api.PostAsync("activities", Encoded(Encoding.UTF8.GetBytes(Event), "br")));
        Assert.Equal(202, (await PostZippedAsync(Zip($"[{Event.Replace("\"e\"", "\"zipped\"", StringComparison.Ordinal)}]", 1))).Status);
    }

    [Theory]
    [InlineData("source", "\"unknown\"", "/source")]
    [InlineData("source", null, "/source")]
    [InlineData("id", null, "/id")]
    [InlineData("id", "\"\"", "/id")]
    [InlineData("specversion", "\"0.3\"", "/specversion")]
    [InlineData("type", "\"Call Completed\"", "/type")]
    [InlineData("type", "\"deal.exploded\"", "/type")]
    [InlineData("time", null, "/time")]
    [InlineData("time", "\"1900-01-01T00:00:00Z\"", "/time")]
    [InlineData("time", "\"2999-12-31T00:00:00Z\"", "/time")]
    [InlineData("time", "\"2026-11-02T09:00:00\"", "/time")]
    [InlineData("time", "\"2026-02-30T09:00:00Z\"", "/time")]
    [InlineData("data", "[]", "/data")]
    [InlineData("data", """{"owner":""}""", "/data/owner")]
    [InlineData("data", """{"owner":"a\u0000b"}""", "/data/owner")]
    [InlineData("data", """{"owner":"ann","colour":"red"}""", "/data/colour")]
    [InlineData("data", """{"amount":1e400}""", "/data/amount")]
    [InlineData("data", """{"amount":"1e400"}""", "/data/amount")]
    [InlineData("data", """{"amount":-1e400}""", "/data/amount")]
    [InlineData("data", """{"amount":"NaN"}""", "/data/amount")]
    [InlineData("data", """{"amount":"Infinity"}""", "/data/amount")]
    [InlineData("data", """{"amount":1.0123456789}""", "/data/amount")]
    [InlineData("data", """{"amount":"1.0123456789"}""", "/data/amount")]
    [InlineData("data", """{"amount":1,"currency":"usd"}""", "/data/currency")]
    [InlineData("data", """{"recordedAt":"1900-01-01T00:00:00Z"}""", "/data/recordedAt")]
    [InlineData("data", """{"recordedAt":"2999-12-31T00:00:00Z"}""", "/data/recordedAt")]
    public async Task Given_an_event_with_one_fault_when_posted_then_it_is_rejected_there(string name, string? json, string pointer)
    {
        var happened = JsonNode.Parse(Event)!.AsObject();
        happened.Remove(name);
        if (json is not null)
        {
            happened[name] = JsonNode.Parse(json);
        }

        // A number that no JsonNode holds is put in as text.
        var body = happened.ToJsonString();
        BadInputHost.AssertRejected(await PostAsync($"[{body}]", ApiClient.Batch), pointer);
    }

    [Theory]
    [InlineData("""{}""", "/data/deal")]
    [InlineData("""{"deal":"d","expectedCloseDate":"1900-01-01"}""", "/data/expectedCloseDate")]
    [InlineData("""{"deal":"d","expectedCloseDate":"2999-12-31"}""", "/data/expectedCloseDate")]
    [InlineData("""{"deal":"d","expectedCloseDate":"2026-02-30"}""", "/data/expectedCloseDate")]
    [InlineData("""{"deal":"d","probability":1.5}""", "/data/probability")]
    [InlineData("""{"deal":"d","probabilityPercent":-1}""", "/data/probabilityPercent")]
    [InlineData("""{"deal":"d","margin":1e400}""", "/data/margin")]
    [InlineData("""{"deal":"d","amount":1e400}""", "/data/amount")]
    public async Task Given_a_deal_with_one_fault_when_posted_then_it_is_rejected_there(string data, string pointer) => BadInputHost.AssertRejected(
        await PostAsync($$"""[{"specversion":"1.0","id":"d","source":"crm","type":"deal.created","time":"2026-11-02T09:00:00Z","data":{{data}}}]""", ApiClient.Batch),
        pointer);

    [Fact]
    public async Task Given_no_events_or_too_many_when_posted_then_nothing_is_taken()
    {
        BadInputHost.AssertRefused(422, await PostAsync("[]", ApiClient.Batch), "");
        BadInputHost.AssertRefused(400, await PostAsync($"[{string.Join(',', Enumerable.Repeat("0", 5_001))}]", ApiClient.Batch));
        BadInputHost.AssertRejected(await PostAsync($$"""[{"id":"{{new string('x', 33_000)}}"}]""", ApiClient.Batch), "");
        BadInputHost.AssertRejected(await PostAsync("""[{"id":"a","id":"a"},7]""", ApiClient.Batch), "/id", "");
    }

    [Theory]
    [InlineData("activities", 13)]
    [InlineData("activities", 40)]
    [InlineData("webhooks/hooks", 13)]
    [InlineData("people/import", 13)]
    public async Task Given_far_too_much_when_it_is_sent_to_its_end_then_the_sender_can_read_why_it_is_refused(string path, int megabytes) =>
        BadInputHost.AssertRefused(413, await bad.Api.PostAsync(path, ApiClient.Content(new byte[megabytes * 1024 * 1024], "application/json")));

    [Fact]
    public async Task Given_no_key_or_another_when_posted_then_nobody_is_let_in()
    {
        BadInputHost.AssertRefused(401, await bad.Api.PostAsync("activities", ApiClient.Json(Event, Structured), ("x-api-key", "")));
        BadInputHost.AssertRefused(401, await bad.Api.PostAsync("activities", ApiClient.Json(Event, Structured), ("x-api-key", "sp_none_none")));
        var key = await bad.Api.PostAsync("keys", ApiClient.Json("""{"name":"a rep","roles":["rep"],"person":"ann"}"""));
        BadInputHost.AssertRefused(403, await bad.Api.PostAsync("activities", ApiClient.Json(Event, Structured), ("x-api-key", key.Of("key"))));
        var program = await bad.Api.PostAsync("keys", ApiClient.Json("""{"name":"a program","roles":[],"sources":["hooks"]}"""));
        BadInputHost.AssertRejected(await bad.Api.PostAsync("activities", ApiClient.Json(Event, Structured), ("x-api-key", program.Of("key"))), "/source");
    }

    [Fact]
    public async Task Given_a_batch_of_100_with_one_bad_item_when_posted_twice_then_99_count_once()
    {
        var events = Enumerable.Range(0, 100).Select(i => Events.Call($"h-{i}", "ann", "2026-03-02T09:00:00Z")).ToList();
        events[57]["data"]!["amount"] = "NaN";

        foreach (var _ in Enumerable.Range(0, 2))
        {
            var answer = await bad.Api.PostEventsAsync(events);
            Assert.Equal((202, "99"), (answer.Status, answer.Of("accepted")));
            Assert.Equal("""[{"index":57,"errors":[{"pointer":"/data/amount","detail":"A decimal number is expected."}]}]""", answer.Body["rejected"]!.ToJsonString());
        }

        Assert.Equal("99", await bad.CallsAsync("2026-03"));
    }

    [Fact]
    public async Task Given_a_key_taken_by_other_content_when_posted_then_the_first_counts_and_the_other_is_kept_as_dead()
    {
        await bad.Api.TakeAsync(Events.Call("taken", "ann", "2026-04-02T09:00:00Z"));
        Assert.Equal("1", await bad.CallsAsync("2026-04"));
        await bad.Api.TakeAsync(Events.Call("taken", "ann", "2026-04-03T09:00:00Z"));
        Assert.Equal("1", await bad.CallsAsync("2026-04"));

        var dead = (await bad.Api.GetAsync("dead-letters?source=crm")).Body["items"]!.AsArray();
        var kept = Assert.Single(dead, item => item!["key"]!.GetValue<string>() == "taken");
        Assert.Contains("2026-04-03T09:00:00Z", kept!["body"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.NotEmpty(kept["reason"]!.GetValue<string>());
    }

    [Fact]
    public async Task Given_amounts_at_the_edge_when_posted_then_they_are_counted_to_the_last_digit()
    {
        await bad.Api.TakeAsync(
            Events.Won("edge-1", "ann", 999_999_999_999_999.99999999m, "2026-05-04"),
            Events.Won("edge-2", "ann", -999_999_999_999_999.98m, "2026-05-05"),
            Events.Open("edge-3", "ann", 999_999_999_999_999m, 0.00000001m, "2026-05-06", "2199-12-31"));
        await bad.Host.DrainAsync();

        // 999,999,999,999,999.99999999 − 999,999,999,999,999.98 = 0.01999999.
        var forecast = await bad.Api.GetAsync("commissions/forecast?period=2026-05");
        Assert.Equal((200, "0.02"), (forecast.Status, forecast.Of("items/0/credit/closed/amount")));

        // 999,999,999,999,999 × 10⁻⁸ = 9,999,999.99999999.
        var far = await bad.Api.GetAsync("commissions/forecast?period=2199-Q4");
        Assert.Equal((200, "10000000.00"), (far.Status, far.Of("items/0/credit/expected/amount")));
    }

    private Task<ApiAnswer> PostAsync(string body, string type) => bad.Api.PostAsync("activities", ApiClient.Json(body, type));

    private Task<ApiAnswer> PostZippedAsync(byte[] bytes) => bad.Api.PostAsync("activities", Encoded(bytes, "gzip"));

    private static ByteArrayContent Encoded(byte[] bytes, string encoding)
    {
        var content = ApiClient.Content(bytes, ApiClient.Batch);
        content.Headers.ContentEncoding.Add(encoding);
        return content;
    }

    private static byte[] Zip(string part, int times)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest))
        {
            var bytes = Encoding.UTF8.GetBytes(part);
            for (var i = 0; i < times; i++)
            {
                gzip.Write(bytes);
            }
        }

        return packed.ToArray();
    }
}
