using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Abstractions;
using SalesPerf.Connectors;
using SalesPerf.Domain.Access;
using SalesPerf.Domain.Activities;
using SalesPerf.Domain.Sources;
using SalesPerf.Functions.Access;
using SalesPerf.Functions.Activities;
using SalesPerf.Functions.DeadLetters;
using SalesPerf.Functions.Directory;
using SalesPerf.Functions.Http;
using SalesPerf.Functions.Messages;
using SalesPerf.Functions.Resources;
using SalesPerf.Functions.Storage;
using SalesPerf.Functions.Tests.Activities;
using SalesPerf.Functions.Tests.Http;
using SalesPerf.Platform.Documents;
using SalesPerf.TestKit.Documents;
using SalesPerf.TestKit.Messages;
using static SalesPerf.Functions.Tests.Activities.WebhookWorld;
using static SalesPerf.Functions.Tests.SampleFeeds;

namespace SalesPerf.Functions.Tests.DeadLetters;

public sealed class RedriveDeadDocumentTests : IAsyncLifetime
{
    private WebhookWorld hooks = null!;
    private World world = null!;
    private string key = "";

    public async Task InitializeAsync()
    {
        hooks = await MakeAsync();
        world = hooks.World;
        key = (await world.Get<ApiKeys>().IssueAsync(new NewApiKey("ops", [AccessRole.Admin], null), "test", default)).Key;
    }

    public async Task DisposeAsync() => await hooks.DisposeAsync();

    [Fact]
    public async Task Given_a_dead_message_when_redriven_twice_then_it_counts_once_and_is_marked()
    {
        var message = Envelopes.Message(ActivityEnvelope.Type, Call("c1"), Now).Body;
        await world.Get<DeadDocuments>().AddAsync(new DeadDocument("m1", Now, Queues.IngestActivities, "It was a bug.", "crm", "c1", message), default);

        var (response, body) = await RedriveAsync("m1");
        await world.DrainAsync();
        var (again, _) = await RedriveAsync("m1");
        await world.DrainAsync();

        Assert.Equal((202, 202), (response.StatusCode, again.StatusCode));
        Assert.StartsWith("2026-06-30T12:0", JsonDocument.Parse(body).RootElement.GetProperty("redrivenAt").GetString(), StringComparison.Ordinal);
        Assert.NotNull(Assert.Single(await hooks.DeadAsync()).RedrivenAt);
        Assert.Single(await world.AllAsync<Activity>(Partitions.Who("crm", "1"), ActivityDocuments.Kind));
    }

    [Fact]
    public async Task Given_a_dead_message_that_can_still_not_succeed_when_redriven_then_it_is_dead_as_before()
    {
        await world.PostAsync(Call("c1"));
        await world.DrainAsync();
        await world.PostAsync(Call("c1") with { Amount = 5m });
        await world.DrainAsync();
        var dead = Assert.Single(await hooks.DeadAsync());

        var (response, _) = await RedriveAsync(dead.Id);
        Assert.NotNull(Assert.Single(await hooks.DeadAsync()).RedrivenAt);
        await world.DrainAsync();

        Assert.Equal(202, response.StatusCode);
        Assert.Equal(dead, Assert.Single(await hooks.DeadAsync()));
    }

    /// <summary>What was ten years and a day ahead is taken two days later, and waits in quarantine; a second time it is the same event.</summary>
    [Theory]
    [InlineData("hubspot")]
    [InlineData("standard-webhooks")]
    [InlineData("cloudevents")]
    public async Task Given_a_rejected_item_of_a_webhook_when_its_reason_is_gone_and_it_is_redriven_then_it_is_taken_once(string provider)
    {
        await (provider switch
        {
            "hubspot" => hooks.HubSpotAsync($"[{HubSpotEvent(1, Now)},{HubSpotEvent(2, TooFar)}]"),
            "standard-webhooks" => hooks.StandardAsync("m1", StandardCall(TooFar)),
            _ => hooks.CloudEventAsync("e1", TooFar),
        });
        var dead = Assert.Single(await hooks.DeadAsync());
        var (still, problem) = await RedriveAsync(dead.Id);
        Assert.Equal(422, still.StatusCode);
        Assert.Contains("\"errors\":[{", problem, StringComparison.Ordinal);
        Assert.Null(Assert.Single(await hooks.DeadAsync()).RedrivenAt);

        world.Clock.Advance(TimeSpan.FromDays(2));
        var first = await RedriveAsync(dead.Id);
        var second = await RedriveAsync(dead.Id);
        await world.DrainAsync();

        Assert.Equal((202, 202), (first.Response.StatusCode, second.Response.StatusCode));
        var held = Assert.Single(await world.AllAsync<Activity>(Partitions.Quarantine(DateOnly.FromDateTime(TooFar.AddDays(-1).UtcDateTime)), Quarantine.Kind));
        Assert.Equal((provider, TooFar), (held.Source, held.OccurredAt));
        Assert.NotNull(Assert.Single(await hooks.DeadAsync()).RedrivenAt);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Given_a_rejected_item_that_is_no_valid_text_when_kept_and_redriven_then_its_very_bytes_are_read_again(bool isBatch)
    {
        var bytes = Encoding.UTF8.GetBytes(StandardCall(Now));
        bytes[Array.LastIndexOf(bytes, (byte)'1')] = 0xFF;
        var request = new WebhookRequest("POST", "", new WebhookHeaders(new Dictionary<string, string> { ["webhook-id"] = "m1" }), isBatch ? (byte[])[(byte)'[', .. bytes, (byte)']'] : bytes);
        var source = new Source { Id = "standard-webhooks", Provider = "standard-webhooks" };
        var connector = ConnectorRegistry.For("standard-webhooks")!;
        var rejected = world.Get<RejectedItems>();
        await rejected.KeepAsync(connector, source.Id, request, new ConnectorResult.Accepted([]) { Parts = isBatch ? [1..^1] : null }, [new RejectedActivity(0, [new ActivityError("", "Not UTF-8.")])], default);

        var dead = Assert.Single(await hooks.DeadAsync());
        Assert.Equal((DeadDocument.Base64, Convert.ToBase64String(request.Body.Span)), (dead.Encoding, dead.Body));
        Assert.NotEmpty(await rejected.TakeAgainAsync(connector, source, dead, default));
        Assert.Equal(422, (await RedriveAsync(dead.Id)).Response.StatusCode);
        await world.DrainAsync();
        Assert.Empty(await world.AllAsync<Activity>(Partitions.Who("standard-webhooks", "\ufffd"), ActivityDocuments.Kind));
    }

    [Fact]
    public async Task Given_a_redriven_item_when_its_sender_sends_it_again_in_vain_then_it_is_dead_again()
    {
        await hooks.StandardAsync("m1", StandardCall(TooFar));
        var dead = Assert.Single(await hooks.DeadAsync());
        await world.Get<DeadDocuments>().MarkAsync((await world.Get<DeadDocuments>().ReadAsync(DateOnly.FromDateTime(Now.UtcDateTime), dead.Id, default))!, Now, default);
        await hooks.StandardAsync("m1", StandardCall(TooFar));

        Assert.Null(Assert.Single(await hooks.DeadAsync()).RedrivenAt);
    }

    [Fact]
    public async Task Given_what_cannot_be_sent_again_when_redriven_then_the_answer_says_why()
    {
        var dead = world.Get<DeadDocuments>();
        await dead.AddAsync(new DeadDocument("long", Now, Queues.IngestActivities, "Long.", null, null, new string('x', 1_300_000)), default);
        await dead.AddAsync(new DeadDocument("old", Now, "gone", "Old.", null, null, "{}"), default);
        await hooks.StandardAsync("m1", StandardCall(TooFar));
        await world.PutAsync(ResourceKinds.Sources, "standard-webhooks", new() { Id = "standard-webhooks", Provider = "standard-webhooks", Enabled = false });
        var item = (await hooks.DeadAsync()).Single(document => document.Queue is null).Id;

        foreach (var (id, status) in new[] { ("long", 409), ("old", 409), (item, 409), ("none", 404), ("~/..", 404) })
        {
            Assert.Equal((id, status), (id, (await RedriveAsync(id)).Response.StatusCode));
        }

        Assert.Equal(404, (await RedriveAsync("long", "2026-6-30")).Response.StatusCode);
        Assert.Equal(404, (await RedriveAsync("long", "2026-06-29")).Response.StatusCode);
    }

    [Fact]
    public async Task Given_a_bus_that_is_away_when_redriven_then_nothing_is_marked_and_the_next_time_it_is_sent()
    {
        await AddAsync("c1", "It was a bug.");
        var bus = new SentMessages { BeforeSend = (_, _) => throw new TimeoutException("away") };
        var found = (await world.Get<DeadDocuments>().ReadAsync(DateOnly.FromDateTime(Now.UtcDateTime), "c1", default))!;
        var sut = new Redrive(world.Get<DeadDocuments>(), world.Get<RejectedItems>(), world.Get<ModelDirectory>(), bus, world.Clock);

        await Assert.ThrowsAsync<TimeoutException>(() => sut.RunAsync(found, default));

        Assert.Null(Assert.Single(await hooks.DeadAsync()).RedrivenAt);
        Assert.Equal(1, (await RedriveManyAsync("?source=hubspot")).Redriven);
    }

    [Fact]
    public async Task Given_a_message_that_is_dead_again_before_it_is_marked_when_redriven_then_it_is_not_marked_as_sent()
    {
        await AddAsync("c1", "It was a bug.");
        var found = (await world.Get<DeadDocuments>().ReadAsync(DateOnly.FromDateTime(Now.UtcDateTime), "c1", default))!;
        var bus = new SentMessages { BeforeSend = (_, _) => world.Get<DeadDocuments>().AddAsync(found.Value, default).GetAwaiter().GetResult() };
        var sut = new Redrive(world.Get<DeadDocuments>(), world.Get<RejectedItems>(), world.Get<ModelDirectory>(), bus, world.Clock);

        await sut.RunAsync(found, default);

        Assert.Null(Assert.Single(await hooks.DeadAsync()).RedrivenAt);
    }

    [Fact]
    public async Task Given_a_message_that_is_dead_again_while_it_is_marked_when_written_then_it_is_not_marked_as_sent()
    {
        await AddAsync("c1", "It was a bug.");
        var found = (await world.Get<DeadDocuments>().ReadAsync(DateOnly.FromDateTime(Now.UtcDateTime), "c1", default))!;
        var hooked = new HookedDocuments(world.Store);
        hooked.Once(found.Document.Id, () => world.Get<DeadDocuments>().MarkAsync(found, Now, default));

        await new DeadDocuments(hooked, NullLogger<DeadDocuments>.Instance).AddAsync(found.Value, default);

        Assert.Null(Assert.Single(await hooks.DeadAsync()).RedrivenAt);
    }

    [Fact]
    public async Task Given_many_dead_documents_when_those_of_a_filter_are_redriven_then_they_alone_are_sent_once_and_the_others_stay()
    {
        foreach (var id in new[] { "c1", "c2", "c3" })
        {
            await AddAsync(id, "It was a bug.");
        }

        await AddAsync("other", "Something else.");
        await world.Get<DeadDocuments>().AddAsync(new DeadDocument("long", Now, Queues.IngestActivities, "It was a bug.", "hubspot", "long", new string('x', 1_300_000)), default);

        var (sent, next) = await RedriveManyAsync("?text=A%20BUG&source=hubspot&queue=ingest-activities&pageSize=2");
        while (next is not null)
        {
            (var more, next) = await RedriveManyAsync(next);
            sent += more;
        }

        await world.DrainAsync();
        Assert.Equal((3, 0), (sent, (await RedriveManyAsync("?text=a%20bug&source=hubspot")).Redriven));
        var left = (await hooks.DeadAsync()).Where(dead => dead.RedrivenAt is null).Select(dead => dead.Id).Order(StringComparer.Ordinal);
        Assert.Equal(["long", "other"], left);
        Assert.Equal(3, (await world.AllAsync<Activity>(Partitions.Who("crm", "1"), ActivityDocuments.Kind)).Count);
    }

    [Theory]
    [InlineData("?source=nobody", 404)]
    [InlineData("?queue=nothing", 404)]
    [InlineData("?txt=a", 400)]
    [InlineData("?from=2026-07-01&to=2026-06-01", 400)]
    public async Task Given_a_filter_that_names_nothing_known_when_redriven_then_nothing_is_sent(string query, int status)
    {
        await AddAsync("c1", "It was a bug.");
        var request = Requests.Of("POST", query.Insert(0, "/"), [], ("x-api-key", key));

        var exception = await Assert.ThrowsAsync<ProblemException>(() => world.Get<RedriveDeadDocuments>().Run(request, default));

        Assert.Equal(status, exception.Problem.Status);
        Assert.Null(Assert.Single(await hooks.DeadAsync()).RedrivenAt);
    }

    [Fact]
    public async Task Given_thousands_of_dead_documents_when_a_text_is_looked_for_that_none_has_then_a_request_looks_at_some_and_says_where_to_go_on()
    {
        var day = DateOnly.FromDateTime(Now.UtcDateTime);
        foreach (var some in Enumerable.Range(0, 5_100).Chunk(100))
        {
            await world.Store.CommitAsync(
                some.Aggregate(new DocumentBatch(Partitions.Dead(day)), (batch, number) => batch.Create(TypedDocuments.New(
                    batch.Pk, $"d{number}", DeadDocuments.Kind, Now, new DeadDocument($"d{number}", Now, null, "It cannot be read.", "crm", null, "{}")))),
                default);
        }

        var (first, next) = await FindAsync("?text=nowhere&pageSize=200&from=2026-06-30");
        Assert.Equal(0, first);
        Assert.NotNull(next);
        Assert.Equal((0, null), await FindAsync(next));
    }

    private async Task<(int Found, string? Next)> FindAsync(string query)
    {
        var request = Requests.Of("GET", query[query.IndexOf('?', StringComparison.Ordinal)..].Insert(0, "/"), [], ("x-api-key", key));
        var (_, body) = await (await world.Get<GetDeadDocuments>().Run(request, default)).ExecuteAsync(request);
        var page = JsonDocument.Parse(body).RootElement;
        return (page.GetProperty("items").GetArrayLength(), page.TryGetProperty("nextLink", out var next) ? next.GetString() : null);
    }

    private Task AddAsync(string id, string reason) => world.Get<DeadDocuments>().AddAsync(
        new DeadDocument(id, Now, Queues.IngestActivities, reason, "hubspot", id, Envelopes.Message(ActivityEnvelope.Type, Call(id), Now).Body), default);

    private async Task<(int Redriven, string? Next)> RedriveManyAsync(string query)
    {
        var request = Requests.Of("POST", query[query.IndexOf('?', StringComparison.Ordinal)..].Insert(0, "/"), [], ("x-api-key", key));
        var (response, body) = await (await world.Get<RedriveDeadDocuments>().Run(request, default)).ExecuteAsync(request);
        Assert.Equal(202, response.StatusCode);
        var answer = JsonDocument.Parse(body).RootElement;
        return (answer.GetProperty("redriven").GetInt32(), answer.TryGetProperty("nextLink", out var next) ? next.GetString() : null);
    }

    private async Task<(HttpResponse Response, string Body)> RedriveAsync(string id, string date = "2026-06-30")
    {
        var request = Requests.Of("POST", "/", [], ("x-api-key", key));
        try
        {
            return await (await world.Get<RedriveDeadDocument>().Run(request, date, id, default)).ExecuteAsync(request);
        }
        catch (ProblemException exception)
        {
            return await exception.Problem.ExecuteAsync(request);
        }
    }
}
