using System.Text;
using SalesPerf.Functions.Activities;
using SalesPerf.Functions.Storage;
using SalesPerf.Local.Messages;
using SalesPerf.Platform.Documents;
using static SalesPerf.Functions.Tests.Sources.SourceHost;

namespace SalesPerf.Functions.Tests.Sources;

[Collection(SourceTests.Name)]
public sealed class FirstOwnerTests(SourceHost host)
{
    /// <summary>Salesforce sends a lead's state again whenever it is edited, under another notification and with whoever owns it by then.</summary>
    [Fact]
    public async Task Given_a_lead_that_was_created_when_it_is_given_to_somebody_else_then_it_counts_once_for_who_did_it()
    {
        await host.PutAsync("first-owner", "salesforce");

        foreach (var (notification, owner) in new[] { ("04l1", "005A"), ("04l2", "005B"), ("04l1", "005A"), ("04l3", "005B"), ("04l4", "005A") })
        {
            var (status, _) = await host.SendAsync("POST", $"/api/v1/webhooks/first-owner?token={Secret}", Encoding.UTF8.GetBytes(Lead(notification, owner)), false, ("Content-Type", "text/xml"));
            Assert.Equal(200, status);
            await host.Get<MessagePump>().DrainAsync();
        }

        Assert.Equal((1, 0), (await StoredAsync("005A"), await StoredAsync("005B")));
        var (_, counts) = await host.GetAsync("/api/v1/sources/first-owner/status");
        Assert.Equal((4, 0), (counts.GetProperty("last24Hours").GetProperty("duplicate").GetInt64(), counts.GetProperty("last24Hours").GetProperty("dead").GetInt64()));
    }

    private async Task<int> StoredAsync(string owner) =>
        (await host.Get<IDocumentStore>().RangeAsync(new RangeQuery(Partitions.Who("first-owner", owner), ActivityDocuments.Kind), default)).Items.Count;

    private static string Lead(string notification, string owner) =>
        $"""<soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/"><soapenv:Body><notifications xmlns="http://soap.sforce.com/2005/09/outbound"><OrganizationId>{Organization}</OrganizationId><Notification><Id>{notification}</Id><sObject xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:sf="urn:sobject.enterprise.soap.sforce.com" xsi:type="sf:Lead"><sf:Id>00Q1</sf:Id><sf:CreatedDate>2026-06-01T09:00:00Z</sf:CreatedDate><sf:OwnerId>{owner}</sf:OwnerId></sObject></Notification></notifications></soapenv:Body></soapenv:Envelope>""";
}
