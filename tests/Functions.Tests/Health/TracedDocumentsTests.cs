using Moq;
using SalesPerf.Functions.Health;
using SalesPerf.Platform.Documents;

namespace SalesPerf.Functions.Tests.Health;

public sealed class TracedDocumentsTests
{
    [Fact]
    public async Task Given_an_engine_that_is_traced_and_counted_when_read_for_the_session_then_the_engine_reads_for_the_session()
    {
        var (engine, session) = (new Mock<IDocumentStore>(MockBehavior.Strict), new Mock<IDocumentReader>());
        engine.Setup(store => store.SessionReads).Returns(session.Object);
        IDocumentStore sut = new TracedDocuments(new CountedDocuments(engine.Object, new StoreCounters()));

        await sut.SessionReads.ReadAsync("p", "a", default);
        await sut.SessionReads.ReadManyAsync("p", ["a"], default);
        await sut.SessionReads.RangeAsync(new RangeQuery("p", "note"), default);

        session.Verify(reader => reader.ReadAsync("p", "a", default), Times.Once());
        session.Verify(reader => reader.ReadManyAsync("p", It.IsAny<IReadOnlyCollection<string>>(), default), Times.Once());
        session.Verify(reader => reader.RangeAsync(It.IsAny<RangeQuery>(), default), Times.Once());
    }
}
