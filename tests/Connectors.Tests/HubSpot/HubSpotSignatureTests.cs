using System.Security.Cryptography;
using System.Text.Json;
using static SalesPerf.Connectors.Tests.HubSpot.HubSpotRequests;

namespace SalesPerf.Connectors.Tests.HubSpot;

public sealed class HubSpotSignatureTests
{
    // Published by HubSpot's libraries and on its validation page.
    private const string Body1 = "[{\"eventId\":1,\"subscriptionId\":12345,\"portalId\":62515,\"occurredAt\":1564113600000,\"subscriptionType\":\"contact.creation\",\"attemptNumber\":0,\"objectId\":123,\"changeSource\":\"CRM\",\"changeFlag\":\"NEW\",\"appId\":54321}]";
    private const string Signature1 = "232db2615f3d666fe21a8ec971ac7b5402d33b9a925784df3ca654d05f4817de";
    private const string Body2 = "{\"example_field\":\"example_value\"}";
    private const string Signature2 = "9569219f8ba981ffa6f6f16aa0f48637d35d728c7e4d93d0d52efaa512af7900";
    private const string Body3 = "{'example_field':'example_value'}";
    private const string Signature3 = "K36dawei4A+QBNolUOqo7s91KQDWQ5MXZ/QufNYuk/Y=";
    private const string Time3 = "1693657560000";
    private static readonly DateTimeOffset Then3 = DateTimeOffset.FromUnixTimeMilliseconds(1693657560000);

    [Fact]
    public void Read_PublishedVectors_AreVerified()
    {
        Assert.IsType<ConnectorResult.Accepted>(Read(Version1(Samples.Utf8(Body1), Signature1)));
        Assert.IsType<ConnectorResult.Accepted>(Read(Request(Samples.Utf8(Body1), ("x-hubspot-signature", Signature1))));
        Assert.IsType<ConnectorResult.Accepted>(Read(Request2(Samples.Utf8(Body2), Signature2)));

        // Its body is not JSON: verified, then refused.
        Assert.IsType<ConnectorResult.BadRequest>(Read(Version3(Samples.Utf8(Body3), Time3, Signature3), now: Then3));
    }

    [Fact]
    public void Read_PublishedVectorFile_IsVerified()
    {
        if (Samples.Shared("crm/hubspot/signature-vectors.json") is not { } file)
        {
            return;
        }

        using var vectors = JsonDocument.Parse(File.ReadAllBytes(file));
        var secret = vectors.RootElement.GetProperty("client_secret").GetString();
        Assert.All(vectors.RootElement.GetProperty("vectors").EnumerateArray(), vector =>
        {
            var body = Samples.Utf8(vector.GetProperty("body").GetString()!);
            var signature = vector.GetProperty("signature").GetString()!;
            var source = Source with { PublicUrl = vector.GetProperty("url").GetString() };
            Assert.IsNotType<ConnectorResult.Unauthorized>(Read(Request(body, signature), source, secret, Then3));
            Assert.All(Bits.Flipped(body), changed => Assert.IsType<ConnectorResult.Unauthorized>(Read(Request(changed, signature), source, secret, Then3)));
            Assert.All(Bits.Flipped(signature), changed => Assert.IsType<ConnectorResult.Unauthorized>(Read(Request(body, changed), source, secret, Then3)));
            Assert.All(Bits.Flipped(secret!), changed => Assert.IsType<ConnectorResult.Unauthorized>(Read(Request(body, signature), source, changed, Then3)));

            WebhookRequest Request(byte[] sent, string proof) => vector.GetProperty("version").GetString() switch
            {
                "v1" => Version1(sent, proof),
                "v2" => Request2(sent, proof),
                _ => Version3(sent, vector.GetProperty("timestamp").GetString()!, proof),
            };
        });
    }

    [Fact]
    public void Read_AnyBitChanged_IsUnauthorized()
    {
        Assert.All(Bits.Flipped(Samples.Utf8(Body1)), body => Refused(Version1(body, Signature1)));
        Assert.All(Bits.Flipped(Signature1), signature => Refused(Version1(Samples.Utf8(Body1), signature)));
        Assert.All(Bits.Flipped(Samples.Utf8(Body2)), body => Refused(Request2(body, Signature2)));
        Assert.All(Bits.Flipped(Signature2), signature => Refused(Request2(Samples.Utf8(Body2), signature)));
        Assert.All(Bits.Flipped(Samples.Utf8(Body3)), body => Refused(Version3(body, Time3, Signature3)));
        Assert.All(Bits.Flipped(Signature3), signature => Refused(Version3(Samples.Utf8(Body3), Time3, signature)));
        Assert.All(Bits.Flipped(Time3), time => Refused(Version3(Samples.Utf8(Body3), time, Signature3)));
        Assert.All(Bits.Flipped(Secret), secret =>
        {
            Refused(Version1(Samples.Utf8(Body1), Signature1), secret: secret);
            Refused(Request2(Samples.Utf8(Body2), Signature2), secret: secret);
            Refused(Version3(Samples.Utf8(Body3), Time3, Signature3), secret: secret);
        });
        Assert.All(Bits.Flipped(Url), url =>
        {
            Refused(Request2(Samples.Utf8(Body2), Signature2), url: url);
            Refused(Version3(Samples.Utf8(Body3), Time3, Signature3), url: url);
        });
        Refused(Request2(Samples.Utf8(Body2), Signature2) with { Method = "PUT" });
        Refused(Version3(Samples.Utf8(Body3), Time3, Signature3) with { Method = "PUT" });
    }

    [Theory]
    [InlineData(-300_001, false)]
    [InlineData(-300_000, true)]
    [InlineData(300_000, true)]
    [InlineData(300_001, false)]
    public void Read_Version3OffByFiveMinutes_StillCounts(int milliseconds, bool isVerified) =>
        Assert.Equal(isVerified, Read(Version3(Samples.Utf8("[]")), now: Samples.Now.AddMilliseconds(milliseconds)) is ConnectorResult.Accepted);

    [Theory]
    [InlineData("")]
    [InlineData("+1772452800000")]
    [InlineData("1772452800")]
    [InlineData("9999999999999999999999")]
    [InlineData("999999999999999")]
    public void Read_Version3WithATimeThatIsNotFromNow_IsUnauthorized(string time) =>
        Refused(Version3(Samples.Utf8("[]"), time, Sign(Url, Samples.Utf8("[]"), time)), now: Samples.Now);

    [Fact]
    public void Read_WrongVersion3BesideARightVersion1_IsUnauthorized()
    {
        var body = Samples.Utf8(Body1);
        Refused(Request(body, ("X-HubSpot-Signature", Signature1), ("X-HubSpot-Signature-Version", "v1"), ("X-HubSpot-Signature-v3", "x"), ("X-HubSpot-Request-Timestamp", Time3)));
        Refused(Request(body, ("X-HubSpot-Signature", Signature1), ("X-HubSpot-Signature-v3", "x")));
    }

    [Fact]
    public void Read_NoOrUnknownSignature_IsUnauthorized()
    {
        var body = Samples.Utf8(Body1);
        Refused(Request(body));
        Refused(Request(body, ("X-HubSpot-Signature", string.Empty)));
        Refused(Request(body, ("X-HubSpot-Signature", Signature1), ("X-HubSpot-Signature-Version", "v9")));
        Refused(Request(body, ("X-HubSpot-Signature", Signature1), ("X-HubSpot-Signature-Version", "v2")));
        Refused(Request(body, ("X-HubSpot-Signature", Signature1), ("X-HubSpot-Signature", Signature1)));
        Refused(Request(body, ("X-HubSpot-Signature", Signature1.ToUpperInvariant())));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(" ")]
    public void Read_SourceWithoutASecret_FailsClosed(string? secret)
    {
        var body = Samples.Utf8("[]");
        var forged = Convert.ToHexStringLower(SHA256.HashData([.. Samples.Utf8(secret ?? string.Empty), .. body]));
        Refused(Version1(body, forged), secret: secret);
    }

    [Fact]
    public void Read_AddressWithEscapes_IsSignedWithTheListedOnesDecoded()
    {
        // No published vector has an escape: these signatures are computed here, by the rule of the validation page.
        const string received = "https://www.example.com/a%3Ab%2Fc%3Fd%40e%21f%24g%27h%28i%29j%2Ak%2Cl%3Bm%20n%3aO?q=%2F%26";
        const string decoded = "https://www.example.com/a:b/c?d@e!f$g'h(i)j*k,l;m%20n:O?q=/%26";
        var body = Samples.Utf8("[]");
        foreach (var signed in new[] { decoded, received })
        {
            Assert.IsType<ConnectorResult.Accepted>(Read(Version3(body, signed), Source with { PublicUrl = received }));
        }

        Refused(Version3(body, decoded.Replace("%20", " ", StringComparison.Ordinal)), url: received, now: Samples.Now);
    }

    [Fact]
    public void Read_SourceWithoutPublicUrl_UsesTheAddressReceived()
    {
        var body = Samples.Utf8("[]");
        var source = Source with { PublicUrl = null };
        Assert.IsType<ConnectorResult.Accepted>(Read(Version3(body, "http://localhost:7071/api/v1/webhooks/hs"), source));
        Assert.IsType<ConnectorResult.Unauthorized>(Read(Version3(body), source));
    }

    private static WebhookRequest Request2(byte[] body, string signature) =>
        Request(body, ("X-HubSpot-Signature", signature), ("X-HubSpot-Signature-Version", "v2"));

    private static void Refused(WebhookRequest request, string? secret = Secret, string url = Url, DateTimeOffset? now = null) =>
        Assert.IsType<ConnectorResult.Unauthorized>(Read(request, Source with { PublicUrl = url }, secret, now ?? Then3));
}
