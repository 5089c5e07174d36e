using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using SalesPerf.Connectors;
using SalesPerf.Domain.Sources;
using SalesPerf.Functions.Access;
using SalesPerf.Functions.Activities;
using SalesPerf.Functions.DeadLetters;
using SalesPerf.Functions.Resources;
using SalesPerf.Functions.Storage;
using SalesPerf.Functions.Tests.Http;
using static SalesPerf.Functions.Tests.SampleFeeds;

namespace SalesPerf.Functions.Tests.Activities;

/// <summary>A provider that is answered in its own words, and whose messages hold a live credential.</summary>
public sealed class SalesforceWebhookTests
{
    private const string Organization = "00D7F00000107XsUAI";
    private const string Session = "AQEAQ.Live_Session";

    [Fact]
    public async Task Given_a_message_with_an_item_that_cannot_be_taken_when_received_twice_then_it_is_acknowledged_and_kept_once_without_its_session()
    {
        await using var world = await MakeAsync();
        var message = Message(Organization, "5") + "\n";
        for (var time = 0; time < 2; time++)
        {
            var (response, body) = await PostAsync(world, message);
            Assert.Equal((200, true), (response.StatusCode, response.ContentType!.StartsWith("text/xml", StringComparison.Ordinal)));
            Assert.Contains("<Ack>true</Ack>", body, StringComparison.Ordinal);
        }

        var dead = Assert.Single(await DeadAsync(world));
        Assert.StartsWith("/Notification/sObject/Amount: ", dead.Reason, StringComparison.Ordinal);
        Assert.Contains("<sf:Amount>much</sf:Amount>", dead.Body, StringComparison.Ordinal);
        Assert.DoesNotContain("<sf:Amount>5</sf:Amount>", dead.Body, StringComparison.Ordinal);
        Assert.DoesNotContain(Session, dead.Body, StringComparison.Ordinal);
        Assert.DoesNotContain(Organization[..15], dead.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Given_a_hundred_items_that_cannot_be_taken_when_received_then_each_is_kept_whole_and_can_be_read_again()
    {
        await using var world = await MakeAsync();
        var text = new string('x', 1_000);
        var message = Enveloped(Organization, string.Concat(Enumerable.Range(0, 100).Select(number => Notification($"{number}-{text[..200]}", "much"))));
        var (response, _) = await PostAsync(world, message);

        Assert.Equal(200, response.StatusCode);
        var kept = await DeadAsync(world);
        Assert.Equal(100, kept.Count);
        var source = new Source { Id = "sf", Provider = "salesforce" };
        foreach (var dead in kept)
        {
            Assert.False(dead.IsCut);
            var mended = dead with { Body = dead.Body.Replace("much", "7", StringComparison.Ordinal) };
            Assert.NotEmpty(await world.Get<RejectedItems>().TakeAgainAsync(ConnectorRegistry.For("salesforce")!, source, dead, default));
            Assert.Empty(await world.Get<RejectedItems>().TakeAgainAsync(ConnectorRegistry.For("salesforce")!, source, mended, default));
        }
    }

    [Fact]
    public async Task Given_another_organization_when_received_then_it_is_a_fault_and_nothing_is_kept()
    {
        await using var world = await MakeAsync();
        var (response, body) = await PostAsync(world, Message("00D7F00000107XtUAI", "5"));
        Assert.Equal((401, true), (response.StatusCode, response.ContentType!.StartsWith("text/xml", StringComparison.Ordinal)));
        Assert.Contains("<soapenv:Fault>", body, StringComparison.Ordinal);
        Assert.Empty(await DeadAsync(world));
    }

    private static async Task<World> MakeAsync()
    {
        var world = new World(Now);
        await world.PutAsync(ResourceKinds.Sources, "sf", new() { Id = "sf", Provider = "salesforce" });
        await world.Get<SourceSecretStore>().SetAsync("sf", [Organization], "test", default);
        return world;
    }

    private static async Task<(HttpResponse Response, string Body)> PostAsync(World world, string body)
    {
        var request = Requests.Of("POST", "/api/v1/webhooks/sf", Encoding.UTF8.GetBytes(body), [("Content-Type", "text/xml; charset=utf-8")]);
        request.HttpContext.RequestServices = new ServiceCollection().AddLogging().BuildServiceProvider(); // a text result logs
        return await (await world.Get<ReceiveWebhook>().Run(request, "sf", default)).ExecuteAsync(request);
    }

    private static async Task<IReadOnlyList<DeadDocument>> DeadAsync(World world) =>
        await world.AllAsync<DeadDocument>(Partitions.Dead(DateOnly.FromDateTime(Now.UtcDateTime)), DeadDocuments.Kind);

    private static string Message(string organization, string amount) => Enveloped(organization, Notification("1", amount) + Notification("2", "much"));

    private static string Enveloped(string organization, string notifications) =>
        $"""<e:Envelope xmlns:e="http://schemas.xmlsoap.org/soap/envelope/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><e:Body><notifications xmlns="http://soap.sforce.com/2005/09/outbound"><OrganizationId>{organization}</OrganizationId><SessionId>{Session}</SessionId>{notifications}</notifications></e:Body></e:Envelope>""";

    private static string Notification(string id, string amount) =>
        $"""<Notification><Id>{id}</Id><sObject xsi:type="sf:Opportunity" xmlns:sf="urn:sobject.enterprise.soap.sforce.com"><sf:Id>0067F000003pmdWQAQ</sf:Id><sf:Amount>{amount}</sf:Amount></sObject></Notification>""";
}
