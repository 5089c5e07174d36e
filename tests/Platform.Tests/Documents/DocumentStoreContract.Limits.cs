using System.Text;
using SalesPerf.Platform.Documents;

namespace SalesPerf.Platform.Tests.Documents;

/// <summary>Limits, keys and hostile input.</summary>
public abstract partial class DocumentStoreContract
{
    private static Document Sized(string id, long size)
    {
        var empty = new Document("p", id, "note", Noon, 1, "\"\""u8.ToArray());
        var body = new byte[size - DocumentLimits.SizeOf(empty) + 2];
        body.AsSpan().Fill((byte)'x');
        body[0] = body[^1] = (byte)'"';
        return empty with { Body = body };
    }

    public static TheoryData<string> GoodIds => new(
        "a", " a", "ü~ö", "日本語", "😀", "'; DROP TABLE documents; --", "\"", "_2F", "a:b*c|d<e>f", "...", ".a", "a.", "+", "a+b", "&=;,@$!()[]{}^`", "NULL", new string('x', 1023), new string('é', 511));

    public static TheoryData<string> BadIds => new(
        string.Empty, "a/b", "a\\b", "a?b", "a#b", "a ", "%", "%2F", "a%41", ".", "..", "\u0001", "a\u0000b", "a\u007f", new string('x', 1024), new string('é', 512));

    [Theory]
    [MemberData(nameof(GoodIds))]
    public async Task Given_an_unusual_id_or_partition_when_stored_then_it_is_found_by_exactly_that(string id)
    {
        var pk = "pk " + id;
        await CreatedAsync(New("other", pk: pk));
        var read = await CreatedAsync(New(id, pk: pk));
        Assert.Equal((pk, id), (read.Pk, read.Id));
        Assert.Equal(id, Assert.Single(await Store.ReadManyAsync(pk, [id], None)).Id);
        await RefusedAsync(new DocumentBatch(pk).Create(New(id, pk: pk)), 0, Refusal.Conflict);

        // Pages of one walk over it in both directions.
        foreach (var descending in new[] { false, true })
        {
            var first = await Store.RangeAsync(new RangeQuery(pk, "note", Descending: descending, Size: 1), None);
            var second = await Store.RangeAsync(new RangeQuery(pk, "note", Descending: descending, Size: 1, Continuation: first.Continuation), None);
            Assert.Equal(new HashSet<string> { id, "other" }, first.Items.Concat(second.Items).Select(item => item.Id).ToHashSet());
            Assert.Null(second.Continuation);
        }
    }

    [Theory]
    [MemberData(nameof(BadIds))]
    public async Task Given_an_id_no_store_takes_when_used_then_it_is_an_error_of_the_caller(string id)
    {
        await Assert.ThrowsAnyAsync<ArgumentException>(() => Store.CommitAsync(new DocumentBatch("p").Create(New(id)), None));
        await Assert.ThrowsAnyAsync<ArgumentException>(() => Store.CommitAsync(new DocumentBatch("p").Delete(id), None));
        await Assert.ThrowsAnyAsync<ArgumentException>(() => Store.ReadAsync("p", id, None));
        await Assert.ThrowsAnyAsync<ArgumentException>(() => Store.ReadManyAsync("p", ["a", id], None));
    }

    [Fact]
    public async Task Given_half_a_surrogate_pair_when_used_as_an_id_then_it_is_an_error() =>
        await Assert.ThrowsAnyAsync<ArgumentException>(() => Store.CommitAsync(new DocumentBatch("p").Create(New("\ud800")), None));

    [Fact]
    public async Task Given_a_partition_key_of_2048_bytes_when_used_then_one_more_is_an_error()
    {
        await CreatedAsync(New("a", pk: new string('k', 2048)));
        foreach (var pk in new[] { string.Empty, new string('k', 2049), new string('é', 1025), "\udc00" })
        {
            await Assert.ThrowsAnyAsync<ArgumentException>(() => Store.CommitAsync(new DocumentBatch(pk).Create(New("a", pk: pk)), None));
            await Assert.ThrowsAnyAsync<ArgumentException>(() => Store.ReadAsync(pk, "a", None));
            await Assert.ThrowsAnyAsync<ArgumentException>(() => Store.RangeAsync(new RangeQuery(pk, "note"), None));
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("a~b")]
    [InlineData("a b")]
    [InlineData("é")]
    public async Task Given_a_kind_that_would_spoil_the_order_when_used_then_it_is_an_error(string kind)
    {
        await Assert.ThrowsAnyAsync<ArgumentException>(() => Store.CommitAsync(new DocumentBatch("p").Create(New("a", kind: kind)), None));
        await Assert.ThrowsAnyAsync<ArgumentException>(() => Store.RangeAsync(new RangeQuery("p", kind), None));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("{} {}")]
    [InlineData("{},\"id\":1")]
    [InlineData("// c")]
    [InlineData("NaN")]
    public async Task Given_a_body_that_is_not_one_json_value_when_stored_then_it_is_an_error(string body)
    {
        var document = New("a") with { Body = Encoding.UTF8.GetBytes(body) };
        await Assert.ThrowsAnyAsync<ArgumentException>(() => Store.CommitAsync(new DocumentBatch("p").Create(document), None));
    }

    [Fact]
    public async Task Given_batches_that_can_never_be_right_when_committed_then_they_are_errors_and_nothing_is_applied()
    {
        await Assert.ThrowsAnyAsync<ArgumentException>(() => Store.CommitAsync(new DocumentBatch("p"), None));
        await Assert.ThrowsAnyAsync<ArgumentException>(() => Store.CommitAsync(new DocumentBatch("p").Create(New("a")).Upsert(New("a")), None));
        await Assert.ThrowsAnyAsync<ArgumentException>(() => Store.CommitAsync(new DocumentBatch("p").Create(New("a")).Create(New("b", pk: "q")), None));
        await Assert.ThrowsAnyAsync<ArgumentException>(() => Store.CommitAsync(new DocumentBatch("p").Create(New("a", ttl: 0)), None));
        Assert.Null(await Store.ReadAsync("p", "a", None));
    }

    [Fact]
    public async Task Given_a_hundred_operations_when_committed_then_one_more_is_too_large()
    {
        var batch = new DocumentBatch("p");
        for (var index = 0; index < 101; index++)
        {
            batch.Create(New($"d{index}"));
        }

        await RefusedAsync(batch, -1, Refusal.TooLarge);
        var hundred = new DocumentBatch("p");
        foreach (var operation in batch.Operations.Take(100))
        {
            hundred.Create(((DocumentOperation.Create)operation).Document);
        }

        Assert.Equal(100, (await CommittedAsync(hundred)).ETags.Distinct().Count());
    }

    [Fact]
    public async Task Given_a_document_of_two_megabytes_when_stored_then_one_byte_more_is_too_large()
    {
        var exact = Sized("exact", 2 * 1024 * 1024);
        Assert.Equal(exact.Body.ToArray(), (await CreatedAsync(exact)).Body.ToArray());
        await RefusedAsync(new DocumentBatch("p").Upsert(Sized("more", (2 * 1024 * 1024) + 1)), 0, Refusal.TooLarge);
        await RefusedAsync(new DocumentBatch("p").Create(New("small")).Upsert(Sized("more", (2 * 1024 * 1024) + 1)), 1, Refusal.TooLarge);
        Assert.Null(await Store.ReadAsync("p", "small", None));
    }

    [Fact]
    public async Task Given_a_batch_of_two_megabytes_when_committed_then_one_byte_more_is_too_large()
    {
        await RefusedAsync(new DocumentBatch("p").Create(Sized("a", 1024 * 1024)).Create(Sized("b", (1024 * 1024) + 1)), -1, Refusal.TooLarge);
        Assert.Null(await Store.ReadAsync("p", "a", None));
        await CommittedAsync(new DocumentBatch("p").Create(Sized("a", 1024 * 1024)).Create(Sized("b", 1024 * 1024)));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(1001)]
    public async Task Given_a_page_size_out_of_bounds_when_asked_then_it_is_an_error(int size) =>
        await Assert.ThrowsAnyAsync<ArgumentException>(() => Store.RangeAsync(new RangeQuery("p", "note", Size: size), None));
}
