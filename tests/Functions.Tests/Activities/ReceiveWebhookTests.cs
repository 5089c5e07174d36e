using System.Text;
using SalesPerf.Functions.DeadLetters;
using static SalesPerf.Functions.Tests.Activities.WebhookWorld;
using static SalesPerf.Functions.Tests.SampleFeeds;

namespace SalesPerf.Functions.Tests.Activities;

public sealed class ReceiveWebhookTests : IAsyncLifetime
{
    private WebhookWorld world = null!;

    public async Task InitializeAsync() => world = await MakeAsync();

    public async Task DisposeAsync() => await world.DisposeAsync();

    /// <summary>Rebuilt from its decoded parts the address would read ?a=~ and &amp;b=%2F.</summary>
    [Theory]
    [InlineData("")]
    [InlineData("?a=%7E&b=%2f")]
    public async Task Given_an_address_with_escapes_of_its_own_when_signed_as_it_is_written_then_it_is_taken(string query)
    {
        var (response, body) = await world.HubSpotAsync($"[{HubSpotEvent(1, Now)}]", query);

        Assert.Equal((202, """{"accepted":1,"rejected":[]}"""), (response.StatusCode, body));
    }

    [Fact]
    public async Task Given_a_batch_with_items_that_cannot_be_taken_when_received_twice_then_each_is_one_dead_document_with_its_bytes()
    {
        var far = HubSpotEvent(2, TooFar);
        var batch = $"[{HubSpotEvent(1, Now)}, {far},{{\"portalId\":\"é\"}}]";
        var (response, _) = await world.HubSpotAsync(batch);
        await world.HubSpotAsync(batch);

        Assert.Equal(202, response.StatusCode);
        var dead = await world.DeadAsync();
        Assert.Equal([$"[{far}]", "[{\"portalId\":\"é\"}]"], dead.Select(document => document.Body).Order(StringComparer.Ordinal));
        Assert.All(dead, document => Assert.Equal(("hubspot", null, false), (document.Source, document.Queue, document.IsCut)));
        Assert.Contains(dead, document => document.Reason.StartsWith("/occurredAt: ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Given_a_verified_body_that_is_no_JSON_when_received_then_it_is_a_dead_document()
    {
        var (response, _) = await world.HubSpotAsync("[{");

        Assert.Equal(400, response.StatusCode);
        Assert.Equal("[{", Assert.Single(await world.DeadAsync()).Body);
    }

    [Theory]
    [InlineData("{")]
    [InlineData("{\"meta\":{\"action\":\"change\",\"entity\":\"deal\"},\"data\":{},\"previous\":{}}")]
    [InlineData("{\"a\":\"\\ud83d\"}")]
    [InlineData("[]")]
    public async Task Given_what_cannot_be_read_of_a_CRM_that_stops_sending_to_whom_refuses_when_received_then_it_is_answered_as_taken_and_kept(string body)
    {
        var (response, answer) = await world.PipedriveAsync(body);
        await world.PipedriveAsync(body);

        Assert.Equal(202, response.StatusCode);
        Assert.StartsWith("""{"accepted":0,"rejected":[{"index":0,"errors":[{""", answer, StringComparison.Ordinal);
        Assert.Equal(body, Assert.Single(await world.DeadAsync()).Body);
    }

    [Fact]
    public async Task Given_a_rejected_item_when_kept_then_its_proof_of_origin_is_not()
    {
        await world.CloudEventAsync("e1", TooFar);

        Assert.Equal(
            ["ce-id", "ce-source", "ce-specversion", "ce-time", "ce-type", "content-type"],
            Assert.Single(await world.DeadAsync()).Headers!.Keys);
    }

    [Theory]
    [InlineData("{", true)]
    [InlineData("""{"meta":{"eventName":"opportunity.created"},"data":{"id":1}}""", true)]
    [InlineData("""{"meta":{"eventName":"account.created"},"data":{"id":1}}""", false)]
    [InlineData("""{"meta":{"eventName":"call.created"},"data":{"id":1,"attributes":{"createdAt":"2026-03-01T09:00:00Z"}}}""", false)]
    public async Task Given_a_sender_to_whom_every_answer_is_final_when_it_posts_anything_then_it_is_kept_and_answered_with_200(string body, bool isDead)
    {
        var (response, answer) = await world.OutreachAsync(body);

        Assert.Equal((200, ""), (response.StatusCode, answer));
        Assert.Equal(isDead ? [body] : [], (await world.DeadAsync()).Select(document => document.Body));
    }

    [Fact]
    public async Task Given_a_token_in_a_body_that_cannot_be_taken_when_kept_then_it_is_overwritten()
    {
        await world.ZohoAsync("\"module\":\"Deals\",\"operation\":\"delete\"");

        Assert.StartsWith("{\"token\":\"**", Assert.Single(await world.DeadAsync()).Body, StringComparison.Ordinal);
        Assert.DoesNotContain("whsec", Assert.Single(await world.DeadAsync()).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Given_a_request_that_is_not_the_senders_when_received_then_nothing_of_it_is_kept()
    {
        world.World.Clock.Advance(TimeSpan.FromHours(1));
        var stale = await world.StandardAsync("m1", "{", Now);

        Assert.Equal(401, stale.Response.StatusCode);
        Assert.Empty(await world.DeadAsync());
    }

    [Theory]
    [InlineData(100_000, false)]
    [InlineData(1_300_000, true)]
    public async Task Given_a_large_item_when_received_then_it_is_kept_whole_and_only_a_huge_ones_beginning_is(int length, bool isCut)
    {
        var item = $$"""[{"portalId":"{{new string('é', length / 2)}}"}]""";
        await world.HubSpotAsync(item);

        var dead = Assert.Single(await world.DeadAsync());
        Assert.Equal((isCut, DeadDocument.Gzip), (dead.IsCut, dead.Encoding));
        Assert.InRange(dead.Body.Length, 1, 64 * 1024);
        var bytes = Encoding.UTF8.GetBytes(item);
        Assert.Equal(isCut ? bytes[..1_200_000] : bytes, dead.Bytes());
    }
}
