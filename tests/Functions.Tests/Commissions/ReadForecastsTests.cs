using SalesPerf.Domain.People;
using SalesPerf.Functions.Commissions;
using SalesPerf.Functions.Competencies;
using SalesPerf.Functions.Directory;
using SalesPerf.Functions.Storage;
using SalesPerf.Platform.Documents;

namespace SalesPerf.Functions.Tests.Commissions;

public sealed class ReadForecastsTests
{
    private static readonly DateTimeOffset Now = new(2026, 7, 15, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task Given_a_person_asked_for_when_forecasts_are_read_then_nobody_elses_documents_are()
    {
        RangesSeen ranges = null!;
        await using var world = await ForecastWorld.PrepareAsync(new World(Now, inner => ranges = new RangesSeen(inner)), "month", (0m, 15m));
        foreach (var person in new[] { "bob", "cem", "dora" })
        {
            await world.PersonAsync(new Person { Id = person, Name = person });
        }

        await world.PostAsync(ForecastWorld.Won("d1", Now.AddDays(-2), 1_000));
        await world.DrainAsync();
        await world.NightAsync();
        var model = (await world.Get<ModelDirectory>().ReloadAsync(default)).Model;
        var calendar = ScorecardInputs.Calendar(model, world.Clock.GetUtcNow());
        var period = calendar.Parse("2026-07")!;
        var sut = world.Get<ReadForecasts>();
        var run = (await sut.LatestRunAsync(period.Id, default))!.Value;

        ranges.Kinds.Clear();
        var live = await sut.LiveAsync(model, calendar, period, false, person => person == "ann", default);
        var ofRun = await sut.OfRunAsync(model, period, run, person => person is "ann" or "bob", default);
        Assert.Empty(ranges.Kinds);
        Assert.Equal(150m, Assert.Single(live).Result.Currencies[0].Earned.Closed);
        Assert.Equal(["ann", "bob"], ofRun.Select(forecast => forecast.Result.Person));

        Assert.Equal(4, (await sut.OfRunAsync(model, period, run, _ => true, default)).Count);
        Assert.Equal([ForecastDocuments.RunKind("2026-07")], ranges.Kinds);
    }

    /// <summary>Remembers which kinds were read as ranges of a period's forecasts.</summary>
    private sealed class RangesSeen(IDocumentStore inner) : IDocumentStore
    {
        public List<string> Kinds { get; } = [];

        public Task<Document?> ReadAsync(string pk, string id, CancellationToken cancellationToken) => inner.ReadAsync(pk, id, cancellationToken);

        public Task<IReadOnlyList<Document>> ReadManyAsync(string pk, IReadOnlyCollection<string> ids, CancellationToken cancellationToken) => inner.ReadManyAsync(pk, ids, cancellationToken);

        public Task<DocumentPage> RangeAsync(RangeQuery query, CancellationToken cancellationToken)
        {
            if (query.Pk.StartsWith("forecast", StringComparison.Ordinal))
            {
                Kinds.Add(query.Kind);
            }

            return inner.RangeAsync(query, cancellationToken);
        }

        public Task<CommitResult> CommitAsync(DocumentBatch batch, CancellationToken cancellationToken) => inner.CommitAsync(batch, cancellationToken);
    }
}
