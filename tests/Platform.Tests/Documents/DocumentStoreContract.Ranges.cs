using SalesPerf.Platform.Documents;

namespace SalesPerf.Platform.Tests.Documents;

/// <summary>Ranges, paging and time to live.</summary>
public abstract partial class DocumentStoreContract
{
    private async Task<List<string>> WalkAsync(RangeQuery query, Func<int, Task>? between = null)
    {
        var ids = new List<string>();
        string? continuation = null;
        var pages = 0;
        do
        {
            var page = await Store.RangeAsync(query with { Continuation = continuation }, None);
            Assert.True(page.Items.Count <= query.Size);
            ids.AddRange(page.Items.Select(item => item.Id));
            continuation = page.Continuation;
            if (between is not null)
            {
                await between(pages);
            }

            Assert.True(++pages < 1_000, "The walk does not end.");
        }
        while (continuation is not null);
        return ids;
    }

    [Fact]
    public async Task Given_documents_when_ranged_then_they_come_by_instant_and_then_id_in_both_directions()
    {
        // Two at one instant: "Z" before "a" before "é", byte by byte.
        foreach (var (id, hours) in new[] { ("late", 2), ("a", 1), ("é", 1), ("Z", 1), ("early", -30_000) })
        {
            await CreatedAsync(New(id, at: Noon.AddHours(hours)));
        }

        await CreatedAsync(New("other-kind", kind: "notes", at: Noon));
        await CreatedAsync(New("other-kind-2", kind: "not", at: Noon));
        await CreatedAsync(New("other-partition", pk: "q"));
        string[] expected = ["early", "Z", "a", "é", "late"];
        for (var size = 1; size <= 6; size++)
        {
            Assert.Equal(expected, await WalkAsync(new RangeQuery("p", "note", Size: size)));
            Assert.Equal(expected.Reverse(), await WalkAsync(new RangeQuery("p", "note", Descending: true, Size: size)));
        }
    }

    [Fact]
    public async Task Given_a_window_when_ranged_then_from_is_inclusive_and_to_exclusive()
    {
        foreach (var tick in new[] { -1, 0, 1, 2, 3 })
        {
            await CreatedAsync(New($"t{tick}", at: Noon.AddTicks(tick)));
        }

        var window = new RangeQuery("p", "note", Noon, Noon.AddTicks(2), Size: 1);
        Assert.Equal(["t0", "t1"], await WalkAsync(window));
        Assert.Equal(["t1", "t0"], await WalkAsync(window with { Descending = true }));
        Assert.Equal(["t2", "t3"], await WalkAsync(new RangeQuery("p", "note", From: Noon.AddTicks(2), Size: 1)));
        Assert.Equal(["t-1"], await WalkAsync(new RangeQuery("p", "note", To: Noon, Size: 1)));
        Assert.Empty(await WalkAsync(new RangeQuery("p", "note", Noon.AddTicks(2), Noon)));
    }

    [Fact]
    public async Task Given_a_full_last_page_when_ranged_then_it_has_no_continuation()
    {
        await CreatedAsync(New("a"));
        await CreatedAsync(New("b"));
        Assert.Null((await Store.RangeAsync(new RangeQuery("p", "note", Size: 2), None)).Continuation);
        Assert.NotNull((await Store.RangeAsync(new RangeQuery("p", "note", Size: 1), None)).Continuation);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Given_inserts_and_deletes_while_paging_when_walked_then_what_stays_comes_exactly_once(bool descending)
    {
        for (var index = 0; index < 40; index++)
        {
            await CreatedAsync(New($"d{index:00}", at: Noon.AddMinutes(index / 4)));
        }

        var walked = await WalkAsync(new RangeQuery("p", "note", Descending: descending, Size: 7), async page =>
        {
            await CreatedAsync(New($"before{page}", at: Noon.AddDays(-1)));
            await CreatedAsync(New($"amid{page}", at: Noon.AddMinutes(5)));
            await CreatedAsync(New($"after{page}", at: Noon.AddDays(1)));
            if (page == 0)
            {
                // The document that the first page ended with is deleted: the next page goes on behind it all the same.
                await CommittedAsync(new DocumentBatch("p").Delete(descending ? "d33" : "d06"));
            }

            Assert.True(page < 30);
        });
        var stayed = walked.Where(id => id[0] == 'd').ToList();
        Assert.Equal(40, stayed.Count);
        Assert.Equal(descending ? stayed.OrderDescending(StringComparer.Ordinal) : stayed.Order(StringComparer.Ordinal), stayed);
        Assert.Equal(walked.Count, walked.Distinct().Count());
    }

    [Fact]
    public async Task Given_a_continuation_of_another_query_or_none_at_all_when_used_then_it_is_an_error()
    {
        await CreatedAsync(New("a"));
        await CreatedAsync(New("b"));
        await CreatedAsync(New("a", pk: "q"));
        var query = new RangeQuery("p", "note", Noon.AddDays(-1), Noon.AddDays(1), Size: 1);
        var continuation = (await Store.RangeAsync(query, None)).Continuation!;
        var own = query with { Continuation = continuation };
        Assert.Equal("b", Assert.Single((await Store.RangeAsync(own with { Size = 50 }, None)).Items).Id);

        RangeQuery[] foreign =
        [
            own with { Pk = "q" }, own with { Kind = "not" }, own with { From = null }, own with { To = Noon }, own with { Descending = true },
            own with { Continuation = string.Empty }, own with { Continuation = "x" }, own with { Continuation = continuation[..^4] },
            own with { Continuation = continuation + "AAAA" }, own with { Continuation = "%00'" }, own with { Continuation = new string('A', 10_000) },
        ];
        foreach (var one in foreign)
        {
            await Assert.ThrowsAnyAsync<ArgumentException>(() => Store.RangeAsync(one, None));
        }
    }

    [Fact]
    public async Task Given_large_documents_when_ranged_then_pages_stay_bounded()
    {
        for (var index = 0; index < 10; index++)
        {
            await CreatedAsync(Sized($"d{index}", 1_000_000));
        }

        var page = await Store.RangeAsync(new RangeQuery("p", "note", Size: 10), None);
        Assert.InRange(page.Items.Count, 1, 5);
        Assert.Equal(Enumerable.Range(0, 10).Select(index => $"d{index}"), await WalkAsync(new RangeQuery("p", "note", Size: 10)));
    }

    [Fact]
    public async Task Given_an_expired_document_when_anything_is_asked_then_it_is_absent()
    {
        if (Clock is not { } clock)
        {
            return;
        }

        var document = await CreatedAsync(New("a", ttl: 5));
        await CreatedAsync(New("b"));
        clock.Advance(TimeSpan.FromMilliseconds(4_999));
        Assert.NotNull(await Store.ReadAsync("p", "a", None));
        await RefusedAsync(new DocumentBatch("p").Create(New("a")), 0, Refusal.Conflict);

        clock.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Null(await Store.ReadAsync("p", "a", None));
        Assert.Equal("b", Assert.Single(await Store.ReadManyAsync("p", ["a", "b"], None)).Id);
        Assert.Equal("b", Assert.Single((await Store.RangeAsync(new RangeQuery("p", "note", Size: 1), None)).Items).Id);
        await RefusedAsync(new DocumentBatch("p").Replace(document, New("a")), 0, Refusal.Stale);
        await RefusedAsync(new DocumentBatch("p").Delete("a"), 0, Refusal.Stale);

        var again = await CreatedAsync(New("a", text: "again"));
        Assert.NotEqual(document.ETag, again.ETag);
        clock.Advance(TimeSpan.FromDays(10_000));
        Assert.NotNull(await Store.ReadAsync("p", "a", None));
    }

    [Fact]
    public async Task Given_a_time_to_live_when_replaced_or_upserted_then_it_counts_from_that_write()
    {
        if (Clock is not { } clock)
        {
            return;
        }

        var a = await CreatedAsync(New("a", ttl: 10));
        await CreatedAsync(New("b", ttl: 10));
        clock.Advance(TimeSpan.FromSeconds(8));
        await CommittedAsync(new DocumentBatch("p").Replace(a, New("a", ttl: 10)).Upsert(New("b")));
        clock.Advance(TimeSpan.FromSeconds(8));
        Assert.NotNull(await Store.ReadAsync("p", "a", None));
        clock.Advance(TimeSpan.FromSeconds(2));
        Assert.Null(await Store.ReadAsync("p", "a", None));
        Assert.NotNull(await Store.ReadAsync("p", "b", None));
    }
}
