using System.Net;
using SalesPerf.Platform.Documents;
using SalesPerf.Platform.Documents.Cosmos;

namespace SalesPerf.Platform.Tests.Documents.Cosmos;

public sealed class CosmosOutcomeTests
{
    [Theory]
    [InlineData(HttpStatusCode.Conflict, Refusal.Conflict)]
    [InlineData(HttpStatusCode.PreconditionFailed, Refusal.Stale)]
    [InlineData(HttpStatusCode.NotFound, Refusal.Stale)]
    [InlineData(HttpStatusCode.RequestEntityTooLarge, Refusal.TooLarge)]
    public void Given_an_operation_refused_among_others_when_read_then_it_is_named(HttpStatusCode status, Refusal reason) =>
        Assert.Equal(
            new CommitResult.Refused(1, reason),
            CosmosOutcome.Refusal(status, [HttpStatusCode.FailedDependency, status, HttpStatusCode.FailedDependency]));

    [Fact]
    public void Given_a_request_too_large_as_a_whole_when_read_then_no_operation_is_named() =>
        Assert.Equal(new CommitResult.Refused(-1, Refusal.TooLarge), CosmosOutcome.Refusal(HttpStatusCode.RequestEntityTooLarge, []));

    [Theory]
    [InlineData(HttpStatusCode.TooManyRequests)]
    [InlineData(HttpStatusCode.RequestTimeout)]
    [InlineData(HttpStatusCode.ServiceUnavailable)]
    [InlineData(HttpStatusCode.InternalServerError)]
    [InlineData(HttpStatusCode.Forbidden)]
    [InlineData((HttpStatusCode)449)]
    public void Given_a_failure_when_read_then_it_is_no_refusal(HttpStatusCode status)
    {
        Assert.Null(CosmosOutcome.Refusal(status, []));
        Assert.Null(CosmosOutcome.Refusal(status, [HttpStatusCode.FailedDependency, status]));
    }
}
