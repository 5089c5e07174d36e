using SalesPerf.Domain.Sources;

namespace SalesPerf.Connectors.Tests.Corpus;

/// <summary>For every connector that is registered, without naming one: what is genuine is taken, and with any one bit of body, proof, time or secret changed it is refused.</summary>
public sealed class ProofTests
{
    public static TheoryData<string> Samples { get; } = new(ProviderSamples.All.Select(sample => sample.ToString()));

    [Fact]
    public void All_EveryConnector_HasASampleThatMeansSomething() => Assert.All(ConnectorRegistry.All, connector =>
    {
        var samples = ProviderSamples.All.Where(sample => sample.Provider == connector.Provider).ToList();
        Assert.NotEmpty(samples);
        Assert.Null(connector.SecretProblem(samples[0].Secret));
        Assert.All(samples, sample => Assert.Equal(sample.MeansSomething, Assert.IsType<ConnectorResult.Accepted>(Read(sample, sample.Genuine)).Items.OfType<ReadActivity>().Any()));
        Assert.All(samples, sample => Assert.Empty(Assert.IsType<ConnectorResult.Accepted>(Read(sample, sample.Genuine)).Items.OfType<RejectedItem>()));
    });

    /// <summary>By a header of the body's bytes, by a secret in a header, in the address or in the body: each sample says how.</summary>
    [Theory]
    [MemberData(nameof(Samples))]
    public void Read_AnyOneBitChanged_IsRefused(string name)
    {
        var sample = Of(name);
        var genuine = sample.Genuine;
        Refused(sample, genuine with { Headers = new([]), Url = ProviderSample.Url, Body = Proofs.Utf8(sample.ShownInBody is { } shown ? sample.Body.Replace(shown, "", StringComparison.Ordinal) : sample.Body) });
        foreach (var changed in sample.CoversBody ? Bits.Flipped(genuine.Body.ToArray()) : [])
        {
            Refused(sample, genuine with { Body = changed });
        }

        foreach (var changed in sample.ShownInBody is { } text ? Bits.Flipped(text) : [])
        {
            var at = sample.Body.IndexOf(sample.ShownInBody!, StringComparison.Ordinal);
            Refused(sample, genuine with { Body = Proofs.Utf8(sample.Body[..at] + changed + sample.Body[(at + changed.Length)..]) });
        }

        foreach (var header in new[] { sample.ProofHeader, sample.TimeHeader }.OfType<string>())
        {
            var value = genuine.Headers.One(header)!;
            var skipped = header == sample.ProofHeader ? sample.ProofSkips : 0;
            Assert.All(Bits.Flipped(value[skipped..]), changed => Refused(sample, genuine with { Headers = With(genuine.Headers, header, value[..skipped] + changed) }));
        }

        if (genuine.Url.IndexOf('=', StringComparison.Ordinal) + 1 is var start and > 0)
        {
            Assert.All(Bits.Flipped(genuine.Url[start..]), changed => Refused(sample, genuine with { Url = genuine.Url[..start] + changed }));
        }

        Assert.All(Bits.Flipped(sample.Secret).Where(secret => !IsSameKey(sample, secret)), secret => Refused(sample, genuine, secret));
    }

    /// <summary>What was genuine once is not for ever, where the time is signed.</summary>
    [Theory]
    [MemberData(nameof(Samples))]
    public void Read_SignedTimeThatIsOver_IsRefused(string name)
    {
        var sample = Of(name);
        var later = sample.Connector.Read(sample.Genuine, Source(sample), new SourceSecrets(sample.Secret), ProviderSample.Now.AddDays(4));
        var before = sample.Connector.Read(sample.Genuine, Source(sample), new SourceSecrets(sample.Secret), ProviderSample.Now.AddHours(-1));
        Assert.Equal(sample.TimeHeader is not null, later is ConnectorResult.Unauthorized);
        Assert.Equal(sample.TimeHeader is not null, before is ConnectorResult.Unauthorized);
    }

    private static ProviderSample Of(string name) => ProviderSamples.All.Single(sample => sample.ToString() == name);

    /// <summary>Hexadecimal digits of a key are the same in capitals; of an organization's id the last three only repeat the first fifteen.</summary>
    private static bool IsSameKey(ProviderSample sample, string secret) =>
        (sample.Provider == "close" && secret.Equals(sample.Secret, StringComparison.OrdinalIgnoreCase))
        || (sample.Provider == "salesforce" && secret[..15] == sample.Secret[..15] && secret[18..] == sample.Secret[18..] && sample.Connector.SecretProblem(secret) is null)
        || string.IsNullOrWhiteSpace(secret);

    private static WebhookHeaders With(WebhookHeaders headers, string name, string value) =>
        new(headers.Where(header => !header.Key.Equals(name, StringComparison.OrdinalIgnoreCase)).SelectMany(header => header.Value, (header, text) => KeyValuePair.Create(header.Key, text)).Append(KeyValuePair.Create(name, value)));

    private static void Refused(ProviderSample sample, WebhookRequest request, string? secret = null) =>
        Assert.IsType<ConnectorResult.Unauthorized>(sample.Connector.Read(request, Source(sample), new SourceSecrets(secret ?? sample.Secret), ProviderSample.Now));

    private static ConnectorResult Read(ProviderSample sample, WebhookRequest request) =>
        sample.Connector.Read(request, Source(sample), new SourceSecrets(sample.Secret), ProviderSample.Now);

    private static Source Source(ProviderSample sample) => new() { Id = "crm", Provider = sample.Provider };
}
