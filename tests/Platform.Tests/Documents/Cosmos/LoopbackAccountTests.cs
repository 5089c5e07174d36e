using System.Net;
using System.Text;
using Microsoft.Azure.Cosmos;
using SalesPerf.CosmosLoopback;
using SalesPerf.Platform.Documents.Cosmos;

namespace SalesPerf.Platform.Tests.Documents.Cosmos;

/// <summary>That the account of the tests refuses what the service would, or what only a costly query could answer.</summary>
public sealed class LoopbackAccountTests(CosmosFixture cosmos) : IClassFixture<CosmosFixture>
{
    private static readonly PartitionKey P = new("p");

    [Theory]
    [InlineData("SELECT * FROM c WHERE c.kind = @a")]
    [InlineData("SELECT * FROM c WHERE c.pk = @p AND c.rev = @a")]
    [InlineData("SELECT * FROM c WHERE c.pk = @p AND c.body.amount > @a")]
    [InlineData("SELECT * FROM c WHERE c.pk = @p ORDER BY c.at")]
    [InlineData("SELECT c.id FROM c WHERE c.pk = @p")]
    [InlineData("SELECT * FROM c WHERE CONTAINS(c.sort, @a)")]
    public async Task Given_a_query_that_the_index_does_not_serve_when_asked_then_it_is_refused(string query)
    {
        var container = await cosmos.NewContainerAsync();
        Assert.Equal(HttpStatusCode.BadRequest, await QueryAsync(container, query, P));
    }

    [Fact]
    public async Task Given_a_query_across_partitions_when_asked_then_it_is_refused()
    {
        var container = await cosmos.NewContainerAsync();
        Assert.Equal(HttpStatusCode.BadRequest, await QueryAsync(container, "SELECT * FROM c WHERE c.sort >= @a ORDER BY c.sort", null));
        Assert.Equal(HttpStatusCode.OK, await QueryAsync(container, "SELECT * FROM c WHERE c.pk = @p AND c.sort >= @a ORDER BY c.sort", P));
    }

    [Fact]
    public async Task Given_a_container_without_our_index_when_ranged_then_it_is_refused()
    {
        await cosmos.NewContainerAsync();
        var properties = CosmosContainer.Properties("bare");
        properties.IndexingPolicy.IncludedPaths.Clear();
        Container bare = await cosmos.NewClient().GetDatabase("tests").CreateContainerIfNotExistsAsync(properties);
        Assert.Equal(HttpStatusCode.BadRequest, await QueryAsync(bare, "SELECT * FROM c WHERE c.pk = @p AND c.sort >= @a ORDER BY c.sort", P));
    }

    [Fact]
    public async Task Given_a_container_without_a_default_time_to_live_when_time_passes_then_nothing_expires()
    {
        await cosmos.NewContainerAsync();
        Container container = await cosmos.NewClient().GetDatabase("tests").CreateContainerIfNotExistsAsync(new ContainerProperties("for-ever", "/pk"));
        await container.CreateItemStreamAsync(Item("""{"id":"a","pk":"p","ttl":5}"""), P);
        cosmos.Clock.Advance(TimeSpan.FromHours(1));
        Assert.Equal(HttpStatusCode.OK, (await container.ReadItemStreamAsync("a", P)).StatusCode);
    }

    [Fact]
    public async Task Given_items_that_the_service_refuses_when_written_then_it_says_why()
    {
        var container = await cosmos.NewContainerAsync();
        async Task<HttpStatusCode> Create(string json) => (await container.CreateItemStreamAsync(Item(json), P)).StatusCode;

        Assert.Equal(HttpStatusCode.Created, await Create("""{"id":"a","pk":"p"}"""));
        Assert.Equal(HttpStatusCode.Conflict, await Create("""{"id":"a","pk":"p"}"""));
        Assert.Equal(HttpStatusCode.BadRequest, await Create("""{"id":"b","pk":"q"}"""));
        Assert.Equal(HttpStatusCode.BadRequest, await Create("""{"id":"b/c","pk":"p"}"""));
        Assert.Equal(HttpStatusCode.BadRequest, await Create("""{"id":"b","pk":"p","ttl":0}"""));
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, await Create($$"""{"id":"b","pk":"p","text":"{{new string('x', 2 * 1024 * 1024)}}"}"""));
        Assert.Equal(HttpStatusCode.NotFound, (await container.ReplaceItemStreamAsync(Item("""{"id":"b","pk":"p"}"""), "b", P)).StatusCode);
        var other = new ItemRequestOptions { IfMatchEtag = "\"other\"" };
        Assert.Equal(HttpStatusCode.PreconditionFailed, (await container.ReplaceItemStreamAsync(Item("""{"id":"a","pk":"p"}"""), "a", P, other)).StatusCode);
        Assert.Equal(HttpStatusCode.PreconditionFailed, (await container.DeleteItemStreamAsync("a", P, other)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await container.UpsertItemStreamAsync(Item("""{"id":"a","pk":"p"}"""), P)).StatusCode);
        Assert.Equal(HttpStatusCode.NoContent, (await container.DeleteItemStreamAsync("a", P)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await container.DeleteItemStreamAsync("a", P)).StatusCode);
    }

    [Fact]
    public async Task Given_a_batch_of_a_hundred_and_one_when_sent_then_it_is_refused()
    {
        var container = await cosmos.NewContainerAsync();
        var batch = container.CreateTransactionalBatch(P);
        for (var index = 0; index < 101; index++)
        {
            batch.UpsertItemStream(Item($$"""{"id":"{{index}}","pk":"p"}"""));
        }

        Assert.Equal(HttpStatusCode.BadRequest, (await batch.ExecuteAsync()).StatusCode);
    }

    [Fact]
    public async Task Given_a_batch_that_reads_and_writes_one_document_when_sent_then_each_operation_sees_the_one_before()
    {
        var container = await cosmos.NewContainerAsync();
        using var done = await container.CreateTransactionalBatch(P)
            .CreateItemStream(Item("""{"id":"a","pk":"p","n":1}"""))
            .ReplaceItemStream("a", Item("""{"id":"a","pk":"p","n":2}"""))
            .ReadItem("a")
            .DeleteItem("a")
            .ExecuteAsync();
        Assert.Equal([201, 200, 200, 204], Enumerable.Range(0, 4).Select(index => (int)done[index].StatusCode));
        using var text = new StreamReader(done[2].ResourceStream);
        Assert.Contains("\"n\":2", await text.ReadToEndAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task Given_documents_when_the_sdk_reads_many_then_those_of_their_partitions_come(int count)
    {
        var container = await cosmos.NewContainerAsync();
        await container.CreateItemStreamAsync(Item("""{"id":"1","pk":"p"}"""), P);
        await container.CreateItemStreamAsync(Item("""{"id":"2","pk":"p"}"""), P);
        await container.CreateItemStreamAsync(Item("""{"id":"3","pk":"q"}"""), new PartitionKey("q"));
        using var found = await container.ReadManyItemsStreamAsync([.. Enumerable.Range(1, count).Select(id => ($"{id}", P))]);
        using var text = new StreamReader(found.Content);
        Assert.Contains($"\"_count\":{Math.Min(count, 2)}", await text.ReadToEndAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Given_numbers_and_escapes_when_stored_then_they_come_back_as_the_service_keeps_them()
    {
        var container = await cosmos.NewContainerAsync();
        await container.CreateItemStreamAsync(Item("""{"id":"a", "pk":"p", "n":[1.50, 12345678901234567890, 1e2], "t":"\u0041\u00e9<"}"""), P);
        using var text = new StreamReader((await container.ReadItemStreamAsync("a", P)).Content);
        Assert.StartsWith("""{"id":"a","pk":"p","n":[1.5,1.2345678901234567E+19,100],"t":"Aé<",""", await text.ReadToEndAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Given_the_wrong_key_when_connected_then_it_is_unauthorized()
    {
        using var client = new CosmosClient(
            cosmos.Account.Endpoint.ToString(), Convert.ToBase64String("another key"u8), CosmosContainer.ClientOptions(ConnectionMode.Gateway));
        var refused = await Assert.ThrowsAsync<CosmosException>(() => client.CreateDatabaseIfNotExistsAsync("tests"));
        Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
    }

    [Fact]
    public async Task Given_requests_when_counted_then_operations_and_bytes_are_those_that_were_sent()
    {
        var container = await cosmos.NewContainerAsync();
        await container.ReadItemStreamAsync("warm", P);
        var before = cosmos.Account.Counts;
        await container.CreateTransactionalBatch(P).CreateItemStream(Item("""{"id":"a","pk":"p"}""")).CreateItemStream(Item("""{"id":"b","pk":"p"}""")).ExecuteAsync();
        await container.ReadItemStreamAsync("a", P);
        await container.ReadItemStreamAsync("c", P);
        var counts = cosmos.Account.Counts - before;
        Assert.Equal((2, 0, 1, 2, 0), (counts.Reads, counts.Queries, counts.Commits, counts.Writes, counts.Failures));
        Assert.InRange(counts.BytesWritten, 2 * 20, 2 * 300);
    }

    private static MemoryStream Item(string json) => new(Encoding.UTF8.GetBytes(json));

    private static async Task<HttpStatusCode> QueryAsync(Container container, string query, PartitionKey? partition)
    {
        using var pages = container.GetItemQueryStreamIterator(
            new QueryDefinition(query).WithParameter("@p", "p").WithParameter("@a", "a"), requestOptions: new QueryRequestOptions { PartitionKey = partition });
        using var page = await pages.ReadNextAsync();
        return page.StatusCode;
    }
}
