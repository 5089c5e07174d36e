using System.Globalization;
using System.Text;
using SalesPerf.Platform.Documents;

namespace SalesPerf.Platform.Tests.Documents;

/// <summary>Many callers at once.</summary>
public abstract partial class DocumentStoreContract
{
    [Fact]
    public async Task Given_parallel_increments_through_etags_when_all_are_done_then_none_is_lost()
    {
        const int Callers = 20, Each = 50;
        await CreatedAsync(New("sum") with { Body = "0"u8.ToArray() });
        await Task.WhenAll(Enumerable.Range(0, Callers).Select(_ => Task.Run(async () =>
        {
            for (var done = 0; done < Each;)
            {
                var read = (await Store.ReadAsync("p", "sum", None))!;
                var next = int.Parse(read.Body.Span, CultureInfo.InvariantCulture) + 1;
                var body = Encoding.UTF8.GetBytes(next.ToString(CultureInfo.InvariantCulture));
                done += await Store.CommitAsync(new DocumentBatch("p").Replace(read, read with { Body = body }), None) is CommitResult.Committed ? 1 : 0;
            }
        })));
        var sum = (await Store.ReadAsync("p", "sum", None))!;
        Assert.Equal("1000", Encoding.UTF8.GetString(sum.Body.Span));
        Assert.Equal(1001, sum.Rev);
    }

    [Fact]
    public async Task Given_parallel_creates_of_one_id_when_all_are_answered_then_one_has_won_and_its_content_is_there()
    {
        for (var round = 0; round < 10; round++)
        {
            var id = $"r{round}";
            var results = await Task.WhenAll(Enumerable.Range(0, 32).Select(caller => Task.Run(async () =>
            {
                var batch = new DocumentBatch("p").Create(New($"{id}-{caller}")).Create(New(id, text: $"caller {caller}"));
                return (caller, Result: await Store.CommitAsync(batch, None));
            })));
            var winner = Assert.Single(results, one => one.Result is CommitResult.Committed).caller;
            Assert.All(results.Where(one => one.caller != winner), one => Assert.Equal(new CommitResult.Refused(1, Refusal.Conflict), one.Result));
            Assert.Contains($"caller {winner}\"", Encoding.UTF8.GetString((await Store.ReadAsync("p", id, None))!.Body.Span), StringComparison.Ordinal);
            Assert.Single(await Store.ReadManyAsync("p", [.. Enumerable.Range(0, 32).Select(caller => $"{id}-{caller}")], None));
        }
    }

    [Fact]
    public async Task Given_an_answered_commit_when_read_at_once_then_it_is_seen_while_others_write()
    {
        await Task.WhenAll(Enumerable.Range(0, 16).Select(caller => Task.Run(async () =>
        {
            for (var index = 0; index < 50; index++)
            {
                var id = $"c{caller}-{index}";
                await CommittedAsync(new DocumentBatch("p").Create(New(id)));
                Assert.NotNull(await Store.ReadAsync("p", id, None));
            }
        })));
    }

    [Fact]
    public async Task Given_writes_in_pairs_when_ranged_meanwhile_then_no_half_of_a_batch_is_seen()
    {
        if (!PagesAreSnapshots)
        {
            return;
        }

        var writing = Task.Run(async () =>
        {
            for (var index = 0; index < 300; index++)
            {
                await CommittedAsync(new DocumentBatch("p").Create(New($"a{index:000}")).Create(New($"b{index:000}")));
            }
        });
        while (!writing.IsCompleted)
        {
            var seen = (await Store.RangeAsync(new RangeQuery("p", "note", Size: 1000), None)).Items.Select(item => item.Id).ToList();
            Assert.Equal(seen.Count(id => id[0] == 'a'), seen.Count(id => id[0] == 'b'));
        }

        await writing;
    }
}
