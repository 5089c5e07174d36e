using SalesPerf.Connectors.Text;
using SalesPerf.Domain.Activities;

namespace SalesPerf.Connectors.Tests.Text;

public sealed class ProviderTimeTests
{
    [Theory]
    [InlineData("2017-04-19 21:20:37", "2017-04-19T21:20:37.0000000Z")]
    [InlineData("2017-04-19T21:20:37.125000", "2017-04-19T21:20:37.1250000Z")]
    [InlineData("2025-02-04 19:20:54 +0000", "2025-02-04T19:20:54.0000000Z")]
    [InlineData("2025-02-04 19:20:54 UTC", "2025-02-04T19:20:54.0000000Z")]
    [InlineData("2025-02-04T19:20:54.5+02:00", "2025-02-04T17:20:54.5000000Z")]
    [InlineData("2025-02-04T19:20:54-0130", "2025-02-04T20:50:54.0000000Z")]
    [InlineData("2025-02-04T19:20:54Z", "2025-02-04T19:20:54.0000000Z")]
    public void Iso_AsCrmsWriteIt_IsUtc(string text, string expected) => Assert.Equal(expected, CanonicalText.Of(ProviderTime.Iso(text)!.Value));

    [Theory]
    [InlineData("")]
    [InlineData("2025-02-04")]
    [InlineData("2025-02-30 19:20:54")]
    [InlineData("2025-02-04x19:20:54Z")]
    [InlineData("                    ")]
    [InlineData("2025-02-04          19:20")]
    [InlineData("                                              Z")]
    [InlineData("2025-02-04 19:20:54 +25:00")]
    [InlineData(" 2025-02-04 19:20:54")]
    public void Iso_NoInstant_IsRefused(string text) => Assert.Null(ProviderTime.Iso(text));

    [Fact]
    public void Numbers_SinceTheEpoch_AreRead()
    {
        Assert.Equal("2023-11-14T22:13:20.0000000Z", CanonicalText.Of(ProviderTime.Seconds("1700000000")!.Value));
        Assert.Equal("2023-11-14T22:13:20.1234567Z", CanonicalText.Of(ProviderTime.Seconds("1700000000.12345678")!.Value));
        Assert.Equal("2023-11-14T22:13:20.0010000Z", CanonicalText.Of(ProviderTime.Milliseconds("1700000000001")!.Value));
        Assert.All(["-1", "x", "", "999999999999999"], text => Assert.Null(ProviderTime.Seconds(text)));
    }
}
