using SalesPerf.Connectors.CloudEvents;

namespace SalesPerf.Connectors.Tests.CloudEvents;

public sealed class CloudEventsConnectorTests
{
    private const string Secret = "a-secret-of-24-characters";
    private static readonly IConnector Connector = ConnectorRegistry.For("cloudevents")!;

    [Fact]
    public void Read_RequestWithTheSecret_IsAccepted()
    {
        var result = Read($"Bearer {Secret}", new SourceSecrets(Secret));
        Assert.IsType<ReadActivity>(Assert.Single(Assert.IsType<ConnectorResult.Accepted>(result).Items));
        Assert.IsType<ConnectorResult.Accepted>(Read($"bearer {Secret}", new SourceSecrets("another-secret-of-mine", Secret)));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("Bearer")]
    [InlineData("Bearer ")]
    [InlineData("Bearer a-secret-of-24-characterS")]
    [InlineData("Bearer a-secret-of-24-characters1")]
    [InlineData("Basic a-secret-of-24-characters")]
    public void Read_RequestWithoutTheSecret_IsUnauthorized(string? authorization) =>
        Assert.IsType<ConnectorResult.Unauthorized>(Read(authorization, new SourceSecrets(Secret)));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("   ")]
    public void Read_SourceWithoutASecret_FailsClosed(string? secret) =>
        Assert.IsType<ConnectorResult.Unauthorized>(Read($"Bearer {secret}", new SourceSecrets(secret)));

    [Fact]
    public void Read_UnsupportedBody_SaysSoOnlyToTheSender()
    {
        Assert.IsType<ConnectorResult.UnsupportedMediaType>(Read($"Bearer {Secret}", new SourceSecrets(Secret), "text/plain"));
        Assert.IsType<ConnectorResult.Unauthorized>(Read("Bearer no", new SourceSecrets(Secret), "text/plain"));
    }

    [Fact]
    public void For_UnknownProvider_IsNull() => Assert.Null(ConnectorRegistry.For("CloudEvents"));

    private static ConnectorResult Read(string? authorization, SourceSecrets secrets, string contentType = "application/cloudevents+json")
    {
        var headers = new Dictionary<string, string> { ["content-type"] = contentType };
        if (authorization is not null)
        {
            headers["authorization"] = authorization;
        }

        var body = Samples.Utf8("""{"specversion":"1.0","id":"1","source":"crm","type":"call.completed","time":"2026-03-01T09:00:00Z"}""");
        return Connector.Read(new WebhookRequest("POST", "https://x/api", new WebhookHeaders(headers), body), Samples.Source("cloudevents"), secrets, Samples.Now);
    }
}
