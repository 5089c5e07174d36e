using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Moq;
using SalesPerf.Functions.Activities;
using SalesPerf.Functions.Health;
using SalesPerf.Functions.Storage;
using SalesPerf.Functions.Tests.Http;
using SalesPerf.Platform.Documents;
using SalesPerf.Platform.Messages;
using SalesPerf.TestKit;
using SalesPerf.TestKit.Documents;
using SalesPerf.TestKit.Messages;

namespace SalesPerf.Functions.Tests.Health;

public sealed class HealthTests
{
    private readonly FakeTimeProvider clock = new();

    private GetHealth CreateSut(IDocumentStore store, StoreCounters? counters = null, SendingCounters? sendings = null, params IQueueStatistics[] buses) =>
        new(new Liveness(store, buses, [], clock, NullLogger<Liveness>.Instance), counters ?? new StoreCounters(), sendings ?? new SendingCounters(clock), new IngestionCounters(), Secrets());

    private static async Task<(int Status, JsonElement Body)> GetAsync(GetHealth sut)
    {
        var request = Requests.Get("/api/v1/health");
        var (response, body) = await (await sut.Run(request, default)).ExecuteAsync(request);
        return (response.StatusCode, JsonDocument.Parse(body).RootElement);
    }

    [Fact]
    public async Task Given_a_store_that_answers_when_asked_then_ok_with_version_uptime_and_queues()
    {
        var bus = new Mock<IQueueStatistics>();
        bus.Setup(port => port.StatisticsAsync(It.IsAny<CancellationToken>()))
            .ReturnsAsync([new QueueStatistics("ingest-activities", 3, 2, 1, 4, TimeSpan.FromSeconds(90.5)), new QueueStatistics("apply-deal", 0, 0, 0, 0, null)]);
        var sut = CreateSut(new MemoryDocuments(), null, null, bus.Object);
        clock.Advance(TimeSpan.FromMinutes(2));

        var (status, body) = await GetAsync(sut);

        Assert.Equal((200, "ok", 120), (status, body.GetProperty("status").GetString(), body.GetProperty("uptimeSeconds").GetInt64()));
        Assert.NotEqual("", body.GetProperty("version").GetString());
        var queues = body.GetProperty("queues");
        Assert.Equal((6, 4, 90), (queues[0].GetProperty("depth").GetInt64(), queues[0].GetProperty("dead").GetInt64(), queues[0].GetProperty("oldestAgeSeconds").GetInt64()));
        Assert.False(queues[1].TryGetProperty("oldestAgeSeconds", out _));
    }

    [Fact]
    public async Task Given_a_store_that_fails_when_asked_then_503_and_no_reason_is_told()
    {
        var store = new Mock<IDocumentStore>();
        store.Setup(port => port.ReadAsync(It.IsAny<string>(), It.IsAny<string>(), It.IsAny<CancellationToken>())).ThrowsAsync(new IOException("disk is gone"));

        var (status, body) = await GetAsync(CreateSut(store.Object));

        Assert.Equal((503, "failing"), (status, body.GetProperty("status").GetString()));
        Assert.DoesNotContain("disk", body.GetRawText());
    }

    [Fact]
    public async Task Given_a_store_that_answers_and_cannot_be_written_to_when_asked_then_503_until_it_can()
    {
        var condition = new Mock<IStoreCondition>();
        condition.SetupSequence(port => port.FaultAsync(It.IsAny<CancellationToken>())).ReturnsAsync("the disk is full").ReturnsAsync((string?)null);
        var liveness = new Liveness(new MemoryDocuments(), [], [condition.Object], clock, NullLogger<Liveness>.Instance);
        var sut = new GetHealth(liveness, new StoreCounters(), new SendingCounters(clock), new IngestionCounters(), Secrets());

        var (status, body) = await GetAsync(sut);
        Assert.Equal((503, "failing"), (status, body.GetProperty("status").GetString()));
        Assert.DoesNotContain("full", body.GetRawText(), StringComparison.Ordinal);
        clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(200, (await GetAsync(sut)).Status);
    }

    [Fact]
    public async Task Given_a_store_that_hangs_when_asked_then_503_after_two_seconds()
    {
        var asked = new TaskCompletionSource();
        var store = new Mock<IDocumentStore>();
        store.Setup(port => port.ReadAsync(It.IsAny<string>(), It.IsAny<string>(), It.IsAny<CancellationToken>()))
            .Returns(() =>
            {
                asked.TrySetResult();
                return new TaskCompletionSource<Document?>().Task;
            });

        var answer = GetAsync(CreateSut(store.Object));
        await asked.Task;
        clock.Advance(TimeSpan.FromSeconds(2));

        Assert.Equal(503, (await answer).Status);
    }

    [Fact]
    public async Task Given_many_askers_when_within_a_second_then_the_store_is_asked_once()
    {
        var store = new Mock<IDocumentStore>();
        store.Setup(port => port.ReadAsync(It.IsAny<string>(), It.IsAny<string>(), It.IsAny<CancellationToken>())).ReturnsAsync((Document?)null);
        var sut = CreateSut(store.Object);

        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => GetAsync(sut)));
        store.Verify(port => port.ReadAsync(It.IsAny<string>(), It.IsAny<string>(), It.IsAny<CancellationToken>()), Times.Once);

        clock.Advance(TimeSpan.FromSeconds(1));
        await GetAsync(sut);
        store.Verify(port => port.ReadAsync(It.IsAny<string>(), It.IsAny<string>(), It.IsAny<CancellationToken>()), Times.Exactly(2));
    }

    [Fact]
    public async Task Given_a_broker_that_is_away_when_asked_then_health_says_since_when_until_a_sending_succeeds()
    {
        var engine = new SentMessages { BeforeSend = (_, _) => throw new TimeoutException("away") };
        using var services = new ServiceCollection().AddSingleton<TimeProvider>(clock).AddSingleton<IMessageBus>(engine).AddSingleton<SendingCounters>().CountSendings().BuildServiceProvider();
        var (bus, sendings) = (services.GetRequiredService<IMessageBus>(), services.GetRequiredService<SendingCounters>());
        var (sut, since) = (CreateSut(new MemoryDocuments(), null, sendings), clock.GetUtcNow());
        for (var times = 0; times < 2; times++)
        {
            await Assert.ThrowsAsync<TimeoutException>(() => bus.SendAsync("q", [new BusMessage("{}")], default));
            clock.Advance(TimeSpan.FromMinutes(30));
        }

        var away = (await GetAsync(sut)).Body.GetProperty("bus");
        Assert.Equal((0, 2, since), (away.GetProperty("sent").GetInt64(), away.GetProperty("failures").GetInt64(), away.GetProperty("awaySince").GetDateTimeOffset()));

        engine.BeforeSend = (_, _) => throw new InvalidOperationException("a fault of ours");
        await Assert.ThrowsAsync<InvalidOperationException>(() => bus.SendAsync("q", [new BusMessage("{}")], default));
        engine.BeforeSend = null;
        await bus.SendAsync("q", [new BusMessage("{}"), new BusMessage("{}")], default);

        var back = (await GetAsync(sut)).Body.GetProperty("bus");
        Assert.Equal((2, 3, false), (back.GetProperty("sent").GetInt64(), back.GetProperty("failures").GetInt64(), back.TryGetProperty("awaySince", out _)));
    }

    [Fact]
    public async Task Given_a_store_that_is_counted_when_used_then_every_operation_counts_by_its_outcome()
    {
        var engine = new MemoryDocuments();
        using var services = new ServiceCollection().AddSingleton<IDocumentStore>(engine).AddSingleton<StoreCounters>().CountStoreOperations().BuildServiceProvider();
        var store = services.GetRequiredService<IDocumentStore>();
        var counters = services.GetRequiredService<StoreCounters>();
        var document = TypedDocuments.New("p", "d", "k", TypedDocuments.Timeless, new[] { "x" });

        await store.CommitAsync(new DocumentBatch("p").Create(document), default);
        await store.CommitAsync(new DocumentBatch("p").Create(document), default);
        await store.ReadAsync("p", "d", default);
        await store.ReadManyAsync("p", ["d"], default);
        await store.RangeAsync(new RangeQuery("p", "k"), default);
        engine.BeforeCommit = _ => throw new TimeoutException("lost");
        await Assert.ThrowsAsync<TimeoutException>(() => store.CommitAsync(new DocumentBatch("p").Create(document), default));

        Assert.Equal((2, 1, 1, 1, 1), (counters.Reads, counters.Ranges, counters.Commits, counters.Refusals, counters.Failures));
    }

    private static Functions.Access.SourceSecretStore Secrets() =>
        new(new MemoryDocuments(), new Microsoft.AspNetCore.DataProtection.EphemeralDataProtectionProvider(), TimeProvider.System, NullLogger<Functions.Access.SourceSecretStore>.Instance);
}
