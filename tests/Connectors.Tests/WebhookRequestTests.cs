namespace SalesPerf.Connectors.Tests;

public sealed class WebhookRequestTests
{
    [Fact]
    public void QuerySecrets_PlusWrittenAsItself_IsReadBothWays()
    {
        var request = new WebhookRequest("POST", "https://x.example/w?key=a+b%2Fc%3D&other=1#key=z", Samples.Headers(), ReadOnlyMemory<byte>.Empty);
        Assert.Equal(["a b/c="], request.Query("key"));
        Assert.Equal(["a b/c=", "a+b/c="], request.QuerySecrets("key"));
        Assert.Empty(request.QuerySecrets("Key"));
    }
}
