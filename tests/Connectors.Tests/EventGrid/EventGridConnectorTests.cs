using SalesPerf.Domain.Activities;
using SalesPerf.Domain.Sources;

namespace SalesPerf.Connectors.Tests.EventGrid;

public sealed class EventGridConnectorTests
{
    private const string Secret = "q7Zk2mVx9RtB4nWd";
    private const string CloudEvent = """{"specversion":"1.0","id":"1","source":"/topics/crm","type":"deal.won","time":"2026-03-01T09:00:00Z","data":{"deal":"d1","owner":7,"amount":"1.50"}}""";
    private static readonly IConnector Connector = ConnectorRegistry.For("event-grid")!;
    private static readonly Source Source = Samples.Source("event-grid", "grid");

    [Fact]
    public void Read_Handshake_IsAnswered200WithTheCode()
    {
        const string body = """[{"id":"2d17","topic":"/subscriptions/x","subject":"","data":{"validationCode":"512d38b6-c7b8","validationUrl":"https://rp.example/validate?id=5"},"eventType":"Microsoft.EventGrid.SubscriptionValidationEvent","eventTime":"2026-03-01T09:00:00Z","metadataVersion":"1","dataVersion":"1"}]""";
        var answer = Assert.IsType<ConnectorResult.Handshake>(Read(Samples.Utf8(body), "", ("aeg-event-type", "SubscriptionValidation")));
        Assert.Equal((200, "application/json", "{\"validationResponse\":\"512d38b6-c7b8\"}"), (answer.Status, answer.ContentType, answer.Body));
        Assert.IsType<ConnectorResult.Unauthorized>(Read(Samples.Utf8("[]"), "", ("aeg-event-type", "SubscriptionValidation")));
        Assert.IsType<ConnectorResult.Unauthorized>(Read(Samples.Utf8(body), "", ("aeg-event-type", "Notification")));
    }

    [Fact]
    public void Read_EventOfItsOwnSchema_IsAnActivityUnderItsId()
    {
        var activity = Assert.IsType<ReadActivity>(Item(Event())).Activity;
        Assert.Equal(("grid", "e-1", "call.completed", "7"), (activity.Source, activity.Key, activity.Type, activity.Owner));
        Assert.Equal(new DateTimeOffset(2026, 3, 1, 9, 0, 0, TimeSpan.Zero).AddTicks(1234567), activity.OccurredAt);
    }

    [Theory]
    [InlineData("\"id\":\"e-1\"", "\"id\":null", "/id")]
    [InlineData("call.completed", "call", "/eventType")]
    [InlineData("\"eventType\":\"call.completed\"", "\"x\":1", "/eventType")]
    [InlineData("2026-03-01T09:00:00.1234567Z", "soon", "/eventTime")]
    [InlineData("2026-03-01T09:00:00.1234567Z", "1999-03-01T09:00:00Z", "/eventTime")]
    [InlineData("\"owner\":7", "\"ownr\":7", "/data/ownr")]
    public void Read_EventThatBreaksTheRules_IsRejectedByPointer(string part, string other, string pointer) =>
        Assert.Equal([pointer], Assert.IsType<RejectedItem>(Item(Event().Replace(part, other, StringComparison.Ordinal))).Errors.Select(error => error.Pointer));

    [Theory]
    [InlineData("Microsoft.EventGrid.SubscriptionDeletedEvent")]
    [InlineData("Microsoft.Storage.BlobCreated")]
    public void Read_EventOfAzure_IsIgnored(string type) => Assert.IsType<IgnoredItem>(Item(Event().Replace("call.completed", type, StringComparison.Ordinal)));

    [Theory]
    [InlineData("application/cloudevents+json", "")]
    [InlineData("application/cloudevents+json; charset=utf-8", "")]
    [InlineData("application/cloudevents-batch+json", "[")]
    public void Read_CloudEvent_IsAnActivityUnderItsSourceAndId(string type, string open)
    {
        var result = Read(Samples.Utf8(open + CloudEvent + (open.Length > 0 ? "]" : "")), "?code=" + Secret, ("Content-Type", type));
        Assert.Equal(ProviderReply.Ok, result.Reply);
        var activity = Assert.IsType<ReadActivity>(Assert.Single(Assert.IsType<ConnectorResult.Accepted>(result).Items)).Activity;
        Assert.Equal(("grid", "/topics/crm 1", "deal.won", "d1", 1.5m), (activity.Source, activity.Key, activity.Type, activity.Deal, activity.Amount));
    }

    [Fact]
    public void Read_CloudEventsOfTwoSourcesWithOneId_AreTwoActivities()
    {
        var other = CloudEvent.Replace("/topics/crm", "grid", StringComparison.Ordinal);
        var azure = CloudEvent.Replace("deal.won", "Microsoft.Storage.BlobCreated", StringComparison.Ordinal);
        var result = Read(Samples.Utf8($"[{CloudEvent},{other},{azure},{{}}]"), "?code=" + Secret, ("Content-Type", "application/cloudevents-batch+json"));
        var items = Assert.IsType<ConnectorResult.Accepted>(result).Items;
        Assert.Equal(["/topics/crm 1", "1"], items.OfType<ReadActivity>().Select(item => item.Activity.Key));
        Assert.Equal(["ReadActivity", "ReadActivity", "IgnoredItem", "RejectedItem"], items.Select(item => item.GetType().Name));
    }

    [Fact]
    public void Read_BadEvent_SpoilsNoOther()
    {
        var accepted = Assert.IsType<ConnectorResult.Accepted>(Read(Samples.Utf8($"[5,{Event()},{{\"a\":1,\"a\":2}},\"{new string('x', 40_000)}\"]"), "?code=" + Secret));
        Assert.Equal(["RejectedItem", "ReadActivity", "RejectedItem", "RejectedItem"], accepted.Items.Select(item => item.GetType().Name));
        Assert.Equal(4, accepted.Parts!.Count);
    }

    [Theory]
    [InlineData("?code=q7Zk2mVx9RtB4nWd", null, true)]
    [InlineData("?x=1&code=q7Zk2mVx9RtB4nWd", null, true)]
    [InlineData("", "q7Zk2mVx9RtB4nWd", true)]
    [InlineData("", null, false)]
    [InlineData("?code=q7Zk2mVx9RtB4nW", null, false)]
    [InlineData("?Code=q7Zk2mVx9RtB4nWd", null, false)]
    public void Read_KeyInTheAddressOrAHeader_Decides(string query, string? header, bool isTaken) => Assert.Equal(
        isTaken,
        Read(Samples.Utf8($"[{Event()}]"), query, header is null ? [] : [("x-api-key", header)]) is ConnectorResult.Accepted);

    [Fact]
    public void Read_AnyOneBitOfTheKeyChanged_IsRefused() => Assert.All(
        Bits.Flipped(Secret),
        changed => Assert.IsType<ConnectorResult.Unauthorized>(Read(Samples.Utf8($"[{Event()}]"), "?code=" + Uri.EscapeDataString(changed))));

    [Fact]
    public void Read_EventSentAgain_IsTheSameActivity()
    {
        var one = Assert.IsType<ReadActivity>(Item(Event())).Activity;
        Assert.True(ActivityContent.AreEqual(one, Assert.IsType<ReadActivity>(Item(Event().Replace("\"subject\":\"a\"", "\"subject\":\"b\"", StringComparison.Ordinal))).Activity));
    }

    [Fact]
    public void Read_HostileBytes_AreAnswered()
    {
        HostilePayloads.Survive($"[{Event()}]", body => Read(body, "?code=" + Secret));
        HostilePayloads.Survive($"[{CloudEvent}]", body => Read(body, "?code=" + Secret, ("Content-Type", "application/cloudevents-batch+json")));
    }

    private static ReadItem Item(string item)
    {
        var accepted = Assert.IsType<ConnectorResult.Accepted>(Read(Samples.Utf8($"[{item}]"), "?code=" + Secret));
        Assert.Equal(ProviderReply.Ok, accepted.Reply);
        return Assert.Single(accepted.Items);
    }

    private static ConnectorResult Read(byte[] body, string query, params (string, string)[] headers) =>
        Connector.Read(new WebhookRequest("POST", "https://x/api/v1/webhooks/grid" + query, Samples.Headers(headers), body), Source, new SourceSecrets(Secret), Samples.Now);

    private static string Event() =>
        """{"id":"e-1","topic":"/subscriptions/x/topics/crm","subject":"a","eventType":"call.completed","eventTime":"2026-03-01T09:00:00.1234567Z","data":{"owner":7},"dataVersion":"1","metadataVersion":"1"}""";
}
