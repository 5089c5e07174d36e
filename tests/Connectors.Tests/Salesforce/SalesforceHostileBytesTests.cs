using SalesPerf.Domain.Activities;
using static SalesPerf.Connectors.Tests.Salesforce.SalesforceRequests;

namespace SalesPerf.Connectors.Tests.Salesforce;

public sealed class SalesforceHostileBytesTests
{
    private static readonly string Xml = Soap(
        Notification("Opportunity", "<sf:Amount>1.5</sf:Amount><sf:CloseDate>2026-06-30</sf:CloseDate><sf:IsWon>true</sf:IsWon><sf:CreatedDate>2026-02-01T00:00:00Z</sf:CreatedDate>")
        + Notification("Event", "<sf:ActivityDateTime>2026-03-01T08:00:00Z</sf:ActivityDateTime><sf:DurationInMinutes>30</sf:DurationInMinutes>"));

    private static readonly string Json = $"[{Change("Opportunity", "UPDATE", "\"StageName\":\"x\",\"Amount\":null,\"CloseDate\":1653955200000", ",\"nulledFields\":[\"0x04\"]")},{Change("Event", "CREATE", "\"EndDateTime\":1772353800000")}]";

    [Fact]
    public void Read_EveryTruncation_IsRefusedWhole()
    {
        foreach (var length in Enumerable.Range(0, Xml.TrimEnd().Length - 1))
        {
            Assert.IsType<ConnectorResult.Unauthorized>(Message(Xml[..length]));
        }

        foreach (var length in Enumerable.Range(0, Json.Length - 1))
        {
            Assert.IsType<ConnectorResult.BadRequest>(Relay(Samples.Utf8(Json)[..length]));
        }
    }

    [Fact]
    public void Read_ManyMutations_AlwaysAnswer()
    {
        var random = new Random(20260302);
        var answers = new HashSet<string>();
        for (var i = 0; i < 1_000; i++)
        {
            foreach (var text in new[] { Xml, Json })
            {
                var body = Mutated(text, random);
                _ = Connector.WithoutSecrets(body);
                var request = new WebhookRequest("POST", "", Samples.Headers(), body);
                var result = Connector.ReadVerified(request, Samples.Source("salesforce"), Samples.Now);
                answers.Add(result.GetType().Name);
                foreach (var item in (result as ConnectorResult.Accepted)?.Items ?? [])
                {
                    answers.Add(Checked(item));
                }
            }
        }

        Assert.Equal(["Accepted", "BadRequest", "IgnoredItem", "ReadActivity", "RejectedItem"], answers.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("[", 100_000)]
    [InlineData("{\"a\":", 100_000)]
    [InlineData("{\"ChangeEventHeader\":{\"recordIds\":[", 1)]
    public void Read_DeepNesting_IsRefused(string open, int depth) =>
        Assert.IsType<ConnectorResult.BadRequest>(Relay(Samples.Utf8(string.Concat(Enumerable.Repeat(open, depth)))));

    [Fact]
    public void Read_OverTheLimit_IsKeptAsRejected() =>
        Assert.IsType<RejectedItem>(Assert.Single(ItemsOf(Relay(Samples.Utf8(Change("Opportunity", "UPDATE", $"\"Description\":\"{new string('x', 1_100_000)}\""))))));

    private static string Checked(ReadItem item)
    {
        if (item is ReadActivity { Activity: var activity })
        {
            Assert.InRange(activity.Key.Length, 1, ItemLimits.MaxKey);
            Assert.NotEmpty(ActivityContent.Bytes(activity));
            Assert.InRange(activity.OccurredAt.Year, 2000, 2036);
        }

        return item.GetType().Name;
    }

    private static byte[] Mutated(string text, Random random)
    {
        var bytes = Samples.Utf8(text);
        for (var changes = random.Next(1, 4); changes > 0; changes--)
        {
            bytes[random.Next(bytes.Length)] = (byte)(random.Next(4) == 0 ? random.Next(256) : "[]{}\",:\\<>/&;0123.- "[random.Next(20)]);
        }

        return bytes;
    }
}
