using SalesPerf.Domain.Sources;

namespace SalesPerf.Connectors.Tests;

public sealed class UnregisteredSourcesTests
{
    /// <summary>A secret that its provider could never have would be refused before any work is done.</summary>
    [Fact]
    public void Secrets_EveryProvider_CanVerifyWithIts() =>
        Assert.All(new UnregisteredSources(new byte[32]).Secrets, one => Assert.Null(one.Connector.SecretProblem(one.Secret)));

    [Fact]
    public void Refuse_WhateverIsPosted_NeverTakesOrAnswersIt()
    {
        var sources = new UnregisteredSources([.. Enumerable.Range(0, 32).Select(number => (byte)number)]);
        var handshakes = new[]
        {
            new WebhookRequest("POST", "https://sales.example/x?validationToken=t", Samples.Headers(), default),
            new WebhookRequest("POST", "https://sales.example/x", Samples.Headers(("aeg-event-type", "SubscriptionValidation")), Samples.Utf8("""[{"data":{"validationCode":"c"}}]""")),
            new WebhookRequest("POST", "https://sales.example/x", Samples.Headers(), Samples.Utf8("""{"challenge":"c"}""")),
            new WebhookRequest("POST", "https://sales.example/x", Samples.Headers(), Samples.Utf8("<x/>")),
        };

        foreach (var request in handshakes)
        {
            Assert.All(Enumerable.Range(0, ConnectorRegistry.All.Count), choice => Assert.Equal("source-unknown", sources.Refuse(request, (uint)choice, Samples.Now).Reason));
        }
    }

    [Fact]
    public void Validate_LimitOfAProviderThatIsNeverTold_IsWarnedOf()
    {
        foreach (var connector in ConnectorRegistry.All)
        {
            var source = new Source { Id = "s", Provider = connector.Provider, Limit = new SourceLimit(60) };
            Assert.Equal(connector.LaterStatus is null, LimitRules.Validate(source) is [{ Pointer: "/limit", IsWarning: true }]);
            Assert.Empty(LimitRules.Validate(source with { Limit = null }));
        }
    }
}
