using System.Text;
using System.Text.Json;
using SalesPerf.Platform.Documents;
using SalesPerf.Platform.Documents.Cosmos;

namespace SalesPerf.Platform.Tests.Documents.Cosmos;

public sealed class CosmosEnvelopeTests
{
    private static readonly DateTimeOffset At = new DateTimeOffset(2026, 3, 1, 6, 2, 3, TimeSpan.FromHours(5)).AddTicks(7);

    [Fact]
    public void Given_a_document_when_written_then_the_names_and_order_are_those_of_the_container()
    {
        var document = new Document("who~hubspot~7", "a", "activity", At, 3, """{"amount":"1.50"}"""u8.ToArray(), 60);

        Assert.Equal(
            """{"id":"a","pk":"who~hubspot~7","kind":"activity","at":"2026-03-01T01:02:03.0000007Z","sort":"activity~2026-03-01T01:02:03.0000007Z~a","rev":3,"ttl":60,"body":{"amount":"1.50"}}""",
            Encoding.UTF8.GetString(CosmosEnvelope.Write(document, document.Rev).ToArray()));
    }

    [Fact]
    public void Given_a_document_that_never_expires_when_written_then_it_has_no_ttl()
    {
        using var item = JsonDocument.Parse(CosmosEnvelope.Write(new Document("p", "a", "k", At, 1, "1"u8.ToArray()), 1));
        Assert.False(item.RootElement.TryGetProperty("ttl", out _));
    }

    [Theory]
    [InlineData("""{"text":"a","more":[1,2,{"id":"inner","_etag":"inner"}]}""")]
    [InlineData("[]")]
    [InlineData("\"text\"")]
    [InlineData("12.50")]
    [InlineData("null")]
    public void Given_any_body_when_written_and_read_then_it_is_the_same_document(string body)
    {
        var document = new Document("p~\"\\ü", "id \u0001\"😀", "kind", At, 5, Encoding.UTF8.GetBytes(body), 7);

        var read = CosmosEnvelope.Read(CosmosEnvelope.Write(document, document.Rev).ToArray());

        Assert.Equal(body, Encoding.UTF8.GetString(read.Body.Span));
        Assert.Equal(document with { Body = read.Body }, read);
        Assert.Equal(TimeSpan.Zero, read.At.Offset);
        Assert.Equal(document.Sort, read.Sort);
    }

    [Fact]
    public void Given_a_feed_as_the_service_answers_when_read_then_every_document_has_its_own_body_and_etag()
    {
        var feed = """
            {"_rid":"x==","Documents":[
              {"id":"a","pk":"p","kind":"k","at":"2026-03-01T01:02:03.0000007Z","sort":"s","rev":1,"body":{"Documents":[1]},"_rid":"r","_self":"s","_etag":"\"e1\"","_attachments":"a/","_ts":1},
              {"body":[2],"_etag":"\"e2\"","id":"b","pk":"p","kind":"k","at":"2026-03-01T00:00:00.0000000Z","rev":9007199254740991,"ttl":30,"unknown":{"body":0}}
            ],"_count":2}
            """u8.ToArray();

        var documents = CosmosEnvelope.ReadFeed(feed);

        Assert.Equal(["a", "b"], documents.Select(document => document.Id));
        Assert.Equal(["\"e1\"", "\"e2\""], documents.Select(document => document.ETag));
        Assert.Equal(["{\"Documents\":[1]}", "[2]"], documents.Select(document => Encoding.UTF8.GetString(document.Body.Span)));
        Assert.Equal([1, 9007199254740991], documents.Select(document => document.Rev));
        Assert.Equal([null, 30], documents.Select(document => document.TimeToLive));
        Assert.Equal(At, documents[0].At);
    }

    [Fact]
    public void Given_an_empty_feed_when_read_then_there_is_nothing() =>
        Assert.Empty(CosmosEnvelope.ReadFeed("""{"_rid":"x==","Documents":[],"_count":0}"""u8.ToArray()));

    [Fact]
    public void Given_an_item_that_is_not_ours_when_read_then_it_is_an_error() =>
        Assert.Throws<JsonException>(() => CosmosEnvelope.Read("""{"id":"a","pk":"p","kind":"k"}"""u8.ToArray()));
}
