using System.Globalization;
using System.Security.Cryptography;
using SalesPerf.Domain.Activities;
using SalesPerf.Domain.Sources;

namespace SalesPerf.Connectors.Tests.ZoomPhone;

/// <summary>No signature of Zoom's is published: these are computed here by the rule that Zoom documents.</summary>
public sealed class ZoomPhoneConnectorTests
{
    private const string Secret = "zM8fJ2kLq0xYt7Rb";
    private static readonly IConnector Connector = ConnectorRegistry.For("zoom-phone")!;
    private static readonly Source Source = Samples.Source("zoom-phone", "zoom");
    private static readonly string Now = Samples.Now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);

    [Fact]
    public void Read_CallElementOfTheCaller_IsACallMade()
    {
        var activity = Activity(Message("phone.caller_call_element_completed", Element()));
        Assert.Equal(("zoom", "call:7018317023722949162", "call.completed", "IqoQmDRqS"), (activity.Source, activity.Key, activity.Type, activity.Owner));
        Assert.Equal(new DateTimeOffset(2026, 3, 1, 16, 12, 15, TimeSpan.Zero), activity.OccurredAt);
        Assert.Equal(Samples.Now, activity.ReceivedAt);
        Assert.Equal(
            [("direction", "outbound"), ("durationSeconds", "11"), ("extension", "12092592844"), ("objectId", "7018317023722949162"), ("outcome", "answered")],
            activity.Attributes!.Select(pair => (pair.Key, pair.Value)));
        Assert.Null(activity.RecordType);
        Assert.False(activity.IsUndated);
    }

    [Fact]
    public void Read_HistoryAndElementOfOneCall_AreOneActivity()
    {
        var element = Activity(Message("phone.caller_call_element_completed", Element()));
        var history = Activity(Message("phone.caller_call_history_completed", Element()).Replace("call_elements", "call_logs", StringComparison.Ordinal));
        Assert.True(ActivityContent.AreEqual(element, history));
    }

    /// <summary>An element that comes again with another result and length is the same call, and so is a row of an export.</summary>
    [Fact]
    public void Read_CallToldAgainOrByARow_IsTheSame()
    {
        var first = Activity(Message("phone.caller_call_element_completed", Element()));
        var again = Activity(Message("phone.caller_call_element_completed", Element(result: "connected")).Replace("16:12:15Z", "16:12:19Z", StringComparison.Ordinal));
        Assert.NotEqual(first.OccurredAt, again.OccurredAt);
        Assert.True(ActivityContent.AreEqual(first, again));
        RowKeys.AreOfCalls(Connector, Source, "7018317023722949162", first.Key);
    }

    [Fact]
    public void Read_ExtensionAsNumberOrText_IsTheSameActivity() => Assert.True(ActivityContent.AreEqual(
        Activity(Message("phone.caller_call_element_completed", Element())),
        Activity(Message("phone.caller_call_element_completed", Element().Replace("12092592844", "\"12092592844\"", StringComparison.Ordinal)))));

    [Fact]
    public void Read_OutsideCallThatWasAnswered_IsTheCalleesUnderTheSameKey()
    {
        var activity = Activity(Message("phone.callee_call_element_completed", Element("incoming", "external")));
        Assert.Equal(("call:7018317023722949162", "inbound", "1001"), (activity.Key, activity.Attributes!["direction"], activity.Attributes["extension"]));
    }

    [Theory]
    [InlineData("callee", "incoming", "internal", "answered")]
    [InlineData("callee", "incoming", "external", "ring_timeout")]
    [InlineData("callee", "direct_transfer", "external", "answered")]
    [InlineData("callee", "warm_transfer", "external", "answered")]
    [InlineData("callee", "monitor", "external", "answered")]
    [InlineData("caller", "warm_transfer", "external", "answered")]
    [InlineData("caller", "forward", "internal", "answered")]
    public void Read_OtherElementsOfACall_AreIgnored(string side, string kind, string connection, string result) =>
        Assert.IsType<IgnoredItem>(Item(Message($"phone.{side}_call_element_completed", Element(kind, connection, result))));

    [Fact]
    public void Read_QueueThatRingsAMember_CountsTheMemberWhoAnswered()
    {
        var queue = Element("incoming", "external").Replace("\"callee_ext_type\":\"user\"", "\"callee_ext_type\":\"call_queue\"", StringComparison.Ordinal);
        var items = Items(Message("phone.callee_call_element_completed", $"{queue},{Element("ring_to_member", "external", "ring_timeout")},{Element("ring_to_member", "external")}"));
        Assert.Equal(["IgnoredItem", "IgnoredItem", "ReadActivity"], items.Select(item => item.GetType().Name));
    }

    [Theory]
    [InlineData("phone.caller_ended")]
    [InlineData("phone.callee_ended")]
    [InlineData("phone.caller_call_log_completed")]
    [InlineData("phone.voicemail_received")]
    public void Read_OtherEvents_AreIgnoredWithAReason(string name) =>
        Assert.NotEmpty(Assert.IsType<IgnoredItem>(Item(Message(name, Element()))).Reason);

    [Theory]
    [InlineData("\"call_id\":\"7018317023722949162\"", "\"call_id\":null", "/payload/object/call_elements/0/call_id")]
    [InlineData("\"call_id\":\"7018317023722949162\"", "\"call_id\":{}", "/payload/object/call_elements/0/call_id")]
    [InlineData("\"end_time\":\"2026-03-01T16:12:15Z\"", "\"end_time\":\"soon\"", "/payload/object/call_elements/0/end_time")]
    [InlineData("2026-03-01T16:12:15Z", "1999-03-01T16:12:15Z", "/payload/object/call_elements/0/end_time")]
    [InlineData("IqoQmDRqS", "a\\u0000", "/payload/object/user_id")]
    [InlineData("call_elements", "elements", "/payload/object/call_elements")]
    public void Read_CallThatBreaksTheRules_IsRejectedByPointer(string part, string other, string pointer) =>
        Assert.Equal(pointer, Assert.IsType<RejectedItem>(Item(Message("phone.caller_call_element_completed", Element()).Replace(part, other, StringComparison.Ordinal))).Errors[0].Pointer);

    [Fact]
    public void Read_AnythingVerified_IsAnswered200()
    {
        foreach (var body in new[] { Message("phone.caller_call_element_completed", Element()), Message("phone.caller_ended", Element()), "{}", "{\"event\":\"phone.x\",\"pad\":\"" + new string('x', 300_000) + "\"}" })
        {
            Assert.Equal(ProviderReply.Ok, Read(body).Reply);
        }
    }

    [Fact]
    public void Read_PublishedSample_IsIgnoredAsItsElementFollows()
    {
        if (Samples.Shared("crm/zoom-phone/phone.caller_ended.json") is { } file)
        {
            Assert.IsType<IgnoredItem>(Item(File.ReadAllText(file)));
        }
    }

    [Fact]
    public void Read_Handshake_IsAnsweredWithTheSignedToken()
    {
        const string body = """{"payload":{"plainToken":"qgg8vlvZRS6UYooatFL8Aw"},"event":"endpoint.url_validation","event_ts":1654503849680}""";
        var encrypted = Convert.ToHexStringLower(HMACSHA256.HashData(Samples.Utf8(Secret), Samples.Utf8("qgg8vlvZRS6UYooatFL8Aw")));
        foreach (var request in new[] { Request(Samples.Utf8(body)), new WebhookRequest("POST", "https://x", Samples.Headers(), Samples.Utf8(body)) })
        {
            var answer = Assert.IsType<ConnectorResult.Handshake>(Connector.Read(request, Source, new SourceSecrets(Secret), Samples.Now));
            Assert.Equal((200, "application/json", $$"""{"plainToken":"qgg8vlvZRS6UYooatFL8Aw","encryptedToken":"{{encrypted}}"}"""), (answer.Status, answer.ContentType, answer.Body));
        }

        Assert.IsType<ConnectorResult.Unauthorized>(Connector.Read(Request(Samples.Utf8(body), signature: "v0=00"), Source, new SourceSecrets(Secret), Samples.Now));
    }

    /// <summary>Otherwise anybody could have the text of an event signed.</summary>
    [Fact]
    public void Read_HandshakeForTheTextOfAnEvent_IsNotSigned()
    {
        const string body = """{"payload":{"plainToken":"v0:1772452800:{}"},"event":"endpoint.url_validation"}""";
        Assert.IsType<ConnectorResult.Unauthorized>(Connector.Read(new WebhookRequest("POST", "https://x", Samples.Headers(), Samples.Utf8(body)), Source, new SourceSecrets(Secret), Samples.Now));
    }

    [Fact]
    public void Read_AnyOneBitChanged_IsRefused()
    {
        var body = Samples.Utf8("""{"event":"phone.x","event_ts":1}""");
        var signature = Sign(Secret, Now, body);
        Assert.All(Bits.Flipped(body), changed => Refused(Request(changed, Now, signature)));
        Assert.All(Bits.Flipped(signature), changed => Refused(Request(body, Now, changed)));
        Assert.All(Bits.Flipped(Now), changed => Refused(Request(body, changed, signature)));
        Assert.All(Bits.Flipped(Secret).Where(secret => secret.Trim() == secret && secret.Length == Secret.Length), changed => Refused(Request(body), changed));
    }

    [Fact]
    public void Read_TimeOutsideTheTolerance_IsRefusedInSecondsAndMilliseconds()
    {
        var body = Samples.Utf8("{}");
        foreach (var (seconds, isTaken) in new[] { (-301, false), (-300, true), (0, true), (300, true), (301, false) })
        {
            var at = Samples.Now.AddSeconds(seconds);
            foreach (var time in new[] { at.ToUnixTimeSeconds(), at.ToUnixTimeMilliseconds() })
            {
                var text = time.ToString(CultureInfo.InvariantCulture);
                Assert.Equal(isTaken, Connector.Read(Request(body, text, Sign(Secret, text, body)), Source, new SourceSecrets(Secret), Samples.Now) is ConnectorResult.Accepted);
            }
        }
    }

    [Fact]
    public void Read_SecondSecretDuringAChange_IsVerified()
    {
        Assert.IsType<ConnectorResult.Accepted>(Connector.Read(Request(Samples.Utf8("{}")), Source, new SourceSecrets("another secret", Secret), Samples.Now));
        Refused(Request(Samples.Utf8("{}")), "another secret");
        Assert.IsType<ConnectorResult.Unauthorized>(Connector.Read(Request(Samples.Utf8("{}")), Source, SourceSecrets.None, Samples.Now));
    }

    [Fact]
    public void Read_HostileBytes_AreAnswered() => HostilePayloads.Survive(Message("phone.caller_call_element_completed", Element()), body => Connector.Read(Request(body), Source, new SourceSecrets(Secret), Samples.Now));

    private static void Refused(WebhookRequest request, string secret = Secret) =>
        Assert.IsType<ConnectorResult.Unauthorized>(Connector.Read(request, Source, new SourceSecrets(secret), Samples.Now));

    private static Activity Activity(string body) => Assert.IsType<ReadActivity>(Item(body)).Activity;

    private static ReadItem Item(string body) => Assert.Single(Items(body));

    private static IReadOnlyList<ReadItem> Items(string body) => Assert.IsType<ConnectorResult.Accepted>(Read(body)).Items;

    private static ConnectorResult Read(string body) => Connector.Read(Request(Samples.Utf8(body)), Source, new SourceSecrets(Secret), Samples.Now);

    private static WebhookRequest Request(byte[] body, string? time = null, string? signature = null) =>
        new("POST", "https://x/api", Samples.Headers(("x-zm-request-timestamp", time ?? Now), ("x-zm-signature", signature ?? Sign(Secret, time ?? Now, body))), body);

    private static string Sign(string secret, string time, byte[] body) =>
        "v0=" + Convert.ToHexStringLower(HMACSHA256.HashData(Samples.Utf8(secret), (byte[])[.. Samples.Utf8($"v0:{time}:"), .. body]));

    private static string Message(string name, string elements) =>
        $$$"""{"event":"{{{name}}}","payload":{"account_id":"TQTv","object":{"call_elements":[{{{elements}}}],"user_id":"IqoQmDRqS"}},"event_ts":1772381535000}""";

    private static string Element(string kind = "outgoing", string connection = "external", string result = "answered") =>
        $$"""
        {"call_element_id":"20260301-48c1","call_id":"7018317023722949162","connect_type":"{{connection}}","caller_ext_number":12092592844,"caller_ext_type":"user","callee_ext_number":"1001","callee_ext_type":"user",
         "start_time":"2026-03-01T16:12:04Z","end_time":"2026-03-01T16:12:15Z","event":"{{kind}}","result":"{{result}}","talk_time":11}
        """;
}
