using System.Text.Json;
using SalesPerf.Connectors.CloudEvents;

namespace SalesPerf.Connectors.Tests.CloudEvents;

public sealed class CloudEventFormatTests
{
    private const string Structured = "application/cloudevents+json";
    private const string Batch = "application/cloudevents-batch+json; charset=utf-8";
    private const string Minimal = """{"specversion":"1.0","id":"minimal","type":"io.cloudevents.test","source":"https://cloudevents.io"}""";

    [Fact]
    public void Parse_PublishedValidEvents_AreRead()
    {
        if (Samples.Shared("crm/cloudevents/conformance-json-valid-events.json") is not { } file)
        {
            return;
        }

        using var tests = JsonDocument.Parse(File.ReadAllBytes(file));
        Assert.All(tests.RootElement.GetProperty("tests").EnumerateArray(), test =>
        {
            var parsed = Only(Parse(test.GetProperty("event").GetRawText(), Structured));
            Assert.Empty(parsed.Errors);
            var id = test.GetProperty("event").GetProperty("id").GetString();
            Assert.Equal(id, parsed.Event!.Id);
            if (id == "minimalWithTime")
            {
                Assert.Equal(new DateTimeOffset(2018, 4, 5, 17, 31, 0, TimeSpan.Zero), parsed.Event.Time);
            }
        });
    }

    [Fact]
    public void Parse_PublishedValidBatches_AreRead()
    {
        if (Samples.Shared("crm/cloudevents/conformance-json-valid-batches.json") is not { } file)
        {
            return;
        }

        using var tests = JsonDocument.Parse(File.ReadAllBytes(file));
        Assert.All(tests.RootElement.GetProperty("tests").EnumerateArray(), test =>
        {
            var message = Parse(test.GetProperty("batch").GetRawText(), Batch);
            Assert.Null(message.Refusal);
            Assert.Equal(test.GetProperty("batch").GetArrayLength(), message.Events.Count);
            Assert.All(message.Events, parsed => Assert.NotNull(parsed.Event));
        });
    }

    [Theory]
    [InlineData("\"specversion\":\"1.0\",", "", "/specversion")]
    [InlineData("\"1.0\"", "\"0.9\"", "/specversion")]
    [InlineData("\"1.0\"", "\"\"", "/specversion")]
    [InlineData("\"id\":\"minimal\",", "", "/id")]
    [InlineData("\"id\":\"minimal\"", "\"id\":\"\"", "/id")]
    [InlineData("\"id\":\"minimal\"", "\"id\":null", "/id")]
    [InlineData("\"id\":\"minimal\"", "\"id\":25", "/id")]
    [InlineData("\"id\":\"minimal\"", "\"id\":{\"xyz\":\"abc\"}", "/id")]
    [InlineData("\"io.cloudevents.test\"", "\"\"", "/type")]
    [InlineData("\"https://cloudevents.io\"", "\"\"", "/source")]
    [InlineData("{", "{\"time\":\"lunchtime\",", "/time")]
    [InlineData("{", "{\"time\":\"2018-04-05T18:31:00+05\",", "/time")]
    [InlineData("{", "{\"time\":1522949460,", "/time")]
    [InlineData("{", "{\"datacontenttype\":\"xyz\",", "/datacontenttype")]
    [InlineData("{", "{\"datacontenttype\":\"\",", "/datacontenttype")]
    [InlineData("{", "{\"dataschema\":\"\",", "/dataschema")]
    [InlineData("{", "{\"subject\":\"\",", "/subject")]
    [InlineData("{", "{\"MyExtension\":\"bad\",", "/MyExtension")]
    [InlineData("{", "{\"my.extension\":\"bad\",", "/my.extension")]
    [InlineData("{", "{\"extension\":1.5,", "/extension")]
    [InlineData("{", "{\"extension\":2147483648,", "/extension")]
    [InlineData("{", "{\"extension\":[],", "/extension")]
    [InlineData("{", "{\"data\":\"text\",\"data_base64\":\"eyAieHl6IjogMTIzIH0=\",", "/data_base64")]
    [InlineData("{", "{\"data_base64\":\"not base64\",", "/data_base64")]
    [InlineData("{", "{\"data_base64\":\"e30gZQ==\",", "/data_base64")]
    public void Parse_EventThatBreaksTheSpecification_IsReportedByPointer(string part, string replacement, string pointer)
    {
        var index = Minimal.IndexOf(part, StringComparison.Ordinal);
        var parsed = Only(Parse(Minimal[..index] + replacement + Minimal[(index + part.Length)..], Structured));
        Assert.Null(parsed.Event);
        Assert.Equal([pointer], parsed.Errors.Select(error => error.Pointer));
    }

    [Fact]
    public void Parse_BatchWithBadItems_SpoilsNoOther()
    {
        var nested = string.Concat(Enumerable.Repeat("[", 50)) + string.Concat(Enumerable.Repeat("]", 50));
        var large = $$"""{"specversion":"1.0","id":"a","type":"a.b","source":"c","data":"{{new string('x', 32 * 1024)}}"}""";
        var items = new[] { Minimal, "\"not an object\"", "{\"id\":1,\"id\":2}", nested, "\"\\ud800\"", large, Minimal };
        var message = Parse($"[{string.Join(",\n", items)}]", Batch);
        Assert.Null(message.Refusal);
        Assert.Equal(items.Length, message.Events.Count);
        Assert.Equal([0, 6], message.Events.Where(parsed => parsed.Event is not null).Select(parsed => parsed.Index));
        Assert.All(message.Events, parsed => Assert.Equal(parsed.Event is null, parsed.Errors.Count > 0));
        Assert.Equal("/id", message.Events[2].Errors.Single().Pointer);
    }

    [Fact]
    public void Parse_ItemOfExactly32Kilobytes_IsRead()
    {
        foreach (var (length, isRead) in new[] { (32 * 1024, true), ((32 * 1024) + 1, false) })
        {
            const string shell = """{"specversion":"1.0","id":"a","type":"a.b","source":"c","data":""}""";
            var item = shell.Replace("\"\"}", $"\"{new string('x', length - shell.Length)}\"}}", StringComparison.Ordinal);
            Assert.Equal(length, item.Length);
            Assert.Equal(isRead, Only(Parse(item, Structured)).Event is not null);
            Assert.Equal(isRead, Only(Parse($"[{item}]", Batch)).Event is not null);
        }
    }

    [Theory]
    [InlineData(Structured, "[]")]
    [InlineData(Structured, "")]
    [InlineData(Structured, "{")]
    [InlineData(Structured, "{\"id\":1,\"id\":2}")]
    [InlineData(Batch, "{}")]
    [InlineData(Batch, "[{},")]
    [InlineData(Batch, "[] []")]
    public void Parse_BodyThatIsNoMessage_IsBad(string contentType, string body) =>
        Assert.IsType<ConnectorResult.BadRequest>(Parse(body, contentType).Refusal);

    [Theory]
    [InlineData("application/cloudevents+avro")]
    [InlineData("application/cloudevents")]
    [InlineData("application/cloudevents-batch+xml")]
    [InlineData("application/cloudevents+json; charset=utf-16")]
    [InlineData("application/json")]
    [InlineData("nonsense")]
    [InlineData(null)]
    public void Parse_OtherMediaType_IsUnsupported(string? contentType) =>
        Assert.IsType<ConnectorResult.UnsupportedMediaType>(Parse(Minimal, contentType).Refusal);

    [Fact]
    public void Parse_EmptyBatch_HasNoItems()
    {
        var message = Parse(" [ ] ", Batch);
        Assert.Null(message.Refusal);
        Assert.Empty(message.Events);
    }

    [Fact]
    public void Parse_BatchOverFiveThousand_IsBad() =>
        Assert.IsType<ConnectorResult.BadRequest>(Parse($"[{string.Join(',', Enumerable.Repeat("0", 5_001))}]", Batch).Refusal);

    [Fact]
    public void Parse_BinaryMode_TakesAttributesFromHeaders()
    {
        var message = CloudEventFormat.Parse(
            Samples.Utf8("{\"owner\":\"7\"}"),
            "application/json; charset=utf-8",
            Samples.Headers(("CE-SpecVersion", "1.0"), ("ce-id", "Euro%20%E2%82%AC"), ("ce-source", "\"crm\""), ("ce-type", "call.completed"), ("ce-time", "2026-03-01T09:00:00Z"), ("ce-traceparent", "00-1")));
        var parsed = Only(message);
        Assert.Empty(parsed.Errors);
        Assert.Equal("Euro \u20AC", parsed.Event!.Id);
        Assert.Equal("crm", parsed.Event.Source);
        Assert.Equal("7", parsed.Event.Data!.Value.GetProperty("owner").GetString());
    }

    [Theory]
    [InlineData("ce-id", "%C0%A0", "/id")]
    [InlineData("ce-datacontenttype", "application/json", "/datacontenttype")]
    [InlineData("ce-my.ext", "x", "/my.ext")]
    [InlineData("ce-type", "", "/type")]
    public void Parse_BinaryModeWithABadHeader_IsReportedByPointer(string name, string value, string pointer)
    {
        var headers = new Dictionary<string, string> { ["ce-specversion"] = "1.0", ["ce-id"] = "1", ["ce-source"] = "crm", ["ce-type"] = "a.b" };
        headers[name] = value;
        var parsed = Only(CloudEventFormat.Parse(Samples.Utf8("{}"), "application/json", new WebhookHeaders(headers)));
        Assert.Equal([pointer], parsed.Errors.Select(error => error.Pointer));
    }

    [Fact]
    public void Parse_BinaryModeWithAHeaderTwice_IsReported()
    {
        var headers = Samples.Headers(("ce-specversion", "1.0"), ("ce-id", "1"), ("ce-id", "2"), ("ce-source", "crm"), ("ce-type", "a.b"));
        Assert.Equal("/id", Only(CloudEventFormat.Parse(Samples.Utf8("{}"), "application/json", headers)).Errors.Single().Pointer);
    }

    [Fact]
    public void Parse_BinaryModeWithMalformedJson_IsBad() =>
        Assert.IsType<ConnectorResult.BadRequest>(CloudEventFormat.Parse(Samples.Utf8("{"), "application/json", Samples.Headers(("ce-specversion", "1.0"))).Refusal);

    private static CloudEventMessage Parse(string body, string? contentType) =>
        CloudEventFormat.Parse(Samples.Utf8(body), contentType, Samples.Headers());

    private static ParsedEvent Only(CloudEventMessage message)
    {
        Assert.Null(message.Refusal);
        return Assert.Single(message.Events);
    }
}
