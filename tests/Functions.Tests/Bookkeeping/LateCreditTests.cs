using SalesPerf.Functions.Bookkeeping;
using SalesPerf.Functions.Storage;
using SalesPerf.Functions.Tests.Faults;
using SalesPerf.Platform.Documents;

namespace SalesPerf.Functions.Tests.Bookkeeping;

public sealed class LateCreditTests
{
    /// <summary>10 % of 5,000 were paid; of the late 1,000 another 100 are due, with November.</summary>
    [Theory]
    [InlineData("month")]
    [InlineData("quarter")]
    public async Task Given_a_deal_of_a_closed_month_when_heard_of_late_then_the_first_open_month_pays_it_once(string measure)
    {
        await using var app = await BookApp.StartAsync(measure);
        await app.WinAsync("2026-10-10", 5_000);
        await app.CloseAsync("2026-10");
        await app.WinAsync("2026-10-20", 1_000);
        Assert.Equal("closed 500.00", await app.EarnedAsync("2026-10"));
        Assert.Equal("live 100.00", await app.EarnedAsync("2026-11"));

        app.Whole.MoveTo(new(2026, 12, 2, 12, 0, 0, TimeSpan.Zero));
        await app.CloseAsync("2026-11");

        Assert.Equal(("closed 100.00", "live 0.00"), (await app.EarnedAsync("2026-11"), await app.EarnedAsync("2026-12")));
        Assert.Equal("true", (await app.GetAsync("/audit/verify")).Of("isWhole"));
    }

    /// <summary>Whichever wins: 500 for 5,000 and 100 for 1,000 are paid in all, once.</summary>
    [Fact]
    public async Task Given_a_late_deal_when_it_comes_between_what_a_close_reads_and_its_commit_then_the_close_starts_again()
    {
        BookApp? app = null;
        var isLate = true;
        await using var started = app = await BookApp.StartAsync(hook: async batch =>
        {
            if (isLate && app is not null && batch.Pk == Partitions.Rep("ann") && batch.Operations.Any(operation => operation.Id == BookDocuments.ClosedId("2026-10")))
            {
                isLate = false;
                await app.SendAsync("deal.won", "late", "2026-10-20", """{"deal":"late","owner":"1","amount":"1000","currency":"USD"}""");
            }
        });
        await app.WinAsync("2026-10-10", 5_000);
        await app.CloseAsync("2026-10");

        Assert.False(isLate);
        Assert.Equal(("closed 600.00", "live 0.00"), (await app.EarnedAsync("2026-10"), await app.EarnedAsync("2026-11")));
    }

    /// <summary>10 % of 5,000, which is 7,000 after the close: 200 more in November.</summary>
    [Fact]
    public async Task Given_a_closed_deal_when_its_amount_changes_or_it_is_reopened_then_the_difference_is_posted_and_the_snapshot_stays()
    {
        await using var app = await BookApp.StartAsync();
        var deal = await app.WinAsync("2026-10-10", 5_000);
        await app.CloseAsync("2026-10");

        await app.SendAsync("deal.amountChanged", deal, "2026-10-25", $$"""{"deal":"{{deal}}","amount":"7000"}""");
        Assert.Equal("live 200.00", await app.EarnedAsync("2026-11"));
        await app.SendAsync("deal.reopened", deal, "2026-11-20", $$"""{"deal":"{{deal}}"}""");
        Assert.Equal(("closed 500.00", "live -500.00"), (await app.EarnedAsync("2026-10"), await app.EarnedAsync("2026-11")));
    }

    /// <summary>A plan of 20 % recorded after the close counts for November alone: 10 % of October's 6,000, of which 500 are paid, and 20 % of 1,000.</summary>
    [Fact]
    public async Task Given_a_plan_that_is_recorded_after_a_close_when_statements_are_made_then_closed_days_keep_what_was_known()
    {
        await using var app = await BookApp.StartAsync();
        await app.WinAsync("2026-10-10", 5_000);
        await app.CloseAsync("2026-10");
        await app.PlanAsync("flat", "month", "month", 20, query: "?effectiveFrom=2026-10-01");
        await app.WinAsync("2026-10-20", 1_000);
        await app.WinAsync("2026-11-10", 1_000);
        Assert.Equal("live 300.00", await app.EarnedAsync("2026-11"));
    }

    /// <summary>One answer lost at every commit and sending of a close, one after the other: 500 are closed, once.</summary>
    [Fact]
    public async Task Given_any_answer_lost_while_closing_when_everything_is_done_then_it_ends_the_same()
    {
        for (var lost = 1; ; lost++)
        {
            var (isClosing, calls) = (false, 0);
            await using var app = await BookApp.StartAsync(lost: new LostAnswers((_, _) => isClosing && ++calls == lost));
            await app.WinAsync("2026-10-10", 5_000);
            isClosing = true;
            await app.CloseAsync("2026-10");
            isClosing = false;
            Assert.Equal("closed 500.00", await app.EarnedAsync("2026-10"));
            Assert.Equal("true", (await app.GetAsync("/audit/verify")).Of("isWhole"));
            Assert.Equal(2, app.Whole.Store.All.Count(document => document.Kind == BookDocuments.ChainKind && document.Pk.StartsWith("rep~", StringComparison.Ordinal)));
            if (calls < lost)
            {
                Assert.InRange(lost, 6, 100);
                return;
            }
        }
    }
}
