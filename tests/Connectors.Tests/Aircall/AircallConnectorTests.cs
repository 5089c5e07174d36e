using SalesPerf.Domain.Activities;
using SalesPerf.Domain.Sources;

namespace SalesPerf.Connectors.Tests.Aircall;

public sealed class AircallConnectorTests
{
    private const string Token = "cebcaac65f1b2d3e4a";
    private static readonly IConnector Connector = ConnectorRegistry.For("aircall")!;
    private static readonly Source Source = Samples.Source("aircall", "air");

    [Fact]
    public void Read_CallEnded_IsACall()
    {
        var activity = Assert.IsType<ReadActivity>(Item(Call())).Activity;
        Assert.Equal(("air", "call:812345:ended", "call.completed", "456", "789"), (activity.Source, activity.Key, activity.Type, activity.Owner, activity.Contact));
        Assert.Equal(DateTimeOffset.FromUnixTimeSeconds(1772355660), activity.OccurredAt);
        Assert.Equal(
            [("direction", "outbound"), ("durationSeconds", "65"), ("objectId", "812345"), ("outcome", "answered")],
            activity.Attributes!.Select(pair => (pair.Key, pair.Value)));
        Assert.Null(activity.Account);
    }

    /// <summary>Sent again after it was given a contact and to somebody else, and as a row of an export, also where the source counts calls as something else.</summary>
    [Fact]
    public void Read_CallToldAgainOrByARow_IsTheSame()
    {
        var first = Assert.IsType<ReadActivity>(Item(Call())).Activity;
        var again = Assert.IsType<ReadActivity>(Item(Call().Replace("\"user\":{\"id\":456}", "\"user\":{\"id\":457}", StringComparison.Ordinal).Replace("\"duration\":65", "\"duration\":66", StringComparison.Ordinal))).Activity;
        Assert.True(ActivityContent.AreEqual(first, again));
        RowKeys.AreOfCalls(Connector, Source, "812345", first.Key);
    }

    [Fact]
    public void Read_TimeAsIsoOrSeconds_IsTheSameActivity() => Assert.True(ActivityContent.AreEqual(
        Assert.IsType<ReadActivity>(Item(Call())).Activity,
        Assert.IsType<ReadActivity>(Item(Call().Replace("\"ended_at\":1772355660", "\"ended_at\":\"2026-03-01T09:01:00Z\"", StringComparison.Ordinal))).Activity));

    [Fact]
    public void Read_CallNobodyAnswered_CountsForWhoCalledOnly()
    {
        var outbound = Call().Replace("\"answered_at\":1772355605", "\"answered_at\":null", StringComparison.Ordinal);
        Assert.Equal("unanswered", Assert.IsType<ReadActivity>(Item(outbound)).Activity.Attributes!["outcome"]);
        Assert.IsType<IgnoredItem>(Item(outbound.Replace("outbound", "inbound", StringComparison.Ordinal)));
    }

    [Fact]
    public void Read_CallWithoutUser_IsTheOnlyColleaguesWhoTookPart()
    {
        var call = Call().Replace("\"user\":{\"id\":456}", "\"user\":{},\"participants\":[{\"type\":\"external\",\"id\":1},{\"type\":\"user\",\"id\":457}]", StringComparison.Ordinal);
        Assert.Equal("457", Assert.IsType<ReadActivity>(Item(call)).Activity.Owner);
        Assert.Null(Assert.IsType<ReadActivity>(Item(call.Replace("external", "user", StringComparison.Ordinal))).Activity.Owner);
    }

    [Theory]
    [InlineData("call.created")]
    [InlineData("call.hungup")]
    [InlineData("call.answered")]
    [InlineData("contact.created")]
    [InlineData("integration.deleted")]
    public void Read_OtherEvents_AreIgnoredWithAReason(string name) =>
        Assert.NotEmpty(Assert.IsType<IgnoredItem>(Item(Call().Replace("call.ended", name, StringComparison.Ordinal))).Reason);

    [Theory]
    [InlineData("\"id\":812345,", "", "/data/id")]
    [InlineData("\"id\":812345,", "\"id\":true,", "/data/id")]
    [InlineData("\"ended_at\":1772355660", "\"ended_at\":1772355660000", "/data/ended_at")]
    [InlineData("\"started_at\":1772355600,\"answered_at\":1772355605,\"ended_at\":1772355660", "\"answered_at\":1", "/data/ended_at")]
    [InlineData("\"user\":{\"id\":456}", "\"user\":{\"id\":[]}", "/data/user/id")]
    [InlineData("\"event\":\"call.ended\"", "\"event\":null", "/event")]
    public void Read_EventThatBreaksTheRules_IsRejectedByPointer(string part, string other, string pointer) =>
        Assert.Equal(pointer, Assert.IsType<RejectedItem>(Item(Call().Replace(part, other, StringComparison.Ordinal))).Errors[0].Pointer);

    [Fact]
    public void Read_PublishedSample_IsIgnoredUntilTheCallEnds()
    {
        if (Samples.Shared("crm/aircall/call.created.json") is { } file)
        {
            Assert.IsType<IgnoredItem>(Assert.Single(Assert.IsType<ConnectorResult.Accepted>(Read(File.ReadAllBytes(file), "cebcaac65XXXXXXXXXx")).Items));
        }
    }

    [Fact]
    public void Read_AnyOneBitOfTheTokenChanged_IsRefused()
    {
        Assert.All(Bits.Flipped(Token).Where(changed => changed.Trim() == changed), changed => Assert.IsType<ConnectorResult.Unauthorized>(Read(Samples.Utf8(Call()), changed)));
        Assert.All(Bits.Flipped(Token).Where(changed => !changed.Any(char.IsControl) && !changed.Contains('"') && !changed.Contains('\\')),
            changed => Assert.IsType<ConnectorResult.Unauthorized>(Read(Samples.Utf8(Call().Replace(Token, changed, StringComparison.Ordinal)))));
    }

    [Theory]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("{\"token\":5}")]
    [InlineData("{\"token\":\"\"}")]
    [InlineData("{\"data\":{\"token\":\"cebcaac65f1b2d3e4a\"}}")]
    [InlineData("{\"token\":\"cebcaac65f1b2d3e4a\",\"token\":\"x\"}")]
    public void Read_BodyThatShowsNoToken_IsNobodys(string body) => Assert.IsType<ConnectorResult.Unauthorized>(Read(Samples.Utf8(body)));

    [Fact]
    public void Read_BothActiveSecrets_AreTaken()
    {
        var request = new WebhookRequest("POST", "https://x", Samples.Headers(), Samples.Utf8(Call()));
        Assert.IsType<ConnectorResult.Accepted>(Connector.Read(request, Source, new SourceSecrets("another token", Token), Samples.Now));
        Assert.IsType<ConnectorResult.Unauthorized>(Connector.Read(request, Source, SourceSecrets.None, Samples.Now));
    }

    [Fact]
    public void WithoutSecrets_Body_HasNoTokenAndTheSameLength()
    {
        foreach (var body in new[] { Call(), "\uFEFF" + Call(), "{\"token\": \"" + Token + "\", broken \"" + Token })
        {
            var masked = Connector.WithoutSecrets(Samples.Utf8(body));
            Assert.Equal(Samples.Utf8(body).Length, masked.Length);
            Assert.DoesNotContain(Token, System.Text.Encoding.UTF8.GetString(masked.Span), StringComparison.Ordinal);
        }

        var again = Connector.ReadVerified(new WebhookRequest("POST", "", Samples.Headers(), Connector.WithoutSecrets(Samples.Utf8(Call()))), Source, Samples.Now);
        Assert.True(ActivityContent.AreEqual(
            Assert.IsType<ReadActivity>(Item(Call())).Activity,
            Assert.IsType<ReadActivity>(Assert.Single(Assert.IsType<ConnectorResult.Accepted>(again).Items)).Activity));
    }

    [Fact]
    public void Read_HostileBytes_AreAnswered() => HostilePayloads.Survive(Call(), body => Read(body));

    private static ReadItem Item(string body)
    {
        var accepted = Assert.IsType<ConnectorResult.Accepted>(Read(Samples.Utf8(body)));
        Assert.Equal(ProviderReply.Ok, accepted.Reply);
        return Assert.Single(accepted.Items);
    }

    private static ConnectorResult Read(byte[] body, string secret = Token) =>
        Connector.Read(new WebhookRequest("POST", "https://x", Samples.Headers(("Content-Type", "application/json")), body), Source, new SourceSecrets(secret), Samples.Now);

    private static string Call() =>
        """
        {"resource":"call","event":"call.ended","timestamp":1772355691,"token":"cebcaac65f1b2d3e4a","data":{"id":812345,"direction":"outbound","status":"done","missed_call_reason":null,
         "started_at":1772355600,"answered_at":1772355605,"ended_at":1772355660,"duration":65,"raw_digits":"+1 800-123-4567","user":{"id":456},"contact":{"id":789},"number":{"id":1}}}
        """;
}
