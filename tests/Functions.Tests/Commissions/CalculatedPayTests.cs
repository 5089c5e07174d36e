using SalesPerf.Functions.Tests.Bookkeeping;
using SalesPerf.Functions.Tests.Resources;

namespace SalesPerf.Functions.Tests.Commissions;

public sealed class CalculatedPayTests
{
    private const string November = "/periods/2026-11/commissions";

    /// <summary>10 % of 5,000 and of 2,000 of Ann's, of 3,000 of Ben's: 700 and 300.</summary>
    [Fact]
    public async Task Given_deals_when_they_are_won_then_what_everybody_earns_is_there_with_its_sums_and_its_age()
    {
        await using var app = await BookApp.StartAsync();
        await app.WinAsync("2026-11-10", 5_000);
        await app.WinAsync("2026-11-12", 2_000);
        await app.WinAsync("2026-11-13", 3_000, "2");
        var read = await app.GetAsync(November);
        Assert.Equal(
            ("ann", "700.00", "live", "ben", "300.00"),
            (read.Of("items/0/personId"), read.Of("items/0/earned/amount"), read.Of("items/0/state"), read.Of("items/1/personId"), read.Of("items/1/earned/amount")));
        Assert.Equal(("1000.00", "2", "2", "0"), (read.Of("totals/0/earned/amount"), read.Of("totals/0/people"), read.Of("people"), read.Of("notCalculatedCount")));
        Assert.StartsWith("2026-11-24T12:", read.Of("items/0/calculatedAt"));
        Assert.Equal(("flat", "1000.00"), ((await app.GetAsync($"{November}?groupBy=plan")).Of("items/0/planId"), (await app.GetAsync($"{November}?groupBy=plan")).Of("items/0/payout/amount")));
        Assert.Equal("1000.00", (await app.GetAsync($"{November}?groupBy=currency")).Of("items/0/payable/amount"));
        Assert.Equal("", (await app.GetAsync($"{November}?groupBy=team")).Of("items/0/teamId"));
        var csv = (await app.GetAsync($"{November}?format=csv")).Text.Split("\r\n");
        Assert.StartsWith("ann,2026-11,live,700.00,USD,0.00,USD,700.00,USD,700.00,USD,1,2026-11-24T12:", csv[1]);

        // A page at a time, the totals on every one of them.
        var first = await app.GetAsync($"{November}?pageSize=1");
        var second = await app.GetAsync(first.Of("nextLink")["/api/v1".Length..]);
        Assert.Equal(("ann", "ben", "1000.00", ""), (first.Of("items/0/personId"), second.Of("items/0/personId"), second.Of("totals/0/earned/amount"), second.Of("nextLink")));
        Assert.Equal(400, (await app.GetAsync($"{November}?groupBy=colour")).Code);
        Assert.Equal(404, (await app.GetAsync("/periods/2026-W47/commissions")).Code);
    }

    /// <summary>10 % of 5,000 is 500; held nothing of it is payable; 100 added, and October's late 200 too.</summary>
    [Fact]
    public async Task Given_results_when_the_books_change_then_they_follow()
    {
        await using var app = await BookApp.StartAsync();
        await app.WinAsync("2026-11-10", 5_000);
        var hold = await app.PostAsync("/reps/ann/holds", """{"period":"2026-11","reason":"looked into"}""");
        await app.Whole.DrainAsync();
        Assert.Equal("500.00 500.00 0.00", await OfAnnAsync(app));
        await app.PostAsync($"/reps/ann/holds/{hold.Of("id")}/release", """{"reason":"fine"}""");
        await app.Whole.DrainAsync();
        Assert.Equal("500.00 0.00 500.00", await OfAnnAsync(app));
        var adjustment = await app.PostAsync("/reps/ann/adjustments", """{"assignment":"ann","amount":{"amount":"100","currency":"USD"},"date":"2026-11-20","reason":"as agreed"}""");
        await app.PostAsync($"/reps/ann/adjustments/{adjustment.Of("id")}/approve", "{}", await app.SecondAsync());
        await app.Whole.DrainAsync();
        Assert.Equal("600.00 0.00 600.00", await OfAnnAsync(app));
        await app.CloseAsync("2026-10");
        Assert.Equal(("closed", "0.00"), ((await app.GetAsync("/periods/2026-10/commissions")).Of("items/0/state"), (await app.GetAsync("/periods/2026-10/commissions")).Of("items/0/earned/amount")));
        await app.WinAsync("2026-10-20", 2_000);
        Assert.Equal("800.00 0.00 800.00", await OfAnnAsync(app));

        // 12 % from the beginning: what is closed does not follow, until it is reopened: 600 + 100 + 240, and then 40 more of what October's 200 were.
        await app.PlanAsync("flat", "month", "month", 12, query: "?effectiveFrom=2026-10-01");
        await app.Whole.DrainAsync();
        Assert.Equal("900.00 0.00 900.00", await OfAnnAsync(app));
        var reopening = await app.PostAsync("/reopenings", """{"reopenFrom":"2026-10","reason":"the rate was wrong"}""");
        await app.PostAsync($"/reopenings/{reopening.Of("id")}/approve", "{}", await app.SecondAsync());
        await app.Whole.DrainAsync();
        Assert.Equal("940.00 0.00 940.00", await OfAnnAsync(app));
        Assert.Equal((await app.GetAsync("/reps/ann/commissions/2026-11")).Of("totals/0/payout/amount"), (await app.GetAsync(November)).Of("items/0/payout/amount"));
    }

    /// <summary>Mia has 1 % of what Ann, below her, wins: 50 of 5,000; and nothing of Ben's.</summary>
    [Fact]
    public async Task Given_somebody_paid_by_what_others_win_when_they_win_then_the_result_follows()
    {
        await using var app = await BookApp.StartAsync();
        await app.PutAsync("/people/mia", """{"id":"mia","name":"Mia"}""");
        await app.PutAsync("/teams/east", """{"id":"east","name":"East","manager":"mia"}""");
        await app.PutAsync("/people/ann?effectiveFrom=2026-10-01", """{"id":"ann","name":"Ann","team":"east","identities":{"crm":["1"]}}""", BookApp.Any);
        await app.PutAsync("/plans/over", """{"id":"over","currency":"USD","payPeriod":"month","components":[{"id":"below","measure":"month","creditRules":[{"id":"won","creditOf":"reports"}],"table":{"tiers":[{"from":0,"ratePercent":1}]}}]}""");
        await app.PutAsync("/assignments/mia", """{"id":"mia","person":"mia","plan":"over","from":"2026-10-01"}""");
        await app.Whole.DrainAsync();
        await app.WinAsync("2026-11-10", 5_000);
        await app.WinAsync("2026-11-11", 4_000, "2");
        var read = await app.GetAsync(November);
        Assert.Equal(("mia", "50.00"), (read.Of("items/2/personId"), read.Of("items/2/earned/amount")));
        Assert.Equal("500.00", (await app.GetAsync($"{November}?groupBy=team")).Body["items"]!.AsArray().Single(item => (string?)item!["teamId"] == "east")!["earned"]!["amount"]!.GetValue<string>());
    }

    [Fact]
    public async Task Given_a_night_when_everybody_is_calculated_then_the_run_says_how_far_it_is_and_what_is_unchanged_stays_as_it_was()
    {
        await using var app = await BookApp.StartAsync();
        await app.WinAsync("2026-11-10", 5_000);
        var before = (await app.GetAsync(November)).Text;
        app.Whole.MoveTo(new DateTimeOffset(2026, 11, 25, 3, 31, 0, TimeSpan.Zero));
        await app.Whole.TimerAsync("ScheduleCalculations");
        await app.Whole.DrainAsync();
        var run = (await app.GetAsync("/runs?kind=calculation")).Body["items"]![0]!;
        Assert.Equal(("2", "2", "done"), (run["expected"]!.ToString(), run["done"]!.ToString(), run["state"]!.ToString()));
        Assert.Equal(before, (await app.GetAsync(November)).Text);
        Assert.Equal(202, (await app.PostAsync("/runs/calculation")).Code);
    }

    [Fact]
    public async Task Given_somebody_who_asks_when_they_read_results_then_they_see_those_of_whom_they_may()
    {
        await using var app = await BookApp.StartAsync();
        await app.WinAsync("2026-11-10", 5_000);
        await app.WinAsync("2026-11-13", 3_000, "2");
        var own = await app.GetAsync(November, ("x-api-key", (await app.Whole.DoAsync("POST", "/keys", """{"name":"ben","roles":["rep"],"person":"ben"}""")).Of("key")));
        Assert.Equal(("ben", "300.00", "1"), (own.Of("items/0/personId"), own.Of("totals/0/earned/amount"), own.Of("people")));
        Assert.Single(own.Body["items"]!.AsArray());

        await app.PutAsync("/people/cem", """{"id":"cem","name":"Cem"}""");
        await app.PutAsync("/assignments/cem", """{"id":"cem","person":"cem","plan":"flat","from":"2026-11-01"}""");
        var missing = await app.GetAsync(November);
        Assert.Equal(("1", "cem"), (missing.Of("notCalculatedCount"), missing.Of("notCalculated/0")));
        await app.Whole.DrainAsync();
        Assert.Equal(("0", "3"), ((await app.GetAsync(November)).Of("notCalculatedCount"), (await app.GetAsync(November)).Of("people")));
    }

    private static async Task<string> OfAnnAsync(BookApp app)
    {
        var read = await app.GetAsync(November);
        return $"{read.Of("items/0/earned/amount")} {read.Of("items/0/held/amount")} {read.Of("items/0/payable/amount")}";
    }
}
