using SalesPerf.CosmosLoopback;
using SalesPerf.CosmosLoopback.Faults;
using SalesPerf.Local.Tests.Acceptance;
using OperationKind = SalesPerf.CosmosLoopback.OperationKind;

namespace SalesPerf.Local.Tests.Cosmos;

/// <summary>An account that is busy or away for a minute while activities come.</summary>
public sealed class CosmosBusyTests : IAsyncLifetime
{
    private LoopbackAccount account = null!; // made before every test
    private ApiHost host = null!;

    public async Task InitializeAsync()
    {
        account = await LoopbackAccount.StartAsync();
        host = await ApiHost.StartAsync(new DateTimeOffset(2026, 11, 18, 12, 0, 0, TimeSpan.Zero), documents: new CosmosAccount(account.Endpoint, account.Key));
        await host.Api.SetAsync("calendar", """{"id":"default","zone":"Etc/UTC"}""");
        await host.Api.SetAsync("sources/crm", """{"id":"crm","provider":"cloudevents"}""");
        await host.Api.SetAsync("metrics/calls", """{"id":"calls","name":"Calls","category":"activity","measure":{"kind":"count","types":["call.completed"]}}""");
        await host.Api.SetAsync("roles/rep", """
            {"id":"rep","name":"Rep","accountabilities":[{"id":"a","name":"A","outcomeMetric":"calls"}],
             "competencies":[{"id":"c","name":"C","accountabilities":["a"],"metrics":[{"threshold":{"metric":"calls","period":"month","target":10}}]}]}
            """);
        await host.Api.SetAsync("people/ann", """{"id":"ann","name":"Ann","role":"rep","identities":{"crm":["1"]}}""");
        await host.Api.TakeAsync(Events.Call("before", "1", "2026-11-17T08:00:00Z"));
        await host.DrainAsync();
    }

    public async Task DisposeAsync()
    {
        await host.DisposeAsync();
        await account.DisposeAsync();
    }

    [Theory]
    [InlineData(429)]
    [InlineData(449)]
    [InlineData(503)]
    public async Task Given_an_account_that_is_busy_for_a_minute_when_activities_come_then_they_are_taken_it_is_said_and_later_each_counts_once(int status)
    {
        account.Faults.Add(new LoopbackFault
        {
            Kind = FaultKind.Answer,
            Status = status,
            RetryAfter = TimeSpan.FromMilliseconds(20),
            Times = 1_000_000,
            When = operation => operation.Kind != OperationKind.Metadata,
        });
        for (var index = 0; index < 5; index++)
        {
            await host.Api.TakeAsync(Events.Call($"c{index}", "1", "2026-11-17T10:00:00Z"));
        }

        // Whoever asks is told to come back; health says what is wrong; what was taken waits in its queue.
        using (var refused = await AskAsync("reps/ann/scorecard"))
        {
            Assert.Equal((503, "5"), ((int)refused.StatusCode, refused.Headers.RetryAfter?.ToString()));
        }

        Assert.Equal(503, (await host.Api.PutAsync("teams/new", """{"id":"new","name":"New"}""")).Status);
        var health = await host.Api.GetAsync("health");
        Assert.Equal((503, "failing"), (health.Status, health.Of("status")));
        for (var second = 0; second < 60; second += 10)
        {
            var failures = account.Counts.Failures;
            host.Clock.Advance(TimeSpan.FromSeconds(10));
            await UntilAsync(() => account.Counts.Failures > failures);
        }

        account.Faults.Clear();
        host.Clock.Advance(TimeSpan.FromMinutes(1));
        await host.DrainAsync();
        Assert.Equal("6", (await host.Api.GetAsync("reps/ann/scorecard?period=2026-11")).Of("metrics/0/value"));
        Assert.Empty((await host.Api.GetAsync("dead-letters")).Body["items"]!.AsArray());
        Assert.Equal(200, (await host.Api.GetAsync("health")).Status);
        Assert.Equal(201, (await host.Api.PutAsync("teams/new", """{"id":"new","name":"New"}""")).Status);
    }

    private Task<HttpResponseMessage> AskAsync(string path)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/" + path);
        request.Headers.Add("x-api-key", ApiHost.AdminKey);
        return host.Api.Http.SendAsync(request);
    }

    private static async Task UntilAsync(Func<bool> condition)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (!condition())
        {
            await Task.Delay(TimeSpan.FromMilliseconds(5), patience.Token);
        }
    }
}
