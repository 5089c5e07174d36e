using SalesPerf.Domain.Activities;
using SalesPerf.Domain.Sources;

namespace SalesPerf.Connectors.Tests.Gong;

public sealed class GongConnectorTests
{
    private const string Secret = "f9d2c1b7a6e5f4d3";
    private static readonly IConnector Connector = ConnectorRegistry.For("gong")!;
    private static readonly Source Source = Samples.Source("gong", "gong");

    [Fact]
    public void Read_Call_IsACallUnderItsId()
    {
        var activity = Assert.IsType<ReadActivity>(Item(Call)).Activity;
        Assert.Equal(("gong", "call:4570250816631531513", "call.completed", "1309263961237846110"), (activity.Source, activity.Key, activity.Type, activity.Owner));
        Assert.Equal(("0015f00000A", "0065f00000B", null), (activity.Account, activity.Deal, activity.Contact));
        Assert.Equal(new DateTimeOffset(2026, 2, 17, 10, 30, 0, TimeSpan.Zero), activity.OccurredAt);
        Assert.Equal(
            [("direction", "outbound"), ("durationSeconds", "147"), ("media", "audio"), ("objectId", "4570250816631531513"), ("outcome", "No Answer")],
            activity.Attributes!.Select(pair => (pair.Key, pair.Value)));
    }

    [Fact]
    public void Read_TestDelivery_IsIgnored() =>
        Assert.Contains("test", Assert.IsType<IgnoredItem>(Item(Call.Replace("\"isTest\":false", "\"isTest\":true", StringComparison.Ordinal))).Reason, StringComparison.Ordinal);

    [Fact]
    public void Read_CallWithoutPrimaryUser_IsTheOnlyColleagues()
    {
        var call = Call.Replace("\"primaryUserId\":\"1309263961237846110\"", "\"primaryUserId\":null", StringComparison.Ordinal);
        Assert.Equal("77", Assert.IsType<ReadActivity>(Item(call)).Activity.Owner);
        Assert.Null(Assert.IsType<ReadActivity>(Item(call.Replace("\"External\",\"userId\":\"78\"", "\"Internal\",\"userId\":\"78\"", StringComparison.Ordinal))).Activity.Owner);
    }

    [Theory]
    [InlineData("\"id\":\"4570250816631531513\"", "\"id\":null", "/callData/metaData/id")]
    [InlineData("\"started\":\"2026-02-17T03:30:00-07:00\"", "\"started\":\"yesterday\"", "/callData/metaData/started")]
    [InlineData("\"started\":\"2026-02-17T03:30:00-07:00\"", "\"x\":1", "/callData/metaData/started")]
    [InlineData("\"callData\"", "\"data\"", "/callData/metaData/id")]
    public void Read_CallThatBreaksTheRules_IsRejectedByPointer(string part, string other, string pointer) =>
        Assert.Equal(pointer, Assert.IsType<RejectedItem>(Item(Call.Replace(part, other, StringComparison.Ordinal))).Errors[0].Pointer);

    [Theory]
    [InlineData("?key=f9d2c1b7a6e5f4d3", null, null)]
    [InlineData("?a=b&token=f9d2c1b7a6e5f4d3", null, null)]
    [InlineData("", "Authorization", "Bearer f9d2c1b7a6e5f4d3")]
    [InlineData("", "Authorization", "f9d2c1b7a6e5f4d3")]
    [InlineData("", "X-Api-Key", "f9d2c1b7a6e5f4d3")]
    [InlineData("?key=f9d2c1b7a6e5f4d3", "Authorization", "Bearer a.b.c")]
    public void Read_KeyInTheAddressOrAHeader_IsVerified(string query, string? header, string? value) =>
        Assert.IsType<ConnectorResult.Accepted>(Read(Samples.Utf8(Call), query, header is null ? [] : [(header, value!)]));

    [Theory]
    [InlineData("")]
    [InlineData("?key=")]
    [InlineData("?other=f9d2c1b7a6e5f4d3")]
    [InlineData("?key=F9D2C1B7A6E5F4D3")]
    [InlineData("?key=f9d2c1b7a6e5f4d")]
    [InlineData("#?key=f9d2c1b7a6e5f4d3x")]
    public void Read_WithoutTheKey_IsRefused(string query) => Assert.IsType<ConnectorResult.Unauthorized>(Read(Samples.Utf8(Call), query));

    [Fact]
    public void Read_AnyOneBitOfTheKeyChanged_IsRefused() => Assert.All(
        Bits.Flipped(Secret),
        changed => Assert.IsType<ConnectorResult.Unauthorized>(Read(Samples.Utf8(Call), "?key=" + Uri.EscapeDataString(changed))));

    [Fact]
    public void Read_BothActiveSecrets_AreTakenAndNoneIsRefused()
    {
        var request = new WebhookRequest("POST", "https://x/?key=" + Secret, Samples.Headers(), Samples.Utf8(Call));
        Assert.IsType<ConnectorResult.Accepted>(Connector.Read(request, Source, new SourceSecrets("another-key-0123456", Secret), Samples.Now));
        Assert.IsType<ConnectorResult.Unauthorized>(Connector.Read(request, Source, SourceSecrets.None, Samples.Now));
        Assert.NotNull(Connector.SecretProblem("short"));
        Assert.Null(Connector.SecretProblem(Secret));
    }

    [Fact]
    public void Read_HostileBytes_AreAnswered() => HostilePayloads.Survive(Call, body => Read(body, "?key=" + Secret));

    private static ReadItem Item(string body)
    {
        var accepted = Assert.IsType<ConnectorResult.Accepted>(Read(Samples.Utf8(body), "?key=" + Secret));
        Assert.Equal(ProviderReply.Ok, accepted.Reply);
        return Assert.Single(accepted.Items);
    }

    private static ConnectorResult Read(byte[] body, string query, params (string, string)[] headers) =>
        Connector.Read(new WebhookRequest("POST", "https://x/api/v1/webhooks/gong" + query, Samples.Headers(headers), body), Source, new SourceSecrets(Secret), Samples.Now);

    private const string Call = """
        {"callData":{"metaData":{"id":"4570250816631531513","started":"2026-02-17T03:30:00-07:00","duration":147,"direction":"Outbound","media":"Audio","primaryUserId":"1309263961237846110","sdrDisposition":"No Answer","title":"Use cases"},
         "parties":[{"affiliation":"Internal","userId":"77"},{"affiliation":"External","userId":"78"}],
         "context":[{"system":"Salesforce","objects":[{"objectType":"Account","objectId":"0015f00000A"},{"objectType":"Opportunity","objectId":"0065f00000B"},{"objectType":"Contact","objectId":"1"},{"objectType":"Contact","objectId":"2"}]}]},
         "isPrivate":false,"isTest":false}
        """;
}
