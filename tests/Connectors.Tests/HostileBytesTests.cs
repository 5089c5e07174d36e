using System.Text;
using SalesPerf.Connectors.CloudEvents;
using SalesPerf.Connectors.Tests.HubSpot;

namespace SalesPerf.Connectors.Tests;

/// <summary>Whatever a sender with the right secret sends, there is an answer and never an exception.</summary>
public sealed class HostileBytesTests
{
    private const string Batch = "application/cloudevents-batch+json";

    private const string CloudEvents = """
        [{"specversion":"1.0","id":"1","source":"crm","type":"deal.won","time":"2026-03-01T09:00:00.5+01:00","subject":null,"ext":5,
          "data":{"deal":"d","owner":7,"amount":{"amount":"1.5","currency":"USD"},"probability":0.5,"expectedCloseDate":"2026-06-30","attributes":{"a":1.5,"b":"\ud83d\ude00"}}},
         {"specversion":"1.0","id":"2","source":"crm","type":"call.completed","time":"2026-03-01T09:00:00Z","data_base64":"eyJvd25lciI6IjcifQ=="}]
        """;

    private const string HubSpot = """
        [{"eventId":1,"portalId":62515,"occurredAt":1772355600000,"subscriptionType":"deal.propertyChange","objectId":1,"propertyName":"amount","propertyValue":"5.5"},
         {"eventId":1,"portalId":62515,"occurredAt":1772355600000,"subscriptionType":"object.propertyChange","objectTypeId":"0-3","objectId":1,"propertyName":"closedate","propertyValue":"1782863999999"}]
        """;

    [Fact]
    public void Read_EveryTruncation_IsRefusedWhole()
    {
        foreach (var length in Enumerable.Range(0, Encoding.UTF8.GetByteCount(CloudEvents) - 1))
        {
            Assert.IsType<ConnectorResult.BadRequest>(CloudEventFormat.Parse(Samples.Utf8(CloudEvents).AsMemory(0, length), Batch, Samples.Headers()).Refusal);
        }

        foreach (var length in Enumerable.Range(0, Encoding.UTF8.GetByteCount(HubSpot) - 1))
        {
            Assert.IsType<ConnectorResult.BadRequest>(HubSpotRequests.Read(HubSpotRequests.Version3(Samples.Utf8(HubSpot)[..length])));
        }
    }

    [Fact]
    public void Read_ManyMutations_AlwaysAnswer()
    {
        var random = new Random(20260302);
        var answers = new HashSet<string>();
        for (var i = 0; i < 4_000; i++)
        {
            var message = CloudEventFormat.Parse(Mutated(CloudEvents, random), Batch, Samples.Headers());
            foreach (var item in message.Events.Select(parsed => CloudEventActivity.Read(parsed, "crm", Samples.Now, allowRecordedAt: true)))
            {
                answers.Add(Checked(item));
            }

            if (HubSpotRequests.Read(HubSpotRequests.Version3(Mutated(HubSpot, random))) is ConnectorResult.Accepted accepted)
            {
                foreach (var item in accepted.Items)
                {
                    answers.Add(Checked(item));
                }
            }
        }

        Assert.Equal(["IgnoredItem", "ReadActivity", "RejectedItem"], answers.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("[", 10_000)]
    [InlineData("[", 1_000_000)]
    [InlineData("{\"a\":", 10_000)]
    [InlineData("[{\"data\":", 10_000)]
    public void Read_DeepNesting_IsRefused(string open, int depth)
    {
        var body = Samples.Utf8(string.Concat(Enumerable.Repeat(open, depth)));
        Assert.IsType<ConnectorResult.BadRequest>(CloudEventFormat.Parse(body, Batch, Samples.Headers()).Refusal);
        var single = CloudEventFormat.Parse(body, "application/cloudevents+json", Samples.Headers());
        Assert.True(single.Refusal is ConnectorResult.BadRequest || single.Events.Single().Errors.Single() == ItemLimits.TooLarge);
        var signed = HubSpotRequests.Read(HubSpotRequests.Version3(body));
        Assert.True(signed is ConnectorResult.BadRequest || (signed is ConnectorResult.Accepted accepted && accepted.Items.Single() is RejectedItem { Errors: [var error] } && error == ItemLimits.TooLarge));
    }

    [Fact]
    public void Read_NumbersOfAMillionDigits_AreRejectedOrRefused()
    {
        var digits = new string('9', 1_000_000);
        Assert.IsType<ConnectorResult.Accepted>(HubSpotRequests.Read(HubSpotRequests.Version3(Samples.Utf8($"[{digits},-{digits}e{digits}]"))));
        var single = $$"""{"specversion":"1.0","id":"1","source":"crm","type":"a.b","time":"2026-03-01T09:00:00Z","data":{"amount":{{digits}} } }""";
        Assert.NotEmpty(CloudEventFormat.Parse(Samples.Utf8(single), "application/cloudevents+json", Samples.Headers()).Events[0].Errors);
    }

    /// <summary>What is accepted can be stored: no broken text, nothing over its bounds.</summary>
    private static string Checked(ReadItem item)
    {
        if (item is ReadActivity { Activity: var activity })
        {
            Assert.InRange(activity.Key.Length, 1, ItemLimits.MaxKey);
            Assert.NotEmpty(Domain.Activities.ActivityContent.Bytes(activity));
            Assert.InRange(activity.OccurredAt.Year, 2000, 2036);
        }

        return item.GetType().Name;
    }

    private static byte[] Mutated(string text, Random random)
    {
        var bytes = Samples.Utf8(text);
        for (var changes = random.Next(1, 4); changes > 0; changes--)
        {
            bytes[random.Next(bytes.Length)] = (byte)(random.Next(4) == 0 ? random.Next(256) : "[]{}\",:\\ud8e0123.- "[random.Next(19)]);
        }

        return bytes;
    }
}
