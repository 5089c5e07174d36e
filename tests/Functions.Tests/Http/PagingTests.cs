using Moq;
using SalesPerf.Functions.Http;
using SalesPerf.Platform.Documents;

namespace SalesPerf.Functions.Tests.Http;

public sealed class PagingTests
{
    private static Paging Of(string pathAndQuery) => new(new Query(Requests.Get(pathAndQuery), "pageSize", "cursor", "kind"));

    private static int Status(string pathAndQuery) => Record.Exception(() => Of(pathAndQuery)) is ProblemException problem ? problem.Problem.Status : 200;

    [Fact]
    public void Given_no_parameters_when_read_then_fifty_from_the_start()
    {
        var paging = Of("/api/v1/keys");

        Assert.Equal(50, paging.Size);
        Assert.Null(paging.Continuation);
        Assert.Null(paging.NextLink(null));
    }

    [Theory]
    [InlineData("0", 400)]
    [InlineData("1", 200)]
    [InlineData("200", 200)]
    [InlineData("201", 400)]
    [InlineData("x", 400)]
    public void Given_a_page_size_when_read_then_one_to_two_hundred_are_taken(string size, int status) =>
        Assert.Equal(status, Status($"/api/v1/keys?pageSize={size}"));

    [Theory]
    [InlineData("after:7")]
    [InlineData("ünï/cö?&=+ \u0001")]
    [InlineData("")]
    public void Given_a_next_link_when_followed_then_the_continuation_comes_back(string continuation)
    {
        var link = Of("/api/v1/keys?pageSize=7&kind=a%26b").NextLink(continuation);

        Assert.StartsWith("/api/v1/keys?", link);
        var next = Of(link!); // a continuation gives a link
        Assert.Equal(continuation, next.Continuation);
        Assert.Equal(7, next.Size);
    }

    [Fact]
    public void Given_a_next_link_when_the_page_size_is_changed_then_it_still_works()
    {
        var link = Of("/api/v1/keys?pageSize=7").NextLink("after:7")!; // a continuation gives a link

        Assert.Equal("after:7", Of(link.Replace("pageSize=7", "pageSize=9", StringComparison.Ordinal)).Continuation);
    }

    [Theory]
    [InlineData("garbage")]
    [InlineData("!!!!")]
    [InlineData("YWJj")]
    [InlineData("AAAAAAAAAAAAAAAA")]
    public void Given_a_cursor_that_is_none_when_read_then_400(string cursor) =>
        Assert.Equal(400, Status($"/api/v1/keys?cursor={cursor}"));

    [Fact]
    public void Given_a_cursor_of_another_list_or_filter_when_read_then_400()
    {
        var link = Of("/api/v1/keys?kind=a").NextLink("after:7")!; // a continuation gives a link

        Assert.Equal(200, Status(link));
        Assert.Equal(400, Status(link.Replace("/keys", "/people", StringComparison.Ordinal)));
        Assert.Equal(400, Status(link.Replace("kind=a", "kind=b", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Given_the_store_refuses_a_continuation_when_read_then_400()
    {
        var store = new Mock<IDocumentStore>();
        store.Setup(port => port.RangeAsync(It.Is<RangeQuery>(query => query.Continuation == "old" && query.Size == 50), It.IsAny<CancellationToken>()))
            .ThrowsAsync(new ArgumentException("not mine"));
        var paging = Of(Of("/api/v1/keys").NextLink("old")!); // a continuation gives a link

        var thrown = await Assert.ThrowsAsync<ProblemException>(() => paging.ReadAsync(store.Object, new RangeQuery("keys", "key"), default));

        Assert.Equal(400, thrown.Problem.Status);
    }
}
