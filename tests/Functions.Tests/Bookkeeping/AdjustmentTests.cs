using SalesPerf.Functions.Bookkeeping;
using SalesPerf.Functions.Storage;

namespace SalesPerf.Functions.Tests.Bookkeeping;

public sealed class AdjustmentTests
{
    private const string Hundred = """{"assignment":"ann","amount":{"amount":"100.00","currency":"USD"},"date":"2026-10-20","reason":"Ann found the account"}""";

    /// <summary>10 % of 5,000, and 100 once somebody else says so.</summary>
    [Fact]
    public async Task Given_an_adjustment_when_somebody_else_approves_it_then_it_counts_and_is_frozen_with_its_month()
    {
        await using var app = await BookApp.StartAsync();
        await app.WinAsync("2026-10-10", 5_000);
        var made = await app.PostAsync("/reps/ann/adjustments", Hundred, ("Idempotency-Key", "one"));
        Assert.Equal((201, "proposed"), (made.Code, made.Of("state")));
        Assert.Equal(made.Text, (await app.PostAsync("/reps/ann/adjustments", Hundred, ("Idempotency-Key", "one"))).Text);
        Assert.Equal(422, (await app.PostAsync("/reps/ann/adjustments", Hundred.Replace("100.00", "200", StringComparison.Ordinal), ("Idempotency-Key", "one"))).Code);
        Assert.Equal("live 500.00", await app.EarnedAsync("2026-10"));
        Assert.Equal("unapprovedAdjustments", (await app.GetAsync("/periods/2026-10/checklist")).Of("items/0/code"));
        Assert.Equal(422, (await app.PostAsync("/periods/2026-10/close")).Code);

        var path = $"/reps/ann/adjustments/{made.Of("id")}";
        Assert.Equal(403, (await app.PostAsync($"{path}/approve")).Code);
        var second = await app.SecondAsync();
        Assert.Equal("approved", (await app.PostAsync($"{path}/approve", headers: second)).Of("state"));
        Assert.Equal("approved", (await app.PostAsync($"{path}/approve", headers: second)).Of("state"));
        Assert.Equal(409, (await app.PostAsync($"{path}/reject", headers: second)).Code);
        Assert.Equal("live 600.00", await app.EarnedAsync("2026-10"));
        Assert.Equal("Ann found the account", (await app.GetAsync("/reps/ann/adjustments")).Of("items/0/reason"));

        await app.CloseAsync("2026-10");
        Assert.Equal(("closed 600.00", "live 0.00"), (await app.EarnedAsync("2026-10"), await app.EarnedAsync("2026-11")));
        Assert.Equal(409, (await app.PostAsync("/reps/ann/adjustments", Hundred)).Code);
        var ledger = await app.GetAsync("/reps/ann/ledger");
        Assert.Equal("earned adjustment payout", string.Join(' ', ledger.Body["months"]![0]!["postings"]!.AsArray().Select(posting => posting!["kind"])));
        Assert.Equal("true", (await app.GetAsync("/audit/verify")).Of("isWhole"));
    }

    [Theory]
    [InlineData("""{"assignment":"ben","amount":{"amount":"1","currency":"USD"},"date":"2026-11-20","reason":"x"}""", "/assignment")]
    [InlineData("""{"assignment":"ann","amount":{"amount":"1","currency":"USD"},"date":"2026-09-20","reason":"x"}""", "/assignment")]
    [InlineData("""{"assignment":"ann","amount":{"amount":"1","currency":"EUR"},"date":"2026-11-20","reason":"x"}""", "/amount/currency")]
    [InlineData("""{"assignment":"ann","amount":{"amount":"0","currency":"USD"},"date":"2026-11-20","reason":"x"}""", "/amount/amount")]
    [InlineData("""{"assignment":"ann","amount":{"amount":"1","currency":"USD"},"date":"2026-11-20","reason":" "}""", "/reason")]
    [InlineData("""{"assignment":"ann","amount":{"amount":"1000000000000001","currency":"USD"},"date":"2026-11-20","reason":"x"}""", "/amount/amount")]
    [InlineData("""{"assignment":"ann","amount":{"amount":"1","currency":"USD"},"date":"2026-11-20","reason":"x","kind":"other"}""", "/kind")]
    [InlineData("""{"assignment":"ann","amount":{"amount":"1","currency":"USD"},"date":"2026-11-20","reason":"x","kind":"credit"}""", "/component")]
    [InlineData("""{"assignment":"ann","amount":{"amount":"1","currency":"USD"},"date":"2026-11-20","reason":"x","component":"none"}""", "/component")]
    public async Task Given_an_adjustment_that_cannot_count_when_proposed_then_it_is_refused(string body, string pointer)
    {
        await using var app = await BookApp.StartAsync();
        var answer = await app.PostAsync("/reps/ann/adjustments", body);
        Assert.Equal((422, pointer), (answer.Code, Assert.Single(answer.Pointers)));
    }

    /// <summary>10 % of 5,000 of a deal and of 1,000 of credit: 600; 20 more for the component as they are.</summary>
    [Fact]
    public async Task Given_an_adjustment_of_credit_when_approved_then_it_goes_through_the_table_of_its_component()
    {
        await using var app = await BookApp.StartAsync();
        await app.WinAsync("2026-10-10", 5_000);
        var second = await app.SecondAsync();
        foreach (var (amount, kind) in new[] { ("1000", "credit"), ("20", "fixed") })
        {
            var made = await app.PostAsync("/reps/ann/adjustments", Hundred.Replace("100.00", amount, StringComparison.Ordinal).Replace("\"reason\"", $"\"kind\":\"{kind}\",\"component\":\"bookings\",\"reason\"", StringComparison.Ordinal));
            Assert.Equal((201, kind, "bookings"), (made.Code, made.Of("kind"), made.Of("component")));
            await app.PostAsync($"/reps/ann/adjustments/{made.Of("id")}/approve", headers: second);
        }

        var answer = await app.GetAsync("/reps/ann/commissions/2026-10");
        Assert.Equal(("620.00", "600.00", "adjustment", "bookings"), (answer.Of("totals/0/earned/amount"), answer.Of("assignments/0/components/0/earned/amount"), answer.Of("assignments/0/components/0/lines/1/type"), answer.Of("assignments/0/extras/0/component")));
        Assert.Contains("Adjustment of bookings", (await app.GetAsync("/reps/ann/commissions/2026-10", ("Accept", "text/html"))).Text);
        await app.CloseAsync("2026-10");
        Assert.Equal(("closed 620.00", "live 0.00"), (await app.EarnedAsync("2026-10"), await app.EarnedAsync("2026-11")));
    }

    /// <summary>Ann works in finance: what somebody else proposed for her she neither approves nor rejects.</summary>
    [Fact]
    public async Task Given_an_adjustment_when_whose_pay_it_is_approves_it_then_it_is_refused()
    {
        await using var app = await BookApp.StartAsync();
        var path = $"/reps/ann/adjustments/{(await app.PostAsync("/reps/ann/adjustments", Hundred)).Of("id")}";
        var ann = ("x-api-key", (await app.Whole.DoAsync("POST", "/keys", """{"name":"ann","roles":["finance"],"person":"ann"}""")).Of("key"));
        Assert.Equal(403, (await app.PostAsync($"{path}/approve", headers: ann)).Code);
        Assert.Equal(403, (await app.PostAsync($"{path}/reject", headers: ann)).Code);
        Assert.Equal("approved", (await app.PostAsync($"{path}/approve", headers: await app.SecondAsync())).Of("state"));
    }

    [Fact]
    public async Task Given_somebody_with_books_when_erased_then_what_was_written_about_them_is_gone_and_the_chain_holds()
    {
        await using var app = await BookApp.StartAsync();
        var made = await app.PostAsync("/reps/ann/adjustments", Hundred);
        await app.PostAsync($"/reps/ann/adjustments/{made.Of("id")}/approve", headers: await app.SecondAsync());
        await app.CloseAsync("2026-10");
        await app.Whole.DoAsync("DELETE", "/assignments/ann", headers: BookApp.Any);
        await app.Whole.DoAsync("DELETE", "/people/ann", headers: BookApp.Any);
        await app.Whole.DrainAsync();
        await app.Whole.DoAsync("POST", "/people/ann/erasure");
        await app.Whole.DrainAsync();

        Assert.DoesNotContain(app.Whole.Store.All, document => System.Text.Encoding.UTF8.GetString(document.Body.Span).Contains("found the account", StringComparison.Ordinal));
        var found = await app.Whole.Get<VerifyChain>().RunAsync(Partitions.Rep("ann"), new HashSet<string>(), default);
        Assert.Null(found.Broken);
        Assert.Equal("100.00", (await app.GetAsync("/periods/2026-10/payroll")).Of("totals/0/payout/amount"));
    }

    [Fact]
    public async Task Given_a_proposed_adjustment_when_the_plan_is_in_another_currency_by_then_then_it_cannot_be_approved()
    {
        await using var app = await BookApp.StartAsync();
        var made = await app.PostAsync("/reps/ann/adjustments", """{"assignment":"ann","amount":{"amount":"100","currency":"USD"},"date":"2026-11-20","reason":"as agreed"}""");
        await app.PutAsync("/plans/flat?effectiveFrom=2026-11-01", """{"id":"flat","currency":"EUR","payPeriod":"month","components":[{"id":"bookings","measure":"month","creditRules":[{"id":"won"}],"table":{"tiers":[{"from":0,"ratePercent":10}]}}]}""", BookApp.Any);
        await app.Whole.DrainAsync();
        var refused = await app.PostAsync($"/reps/ann/adjustments/{made.Of("id")}/approve", "{}", await app.SecondAsync());
        Assert.Equal((422, "/amount/currency"), (refused.Code, Assert.Single(refused.Pointers)));
        Assert.Equal("rejected", (await app.PostAsync($"/reps/ann/adjustments/{made.Of("id")}/reject", "{}", await app.SecondAsync())).Of("state"));
    }
}
