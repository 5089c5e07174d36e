using System.Text;
using System.Text.Json;
using SalesPerf.Platform.Documents;
using SalesPerf.TestKit;

namespace SalesPerf.Platform.Tests.Documents;

/// <summary>What every engine behind <see cref="IDocumentStore"/> must do: single documents and batches. An engine's test class derives from it.</summary>
public abstract partial class DocumentStoreContract
{
    protected static readonly DateTimeOffset Noon = new(2026, 11, 18, 12, 0, 0, TimeSpan.Zero);

    /// <summary>The engine's clock, when it can be moved; null for an engine with a clock of its own.</summary>
    protected abstract FakeTimeProvider? Clock { get; }

    protected abstract IDocumentStore Store { get; }

    /// <summary>False for a service that may answer one page in several parts.</summary>
    protected virtual bool PagesAreSnapshots => true;

    protected static CancellationToken None => CancellationToken.None;

    protected static Document New(string id, string pk = "p", string kind = "note", DateTimeOffset? at = null, string text = "a", int? ttl = null) =>
        new(pk, id, kind, at ?? Noon, 1, JsonSerializer.SerializeToUtf8Bytes(new { text }), ttl);

    protected async Task<Document> CreatedAsync(Document document)
    {
        await CommittedAsync(new DocumentBatch(document.Pk).Create(document));
        return (await Store.ReadAsync(document.Pk, document.Id, None))!;
    }

    protected async Task<CommitResult.Committed> CommittedAsync(DocumentBatch batch) =>
        Assert.IsType<CommitResult.Committed>(await Store.CommitAsync(batch, None));

    protected async Task RefusedAsync(DocumentBatch batch, int index, Refusal reason) =>
        Assert.Equal(new CommitResult.Refused(index, reason), await Store.CommitAsync(batch, None));

    [Fact]
    public async Task Given_a_document_when_read_then_it_is_what_was_created()
    {
        var document = New("a", at: new DateTimeOffset(2026, 3, 1, 1, 2, 3, TimeSpan.FromHours(5)).AddTicks(7), ttl: 60);
        var committed = await CommittedAsync(new DocumentBatch("p").Create(document));
        var read = (await Store.ReadAsync("p", "a", None))!;

        Assert.Equal(("p", "a", "note", document.At, 1L, 60), (read.Pk, read.Id, read.Kind, read.At, read.Rev, read.TimeToLive));
        Assert.Equal(TimeSpan.Zero, read.At.Offset);
        Assert.Equal(document.Sort, read.Sort);
        Assert.Equal("""{"text":"a"}""", Encoding.UTF8.GetString(read.Body.Span));
        Assert.Equal(committed.ETags.Single(), read.ETag);
    }

    [Fact]
    public async Task Given_what_this_process_committed_when_read_for_the_session_then_it_is_there_as_committed()
    {
        var created = await CreatedAsync(New("a"));
        Assert.Equal(created.ETag, (await Store.SessionReads.ReadAsync("p", "a", None))?.ETag);
        await CommittedAsync(new DocumentBatch("p").Replace(created, New("a", text: "b")));
        Assert.Equal(2, (await Store.SessionReads.ReadAsync("p", "a", None))?.Rev);
        Assert.Equal(2, (await Store.SessionReads.ReadManyAsync("p", ["a", "b"], None)).Single().Rev);
        Assert.Equal(2, (await Store.SessionReads.RangeAsync(new RangeQuery("p", "note"), None)).Items.Single().Rev);
    }

    [Fact]
    public async Task Given_nothing_when_read_then_null()
    {
        await CreatedAsync(New("a"));
        Assert.Null(await Store.ReadAsync("p", "b", None));
        Assert.Null(await Store.ReadAsync("q", "a", None));
        Assert.Null(await Store.ReadAsync("p", "A", None));
    }

    [Fact]
    public async Task Given_a_document_when_created_again_then_conflict_and_the_first_stays()
    {
        await CreatedAsync(New("a", text: "first"));
        await RefusedAsync(new DocumentBatch("p").Create(New("a", text: "second")), 0, Refusal.Conflict);
        Assert.Contains("first", Encoding.UTF8.GetString((await Store.ReadAsync("p", "a", None))!.Body.Span), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Given_the_same_id_in_another_partition_when_created_then_both_are_there()
    {
        await CreatedAsync(New("a", pk: "p", text: "in p"));
        await CreatedAsync(New("a", pk: "q", text: "in q"));
        Assert.Contains("in p", Encoding.UTF8.GetString((await Store.ReadAsync("p", "a", None))!.Body.Span), StringComparison.Ordinal);
        Assert.Contains("in q", Encoding.UTF8.GetString((await Store.ReadAsync("q", "a", None))!.Body.Span), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Given_a_created_document_when_its_rev_was_not_one_then_it_is_one()
    {
        var read = await CreatedAsync(New("a") with { Rev = 7 });
        Assert.Equal(1, read.Rev);
    }

    [Fact]
    public async Task Given_the_current_etag_when_replaced_then_rev_rises_and_everything_changes()
    {
        var read = await CreatedAsync(New("a", ttl: 100));
        var next = New("a", kind: "other", at: Noon.AddDays(1), text: "b");
        await CommittedAsync(new DocumentBatch("p").Replace(read, next));
        var now = (await Store.ReadAsync("p", "a", None))!;

        Assert.Equal(("other", Noon.AddDays(1), 2L, null), (now.Kind, now.At, now.Rev, now.TimeToLive));
        Assert.NotEqual(read.ETag, now.ETag);
        Assert.Empty((await Store.RangeAsync(new RangeQuery("p", "note"), None)).Items);
        Assert.Equal("a", Assert.Single((await Store.RangeAsync(new RangeQuery("p", "other"), None)).Items).Id);
    }

    [Fact]
    public async Task Given_an_older_etag_when_replaced_then_stale_and_nothing_changes()
    {
        var first = await CreatedAsync(New("a"));
        await CommittedAsync(new DocumentBatch("p").Replace(first, New("a", text: "b")));
        var second = (await Store.ReadAsync("p", "a", None))!;
        await RefusedAsync(new DocumentBatch("p").Replace(first, New("a", text: "c")), 0, Refusal.Stale);
        Assert.Equal(second.ETag, (await Store.ReadAsync("p", "a", None))!.ETag);
    }

    [Theory]
    [InlineData("")]
    [InlineData("nonsense")]
    [InlineData("-1")]
    [InlineData("*")]
    [InlineData("\"0\"")]
    [InlineData("ffffffffffffffffffff")]
    public async Task Given_an_etag_that_never_was_when_replaced_or_deleted_then_stale(string etag)
    {
        var read = await CreatedAsync(New("a"));
        await RefusedAsync(new DocumentBatch("p").Replace(read with { ETag = etag }, New("a")), 0, Refusal.Stale);
        await RefusedAsync(new DocumentBatch("p").Delete("a", etag), 0, Refusal.Stale);
        Assert.NotNull(await Store.ReadAsync("p", "a", None));
    }

    [Fact]
    public async Task Given_a_deleted_document_when_replaced_then_stale()
    {
        var read = await CreatedAsync(New("a"));
        await CommittedAsync(new DocumentBatch("p").Delete("a"));
        await RefusedAsync(new DocumentBatch("p").Replace(read, New("a")), 0, Refusal.Stale);
        Assert.Null(await Store.ReadAsync("p", "a", None));
    }

    [Fact]
    public async Task Given_a_document_deleted_and_created_again_when_the_old_etag_is_used_then_stale()
    {
        var read = await CreatedAsync(New("a"));
        await CommittedAsync(new DocumentBatch("p").Delete("a", read.ETag));
        var again = await CreatedAsync(New("a"));
        Assert.NotEqual(read.ETag, again.ETag);
        await RefusedAsync(new DocumentBatch("p").Replace(read, New("a")), 0, Refusal.Stale);
        await RefusedAsync(new DocumentBatch("p").Delete("a", read.ETag), 0, Refusal.Stale);
    }

    [Fact]
    public async Task Given_nothing_or_something_when_upserted_then_it_is_there_with_the_rev_given()
    {
        await CommittedAsync(new DocumentBatch("p").Upsert(New("a", text: "one") with { Rev = 5 }));
        var first = (await Store.ReadAsync("p", "a", None))!;
        await CommittedAsync(new DocumentBatch("p").Upsert(New("a", text: "two", at: Noon.AddHours(1)) with { Rev = 9 }));
        var second = (await Store.ReadAsync("p", "a", None))!;

        Assert.Equal((5L, 9L), (first.Rev, second.Rev));
        Assert.NotEqual(first.ETag, second.ETag);
        Assert.Equal(Noon.AddHours(1), Assert.Single((await Store.RangeAsync(new RangeQuery("p", "note"), None)).Items).At);
    }

    [Fact]
    public async Task Given_an_absent_document_when_deleted_then_stale()
    {
        await RefusedAsync(new DocumentBatch("p").Delete("a"), 0, Refusal.Stale);
        await CreatedAsync(New("a"));
        await CommittedAsync(new DocumentBatch("p").Delete("a"));
        await RefusedAsync(new DocumentBatch("p").Delete("a"), 0, Refusal.Stale);
    }

    [Fact]
    public async Task Given_a_batch_when_one_operation_is_refused_then_it_is_named_and_nothing_is_applied()
    {
        var there = await CreatedAsync(New("there"));
        var other = await CreatedAsync(New("other"));
        var batch = new DocumentBatch("p").Create(New("new")).Replace(other, New("other", text: "b")).Delete("there").Upsert(New("up"));
        await RefusedAsync(new DocumentBatch("p").Create(New("x")).Create(New("there")).Create(New("y")), 1, Refusal.Conflict);
        await RefusedAsync(new DocumentBatch("p").Upsert(New("x")).Delete("there").Replace(other with { ETag = there.ETag }, New("other")), 2, Refusal.Stale);

        Assert.Equal(2, (await Store.RangeAsync(new RangeQuery("p", "note"), None)).Items.Count);
        Assert.Equal(there.ETag, (await Store.ReadAsync("p", "there", None))!.ETag);

        var committed = await CommittedAsync(batch);
        Assert.Null(committed.ETags[2]);
        Assert.Equal(committed.ETags[1], (await Store.ReadAsync("p", "other", None))!.ETag);
        Assert.Equal(["new", "other", "up"], (await Store.RangeAsync(new RangeQuery("p", "note"), None)).Items.Select(item => item.Id));
    }

    [Fact]
    public async Task Given_several_refusable_operations_when_committed_then_the_first_is_named()
    {
        await CreatedAsync(New("b"));
        await CreatedAsync(New("c"));
        await RefusedAsync(new DocumentBatch("p").Create(New("a")).Create(New("b")).Create(New("c")), 1, Refusal.Conflict);
    }

    [Fact]
    public async Task Given_ids_when_many_are_read_then_those_there_come_in_the_order_asked()
    {
        await CreatedAsync(New("a"));
        await CreatedAsync(New("b"));
        await CreatedAsync(New("c"));
        await CreatedAsync(New("d", pk: "q"));
        var read = await Store.ReadManyAsync("p", ["c", "d", "a", "none", "c"], None);
        Assert.Equal(["c", "a"], read.Select(document => document.Id));
        Assert.Empty(await Store.ReadManyAsync("p", [], None));
    }

    [Fact]
    public async Task Given_a_cancelled_caller_when_calling_then_nothing_happens()
    {
        var cancelled = new CancellationToken(canceled: true);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Store.CommitAsync(new DocumentBatch("p").Create(New("a")), cancelled));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Store.ReadAsync("p", "a", cancelled));
        Assert.Null(await Store.ReadAsync("p", "a", None));
    }
}
