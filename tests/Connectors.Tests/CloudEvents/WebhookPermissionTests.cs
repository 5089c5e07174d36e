using SalesPerf.Connectors.CloudEvents;

namespace SalesPerf.Connectors.Tests.CloudEvents;

public sealed class WebhookPermissionTests
{
    [Theory]
    [InlineData(null, null)]
    [InlineData("120", "120")]
    [InlineData("12000", "12000")]
    [InlineData("12001", "12000")]
    [InlineData("0", "12000")]
    [InlineData("*", "12000")]
    [InlineData("-1", "12000")]
    [InlineData("99999999999999999999", "12000")]
    public void Answer_OriginThatAsks_IsGrantedTheRateItAskedForUpToOurs(string? rate, string? granted)
    {
        var headers = Samples.Headers([("WebHook-Request-Origin", "eventemitter.example.com"), ("WebHook-Request-Callback", "https://evil.example"), .. rate is null ? [] : new[] { ("webhook-request-rate", rate) }]);
        var answer = WebhookPermission.Answer(headers);
        Assert.Equal((200, "", ""), (answer.Status, answer.ContentType, answer.Body));
        Assert.Equal(("POST", "eventemitter.example.com"), (answer.Headers["Allow"], answer.Headers["WebHook-Allowed-Origin"]));
        Assert.Equal(granted, answer.Headers.GetValueOrDefault("WebHook-Allowed-Rate"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("a b")]
    [InlineData("a\r\nSet-Cookie: x")]
    [InlineData("\u00e9.example")]
    public void Answer_OriginThatCannotBeOne_IsGrantedNothing(string origin) =>
        Assert.Equal(["Allow"], WebhookPermission.Answer(Samples.Headers(("WebHook-Request-Origin", origin), ("WebHook-Request-Rate", "1"))).Headers.Keys);

    [Fact]
    public void Answer_TwoOriginsOrNone_IsGrantedNothing()
    {
        Assert.Equal(["Allow"], WebhookPermission.Answer(Samples.Headers()).Headers.Keys);
        Assert.Equal(["Allow"], WebhookPermission.Answer(Samples.Headers(("WebHook-Request-Origin", "a"), ("WebHook-Request-Origin", "b"))).Headers.Keys);
    }
}
