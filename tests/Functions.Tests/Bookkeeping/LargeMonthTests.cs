using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using SalesPerf.Functions.Bookkeeping;
using SalesPerf.Functions.Storage;
using SalesPerf.Platform.Documents;

namespace SalesPerf.Functions.Tests.Bookkeeping;

/// <summary>Months that are too long for a document: the ids of their deals are random, so that packing hardly shortens them.</summary>
public sealed class LargeMonthTests
{
    private const int InRequest = 250;

    /// <summary>
    /// 2,000 deals of October of 100.00 each at 10 %, paid when they are invoiced: 20,000.00 are earned and held. The first is invoiced in November: 10.00 of it are paid then. 500 of November earn 5,000.00.
    /// </summary>
    [Fact]
    public async Task Given_more_credits_than_a_document_holds_when_months_are_closed_then_pay_goes_on_from_all_of_them()
    {
        await using var app = await BookApp.StartAsync(more: ""","payments":[{"sharePercent":100,"on":"invoice"}]""");
        await WinAsync(app, "2026-10", 2_000);
        await app.CloseAsync("2026-10");

        var first = Pieces(app);
        Assert.InRange(first.Count, 4, 8);
        var frozen = await app.GetAsync("/reps/ann/commissions/2026-10");
        Assert.Equal(("closed", "20000.00", "20000.00"), (frozen.Of("state"), frozen.Of("totals/0/earned/amount"), frozen.Of("assignments/0/heldBalance/amount")));

        await app.SendAsync("deal.amountChanged", Deal("2026-10", 0), "2026-11-05", $$$"""{"deal":"{{{Deal("2026-10", 0)}}}","attributes":{"invoicedOn":"2026-11-05"} }""");
        await WinAsync(app, "2026-11", 500);
        app.Whole.MoveTo(new(2026, 12, 2, 12, 0, 0, TimeSpan.Zero));
        var open = await app.GetAsync("/reps/ann/commissions/2026-11");
        await app.CloseAsync("2026-11");

        var november = await app.GetAsync("/reps/ann/commissions/2026-11");
        Assert.Equal(("closed", "5000.00", "10.00", "24990.00"), (november.Of("state"), november.Of("totals/0/earned/amount"), november.Of("assignments/0/payout/amount"), november.Of("assignments/0/heldBalance/amount")));
        Assert.Equal(open.Of("totals/0/payable/amount"), november.Of("totals/0/payable/amount"));
        Assert.Equal(frozen.Text, (await app.GetAsync("/reps/ann/commissions/2026-10")).Text);
        Assert.Equal("true", (await app.GetAsync("/audit/verify")).Of("isWhole"));

        // Those of the snapshots stay, those of what pay went on from are replaced by the new.
        var named = app.Whole.Store.All.Where(document => document.Kind == BookDocuments.SnapshotKind).SelectMany(document => TypedDocuments.Open<StatementSnapshot>(document).Value.Pieces ?? []);
        var going = TypedDocuments.Open<PostedPay>(app.Whole.Store.All.Single(document => document.Kind == BookDocuments.PostedKind && document.Pk == Partitions.Rep("ann"))).Value.Pieces ?? [];
        Assert.Equal(named.Concat(going).Select(BookPiece.Id).Order(StringComparer.Ordinal), Pieces(app).Select(document => document.Id).Order(StringComparer.Ordinal));

        // Any of them is missed, and found changed.
        foreach (var piece in Pieces(app))
        {
            var body = piece.Body.ToArray();
            foreach (var index in new[] { 3, 20, 100, body.Length / 2, body.Length - 3 })
            {
                var flipped = (byte[])body.Clone();
                flipped[index] ^= 1;
                await app.OverwriteAsync(piece, flipped);
                Assert.Equal(piece.Id, (await app.Whole.Get<VerifyChain>().RunAsync(piece.Pk, new HashSet<string>(), default)).Broken?.Document);
            }

            await app.Whole.Store.CommitAsync(new DocumentBatch(piece.Pk).Delete(piece.Id), default);
            Assert.Equal(piece.Id, (await app.Whole.Get<VerifyChain>().RunAsync(piece.Pk, new HashSet<string>(), default)).Broken?.Document);
            await app.OverwriteAsync(piece, body);
        }

        Assert.Equal("true", (await app.GetAsync("/audit/verify")).Of("isWhole"));
    }

    private static List<Document> Pieces(BookApp app) => [.. app.Whole.Store.All.Where(document => document.Kind == BookPiece.Kind)];

    private static string Deal(string month, int number) => Base64Url.EncodeToString([.. Enumerable.Range(0, 3).SelectMany(part => SHA256.HashData(Encoding.UTF8.GetBytes($"{month} {number} {part}")))]);

    private static async Task WinAsync(BookApp app, string month, int count)
    {
        foreach (var some in Enumerable.Range(0, count).Chunk(InRequest))
        {
            var events = new StringBuilder("[");
            foreach (var number in some)
            {
                var id = Deal(month, number);
                events.Append(events.Length > 1 ? "," : "").Append(CultureInfo.InvariantCulture, $$"""{"specversion":"1.0","id":"{{id}}","source":"crm","type":"deal.won","time":"{{month}}-{{1 + (number % 20):00}}T09:00:00Z","data":{"deal":"{{id}}","owner":"1","amount":"100","currency":"USD"} }""");
            }

            await app.Whole.DoAsync("POST", "/activities", events.Append(']').ToString(), "application/cloudevents-batch+json");
        }

        await app.Whole.DrainAsync();
    }
}
