using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using SalesPerf.Functions;
using SalesPerf.Local.Timers;
using SalesPerf.Platform.Messages;
using SalesPerf.Platform.Messages.Embedded;
using SalesPerf.TestKit.Messages;

namespace SalesPerf.Local.Tests.Acceptance;

/// <summary>The broker cannot be sent to for an hour: callers are told to come back, nothing is lost, nothing counts twice.</summary>
public sealed class BusAwayTests : IAsyncLifetime
{
    private const string Secret = "a-secret-of-the-source-crm-00000";

    private ApiHost host = null!; // made before every test

    private AwayBus Bus => (AwayBus)host.Services.GetRequiredService<IMessageBus>();

    private ApiClient Api => host.Api;

    public async Task InitializeAsync()
    {
        host = await ApiHost.StartAsync(
            new DateTimeOffset(2026, 11, 18, 1, 45, 0, TimeSpan.Zero),
            configure: services => services.AddSingleton<IMessageBus>(provider => new AwayBus(provider.GetRequiredService<EmbeddedMessageBus>())));
        await Api.SetAsync("calendar", """{"id":"default","zone":"Etc/UTC"}""");
        await Api.SetAsync("sources/crm", """{"id":"crm","provider":"cloudevents"}""");
        Assert.Equal(204, (await Api.PutAsync("sources/crm/secret", $$"""{"secrets":["{{Secret}}"]}""")).Status);
        await Api.SetAsync("metrics/calls", """{"id":"calls","name":"Calls","category":"activity","measure":{"kind":"count","types":["call.completed"]}}""");
        await Api.SetAsync("roles/rep", """
            {"id":"rep","name":"Rep","accountabilities":[{"id":"a","name":"A","outcomeMetric":"calls"}],
             "competencies":[{"id":"c","name":"C","accountabilities":["a"],"metrics":[{"threshold":{"metric":"calls","period":"month","target":10}}]}]}
            """);
        await Api.SetAsync("teams/sales", """{"id":"sales","name":"Sales"}""");
        await Api.SetAsync("people/ann", """{"id":"ann","name":"Ann","team":"sales","role":"rep","identities":{"crm":["ann"]}}""");
        await host.DrainAsync();
    }

    public async Task DisposeAsync() => await host.DisposeAsync();

    [Fact]
    public async Task Given_no_broker_when_a_webhook_comes_then_503_says_when_to_come_back_and_its_repeat_counts_once()
    {
        Bus.IsAway = _ => true;
        using (var refused = await WebhookAsync())
        {
            Assert.Equal((503, "5"), ((int)refused.StatusCode, refused.Headers.RetryAfter?.ToString()));
            Assert.Equal(
                "https://salesperf.dev/problems/unavailable",
                JsonNode.Parse(await refused.Content.ReadAsStringAsync())!["type"]!.GetValue<string>());
        }

        host.Clock.Advance(TimeSpan.FromHours(1));
        Bus.IsAway = _ => false;
        for (var time = 0; time < 2; time++)
        {
            using var taken = await WebhookAsync();
            Assert.Equal(202, (int)taken.StatusCode);
        }

        Assert.Equal("1", await CallsAsync());
    }

    [Fact]
    public async Task Given_no_broker_when_a_change_is_sent_then_503_and_nothing_is_changed()
    {
        Bus.IsAway = _ => true;
        var refused = await Api.PutAsync("people/ben", """{"id":"ben","name":"Ben","team":"sales","role":"rep"}""");

        Assert.True(refused is { Status: 503, IsProblem: true }, refused.Text);
        Assert.Equal(404, (await Api.GetAsync("people/ben")).Status);
    }

    /// <summary>The activity is stored and what follows from it cannot be sent: the delivery comes again until it can.</summary>
    [Fact]
    public async Task Given_a_queue_that_takes_nothing_when_activities_are_ingested_then_their_nudges_follow_once_it_does()
    {
        Bus.IsAway = queue => queue == Queues.EvaluateCompetencies;
        using (var taken = await WebhookAsync())
        {
            Assert.Equal(202, (int)taken.StatusCode);
        }

        await UntilAsync(() => Bus.Refusals >= 3);
        Bus.IsAway = _ => false;

        Assert.Equal("1", await CallsAsync());
    }

    /// <summary>The night's evaluation falls into the hour: it is asked for half an hour after the broker is back, once.</summary>
    [Fact]
    public async Task Given_no_broker_at_the_time_of_a_nightly_run_when_it_is_back_then_the_run_is_made_up_for_the_same_night()
    {
        var timers = host.Services.GetRequiredService<TimerScheduler>();
        await timers.RunDueAsync(default);
        await host.DrainAsync();
        Bus.IsAway = _ => true;
        host.Clock.Advance(At(2, 0) - host.Clock.GetUtcNow());
        await Assert.ThrowsAsync<TimeoutException>(() => timers.RunDueAsync(default));

        host.Clock.Advance(At(2, 31) - host.Clock.GetUtcNow());
        Bus.IsAway = _ => false;
        await timers.RunDueAsync(default);
        await timers.RunDueAsync(default);
        await host.DrainAsync();

        var card = await Api.GetAsync("reps/ann/scorecard?period=2026-11");
        Assert.Equal("2026-11-18T02:00:00Z", card.Of("run"));
    }

    private static DateTimeOffset At(int hour, int minute) => new(2026, 11, 18, hour, minute, 0, TimeSpan.Zero);

    private static async Task UntilAsync(Func<bool> condition)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (!condition())
        {
            await Task.Delay(TimeSpan.FromMilliseconds(5), patience.Token);
        }
    }

    private async Task<string> CallsAsync()
    {
        await host.DrainAsync();
        return (await Api.GetAsync("reps/ann/scorecard?period=2026-11")).Of("metrics/0/value");
    }

    private Task<HttpResponseMessage> WebhookAsync()
    {
        var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/webhooks/crm")
        {
            Content = ApiClient.Json("""{"specversion":"1.0","id":"e1","source":"crm","type":"call.completed","time":"2026-11-17T10:00:00Z","data":{"owner":"ann"}}""", "application/cloudevents+json"),
        };
        request.Headers.Add("Authorization", $"Bearer {Secret}");
        return Api.Http.SendAsync(request);
    }
}
