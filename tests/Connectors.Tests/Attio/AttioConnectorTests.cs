using System.Security.Cryptography;
using SalesPerf.Domain.Sources;

namespace SalesPerf.Connectors.Tests.Attio;

/// <summary>No signature of Attio's is published: these are computed here by the rule that Attio documents.</summary>
public sealed class AttioConnectorTests
{
    private const string Secret = "57a1b2c3d4e5f60718293a4b5c6d7e8f";
    private const string Body = """{"webhook_id":"7e9c","events":[{"event_type":"record.updated","id":{"workspace_id":"w","object_id":"o","record_id":"r","attribute_id":"a"},"actor":{"type":"workspace-member","id":"m"}}]}""";
    private static readonly IConnector Connector = ConnectorRegistry.For("attio")!;
    private static readonly Source Source = Samples.Source("attio");

    [Theory]
    [InlineData("record.created", "object_id and record_id")]
    [InlineData("record.updated", "object_id and record_id")]
    [InlineData("task.updated", "task_id")]
    [InlineData("call-recording.created", "call_recording_id")]
    [InlineData("note.created", "not used")]
    public void Read_AnyEvent_IsTakenAndSaysWhatMustBeFetched(string type, string expected) =>
        Assert.Contains(expected, Assert.IsType<IgnoredItem>(Assert.Single(Items(Body.Replace("record.updated", type, StringComparison.Ordinal)))).Reason, StringComparison.Ordinal);

    [Fact]
    public void Read_SeveralEvents_AreEachAnItem() =>
        Assert.Equal([0, 1, 2], Items("""{"events":[{"event_type":"record.created"},{},{"event_type":"x"}]}""").Select(item => item.Index));

    [Theory]
    [InlineData("{}", "/events")]
    [InlineData("""{"events":[]}""", "/events")]
    [InlineData("""{"events":[{}]}""", "/events/0/event_type")]
    public void Read_BodyWithoutEvents_IsRejectedByPointer(string body, string pointer) =>
        Assert.Equal(pointer, Assert.IsType<RejectedItem>(Assert.Single(Items(body))).Errors[0].Pointer);

    [Theory]
    [InlineData("Attio-Signature")]
    [InlineData("X-Attio-Signature")]
    public void Read_EitherHeader_IsVerified(string header)
    {
        var body = Samples.Utf8(Body);
        Assert.IsType<ConnectorResult.Accepted>(Read(body, (header, Sign(Secret, body))));
        Assert.IsType<ConnectorResult.Unauthorized>(Read(body, (header, Sign(Secret, body).ToUpperInvariant())));
        Assert.IsType<ConnectorResult.Unauthorized>(Read(body));
        Assert.IsType<ConnectorResult.Accepted>(Connector.Read(new WebhookRequest("POST", "https://x", Samples.Headers((header, Sign(Secret, body))), body), Source, new SourceSecrets("another secret of ours", Secret), Samples.Now));
    }

    [Fact]
    public void Read_AnyOneBitChanged_IsRefused()
    {
        var body = Samples.Utf8(Body);
        var signature = Sign(Secret, body);
        Assert.All(Bits.Flipped(body), changed => Assert.IsType<ConnectorResult.Unauthorized>(Read(changed, ("Attio-Signature", signature))));
        Assert.All(Bits.Flipped(signature), changed => Assert.IsType<ConnectorResult.Unauthorized>(Read(body, ("Attio-Signature", changed))));
        Assert.All(Bits.Flipped(Secret).Where(changed => changed.Trim() == changed), changed => Assert.IsType<ConnectorResult.Unauthorized>(Read(body, ("Attio-Signature", Sign(changed, body)))));
    }

    [Fact]
    public void Read_HostileBytes_AreAnswered() => HostilePayloads.Survive(Body, body => Read(body, ("Attio-Signature", Sign(Secret, body))));

    private static IReadOnlyList<ReadItem> Items(string body) =>
        Assert.IsType<ConnectorResult.Accepted>(Read(Samples.Utf8(body), ("Attio-Signature", Sign(Secret, Samples.Utf8(body))))).Items;

    private static ConnectorResult Read(byte[] body, params (string, string)[] headers) =>
        Connector.Read(new WebhookRequest("POST", "https://x", Samples.Headers(headers), body), Source, new SourceSecrets(Secret), Samples.Now);

    private static string Sign(string secret, byte[] body) => Convert.ToHexStringLower(HMACSHA256.HashData(Samples.Utf8(secret), body));
}
