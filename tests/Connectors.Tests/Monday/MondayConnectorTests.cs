using System.Buffers.Text;
using System.Security.Cryptography;
using SalesPerf.Domain.Activities;
using SalesPerf.Domain.Sources;

namespace SalesPerf.Connectors.Tests.Monday;

/// <summary>No token of monday's is published: these are made here as RFC 7519 says.</summary>
public sealed class MondayConnectorTests
{
    private const string Secret = "3f9a8b7c6d5e4f3a2b1c";
    private static readonly IConnector Connector = ConnectorRegistry.For("monday")!;
    private static readonly Source Source = Samples.Source("monday", "board");

    [Fact]
    public void Read_StatusColumn_IsTheStage()
    {
        var activity = Activity(Column("status", "Status", """{"label":{"index":1,"text":"Negotiation","is_done":false},"post_id":null}"""));
        Assert.Equal(("board", "9c28578c5e3a", "deal.stageChanged", "1772099344"), (activity.Source, activity.Key, activity.Type, activity.Deal));
        Assert.Equal(("deal", "1772099344"), (activity.RecordType, activity.RecordId));
        Assert.Equal(new DateTimeOffset(2026, 3, 1, 9, 7, 28, 210, TimeSpan.Zero), activity.OccurredAt);
        Assert.Equal([("stage", "Negotiation")], activity.Fields!.Select(pair => (pair.Key, pair.Value)));
        Assert.Null(activity.Owner);
    }

    [Theory]
    [InlineData("status", "Anything", """{"label":{"index":7,"text":null}}""", "deal.stageChanged", "stage", "7")]
    [InlineData("color_mkq1", "Stage", """{"label":{"index":7,"text":"Won"}}""", "deal.stageChanged", "stage", "Won")]
    [InlineData("status", "Status", "null", "deal.stageChanged", "stage", null)]
    [InlineData("status", "Status", "{}", "deal.stageChanged", "stage", null)]
    [InlineData("deal_value", "Deal Value", """{"value":1250.5,"unit":null}""", "deal.amountChanged", "amount", "1250.5")]
    [InlineData("numbers4", "Amount", """{"value":"1250.50"}""", "deal.amountChanged", "amount", "1250.5")]
    [InlineData("numbers4", "Amount", """{"value":null}""", "deal.amountChanged", "amount", null)]
    [InlineData("date4", "Expected Close Date", """{"date":"2026-06-30","time":null,"icon":null}""", "deal.closeDateChanged", "expectedCloseDate", "2026-06-30")]
    [InlineData("deal_close_probability", "Close Probability", """{"value":40}""", "deal.stageChanged", "probability", "0.4")]
    [InlineData("deal_owner", "Owner", """{"changed_at":"2026-03-01T09:07:28Z","personsAndTeams":[{"id":55,"kind":"team"},{"id":4521,"kind":"person"}]}""", "deal.ownerChanged", "owner", "4521")]
    [InlineData("deal_owner", "Owner", """{"personsAndTeams":[]}""", "deal.ownerChanged", "owner", null)]
    [InlineData("deal_owner", "Owner", """{"personsAndTeams":[{"id":55,"kind":"team"}]}""", "deal.ownerChanged", "owner", null)]
    public void Read_KnownColumn_SetsOneField(string id, string title, string value, string type, string field, string? expected)
    {
        var activity = Activity(Column(id, title, value));
        Assert.Equal(type, activity.Type);
        Assert.Equal([(field, expected)], activity.Fields!.Select(pair => (pair.Key, pair.Value)));
        Assert.Equal(field == "owner" ? expected : null, activity.Owner);
    }

    [Fact]
    public void Read_NewItem_IsADealWithWhatItsColumnsSay()
    {
        var activity = Activity(Event("create_pulse", """ "columnValues":{"status":{"label":{"index":0,"text":"New"}},"deal_value":{"value":100},"deal_owner":{},"text":{"value":"x"}},"""));
        Assert.Equal("deal.created", activity.Type);
        Assert.Equal([("amount", "100"), ("stage", "New")], activity.Fields!.Select(pair => (pair.Key, pair.Value)));
        Assert.Equal(100m, activity.Amount);
        Assert.Equal("deal.created", Activity(Event("create_item", "")).Type);
    }

    [Theory]
    [InlineData("archive_pulse", "deal.deleted")]
    [InlineData("delete_pulse", "deal.deleted")]
    [InlineData("item_deleted", "deal.deleted")]
    [InlineData("restore_pulse", "deal.reopened")]
    public void Read_LifeOfAnItem_ChangesTheDeal(string type, string expected)
    {
        var activity = Activity(Event(type, ""));
        Assert.Equal(expected, activity.Type);
        Assert.Empty(activity.Fields!);
    }

    [Theory]
    [InlineData("update_name", "")]
    [InlineData("create_update", "")]
    [InlineData("create_pulse", "\"parentItemId\":\"5\",")]
    [InlineData("update_column_value", "\"parentItemId\":5,\"columnId\":\"status\",\"value\":null,")]
    [InlineData("update_column_value", "\"columnId\":\"text7\",\"columnTitle\":\"Notes\",\"value\":{\"value\":\"x\"},")]
    public void Read_OtherEvents_AreIgnoredWithAReason(string type, string members) => Assert.NotEmpty(Assert.IsType<IgnoredItem>(Item(Event(type, members))).Reason);

    [Fact]
    public void Read_RetryAndIdsAsText_AreTheSameActivity() => Assert.True(ActivityContent.AreEqual(
        Activity(Event("delete_pulse", "\"isRetry\":false,")),
        Activity(Event("delete_pulse", "\"isRetry\":true,").Replace("1772099344", "\"1772099344\"", StringComparison.Ordinal))));

    [Theory]
    [InlineData("\"triggerUuid\":\"9c28578c5e3a\"", "\"x\":1", "/event/triggerUuid")]
    [InlineData("\"triggerTime\":\"2026-03-01T09:07:28.210Z\"", "\"x\":1", "/event/triggerTime")]
    [InlineData("\"triggerTime\":\"2026-03-01T09:07:28.210Z\"", "\"triggerTime\":\"now\"", "/event/triggerTime")]
    [InlineData("\"pulseId\":1772099344", "\"x\":1", "/event/pulseId")]
    [InlineData("\"pulseId\":1772099344", "\"pulseId\":[1]", "/event/pulseId")]
    public void Read_EventThatBreaksTheRules_IsRejectedByPointer(string part, string other, string pointer) =>
        Assert.Equal(pointer, Assert.IsType<RejectedItem>(Item(Event("delete_pulse", "").Replace(part, other, StringComparison.Ordinal))).Errors[0].Pointer);

    [Theory]
    [InlineData("deal_value", """{"value":"much"}""")]
    [InlineData("deal_value", """[1]""")]
    [InlineData("date4", """{"date":"soon"}""")]
    [InlineData("deal_owner", """{"personsAndTeams":5}""")]
    [InlineData("status", """{"label":{"index":[]}}""")]
    public void Read_ImpossibleValue_IsRejectedByPointer(string column, string value) =>
        Assert.Equal("/event/value", Assert.IsType<RejectedItem>(Item(Column(column, "Close Date", value))).Errors[0].Pointer);

    [Fact]
    public void Read_TimeOfTheChangeWhereTheTriggerHasNone_IsTaken()
    {
        var activity = Activity(Event("delete_pulse", "\"changedAt\":1772356048.25,").Replace("\"triggerTime\":\"2026-03-01T09:07:28.210Z\"", "\"x\":1", StringComparison.Ordinal));
        Assert.Equal(DateTimeOffset.FromUnixTimeMilliseconds(1772356048250), activity.OccurredAt);
    }

    [Fact]
    public void Read_Challenge_IsEchoed()
    {
        var answer = Assert.IsType<ConnectorResult.Handshake>(Read(Samples.Utf8("{\"challenge\":\"3eZbrw1aBm2rZgRNFdxV2595E9CY3gmdALWMmHkvFXO7tYXAYM8P\"}"), ""));
        Assert.Equal((200, "application/json", "{\"challenge\":\"3eZbrw1aBm2rZgRNFdxV2595E9CY3gmdALWMmHkvFXO7tYXAYM8P\"}"), (answer.Status, answer.ContentType, answer.Body));
        Assert.IsType<ConnectorResult.Unauthorized>(Read(Samples.Utf8("{\"challenge\":5}"), ""));
        Assert.IsType<ConnectorResult.Unauthorized>(Read(Samples.Utf8("{\"challenge\":\"x\",\"event\":{}}"), ""));
        Assert.IsType<ConnectorResult.Unauthorized>(Read(Samples.Utf8("{\"challenge\":\"" + new string('x', 600) + "\"}"), ""));
    }

    [Theory]
    [InlineData(null, null, true)]
    [InlineData(-301L, null, false)]
    [InlineData(-300L, null, true)]
    [InlineData(600L, 300L, true)]
    [InlineData(600L, 301L, false)]
    public void Read_TokenOfAnApp_IsVerifiedAndCurrent(long? end, long? start, bool isTaken)
    {
        var now = Samples.Now.ToUnixTimeSeconds();
        var claims = "{\"aud\":\"https://x\"" + (end is { } exp ? $",\"exp\":{now + exp}" : "") + (start is { } iat ? $",\"iat\":{now + iat}" : "") + "}";
        foreach (var scheme in new[] { "", "Bearer " })
        {
            Assert.Equal(isTaken, Read(Samples.Utf8(Event("delete_pulse", "")), "", ("Authorization", scheme + Token(claims))) is ConnectorResult.Accepted);
        }
    }

    [Theory]
    [InlineData("{\"alg\":\"none\"}")]
    [InlineData("{\"alg\":\"HS512\"}")]
    [InlineData("{}")]
    public void Read_TokenOfAnotherAlgorithm_IsRefusedThoughTheAddressIsRight(string header) =>
        Assert.IsType<ConnectorResult.Unauthorized>(Read(Samples.Utf8(Event("delete_pulse", "")), "?token=" + Secret, ("Authorization", Token("{}", header))));

    [Fact]
    public void Read_AnyOneBitOfTokenOrKeyChanged_IsRefused()
    {
        var body = Samples.Utf8(Event("delete_pulse", ""));
        var token = Token("{\"exp\":9999999999}");
        Assert.All(Bits.Flipped(token), changed => Assert.IsType<ConnectorResult.Unauthorized>(Read(body, "", ("Authorization", changed))));
        Assert.All(Bits.Flipped(Secret), changed => Assert.IsType<ConnectorResult.Unauthorized>(Read(body, "?token=" + Uri.EscapeDataString(changed))));
        Assert.All(Bits.Flipped(Secret).Where(changed => changed.Trim() == changed), changed => Assert.IsType<ConnectorResult.Unauthorized>(Connector.Read(
            new WebhookRequest("POST", "https://x", Samples.Headers(("Authorization", token)), body), Source, new SourceSecrets(changed), Samples.Now)));
    }

    [Fact]
    public void Read_SecretInTheAddress_IsVerifiedAndBothActiveOnesAre()
    {
        var body = Samples.Utf8(Event("delete_pulse", ""));
        Assert.IsType<ConnectorResult.Accepted>(Read(body, "?token=" + Secret));
        Assert.IsType<ConnectorResult.Unauthorized>(Read(body, ""));
        foreach (var request in new[] { new WebhookRequest("POST", "https://x?token=" + Secret, Samples.Headers(), body), new WebhookRequest("POST", "https://x", Samples.Headers(("Authorization", Token("{}"))), body) })
        {
            Assert.IsType<ConnectorResult.Accepted>(Connector.Read(request, Source, new SourceSecrets("another secret of ours", Secret), Samples.Now));
            Assert.IsType<ConnectorResult.Unauthorized>(Connector.Read(request, Source, SourceSecrets.None, Samples.Now));
        }
    }

    [Fact]
    public void Read_HostileBytes_AreAnswered()
    {
        HostilePayloads.Survive(Column("status", "Status", """{"label":{"index":1,"text":"Won"}}"""), body => Read(body, "?token=" + Secret));
        HostilePayloads.Survive(Event("create_pulse", """ "columnValues":{"deal_owner":{"personsAndTeams":[{"id":1,"kind":"person"}]},"deal_value":{"value":1}},"""), body => Read(body, "?token=" + Secret));
    }

    private static Activity Activity(string body) => Assert.IsType<ReadActivity>(Item(body)).Activity;

    private static ReadItem Item(string body)
    {
        var accepted = Assert.IsType<ConnectorResult.Accepted>(Read(Samples.Utf8(body), "?token=" + Secret));
        Assert.Equal(ProviderReply.Ok, accepted.Reply);
        return Assert.Single(accepted.Items);
    }

    private static ConnectorResult Read(byte[] body, string query, params (string, string)[] headers) =>
        Connector.Read(new WebhookRequest("POST", "https://x/api/v1/webhooks/board" + query, Samples.Headers(headers), body), Source, new SourceSecrets(Secret), Samples.Now);

    private static string Token(string claims, string header = "{\"alg\":\"HS256\",\"typ\":\"JWT\"}")
    {
        var signed = Base64Url.EncodeToString(Samples.Utf8(header)) + "." + Base64Url.EncodeToString(Samples.Utf8(claims));
        return signed + "." + Base64Url.EncodeToString(HMACSHA256.HashData(Samples.Utf8(Secret), Samples.Utf8(signed)));
    }

    private static string Column(string id, string title, string value) =>
        Event("update_column_value", $"\"columnId\":\"{id}\",\"columnTitle\":\"{title}\",\"columnType\":\"color\",\"value\":{value},\"previousValue\":null,");

    private static string Event(string type, string members) =>
        $$"""{"event":{"userId":9603417,"type":"{{type}}","boardId":1771812698,"pulseId":1772099344,{{members}}"app":"monday","triggerTime":"2026-03-01T09:07:28.210Z","subscriptionId":73759690,"triggerUuid":"9c28578c5e3a"} }""";
}
