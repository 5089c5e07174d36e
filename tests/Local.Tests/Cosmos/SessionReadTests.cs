using System.Collections.Concurrent;
using Microsoft.Azure.Cosmos;
using SalesPerf.CosmosLoopback;
using SalesPerf.Local.Tests.Acceptance;
using OperationKind = SalesPerf.CosmosLoopback.OperationKind;

namespace SalesPerf.Local.Tests.Cosmos;

/// <summary>What the whole host asks of an account that is Strong, as on Azure: only read models shown over HTTP are read for less.</summary>
public sealed class SessionReadTests : IAsyncLifetime
{
    private readonly ConcurrentQueue<LoopbackOperation> seen = new();
    private LoopbackAccount account = null!; // made before every test
    private ApiHost host = null!;

    public async Task InitializeAsync()
    {
        account = await LoopbackAccount.StartAsync(new LoopbackOptions { ReplicaLag = 50, PhysicalPartitions = 3 });
        account.Observe = seen.Enqueue;
        host = await ApiHost.StartAsync(new DateTimeOffset(2026, 11, 23, 7, 1, 0, TimeSpan.Zero), documents: new CosmosAccount(account.Endpoint, account.Key));
        var api = host.Api;
        await api.SetAsync("calendar", """{"id":"default","zone":"Etc/UTC"}""");
        await api.SetAsync("sources/crm", """{"id":"crm","provider":"cloudevents"}""");
        await api.SetAsync("metrics/calls", """{"id":"calls","name":"Calls","category":"activity","measure":{"kind":"count","types":["call.completed"]}}""");
        await api.SetAsync("roles/rep", """
            {"id":"rep","name":"Rep","accountabilities":[{"id":"a","name":"A","outcomeMetric":"calls"}],
             "competencies":[{"id":"c","name":"C","accountabilities":["a"],"metrics":[{"threshold":{"metric":"calls","period":"month","target":10}}]}]}
            """);
        await api.SetAsync("plans/flat", """
            {"id":"flat","currency":"USD","payPeriod":"month","components":[{"id":"bookings","measure":"quarter","creditRules":[{"id":"won"}],"table":{"tiers":[{"from":0,"ratePercent":10}]}}]}
            """);
        await api.SetAsync("people/mia", """{"id":"mia","name":"Mia","mail":"mia@example.com"}""");
        await api.SetAsync("teams/sales", """{"id":"sales","name":"Sales","manager":"mia"}""");
        await api.SetAsync("people/ann", """{"id":"ann","name":"Ann","team":"sales","role":"rep","identities":{"crm":["1"]}}""");
        await api.SetAsync("assignments/ann", """{"id":"ann","person":"ann","plan":"flat","from":"2026-01-01","quotas":[{"component":"bookings","amount":50000,"period":"quarter"}]}""");
        await api.TakeAsync(Events.Call("c1", "1", "2026-11-20T10:00:00Z"), Events.Won("d1", "1", 5_000, "2026-11-19"));
        await host.DrainAsync();
        foreach (var timer in new[] { "ScheduleEvaluations", "ScheduleForecasts", "ScheduleDigests" })
        {
            Assert.Equal(202, (await api.SendAsync(HttpMethod.Post, $"/admin/functions/{timer}", null)).Status);
            await host.DrainAsync();
        }
    }

    public async Task DisposeAsync()
    {
        await host.DisposeAsync();
        await account.DisposeAsync();
    }

    [Fact]
    public async Task Given_commands_timers_and_handlers_when_they_ran_then_every_read_was_as_strong_as_the_account_and_what_is_shown_is_read_for_the_session()
    {
        Assert.InRange(seen.Count(operation => operation.Kind is OperationKind.Read or OperationKind.Query), 50, int.MaxValue);
        Assert.DoesNotContain(seen, operation => operation.Consistency is not null);

        foreach (var (path, partitions) in new (string, string[])[]
        {
            ("reps/ann/scorecard", ["rep~ann"]),
            ("reps/ann/scorecard/calls/activities", ["rep~ann", "who~crm~1"]),
            ("teams/sales/leaderboard", ["rep~ann"]),
            ("commissions/forecast?period=2026-Q4", ["forecast~2026-Q4"]),
            ("commissions/forecast/runs?period=2026-Q4", ["forecast~2026-Q4"]),
            ("digests/mia", ["rep~mia"]),
            ("digests/mia/2026-W47", ["rep~mia"]),
            ("notifications?from=2026-11-23&to=2026-11-23", ["feed~2026-11-23"]),
            ("deliveries?from=2026-11-23&to=2026-11-23", ["deliveries~2026-11-23"]),
            ("wall", ["wall"]),
        })
        {
            seen.Clear();
            var answer = await host.Api.GetAsync(path);
            Assert.True(answer.Status == 200, $"{path}: {answer.Status} {answer.Text}");
            var session = seen.Where(operation => operation.Consistency == ConsistencyLevel.Session).Select(operation => operation.Pk).Distinct().Order().ToArray();
            Assert.True(partitions.SequenceEqual(session), $"{path}: {string.Join(", ", session)}");
        }

        // A key, a resource and what a command decides by are never among them.
        seen.Clear();
        Assert.Equal(200, (await host.Api.GetAsync("people/ann")).Status);
        Assert.Equal(200, (await host.Api.GetAsync("keys")).Status);
        await host.Api.SetAsync("people/ann", """{"id":"ann","name":"Ann B","team":"sales","role":"rep","identities":{"crm":["1"]}}""");
        Assert.DoesNotContain(seen, operation => operation.Consistency is not null);
    }

    [Fact]
    public async Task Given_replicas_that_lag_when_read_by_the_process_that_wrote_then_it_sees_its_own_writes()
    {
        Assert.Equal("1", (await host.Api.GetAsync("reps/ann/scorecard?period=2026-11")).Of("metrics/0/value"));
        await host.Api.TakeAsync(Events.Call("c2", "1", "2026-11-20T11:00:00Z"));
        await host.DrainAsync();
        Assert.Equal("2", (await host.Api.GetAsync("reps/ann/scorecard?period=2026-11")).Of("metrics/0/value"));
    }
}
