using Microsoft.AspNetCore.Http;
using SalesPerf.Functions.Activities;
using SalesPerf.Functions.Tests.Http;

namespace SalesPerf.Functions.Tests.Activities;

public sealed class AllowWebhookTests : IAsyncLifetime
{
    private WebhookWorld world = null!;

    public async Task InitializeAsync() => world = await WebhookWorld.MakeAsync();

    public async Task DisposeAsync() => await world.DisposeAsync();

    [Fact]
    public async Task Given_a_source_of_CloudEvents_when_its_sender_asks_twice_then_it_may_post_both_times()
    {
        for (var i = 0; i < 2; i++)
        {
            var (response, body) = await AskAsync("cloudevents", ("WebHook-Request-Origin", "sender.example"), ("WebHook-Request-Rate", "120"));

            Assert.Equal((200, "", "sender.example", "120", "POST"), (response.StatusCode, body, (string?)response.Headers["WebHook-Allowed-Origin"], (string?)response.Headers["WebHook-Allowed-Rate"], (string?)response.Headers.Allow));
        }
    }

    [Fact]
    public async Task Given_a_request_without_origin_when_it_asks_then_nothing_is_allowed()
    {
        var (response, _) = await AskAsync("cloudevents");

        Assert.Equal((200, false), (response.StatusCode, response.Headers.ContainsKey("WebHook-Allowed-Origin")));
    }

    [Theory]
    [InlineData("hubspot")]
    [InlineData("nobody")]
    public async Task Given_any_other_name_when_asked_then_it_answers_alike(string source)
    {
        var (response, body) = await AskAsync(source, ("WebHook-Request-Origin", "sender.example"));

        Assert.Equal((200, "", "sender.example"), (response.StatusCode, body, (string?)response.Headers["WebHook-Allowed-Origin"]));
    }

    private async Task<(HttpResponse Response, string Body)> AskAsync(string source, params (string, string)[] headers)
    {
        var request = Requests.Of("OPTIONS", $"/api/v1/webhooks/{source}", [], headers);
        return await (await world.World.Get<AllowWebhook>().Run(request, source, default)).ExecuteAsync(request);
    }
}
