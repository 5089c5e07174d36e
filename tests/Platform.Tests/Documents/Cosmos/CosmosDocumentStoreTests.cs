using System.Net;
using Microsoft.Azure.Cosmos;
using Moq;
using SalesPerf.Platform.Documents;
using SalesPerf.Platform.Documents.Cosmos;

namespace SalesPerf.Platform.Tests.Documents.Cosmos;

/// <summary>What the store decides by itself. What the service decides is tested by the contract, against a service.</summary>
public sealed class CosmosDocumentStoreTests
{
    private static readonly Document Note = new("p", "a", "note", new DateTimeOffset(2026, 3, 1, 0, 0, 0, TimeSpan.Zero), 1, "{}"u8.ToArray());

    private readonly Mock<Container> container = new();

    [Fact]
    public async Task Given_a_conflict_with_what_is_not_there_when_committed_then_it_is_tried_again()
    {
        var batches = Answers(HttpStatusCode.Conflict, HttpStatusCode.OK);
        Reads(HttpStatusCode.NotFound, "0");

        Assert.IsType<CommitResult.Committed>(await Commit());
        batches.Verify(batch => batch.ExecuteAsync(It.IsAny<CancellationToken>()), Times.Exactly(2));
    }

    [Fact]
    public async Task Given_a_conflict_with_what_never_can_be_read_when_committed_then_it_ends_as_a_conflict()
    {
        var batches = Answers(HttpStatusCode.Conflict, HttpStatusCode.Conflict, HttpStatusCode.Conflict, HttpStatusCode.OK);
        Reads(HttpStatusCode.NotFound, "0");

        Assert.Equal(new CommitResult.Refused(0, Refusal.Conflict), await Commit());
        batches.Verify(batch => batch.ExecuteAsync(It.IsAny<CancellationToken>()), Times.Exactly(3));
    }

    [Fact]
    public async Task Given_a_service_that_is_away_when_committed_then_it_throws_since_the_outcome_is_unknown()
    {
        Answers(HttpStatusCode.ServiceUnavailable);
        await Assert.ThrowsAsync<TimeoutException>(Commit);
    }

    [Fact]
    public async Task Given_a_service_that_refuses_us_when_committed_then_it_is_a_failure()
    {
        Answers(HttpStatusCode.Forbidden);
        Assert.Equal(HttpStatusCode.Forbidden, (await Assert.ThrowsAsync<CosmosException>(Commit)).StatusCode);
    }

    [Fact]
    public async Task Given_a_container_that_is_missing_when_read_then_it_is_a_failure_and_not_an_absent_document()
    {
        Reads(HttpStatusCode.NotFound, "1003");
        await Assert.ThrowsAsync<CosmosException>(() => new CosmosDocumentStore(container.Object).ReadAsync("p", "a", CancellationToken.None));
    }

    [Fact]
    public async Task Given_too_much_when_committed_then_the_service_is_not_asked()
    {
        var large = Note with { Body = new byte[] { (byte)'"' }.Concat(Enumerable.Repeat((byte)'a', DocumentLimits.MaxDocumentBytes)).Append((byte)'"').ToArray() };

        Assert.Equal(new CommitResult.Refused(0, Refusal.TooLarge), await new CosmosDocumentStore(container.Object).CommitAsync(new DocumentBatch("p").Create(large), CancellationToken.None));
        container.VerifyNoOtherCalls();
    }

    private Task<CommitResult> Commit() =>
        new CosmosDocumentStore(container.Object).CommitAsync(new DocumentBatch("p").Create(Note), CancellationToken.None);

    private Mock<TransactionalBatch> Answers(params HttpStatusCode[] statuses)
    {
        var batch = new Mock<TransactionalBatch>();
        var answers = batch.SetupSequence(request => request.ExecuteAsync(It.IsAny<CancellationToken>()));
        foreach (var status in statuses)
        {
            var operation = new Mock<TransactionalBatchOperationResult>();
            operation.SetupGet(result => result.StatusCode).Returns(status);
            operation.SetupGet(result => result.ETag).Returns("e");
            var answer = new Mock<TransactionalBatchResponse>();
            answer.SetupGet(response => response.StatusCode).Returns(status);
            answer.SetupGet(response => response.IsSuccessStatusCode).Returns(status == HttpStatusCode.OK);
            answer.SetupGet(response => response.Count).Returns(1);
            answer.SetupGet(response => response[0]).Returns(operation.Object);
            answers.ReturnsAsync(answer.Object);
        }

        container.Setup(target => target.CreateTransactionalBatch(new PartitionKey("p"))).Returns(batch.Object);
        return batch;
    }

    private void Reads(HttpStatusCode status, string subStatus) =>
        container.Setup(target => target.ReadItemStreamAsync("a", new PartitionKey("p"), It.IsAny<ItemRequestOptions>(), It.IsAny<CancellationToken>()))
            .ReturnsAsync(() =>
            {
                var response = new ResponseMessage(status);
                response.Headers.Set("x-ms-substatus", subStatus);
                return response;
            });
}
