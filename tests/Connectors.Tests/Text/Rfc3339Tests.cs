using SalesPerf.Connectors.Text;
using SalesPerf.Domain.Activities;

namespace SalesPerf.Connectors.Tests.Text;

public sealed class Rfc3339Tests
{
    [Theory]
    [InlineData("2018-04-05T17:31:00Z", "2018-04-05T17:31:00.0000000Z")]
    [InlineData("2018-04-05t17:31:00z", "2018-04-05T17:31:00.0000000Z")]
    [InlineData("2018-04-05T17:31:00.123456789Z", "2018-04-05T17:31:00.1234567Z")]
    [InlineData("2018-04-05T18:31:00+01:00", "2018-04-05T17:31:00.0000000Z")]
    [InlineData("2018-04-05T16:31:00.5-01:00", "2018-04-05T17:31:00.5000000Z")]
    [InlineData("2020-02-29T23:59:59+23:59", "2020-02-29T00:00:59.0000000Z")]
    public void Parse_Instant_IsUtc(string text, string expected) =>
        Assert.Equal(expected, CanonicalText.Of(Rfc3339.Parse(text)!.Value));

    [Theory]
    [InlineData("lunchtime")]
    [InlineData("2018-04-05")]
    [InlineData("2018-04-05T18:31Z")]
    [InlineData("2018-04-05T18:31:00")]
    [InlineData("2018-04-05 18:31:00Z")]
    [InlineData("2018-04-05T18:31:00X")]
    [InlineData("2018-04-05T18:31:00+25:00")]
    [InlineData("2018-04-05T18:31:00+01:60")]
    [InlineData("2018-04-05T18:31:00+xx:00")]
    [InlineData("2018-04-05T18:31:00+05")]
    [InlineData("2018-04-05T18:31:00.Z")]
    [InlineData("2018-04-05T18:31:00.5")]
    [InlineData("2016-12-31T23:59:60Z")]
    [InlineData("2018-02-29T00:00:00Z")]
    [InlineData("2018-04-05T24:00:00Z")]
    [InlineData("0001-01-01T00:00:00+01:00")]
    [InlineData("9999-12-31T23:59:59-01:00")]
    [InlineData("")]
    public void Parse_NoInstant_IsRefused(string text) => Assert.Null(Rfc3339.Parse(text));
}
