using SalesPerf.Connectors.StandardWebhooks;
using SalesPerf.Domain.Activities;
using SalesPerf.Domain.Sources;

namespace SalesPerf.Connectors.Tests.StandardWebhooks;

/// <summary>Version 1a (Ed25519), under both names of the headers.</summary>
public sealed class PublicKeySignatureTests
{
    // The vector that Svix's server publishes for its asymmetric keys.
    private const string Key = "whpk_1SiA4o9hyqTCpIqC5V9HUakiiaeACeqfZTInDBbOir4=";
    private const string Id = "msg_p5jXN8AQM9LWM0D4loKWxJek";
    private const string Time = "1614265330";
    private const string Body = "{\"test\": 2432232314}";
    private const string Signature = "v1a,hnO3f9T8Ytu9HwrXslvumlUpqtNVqkhqw/enGzPCXe5BdqzCInXqYXFymVJaA7AZdpXwVLPo3mNl8EM+m7TBAg==";
    private const string SharedSecret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    private const string SharedSignature = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";
    private static readonly DateTimeOffset Then = DateTimeOffset.FromUnixTimeSeconds(1614265330);

    [Theory]
    [InlineData(Key, Signature)]
    [InlineData("whpk_1SiA4o9hyqTCpIqC5V9HUakiiaeACeqfZTInDBbOir4", Signature)]
    [InlineData(Key, "v1a,hnO3f9T8Ytu9HwrXslvumlUpqtNVqkhqw/enGzPCXe5BdqzCInXqYXFymVJaA7AZdpXwVLPo3mNl8EM+m7TBAg")]
    [InlineData(Key, SharedSignature + " v2,x nonsense " + Signature)]
    [InlineData(SharedSecret, Signature + " " + SharedSignature)]
    public void Read_PublishedVector_IsVerified(string secret, string signature)
    {
        Assert.True(IsVerified("standard-webhooks", "webhook-", secret, signature: signature));
        Assert.True(IsVerified("svix", "svix-", secret, signature: signature));
    }

    [Theory]
    [InlineData("svix", "webhook-")]
    [InlineData("standard-webhooks", "svix-")]
    public void Read_TheOthersHeaders_AreNotLookedAt(string provider, string prefix) => Assert.False(IsVerified(provider, prefix, Key));

    [Fact]
    public void Read_AnyOneBitChanged_IsRefused()
    {
        Assert.All(Bits.Flipped(Samples.Utf8(Body)), changed => Assert.False(IsVerified("svix", "svix-", Key, bytes: changed)));
        Assert.All(Bits.Flipped(Signature).Where(changed => changed.TrimEnd('=') != Signature.TrimEnd('=')), changed => Assert.False(IsVerified("svix", "svix-", Key, signature: changed)));
        Assert.All(Bits.Flipped(Key).Where(changed => changed.TrimEnd('=') != Key.TrimEnd('=')), changed => Assert.False(IsVerified("svix", "svix-", changed)));
        Assert.All(Bits.Flipped(Id), changed => Assert.False(IsVerified("svix", "svix-", Key, id: changed)));
        Assert.All(Bits.Flipped(Time), changed => Assert.False(IsVerified("svix", "svix-", Key, time: changed)));
    }

    /// <summary>S and S plus the order of the group would both satisfy the equation; only the smaller may count.</summary>
    [Fact]
    public void Verifies_SignatureWithAnotherS_IsRefused()
    {
        var order = new System.Numerics.BigInteger(Convert.FromHexString("edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010"), isUnsigned: true);
        var signature = Convert.FromBase64String(Signature["v1a,".Length..]);
        var larger = (new System.Numerics.BigInteger(signature.AsSpan(32), isUnsigned: true) + order).ToByteArray(isUnsigned: true);
        Assert.Equal(32, larger.Length);
        Assert.False(IsVerified("svix", "svix-", Key, signature: "v1a," + Convert.ToBase64String([.. signature[..32], .. larger])));
    }

    // RFC 8032, section 7.1, tests 1 to 3.
    [Theory]
    [InlineData("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", "", "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b")]
    [InlineData("3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c", "72", "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00")]
    [InlineData("fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025", "af82", "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a")]
    public void Verifies_VectorsOfTheRfc_AreVerified(string key, string message, string signature)
    {
        var read = StandardWebhookPublicKey.Read("whpk_" + Convert.ToBase64String(Convert.FromHexString(key)))!;
        Assert.True(read.Verifies(Convert.ToBase64String(Convert.FromHexString(signature)), Convert.FromHexString(message)));
        Assert.False(read.Verifies(Convert.ToBase64String(Convert.FromHexString(signature)), [.. Convert.FromHexString(message), 0]));
    }

    [Theory]
    [InlineData("whpk_")]
    [InlineData("whpk_AAAA")]
    [InlineData("whpk_not base64")]
    [InlineData("whpk_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=")]
    [InlineData("whpk_AQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=")]
    [InlineData("whsk_6Xb/dCcHpPea21PS1N9VY/NZW723CEc77N4rJCubMbfVKIDij2HKpMKkioLlX0dRqSKJp4AJ6p9lMicMFs6Kvg==")]
    public void SecretProblem_KeyThatNobodyCanHave_IsSaid(string key)
    {
        Assert.NotNull(Connector("svix").SecretProblem(key));
        Assert.False(IsVerified("svix", "svix-", key));
    }

    [Fact]
    public void SecretProblem_SecretOrPublicKey_IsNone()
    {
        Assert.Null(Connector("svix").SecretProblem(Key));
        Assert.Null(Connector("standard-webhooks").SecretProblem(SharedSecret));
    }

    [Fact]
    public void Read_ChangeFromASharedSecretToAPublicKey_TakesBoth()
    {
        foreach (var signature in new[] { Signature, SharedSignature })
        {
            Assert.IsType<ConnectorResult.Accepted>(Connector("svix").Read(Request("svix-", Id, Time, signature, Samples.Utf8(Body)), Samples.Source("svix"), new SourceSecrets(Key, SharedSecret), Then));
        }
    }

    [Fact]
    public void ReadVerified_SvixEvent_IsUnderTheIdOfItsMessage()
    {
        const string body = """{"type":"call.completed","timestamp":"2021-02-25T15:00:00Z","data":{"owner":"7"}}""";
        var request = Request("svix-", Id, Time, "", Samples.Utf8(body));
        var activity = Assert.IsType<ReadActivity>(Assert.Single(Assert.IsType<ConnectorResult.Accepted>(Connector("svix").ReadVerified(request, Samples.Source("svix", "s"), Then)).Items)).Activity;
        Assert.Equal(("s", Id, "call.completed", "7"), (activity.Source, activity.Key, activity.Type, activity.Owner));
        Assert.True(Connector("svix").IsContent("Svix-Id"));
        Assert.False(Connector("svix").IsContent("svix-signature"));
        Assert.True(ActivityContent.AreEqual(activity, activity with { ReceivedAt = Then.AddHours(1) }));
    }

    private static IConnector Connector(string provider) => ConnectorRegistry.For(provider)!;

    private static bool IsVerified(string provider, string prefix, string secret, string id = Id, string time = Time, string signature = Signature, byte[]? bytes = null) =>
        Connector(provider).Read(Request(prefix, id, time, signature, bytes ?? Samples.Utf8(Body)), Samples.Source(provider), new SourceSecrets(secret), Then) is not ConnectorResult.Unauthorized;

    private static WebhookRequest Request(string prefix, string id, string time, string signature, byte[] body) =>
        new("POST", "https://x/api", Samples.Headers((prefix + "id", id), (prefix + "timestamp", time), (prefix + "signature", signature)), body);
}
