using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using SalesPerf.CosmosLoopback;
using SalesPerf.CosmosLoopback.Faults;
using SalesPerf.Domain.Notifications;
using SalesPerf.Functions.Activities;
using SalesPerf.Functions.Deals;
using SalesPerf.Functions.Storage;
using SalesPerf.Platform.Documents;
using SalesPerf.TestKit.Documents;

namespace SalesPerf.Local.Tests.Acceptance;

/// <summary>However a feed arrives, and whenever its identities are mapped, everything ends the same.</summary>
public sealed class OrderTests
{
    private static readonly Dictionary<string, string> People = new() { ["ann"] = "o1", ["ben"] = "o2", ["cid"] = "o3" };
    private static readonly DateTimeOffset Posted = new(2026, 11, 18, 12, 0, 0, TimeSpan.Zero);
    private static readonly string[] Metrics = ["calls", "emails", "replies", "reply-rate", "accounts", "meetings", "bookings", "deals-won", "win-rate", "cycle"];
    private static readonly string[] Periods = ["2026-W41", "2026-W47", "2026-09", "2026-10", "2026-11", "2026-Q3", "2026-Q4"];

    /// <summary>Times of arrival and making, and revisions, which count deliveries; everything else must be equal.</summary>
    private static readonly HashSet<string> Volatile =
        ["asOf", "valuesAt", "evaluatedAt", "run", "inputs", "receivedAt", "recorded", "firstSeenAt", "stamp", "rev", "months"];

    /// <summary>The feed once, in order, by people known from the start: what every other way must come to.</summary>
    private static readonly Lazy<Task<SortedDictionary<string, string>>> Expected = new(async () =>
    {
        await using var once = await StartAsync();
        await MapAsync(once, People.Keys);
        await once.Api.TakeAsync(OrderFeed.All);
        return await SnapshotAsync(once);
    });

    [Theory]
    [InlineData(1, "before")]
    [InlineData(1, "during")]
    [InlineData(1, "after")]
    [InlineData(7, "before")]
    [InlineData(7, "during")]
    [InlineData(7, "after")]
    [InlineData(100, "before")]
    [InlineData(100, "during")]
    [InlineData(100, "after")]
    public async Task Given_a_feed_when_posted_twice_shuffled_in_batches_then_everything_is_as_if_it_came_once_in_order(int size, string mapped)
    {
        var expected = await Expected.Value;
        Assert.All(
            [
                ActivityDocuments.Kind, DealDocuments.PointerKind, RollupDocuments.Kind, RollupDocuments.MetricKind, DealDocuments.ContributionKind, DealDocuments.OpenKind,
                DealDocuments.CreditKind, DealRollupDocuments.Kind, NotificationTypes.ThresholdCrossed,
            ],
            kind => Assert.Contains(expected.Keys, name => name.Contains($" {kind} ", StringComparison.Ordinal)));

        await using var host = await StartAsync();
        var events = OrderFeed.All.Concat(OrderFeed.All).ToArray();
        new Random(20261118 + size).Shuffle(events);
        if (mapped == "before")
        {
            await MapAsync(host, "ann", "ben", "cid");
        }

        await PostAsync(host, events[..(events.Length / 2)], size);
        if (mapped == "during")
        {
            // Ben's mails are taken for Cid's at first.
            await host.Api.SetAsync("people/cid", Person("cid", "o2", "o3"));
            await Task.WhenAll(MapAsync(host, "ann"), PostAsync(host, events[(events.Length / 2)..(events.Length * 3 / 4)], size));
            await host.Api.SetAsync("people/cid", Person("cid", "o3"));
            await Task.WhenAll(MapAsync(host, "ben"), PostAsync(host, events[(events.Length * 3 / 4)..], size));
        }
        else
        {
            await PostAsync(host, events[(events.Length / 2)..], size);
        }

        if (mapped == "after")
        {
            await host.DrainAsync();
            await MapAsync(host, "ann", "ben", "cid");
        }

        AssertSame(expected, await SnapshotAsync(host));
    }

    [Fact]
    public async Task Given_a_cosmos_account_that_loses_answers_and_is_busy_and_away_when_the_feed_is_posted_then_everything_is_as_if_it_were_not()
    {
        var expected = await Expected.Value;
        await using var account = await LoopbackAccount.StartAsync();
        await using var host = await StartAsync(new CosmosAccount(account.Endpoint, account.Key));
        await MapAsync(host, People.Keys);
        await host.DrainAsync();

        var random = new Random(20261118);
        bool Sometimes(LoopbackOperation operation, double often) => operation.Kind != OperationKind.Metadata && random.NextDouble() < often;
        account.Faults.Add(new LoopbackFault { Kind = FaultKind.LoseResponse, Times = 60, When = operation => operation.IsWrite && Sometimes(operation, 0.1) });
        account.Faults.Add(new LoopbackFault { Kind = FaultKind.LoseRequest, Times = 20, When = operation => operation.IsWrite && Sometimes(operation, 0.05) });
        account.Faults.Add(new LoopbackFault { Kind = FaultKind.Answer, Status = 503, Times = 20, When = operation => Sometimes(operation, 0.05) });
        account.Faults.Add(new LoopbackFault { Kind = FaultKind.Answer, Status = 429, RetryAfter = TimeSpan.FromMilliseconds(1), Times = 200, When = operation => Sometimes(operation, 0.1) });
        await PostAsync(host, OrderFeed.All, 7);
        await host.DrainAsync();
        Assert.InRange(account.Counts.Failures, 50, long.MaxValue);
        account.Faults.Clear();

        AssertSame(expected, await SnapshotAsync(host));
    }

    [Fact]
    public void Given_the_feed_when_looked_at_then_it_is_worth_posting()
    {
        Assert.InRange(OrderFeed.All.Count, 280, 340);
        Assert.Equal(OrderFeed.All.Count, OrderFeed.All.Select(one => one["id"]!.GetValue<string>()).Distinct().Count());
    }

    private static void AssertSame(SortedDictionary<string, string> expected, SortedDictionary<string, string> actual)
    {
        Assert.Equal(expected.Keys, actual.Keys);
        foreach (var (name, text) in expected)
        {
            Assert.True(text == actual[name], $"{name}\nexpected {text}\nactual   {actual[name]}");
        }
    }

    private static async Task<ApiHost> StartAsync(CosmosAccount? documents = null)
    {
        var host = await ApiHost.StartAsync(Posted, documents: documents);
        var api = host.Api;
        await api.SetAsync("calendar", """{"id":"default","zone":"Europe/London"}""");
        await api.SetAsync("sources/crm", """
            {"id":"crm","provider":"cloudevents","stages":{"qualify":{"outcome":"open","probabilityPercent":20,"order":1},
             "proposal":{"outcome":"open","probabilityPercent":50,"order":2},"won":{"outcome":"won","order":3},"lost":{"outcome":"lost","order":4}}}
            """);
        foreach (var (id, measure) in new[]
        {
            ("calls", """{"kind":"count","types":["call.completed"]}"""),
            ("emails", """{"kind":"count","types":["email.sent"]}"""),
            ("replies", """{"kind":"replied","types":["email.sent"]}"""),
            ("reply-rate", """{"kind":"ratio","numerator":"replies","denominator":"emails"}"""),
            ("accounts", """{"kind":"distinct","types":["call.completed","email.sent","meeting.held"],"field":"account"}"""),
            ("meetings", """{"kind":"count","types":["meeting.held"]}"""),
            ("bookings", """{"kind":"sum","types":["deal.won"],"field":"amount"}"""),
            ("deals-won", """{"kind":"count","types":["deal.won"]}"""),
            ("win-rate", """{"kind":"conversion","fromStage":"proposal","toStage":"won","minDenominator":2}"""),
            ("cycle", """{"kind":"duration","fromStage":"created","toStage":"won"}"""),
        })
        {
            await api.SetAsync($"metrics/{id}", $$"""{"id":"{{id}}","name":"{{id}}","category":"activity","measure":{{measure}}}""");
        }

        var thresholds = Metrics.Select(metric => $$$"""{"threshold":{"metric":"{{{metric}}}","period":"month","target":5}}""");
        await api.SetAsync("roles/rep", $$"""
            {"id":"rep","name":"Rep","accountabilities":[{"id":"a","name":"A","outcomeMetric":"bookings"}],
             "competencies":[{"id":"c","name":"C","accountabilities":["a"],"metrics":[{{string.Join(',', thresholds)}}]}]}
            """);
        await api.SetAsync("plans/tiers", """
            {"id":"tiers","currency":"USD","payPeriod":"month","components":[{"id":"bookings","measure":"quarter","creditRules":[{"id":"won"}],
             "table":{"tiers":[{"from":0,"ratePercent":4},{"from":20000,"ratePercent":5},{"from":60000,"ratePercent":6}]}}]}
            """);
        await api.SetAsync("teams/sales", """{"id":"sales","name":"Sales"}""");
        foreach (var person in People.Keys)
        {
            await api.SetAsync($"people/{person}", Person(person));
            await api.SetAsync($"assignments/{person}", $$"""
                {"id":"{{person}}","person":"{{person}}","plan":"tiers","from":"2026-01-01","quotas":[{"component":"bookings","amount":50000,"period":"quarter"}]}
                """);
        }

        return host;
    }

    private static string Person(string id, params IEnumerable<string> owners) => $$$"""
        {"id":"{{{id}}}","name":"{{{id}}}","team":"sales","role":"rep","zone":"{{{(id == "ben" ? "Asia/Tokyo" : "America/New_York")}}}",
         "identities":{"crm":[{{{string.Join(',', owners.Select(owner => $"\"{owner}\""))}}}]}}
        """;

    private static async Task MapAsync(ApiHost host, params IEnumerable<string> people)
    {
        foreach (var person in people)
        {
            await host.Api.SetAsync($"people/{person}", Person(person, People[person]));
        }
    }

    /// <summary>Four requests at a time, so that not even the shuffled order is kept.</summary>
    private static Task PostAsync(ApiHost host, IEnumerable<JsonObject> events, int size) => Parallel.ForEachAsync(
        events.Chunk(size), new ParallelOptions { MaxDegreeOfParallelism = 4 }, async (batch, _) => await host.Api.TakeAsync(batch));

    private static async Task<SortedDictionary<string, string>> SnapshotAsync(ApiHost host)
    {
        // Three nights at the same times: what is announced takes two evaluations that agree.
        await host.DrainAsync();
        for (var night = 0; night < 3; night++)
        {
            host.Clock.Advance(Posted.AddHours(12).AddDays(night) - host.Clock.GetUtcNow());
            Assert.Equal(202, (await host.Api.SendAsync(HttpMethod.Post, "/admin/functions/ScheduleEvaluations", null)).Status);
            await host.DrainAsync();
        }

        var found = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var path in Questions())
        {
            var answer = await host.Api.GetAsync(path);
            Assert.Equal(200, answer.Status);
            found[path] = EndState.Without(answer.Body, Volatile);
        }

        var announced = await host.Api.GetAsync("notifications?from=2026-11-18&to=2026-11-22&pageSize=200");
        Assert.DoesNotContain("nextLink", announced.Text, StringComparison.Ordinal);
        foreach (var item in announced.Body["items"]!.AsArray())
        {
            var text = $"{item!["person"]} {item["type"]} {item["facts"]!.ToJsonString()}";
            Assert.True(found.TryAdd(text, ""), $"{text} was announced twice.");
        }

        var store = host.Services.GetRequiredService<IDocumentStore>();
        foreach (var owner in new[] { "o1", "o2", "o3", "o4" })
        {
            await ReadAsync(store, Partitions.Who("crm", owner), [ActivityDocuments.Kind, DealDocuments.PointerKind, RollupDocuments.Kind, RollupDocuments.MetricKind], found);
        }

        foreach (var person in People.Keys)
        {
            await ReadAsync(store, Partitions.Rep(person), [DealDocuments.ContributionKind, DealDocuments.OpenKind, DealDocuments.CreditKind, DealRollupDocuments.Kind], found);
        }

        foreach (var deal in OrderFeed.All.Select(one => one["data"]!["deal"]?.GetValue<string>()).OfType<string>().Distinct())
        {
            await ReadAsync(store, Partitions.Record("crm", "deal", deal), [DealDocuments.RecordKind], found);
        }

        return found;
    }

    private static IEnumerable<string> Questions()
    {
        yield return "identities/unassigned";
        yield return "dead-letters";
        foreach (var period in Periods)
        {
            foreach (var person in People.Keys)
            {
                yield return $"reps/{person}/scorecard?period={period}";
                foreach (var metric in period == "2026-10" ? Metrics : [])
                {
                    yield return $"reps/{person}/scorecard/{metric}/activities?period={period}";
                }
            }

            yield return $"teams/sales/leaderboard?metric=bookings&period={period}";
            foreach (var by in period.Contains('W', StringComparison.Ordinal) ? Array.Empty<string>() : ["person", "team"])
            {
                yield return $"commissions/forecast?period={period}&groupBy={by}";
            }
        }
    }

    private static async Task ReadAsync(IDocumentStore store, string pk, string[] kinds, SortedDictionary<string, string> found)
    {
        foreach (var kind in kinds)
        {
            for (var query = new RangeQuery(pk, kind, Size: 1_000); ;)
            {
                var page = await store.RangeAsync(query, default);
                foreach (var document in page.Items)
                {
                    found[$"{pk} {kind} {document.Id}"] = EndState.Without(JsonNode.Parse(document.Body.Span)!, Volatile); // stored bodies are never null
                }

                if (page.Continuation is null)
                {
                    break;
                }

                query = query with { Continuation = page.Continuation };
            }
        }
    }
}
