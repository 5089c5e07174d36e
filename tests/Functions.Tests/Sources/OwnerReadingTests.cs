using System.Text;
using System.Text.Json;
using SalesPerf.Functions.Activities;
using SalesPerf.Functions.Storage;
using SalesPerf.Local.Messages;
using SalesPerf.Platform.Documents;
using static SalesPerf.Functions.Tests.Sources.SourceHost;

namespace SalesPerf.Functions.Tests.Sources;

/// <summary>How an owner is taken from a payload decides where its events are stored, so it stays as it was for the first of them.</summary>
[Collection(SourceTests.Name)]
public sealed class OwnerReadingTests(SourceHost host)
{
    private static readonly string Call = $$"""{"event":"call.ended","token":"{{Secret}}","data":{"id":1,"direction":"outbound","ended_at":1782810000,"user":{"id":4,"email":"ann@example.com"} } }""";

    [Fact]
    public async Task Given_events_of_a_source_when_owners_shall_be_read_otherwise_then_it_is_refused_and_nothing_counts_twice()
    {
        await host.PutAsync("owner-fixed", "aircall");
        Assert.Equal(200, (await host.PostAsync("owner-fixed", Call)).Status);

        var (status, body) = await PutByMailAsync("owner-fixed");
        var (same, _) = await host.PutDocumentAsync("owner-fixed", """{"id":"owner-fixed","provider":"aircall","name":"Calls","mapping":{"owner":"id"}}""");
        Assert.Equal(200, (await host.PostAsync("owner-fixed", Call)).Status);
        await host.Get<MessagePump>().DrainAsync();

        Assert.Equal(422, status);
        var error = JsonDocument.Parse(body).RootElement.GetProperty("errors")[0];
        Assert.Equal("/mapping/owner", error.GetProperty("pointer").GetString());
        Assert.StartsWith("Events of this source were taken already, with owners by id", error.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Equal(200, same);
        Assert.Equal("duplicate", await KeyAsync("owner-fixed"));
        Assert.Equal(1, await StoredAsync("owner-fixed"));
    }

    [Fact]
    public async Task Given_a_source_without_events_when_owners_shall_be_read_otherwise_then_they_are()
    {
        await host.PutAsync("owner-free", "aircall");
        Assert.Equal(200, (await host.PostAsync("owner-free", $$"""{"event":"call.created","token":"{{Secret}}","data":{} }""")).Status);
        Assert.Equal(401, (await host.PostAsync("owner-free", Call.Replace(Secret, "somebody-else", StringComparison.Ordinal))).Status);

        var (status, _) = await PutByMailAsync("owner-free");
        Assert.Equal(200, (await host.PostAsync("owner-free", Call)).Status);
        var (back, _) = await host.PutDocumentAsync("owner-free", """{"id":"owner-free","provider":"aircall"}""");

        Assert.Equal((200, 422), (status, back));
    }

    /// <summary>An instance that has not heard of the change yet reads the first event as it was before: that stands, and whoever asks is told so.</summary>
    [Fact]
    public async Task Given_a_change_that_another_instance_had_not_seen_when_events_come_then_all_are_read_as_the_first()
    {
        await host.PutAsync("owner-late", "aircall");
        Assert.Equal(200, (await PutByMailAsync("owner-late")).Status);
        var store = host.Get<IDocumentStore>();
        var stale = new Domain.Sources.Source { Id = "owner-late", Provider = "aircall" };
        var connector = Connectors.ConnectorRegistry.For("aircall")!;
        var request = new Connectors.WebhookRequest("POST", "", new([]), Encoding.UTF8.GetBytes(Call));
        await new OwnerReadings(store).ReadAsync(stale, connector, by => connector.ReadVerified(request, by, host.Clock.GetUtcNow()), default);

        Assert.Equal(200, (await host.PostAsync("owner-late", Call)).Status);
        await host.Get<MessagePump>().DrainAsync();

        Assert.Equal(1, await StoredAsync("owner-late"));
        Assert.Equal("id", (await host.GetAsync("/api/v1/sources/owner-late/mapping")).Body.GetProperty("owner").GetString());
        Assert.Equal("duplicate", await KeyAsync("owner-late"));
    }

    private Task<(int Status, string Body)> PutByMailAsync(string source) =>
        host.PutDocumentAsync(source, $$$"""{"id":"{{{source}}}","provider":"aircall","mapping":{"owner":"mail"}}""");

    private async Task<string?> KeyAsync(string source) => (await host.PreviewAsync(source, Call)).Body.GetProperty("items")[0].GetProperty("key").GetString();

    /// <summary>Under the owner's id.</summary>
    private async Task<int> StoredAsync(string source) =>
        (await host.Get<IDocumentStore>().RangeAsync(new RangeQuery(Partitions.Who(source, "4"), ActivityDocuments.Kind), default)).Items.Count;
}
