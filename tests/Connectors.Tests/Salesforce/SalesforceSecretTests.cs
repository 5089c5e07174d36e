using System.Text;
using static SalesPerf.Connectors.Tests.Salesforce.SalesforceRequests;

namespace SalesPerf.Connectors.Tests.Salesforce;

public sealed class SalesforceSecretTests
{
    private const string Url = "https://sp.example/api/v1/webhooks/sf";
    private static readonly string Body = Soap(Notification("Opportunity", "<sf:Amount>5</sf:Amount>"));

    [Theory]
    [InlineData("00D7F00000107XsUAI")]
    [InlineData("00D7F00000107Xs")]
    public void Read_MessageOfTheOrganization_IsAccepted(string secret)
    {
        Assert.IsType<ConnectorResult.Accepted>(Message(Body, secret));
        Assert.IsType<ConnectorResult.Accepted>(Message(Soap(Notification("Opportunity", "<sf:Amount>5</sf:Amount>"), "00D7F00000107Xs"), secret));
    }

    [Fact]
    public void Read_AnyOtherOrganization_IsRefusedWithAFault()
    {
        foreach (var flipped in Bits.Flipped("00D7F00000107Xs").Where(id => id.All(char.IsAsciiLetterOrDigit)))
        {
            Refused(Message(Soap(Notification("Opportunity", ""), flipped)), "signature-wrong");
        }

        Refused(Message(Soap(Notification("Opportunity", ""), "")), "signature-missing");
        Refused(Message(Body.Replace("<OrganizationId>", "<OrganizationId>00D7F00000107Xs</OrganizationId><OrganizationId>", StringComparison.Ordinal)), "signature-missing");
        Refused(Message(Body, " "), "secret-missing");
        Refused(Message(Body, Token), "secret-missing");
        Refused(Message(Body, $"{Organization}:short"), "secret-missing");
    }

    [Fact]
    public void Read_SecretWithAToken_WantsItInTheMessagesAddressToo()
    {
        const string secret = $"{Organization}:{Token}";
        Refused(Message(Body, secret), "signature-wrong");
        Assert.IsType<ConnectorResult.Accepted>(Message(Body, secret, $"{Url}?token={Token}"));
        foreach (var flipped in Bits.Flipped(Token))
        {
            Refused(Message(Body, secret, $"{Url}?token={Uri.EscapeDataString(flipped)}"), "signature-wrong");
        }

        Refused(Message(Body, secret, $"{Url}?token={Token}&token={Token}"), "signature-wrong");
    }

    [Fact]
    public void Read_ChangeEvent_WantsTheTokenAsBearer()
    {
        var body = Samples.Utf8(Change("Opportunity", "DELETE"));
        Assert.IsType<ConnectorResult.Accepted>(Relay(body));
        Assert.IsType<ConnectorResult.Accepted>(Relay(body, secret: Token));
        foreach (var flipped in Bits.Flipped(Token))
        {
            Assert.IsType<ConnectorResult.Unauthorized>(Relay(body, flipped));
        }

        // The organization's id is no secret, so it opens nothing here.
        Assert.Equal("secret-missing", Assert.IsType<ConnectorResult.Unauthorized>(Relay(body, Organization, Organization)).Reason);
        Assert.Equal("signature-missing", Assert.IsType<ConnectorResult.Unauthorized>(Relay(body, null)).Reason);
        Assert.IsType<ConnectorResult.Unauthorized>(Relay(body, Organization));
    }

    [Fact]
    public void Read_BothActiveSecrets_AreTaken()
    {
        var request = new WebhookRequest("POST", Url, Samples.Headers(), Samples.Utf8(Body));
        Assert.IsType<ConnectorResult.Accepted>(Connector.Read(request, Samples.Source("salesforce"), new SourceSecrets("00Dxx0000001gPFEAY", Organization), Samples.Now));
        Assert.IsType<ConnectorResult.Unauthorized>(Connector.Read(request, Samples.Source("salesforce"), SourceSecrets.None, Samples.Now));
    }

    [Theory]
    [InlineData("00D7F00000107XsUAI", true)]
    [InlineData("00D7F00000107Xs", true)]
    [InlineData("00D7F00000107XsUAI:a-token-of-24-characters", true)]
    [InlineData("a-token-of-24-characters", true)]
    [InlineData("00D7F00000107XsU", false)]
    [InlineData("00D7F00000107XsUAI:short", false)]
    [InlineData("00D7F00000107XsUAI:", false)]
    [InlineData("too short", false)]
    [InlineData("with spaces in a long token", false)]
    [InlineData("", false)]
    public void SecretProblem_SaysWhatCouldNeverVerify(string secret, bool isUsable) => Assert.Equal(isUsable, Connector.SecretProblem(secret) is null);

    [Theory]
    [InlineData("<SessionId>{0}</SessionId>")]
    [InlineData("<SessionId xsi:type=\"x\" >\n{0}\n</SessionId >")]
    [InlineData("<o:SessionId xmlns:o=\"http://soap.sforce.com/2005/09/outbound\">{0}</o:SessionId>")]
    [InlineData("<SessionId><![CDATA[{0}]]></SessionId>")]
    [InlineData("<SessionId/><SessionId>{0}</SessionId>")]
    [InlineData("<SessionId xsi:nil=\"true\"/><SessionId>{0}")]
    public void WithoutSecrets_Session_IsMaskedInPlace(string form)
    {
        var body = Samples.Utf8(Soap(Notification("Opportunity", "<sf:Amount>5</sf:Amount>"), session: string.Format(System.Globalization.CultureInfo.InvariantCulture, form, Session)));
        var masked = Connector.WithoutSecrets(body);
        Assert.Equal(body.Length, masked.Length);
        var text = Encoding.UTF8.GetString(masked.Span);
        Assert.DoesNotContain("AQEAQLive", text, StringComparison.Ordinal);
        Assert.DoesNotContain("00D7F00000107Xs", text, StringComparison.Ordinal);
        for (var length = 0; length < body.Length; length++)
        {
            Assert.DoesNotContain("AQEAQLive", Encoding.UTF8.GetString(Connector.WithoutSecrets(body.AsMemory(0, length)).Span), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void WithoutSecrets_KeepsWhatCanBeReadAgain()
    {
        var body = Samples.Utf8(Body);
        var again = Connector.ReadVerified(new WebhookRequest("POST", "", Samples.Headers(), Connector.WithoutSecrets(body)), Samples.Source("salesforce", "sf"), Samples.Now);
        Assert.True(Domain.Activities.ActivityContent.AreEqual(Only(ItemsOf(Message(Body))), Only(ItemsOf(again))));
        Assert.All(Connector.WithoutSecrets(Encoding.Unicode.GetBytes(Body)).ToArray(), octet => Assert.Equal((byte)'x', octet));
        var json = Samples.Utf8(Change("Opportunity", "DELETE"));
        Assert.Equal(json, Connector.WithoutSecrets(json).ToArray());
    }

    [Fact]
    public void Read_XmlAttacks_AreRefusedWithoutBeingBelieved()
    {
        const string bomb = "<!DOCTYPE x [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;\">]>";
        const string outside = "<!DOCTYPE x [<!ENTITY a SYSTEM \"file:///etc/passwd\">]>";
        var start = Body.IndexOf("<soapenv", StringComparison.Ordinal);
        foreach (var hostile in new[] { Body.Insert(start, bomb), Body.Insert(start, outside), Body.Replace(">5<", ">&a;<", StringComparison.Ordinal), new string('<', 5_000), string.Concat(Enumerable.Repeat("<a>", 200_000)) })
        {
            Refused(Message(hostile), "signature-missing");
            Assert.IsType<ConnectorResult.BadRequest>(Connector.ReadVerified(new WebhookRequest("POST", "", Samples.Headers(), Samples.Utf8(hostile)), Samples.Source("salesforce"), Samples.Now));
        }

        Refused(Message(Soap(Notification("Opportunity", $"<sf:X>{new string('x', 1_100_000)}</sf:X>"))), "signature-missing");
        Refused(Message(Soap(string.Concat(Enumerable.Repeat("<a>", 20)) + string.Concat(Enumerable.Repeat("</a>", 20)))), "signature-missing");
        Assert.IsType<ConnectorResult.Accepted>(Message("\uFEFF" + Body));
    }

    private static void Refused(ConnectorResult result, string reason)
    {
        Assert.Equal(reason, Assert.IsType<ConnectorResult.Unauthorized>(result).Reason);
        Assert.Equal((401, "text/xml"), (result.Reply!.Status, result.Reply.ContentType));
        Assert.Contains("<faultstring>The request could not be verified.</faultstring>", result.Reply.Body, StringComparison.Ordinal);
    }
}
