using SalesPerf.Connectors.Dynamics;
using SalesPerf.Domain.Activities;
using static SalesPerf.Connectors.Tests.Dynamics.DynamicsRequests;

namespace SalesPerf.Connectors.Tests.Dynamics;

public sealed class DynamicsConnectorTests
{
    private static readonly string Body = Context("Update", "opportunity", Target(Money("estimatedvalue", "5") + "," + Pair("modifiedon", "\"\\/Date(1772355600000+0100)\\/\"")), Image("PreEntityImages", Option("statecode", 0)));

    [Fact]
    public void Read_SharedSecret_IsFoundWhereverDataverseCanPutIt()
    {
        Assert.IsType<ConnectorResult.Accepted>(Read(Samples.Utf8(Body), $"?code={Secret}"));
        Assert.IsType<ConnectorResult.Accepted>(Read(Samples.Utf8(Body), $"?a=b&secret={Secret}"));
        Assert.IsType<ConnectorResult.Accepted>(Read(Samples.Utf8(Body), headers: ("x-any-name", Secret)));
        Assert.IsType<ConnectorResult.Accepted>(Read(Samples.Utf8(Body), headers: ("Authorization", $"Bearer {Secret}")));
        var both = new SourceSecrets("another-secret-entirely", Secret);
        Assert.IsType<ConnectorResult.Accepted>(Connector.Read(new("POST", $"https://x/?code={Secret}", Samples.Headers(), Samples.Utf8(Body)), Samples.Source("dynamics"), both, Samples.Now));
    }

    [Fact]
    public void Read_AnyOtherSecret_IsRefused()
    {
        foreach (var flipped in Bits.Flipped(Secret))
        {
            Assert.IsType<ConnectorResult.Unauthorized>(Read(Samples.Utf8(Body), headers: ("x-shared", flipped)));
            Assert.IsType<ConnectorResult.Unauthorized>(Read(Samples.Utf8(Body), $"?code={Uri.EscapeDataString(flipped)}"));
        }

        Assert.Equal("signature-wrong", Assert.IsType<ConnectorResult.Unauthorized>(Read(Samples.Utf8(Body))).Reason);
        Assert.Equal("secret-missing", Assert.IsType<ConnectorResult.Unauthorized>(Read(Samples.Utf8(Body), secret: "")).Reason);
    }

    [Fact]
    public void Read_Headers_OnlyThoseOfTheContentAreKept()
    {
        Assert.True(Connector.IsContent("x-ms-dynamics-msg-size-exceeded"));
        Assert.True(Connector.IsContent("content-type"));
        Assert.False(Connector.IsContent("authorization"));
        Assert.False(Connector.IsContent("x-shared"));
        Assert.Null(Connector.SecretProblem(Secret));
        Assert.NotNull(Connector.SecretProblem("short"));
        Assert.NotNull(Connector.SecretProblem("with spaces in a long secret"));
    }

    [Theory]
    [InlineData("/Date(1506409448000)/", "2017-09-26T07:04:08")]
    [InlineData("/Date(1506409448000-0700)/", "2017-09-26T07:04:08")]
    [InlineData("/Date(1506409448000+1345)/", "2017-09-26T07:04:08")]
    [InlineData("2017-09-26T07:04:08Z", "2017-09-26T07:04:08")]
    [InlineData("/Date(1506409448000+2500)/", null)]
    [InlineData("/Date(1506409448000+07)/", null)]
    [InlineData("/Date(-1)/", null)]
    [InlineData("/Date()/", null)]
    [InlineData("/Date(", null)]
    [InlineData("", null)]
    [InlineData("/Date(999999999999999999)/", null)]
    public void Time_Instant_IsUtcWhateverTheOffset(string text, string? expected) =>
        Assert.Equal(expected, DynamicsTime.Instant(text)?.ToString("yyyy-MM-dd'T'HH:mm:ss", System.Globalization.CultureInfo.InvariantCulture));

    [Fact]
    public void Read_EveryTruncation_IsRefused()
    {
        foreach (var length in Enumerable.Range(0, Body.Length - 1))
        {
            Assert.IsType<ConnectorResult.BadRequest>(Read(Samples.Utf8(Body)[..length], $"?code={Secret}"));
        }
    }

    [Fact]
    public void Read_ManyMutations_AlwaysAnswer()
    {
        var random = new Random(20260302);
        var answers = new HashSet<string>();
        string[] texts = [Body, Context("Update", "phonecall", Target(Option("statecode", 1) + "," + Reference("ownerid", "systemuser", Owner), "phonecall")), Context("Win", "opportunity", Pair("OpportunityClose", Entity(Money("actualrevenue", "5"))))];
        for (var i = 0; i < 4_000; i++)
        {
            var bytes = Samples.Utf8(texts[i % texts.Length]);
            for (var changes = random.Next(1, 4); changes > 0; changes--)
            {
                bytes[random.Next(bytes.Length)] = (byte)(random.Next(4) == 0 ? random.Next(256) : "[]{}\",:\\/()0123.- "[random.Next(18)]);
            }

            var result = Read(bytes, $"?code={Secret}");
            answers.Add(result.GetType().Name);
            foreach (var item in (result as ConnectorResult.Accepted)?.Items ?? [])
            {
                answers.Add(item.GetType().Name);
                if (item is ReadActivity { Activity: var activity })
                {
                    Assert.InRange(activity.Key.Length, 1, ItemLimits.MaxKey);
                    Assert.NotEmpty(ActivityContent.Bytes(activity));
                    Assert.InRange(activity.OccurredAt.Year, 2000, 2036);
                }
            }
        }

        Assert.Equal(["Accepted", "BadRequest", "IgnoredItem", "ReadActivity", "RejectedItem"], answers.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Read_OtherShapes_AreAnswered()
    {
        foreach (var body in new[] { "[]", "5", "null", "\"x\"", "{}", "{\"MessageName\":{},\"InputParameters\":5,\"PrimaryEntityName\":[]}" })
        {
            Assert.IsType<RejectedItem>(Item(body));
        }

        Assert.IsType<ConnectorResult.BadRequest>(Read(Samples.Utf8(string.Concat(Enumerable.Repeat("{\"ParentContext\":", 10_000))), $"?code={Secret}"));
        Assert.IsType<RejectedItem>(Item(Context("Update", "opportunity", Target(Pair("description", $"\"{new string('x', 600_000)}\"")))));
        Assert.IsType<ConnectorResult.UnsupportedMediaType>(Read(Samples.Utf8(Body), $"?code={Secret}", headers: ("Content-Type", "application/msbin1")));
    }
}
