using System.Diagnostics;
using System.Globalization;
using Activity = SalesPerf.Domain.Activities.Activity;
using Microsoft.Extensions.DependencyInjection;
using SalesPerf.CosmosLoopback;
using SalesPerf.Domain.Commissions;
using SalesPerf.Domain.Deals;
using SalesPerf.Functions.Access;
using SalesPerf.Functions.Activities;
using SalesPerf.Functions.Deals;
using SalesPerf.Functions.Messages;
using SalesPerf.Functions.Storage;
using SalesPerf.Local.Tests.Cosmos;
using SalesPerf.Local.Tests.Processes;
using SalesPerf.Platform.Documents;
using Xunit.Abstractions;

namespace SalesPerf.Local.Tests.Acceptance;

/// <summary>
/// A real process is killed (SIGKILL) at random instants while many requests wait for their answers, and started again on its folder. What was
/// acknowledged is never sent again, what was not is: at the end every event counts once, everywhere. SALESPERF_FULL=1 runs it at full size,
/// SALESPERF_KILLS=100 with so many kills. With SALESPERF_TEST_STORE=cosmos the documents are in an account that is a process of its own, and outlives the kills.
/// </summary>
public sealed class KillTests(ITestOutputHelper output) : IDisposable
{
    private const int AtOnce = 80;
    private const int LeastUnanswered = 50;
    private const int EventsAKill = 1_000;

    private static readonly int? Kills = Environment.GetEnvironmentVariable("SALESPERF_KILLS") is { Length: > 0 } kills ? int.Parse(kills, CultureInfo.InvariantCulture) : null;

    private static readonly bool IsFull = Environment.GetEnvironmentVariable("SALESPERF_FULL") == "1";

    private readonly TemporaryFolder folder = new();
    private readonly LoopbackProcess? account = TestStore.IsCosmos ? new() : null;
    private CosmosAccount? documents;
    private readonly DateTimeOffset month = PreviousMonth(TimeProvider.System.GetUtcNow());

    public void Dispose()
    {
        account?.Dispose();
        folder.Dispose();
    }

    [Fact]
    public async Task Given_requests_unanswered_when_the_host_is_killed_again_and_again_then_every_acknowledged_event_counts_once()
    {
        var (kills, count) = Kills is { } asked ? (asked, asked * EventsAKill) : IsFull ? (10, 20_000) : TestStore.IsCosmos ? (2, 2_000) : (2, 3_000);
        var seed = Environment.TickCount;
        var random = new Random(seed);
        output.WriteLine($"seed {seed}, {kills} kills, {count} events");
        if (account is not null)
        {
            var (endpoint, key) = await account.ListenAsync();
            documents = new CosmosAccount(endpoint, key);
        }

        await using (var host = await ApiHost.StartAsync(TimeProvider.System.GetUtcNow(), folder.Inside("data"), documents))
        {
            await OrganiseAsync(host.Api);
        }

        // After the last kill at least three requests of every connection are left, however many are acknowledged at once.
        var feed = new KillFeed(count, month, random, Math.Clamp(2 * count / (3 * AtOnce * (kills + 1)) - 1, 1, 9));
        Assert.True(feed.Batches / (kills + 1) >= 3 * AtOnce, $"{feed.Batches} requests are too few for {kills} kills.");
        for (var kill = 1; kill <= kills; kill++)
        {
            // The instants are spread over the whole feed, each anywhere in its part of it.
            var part = feed.Batches / (kills + 1);
            var unanswered = await PostUntilKilledAsync(feed, (kill * part) - random.Next(part * 2 / 3), random);
            output.WriteLine($"kill {kill}: {feed.Acknowledged} of {feed.Batches} requests acknowledged, {unanswered} unanswered");
            Assert.True(unanswered >= LeastUnanswered, $"Only {unanswered} requests were unanswered at kill {kill}.");
        }

        using (var process = Start())
        {
            using var http = await process.ListenAsync();
            await Task.WhenAll(Enumerable.Range(0, AtOnce).Select(_ => PostAsync(feed, new ApiClient(http, ApiHost.AdminKey), null)));
            await process.KillAsync();
        }

        Assert.Equal(feed.Batches, feed.Acknowledged);
        await using var last = await ApiHost.StartAsync(TimeProvider.System.GetUtcNow(), folder.Inside("data"), documents);
        await last.DrainAsync();

        // A message that was being handled at kill after kill has no deliveries left: a timer sends it again, and none runs here by itself.
        Assert.Equal(202, (await last.Api.SendAsync(HttpMethod.Post, $"/admin/functions/{nameof(RedriveDeadLetters)}", null)).Status);
        await last.DrainAsync();
        await AssertStoredOnceAsync(last.Services.GetRequiredService<IDocumentStore>(), count);
        await AssertAnsweredOnceAsync(last.Api, count);
    }

    /// <summary>Posts from many connections, and kills once so many requests were acknowledged. Returns how many the process had taken and never answered.</summary>
    private async Task<int> PostUntilKilledAsync(KillFeed feed, int acknowledged, Random random)
    {
        using var process = Start();
        using var http = await process.ListenAsync();
        var api = new ApiClient(http, ApiHost.AdminKey);
        var unanswered = new Unanswered();
        var before = feed.Acknowledged;
        var workers = Task.WhenAll(Enumerable.Range(0, AtOnce).Select(_ => PostAsync(feed, api, unanswered)));
        await Task.WhenAny(workers, feed.AcknowledgedAsync(Math.Max(acknowledged, before + AtOnce)));

        // Not in step with the answers.
        for (var until = Stopwatch.GetTimestamp() + (Stopwatch.Frequency / 1_000 * random.Next(20)); Stopwatch.GetTimestamp() < until;)
        {
            Thread.SpinWait(100);
        }

        await process.KillAsync();
        await workers;
        return unanswered.Count;
    }

    /// <summary>Posts one batch after another until there are no more, or one is not answered.</summary>
    private static async Task PostAsync(KillFeed feed, ApiClient api, Unanswered? unanswered)
    {
        await Task.Yield();
        while (feed.Next() is { } batch)
        {
            try
            {
                var answer = await api.PostEventsAsync(batch);
                if (answer.Status == 503)
                {
                    // Nothing was taken: the account answers too slowly on a busy machine.
                    feed.GiveBack(batch);
                    await Task.Delay(TimeSpan.FromMilliseconds(200));
                    continue;
                }

                Assert.True(answer.Status == 202 && answer.Of("accepted") == batch.Length.ToString(CultureInfo.InvariantCulture), answer.Text);
                feed.Acknowledge();
            }
            catch (Exception exception) when (unanswered is not null && exception is HttpRequestException or IOException)
            {
                feed.GiveBack(batch);
                unanswered!.Add(exception); // not null: see the filter
                return;
            }
        }
    }

    /// <summary>Counts requests that a process took and did not answer: what found nobody listening any more was never taken.</summary>
    private sealed class Unanswered
    {
        private int count;

        public int Count => count;

        public void Add(Exception exception)
        {
            if (exception is not HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError })
            {
                Interlocked.Increment(ref count);
            }
        }
    }

    private static async Task AssertStoredOnceAsync(IDocumentStore store, int count)
    {
        for (var owner = 0; owner < KillFeed.Owners; owner++)
        {
            var theirs = Enumerable.Range(0, count).Where(i => KillFeed.Owner(i) == $"o{owner}").ToList();
            Assert.Equal(
                theirs.Where(KillFeed.IsCall).Select(KillFeed.Key).Order(StringComparer.Ordinal),
                (await AllAsync<Activity>(store, Partitions.Who("crm", $"o{owner}"), ActivityDocuments.Kind)).Select(activity => activity.Key).Order(StringComparer.Ordinal));

            // A deal's contribution and credit stand once in its owner's partition, and its two changes once in its record.
            var deals = theirs.Where(KillFeed.IsWon).OrderBy(KillFeed.Deal, StringComparer.Ordinal).ToList();
            var rep = Partitions.Rep($"p{owner}");
            Assert.Equal(
                deals.Select(KillFeed.Deal),
                (await AllAsync<Contribution>(store, rep, DealDocuments.ContributionKind)).Select(contribution => contribution.Deal).Order(StringComparer.Ordinal));
            Assert.Empty(await AllAsync<Contribution>(store, rep, DealDocuments.OpenKind));
            Assert.Equal(
                deals.Select(i => (KillFeed.Deal(i), KillFeed.Key(i), KillFeed.Amount(i))),
                (await AllAsync<Credit>(store, rep, DealDocuments.CreditKind)).Select(credit => (credit.Deal, credit.Event, credit.Amount)).OrderBy(credit => credit.Deal, StringComparer.Ordinal));
            foreach (var i in deals)
            {
                var record = await store.ReadAsync<DealRecord>(Partitions.Record("crm", "deal", KillFeed.Deal(i)), DealDocuments.RecordId, default);
                Assert.Equal(new[] { KillFeed.Key(i - 1), KillFeed.Key(i) }.Order(), record?.Value.Changes.Select(change => change.Key).Order());
            }
        }
    }

    private async Task AssertAnsweredOnceAsync(ApiClient api, int count)
    {
        var period = month.ToString("yyyy-MM", CultureInfo.InvariantCulture);
        for (var owner = 0; owner < KillFeed.Owners; owner++)
        {
            var theirs = Enumerable.Range(0, count).Where(i => KillFeed.Owner(i) == $"o{owner}").ToList();
            var sum = theirs.Where(KillFeed.IsWon).Sum(KillFeed.Amount);
            var card = (await api.GetAsync($"reps/p{owner}/scorecard?period={period}")).Body["metrics"]!.AsArray()
                .ToDictionary(cell => cell!["metric"]!.GetValue<string>(), cell => decimal.Parse(cell!["value"]!.GetValue<string>(), CultureInfo.InvariantCulture));
            Assert.Equal(theirs.Count(KillFeed.IsCall), card["calls"]);
            Assert.Equal(theirs.Count(KillFeed.IsWon), card["deals-won"]);
            Assert.Equal(sum, card["bookings"]);

            // 10 % of the credit is earned, rounded once.
            var forecast = await api.GetAsync($"commissions/forecast?period={period}&person=p{owner}");
            Assert.Equal(sum.ToString("F2", CultureInfo.InvariantCulture), forecast.Of("items/0/credit/closed/amount"));
            Assert.Equal(decimal.Round(sum / 10, 2, MidpointRounding.AwayFromZero).ToString("F2", CultureInfo.InvariantCulture), forecast.Of("items/0/earned/closed/amount"));
        }

        Assert.Empty((await api.GetAsync("dead-letters")).Body["items"]!.AsArray());
        var health = (await api.GetAsync("health")).Body;
        Assert.All(health["queues"]!.AsArray(), queue => Assert.Equal(0, queue!["dead"]!.GetValue<int>()));
    }

    private static async Task OrganiseAsync(ApiClient api)
    {
        await api.SetAsync("calendar", """{"id":"default","zone":"Etc/UTC"}""");
        await api.SetAsync("sources/crm", """{"id":"crm","provider":"cloudevents"}""");
        await api.SetAsync("metrics/calls", """{"id":"calls","name":"Calls","category":"activity","measure":{"kind":"count","types":["call.completed"]}}""");
        await api.SetAsync("metrics/deals-won", """{"id":"deals-won","name":"Won","category":"result","measure":{"kind":"count","types":["deal.won"]}}""");
        await api.SetAsync("metrics/bookings", """{"id":"bookings","name":"Bookings","category":"result","measure":{"kind":"sum","types":["deal.won"],"field":"amount"}}""");
        await api.SetAsync("roles/rep", """
            {"id":"rep","name":"Rep","accountabilities":[{"id":"a","name":"A","outcomeMetric":"bookings"}],"competencies":[{"id":"c","name":"C","accountabilities":["a"],
             "metrics":[{"threshold":{"metric":"calls","period":"month","target":10}},{"threshold":{"metric":"deals-won","period":"month","target":10}},
              {"threshold":{"metric":"bookings","period":"month","target":10}}]}]}
            """);
        await api.SetAsync("plans/flat", BadInputHost.Plan("flat", """{"from":0,"ratePercent":10}"""));
        await api.SetAsync("teams/sales", """{"id":"sales","name":"Sales"}""");
        for (var owner = 0; owner < KillFeed.Owners; owner++)
        {
            await api.SetAsync($"people/p{owner}", $$$"""{"id":"p{{{owner}}}","name":"P","team":"sales","role":"rep","identities":{"crm":["o{{{owner}}}"]}}""");
            await api.SetAsync($"assignments/p{owner}", $$"""{"id":"p{{owner}}","person":"p{{owner}}","plan":"flat","from":"2020-01-01"}""");
        }
    }

    private HostProcess Start() => new(
        typeof(LocalHost).Assembly,
        new Dictionary<string, string> { [AccessOptions.AdminKeySetting] = ApiHost.AdminKey },
        ["--data",
        folder.Inside("data"),
        "--urls",
        "http://127.0.0.1:0",
        "--quiet",
        .. DocumentsOf.Arguments(documents)]);

    private static async Task<IReadOnlyList<T>> AllAsync<T>(IDocumentStore store, string pk, string kind)
    {
        var found = new List<T>();
        await foreach (var stored in store.RangeAsync<T>(new RangeQuery(pk, kind, Size: 1_000), default))
        {
            found.Add(stored.Value);
        }

        return found;
    }

    private static DateTimeOffset PreviousMonth(DateTimeOffset now) => new DateTimeOffset(now.Year, now.Month, 1, 0, 0, 0, TimeSpan.Zero).AddMonths(-1);
}
