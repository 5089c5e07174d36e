using System.Security.Cryptography;
using System.Text.Json;
using SalesPerf.Domain.Activities;
using SalesPerf.Domain.Sources;

namespace SalesPerf.Connectors.Tests.StandardWebhooks;

public sealed class StandardWebhooksConnectorTests
{
    // The vector that the specification's libraries share. Its body is no event of ours, so a verified one is rejected as an item.
    private const string Secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    private const string Id = "msg_p5jXN8AQM9LWM0D4loKWxJek";
    private const string Time = "1614265330";
    private const string Body = "{\"test\": 2432232314}";
    private const string Signature = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";
    private static readonly DateTimeOffset Then = DateTimeOffset.FromUnixTimeSeconds(1614265330);
    private static readonly IConnector Connector = ConnectorRegistry.For("standard-webhooks")!;
    private static readonly Source Source = Samples.Source("standard-webhooks");

    [Theory]
    [InlineData(Secret)]
    [InlineData("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")]
    public void Read_PublishedVector_IsVerified(string secret) => Assert.True(IsVerified(secret));

    [Fact]
    public void Read_PublishedVectorFile_IsVerified()
    {
        if (Samples.Shared("crm/standard-webhooks/signature-vectors.json") is not { } file)
        {
            return;
        }

        using var vectors = JsonDocument.Parse(File.ReadAllBytes(file));
        Assert.All(vectors.RootElement.GetProperty("vectors").EnumerateArray(), vector =>
        {
            string Text(string name) => vector.GetProperty(name).GetString()!;
            var (secret, id, time, body, signature) = (Text("secret"), Text("webhook_id"), Text("webhook_timestamp"), Text("body"), Text("webhook_signature"));
            Assert.True(IsVerified(secret, id, time, body, signature));
            Assert.All(Bits.Flipped(secret), changed => Assert.False(IsVerified(changed, id, time, body, signature)));
            Assert.All(Bits.Flipped(id), changed => Assert.False(IsVerified(secret, changed, time, body, signature)));
            Assert.All(Bits.Flipped(time), changed => Assert.False(IsVerified(secret, id, changed, body, signature)));
            Assert.All(Bits.Flipped(body), changed => Assert.False(IsVerified(secret, id, time, changed, signature)));
        });
    }

    [Fact]
    public void Read_AnyBitChanged_IsUnauthorized()
    {
        Assert.All(Bits.Flipped(Samples.Utf8(Body)), body => Assert.IsType<ConnectorResult.Unauthorized>(Read(Secret, Id, Time, body, Signature, Then)));
        Assert.All(Bits.Flipped(Signature), signature => Assert.False(IsVerified(signature: signature)));
        Assert.All(Bits.Flipped(Id), id => Assert.False(IsVerified(id: id)));
        Assert.All(Bits.Flipped(Time), time => Assert.False(IsVerified(time: time)));
        Assert.All(Bits.Flipped(Secret), secret => Assert.False(IsVerified(secret)));
    }

    [Theory]
    [InlineData("v1,bm9ldGhpbmcK " + Signature)]
    [InlineData(Signature + " v2,whatever nonsense v1a,hnO3f9T8Ytu9HwrXslvumlUpqtNVqkhqw/enGzPCXe5BdqzCInXqYXFymVJaA7AZdpXwVLPo3mNl8EM+m7TBAg==")]
    [InlineData("  v1, ," + " " + Signature)]
    public void Read_SeveralSignatures_OneIsEnough(string signatures) => Assert.True(IsVerified(signature: signatures));

    [Theory]
    [InlineData("")]
    [InlineData("v1,")]
    [InlineData("v1a,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=")]
    [InlineData("g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=")]
    [InlineData("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE")]
    [InlineData("v1=g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=")]
    public void Read_NoSignatureThatCounts_IsUnauthorized(string signatures) => Assert.False(IsVerified(signature: signatures));

    [Theory]
    [InlineData(-301, false)]
    [InlineData(-300, true)]
    [InlineData(300, true)]
    [InlineData(301, false)]
    public void Read_ClockOffByTheTolerance_StillCounts(int seconds, bool isVerified) =>
        Assert.Equal(isVerified, Read(Secret, Id, Time, Samples.Utf8(Body), Signature, Then.AddSeconds(seconds)) is ConnectorResult.Accepted);

    [Theory]
    [InlineData("+1614265330")]
    [InlineData(" 1614265330")]
    [InlineData("1614265330.0")]
    [InlineData("-1")]
    [InlineData("\u0661\u0666\u0661\u0664\u0662\u0666\u0665\u0663\u0663\u0660")]
    [InlineData("99999999999999999999")]
    [InlineData("999999999999")]
    [InlineData("")]
    public void Read_SignedTimeThatIsNotAPlainNumberFromNow_IsUnauthorized(string time) =>
        Assert.False(IsVerified(time: time, signature: Sign(Secret, Id, time, Body)));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("whsec_")]
    [InlineData("whsec_AAAA")]
    [InlineData("not base64 at all!")]
    public void Read_SourceWithoutAUsableSecret_FailsClosed(string? secret) => Assert.False(IsVerified(secret));

    [Fact]
    public void SecretProblem_LengthAndPadding_AreThoseOfTheSpecification()
    {
        foreach (var (length, isUsable) in new[] { (23, false), (24, true), (25, true), (26, true), (64, true), (65, false), (70, false) })
        {
            var padded = "whsec_" + Convert.ToBase64String(Enumerable.Range(0, length).Select(i => (byte)i).ToArray());
            Assert.Equal(isUsable, Connector.SecretProblem(padded) is null);
            Assert.Equal(isUsable, Connector.SecretProblem(padded.TrimEnd('=')) is null);
            Assert.Equal(isUsable, IsVerified(padded.TrimEnd('='), signature: Sign(padded, Id, Time, Body)));
        }
    }

    [Fact]
    public void Read_SecondSecretDuringAChange_IsVerified()
    {
        var other = "whsec_" + Convert.ToBase64String(new byte[32]);
        var request = Request(Id, Time, Samples.Utf8(Body), Signature);
        Assert.IsType<ConnectorResult.Accepted>(Connector.Read(request, Source, new SourceSecrets(other, Secret), Then));
        Assert.IsType<ConnectorResult.Unauthorized>(Connector.Read(request, Source, new SourceSecrets(other), Then));
    }

    [Fact]
    public void Read_MissingOrRepeatedHeader_IsUnauthorized()
    {
        foreach (var missing in new[] { "webhook-id", "webhook-timestamp", "webhook-signature" })
        {
            var headers = Request(Id, Time, [], Signature).Headers.Where(header => header.Key != missing).Select(header => KeyValuePair.Create(header.Key, header.Value[0])).ToList();
            Assert.IsType<ConnectorResult.Unauthorized>(Connector.Read(new WebhookRequest("POST", "https://x", new WebhookHeaders(headers), Samples.Utf8(Body)), Source, new SourceSecrets(Secret), Then));
        }

        var twice = Samples.Headers(("webhook-id", Id), ("Webhook-Id", Id), ("webhook-timestamp", Time), ("webhook-signature", Signature));
        Assert.IsType<ConnectorResult.Unauthorized>(Connector.Read(new WebhookRequest("POST", "https://x", twice, Samples.Utf8(Body)), Source, new SourceSecrets(Secret), Then));
    }

    [Fact]
    public void Read_SignedEvent_IsAnActivityUnderTheMessageId()
    {
        var activity = Assert.IsType<ReadActivity>(OnlyItem("""{"type":"call.completed","timestamp":"2021-02-25T15:00:00Z","data":{"owner":"7"},"extra":1}""")).Activity;
        Assert.Equal((Id, "call.completed", "7"), (activity.Key, activity.Type, activity.Owner));
        Assert.Equal(new DateTimeOffset(2021, 2, 25, 15, 0, 0, TimeSpan.Zero), activity.OccurredAt);
        Assert.Equal(Then, activity.ReceivedAt);
    }

    [Fact]
    public void Read_RetryWithALaterTimeStamp_IsTheSameActivity()
    {
        const string body = """{"type":"deal.won","timestamp":"2021-02-25T15:00:00Z","data":{"deal":"d","amount":1.50}}""";
        var first = Assert.IsType<ReadActivity>(OnlyItem(body)).Activity;
        var later = "1614268930";
        var retry = Read(Secret, Id, later, Samples.Utf8(body), Sign(Secret, Id, later, body), Then.AddHours(1));
        var again = Assert.IsType<ReadActivity>(Assert.Single(Assert.IsType<ConnectorResult.Accepted>(retry).Items)).Activity;
        Assert.NotEqual(first.ReceivedAt, again.ReceivedAt);
        Assert.True(ActivityContent.AreEqual(first, again));
    }

    [Theory]
    [InlineData("""{"timestamp":"2021-02-25T15:00:00Z"}""", "/type")]
    [InlineData("""{"type":"call","timestamp":"2021-02-25T15:00:00Z"}""", "/type")]
    [InlineData("""{"type":5,"timestamp":"2021-02-25T15:00:00Z"}""", "/type")]
    [InlineData("""{"type":"call.completed"}""", "/timestamp")]
    [InlineData("""{"type":"call.completed","timestamp":"2021-02-25T15:00:00"}""", "/timestamp")]
    [InlineData("""{"type":"call.completed","timestamp":"1900-01-01T00:00:00Z"}""", "/timestamp")]
    [InlineData("""{"type":"call.completed","timestamp":"2999-01-01T00:00:00Z"}""", "/timestamp")]
    [InlineData("""{"type":"call.completed","timestamp":1614265330}""", "/timestamp")]
    [InlineData("""{"type":"call.completed","timestamp":"2021-02-25T15:00:00Z","data":"x"}""", "/data")]
    [InlineData("""{"type":"call.completed","timestamp":"2021-02-25T15:00:00Z","data":{"ownr":"x"}}""", "/data/ownr")]
    [InlineData("""{"type":"call.completed","timestamp":"2021-02-25T15:00:00Z","data":{"recordedAt":"2021-02-25T15:00:00Z"}}""", "/data/recordedAt")]
    public void Read_SignedEventThatBreaksTheRules_IsRejectedByPointer(string body, string pointer) =>
        Assert.Equal([pointer], Assert.IsType<RejectedItem>(OnlyItem(body)).Errors.Select(error => error.Pointer));

    [Theory]
    [InlineData("[]")]
    [InlineData("{")]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("""{"type":"a.b","type":"a.b"}""")]
    public void Read_SignedBodyThatIsNoObject_IsBad(string body) =>
        Assert.IsType<ConnectorResult.BadRequest>(Read(Secret, Id, Time, Samples.Utf8(body), Sign(Secret, Id, Time, body), Then));

    [Fact]
    public void Read_SignedEventOver32Kilobytes_IsRejected()
    {
        var body = $$"""{"type":"a.b","timestamp":"2021-02-25T15:00:00Z","pad":"{{new string('x', 32 * 1024)}}"}""";
        Assert.Contains("32 KB", Assert.IsType<RejectedItem>(OnlyItem(body)).Errors.Single().Detail, StringComparison.Ordinal);
    }

    private static ReadItem OnlyItem(string body) =>
        Assert.Single(Assert.IsType<ConnectorResult.Accepted>(Read(Secret, Id, Time, Samples.Utf8(body), Sign(Secret, Id, Time, body), Then)).Items);

    private static bool IsVerified(string? secret = Secret, string id = Id, string time = Time, string body = Body, string signature = Signature) =>
        Read(secret, id, time, Samples.Utf8(body), signature, Then) is not ConnectorResult.Unauthorized;

    private static ConnectorResult Read(string? secret, string id, string time, byte[] body, string signature, DateTimeOffset now) =>
        Connector.Read(Request(id, time, body, signature), Source, new SourceSecrets(secret), now);

    private static WebhookRequest Request(string id, string time, byte[] body, string signature) =>
        new("POST", "https://x/api", Samples.Headers(("webhook-id", id), ("webhook-timestamp", time), ("webhook-signature", signature)), body);

    private static string Sign(string secret, string id, string time, string body)
    {
        var key = Convert.FromBase64String(secret.Replace("whsec_", string.Empty, StringComparison.Ordinal));
        return "v1," + Convert.ToBase64String(HMACSHA256.HashData(key, Samples.Utf8($"{id}.{time}.{body}")));
    }
}
