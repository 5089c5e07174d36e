using SalesPerf.Functions.Tests.Bookkeeping;

namespace SalesPerf.Functions.Tests.Commissions;

public sealed class SharedPayTests
{
    private const string Half = ""","attributes":{"split.1":"50","split.2":"50"}""";

    /// <summary>4 % of 60,000 and 10 % of 40,000 are 6,400: 3,200 each. Shared before the tiers it is 2,000 each. Of a deal of 5 at 1 %, 0.05, one cent is nobody's half: 0.03 and 0.02. 90 % of it leave the rest to the house.</summary>
    [Theory]
    [InlineData(true, """{"from":0,"ratePercent":4},{"from":60000,"ratePercent":10}""", 100_000, Half, "3200.00 3200.00")]
    [InlineData(false, """{"from":0,"ratePercent":4},{"from":60000,"ratePercent":10}""", 100_000, Half, "2000.00 2000.00")]
    [InlineData(true, """{"from":0,"ratePercent":1}""", 5, Half, "0.03 0.02")]
    [InlineData(true, """{"from":0,"ratePercent":10}""", 1_000, ""","attributes":{"split.1":"60","split.2":"30"}""", "60.00 30.00")]
    [InlineData(true, """{"from":0,"ratePercent":10}""", 1_000, ""","attributes":{"split.1":"60","split.2":"40","overlay.2":"10"}""", "60.00 50.00")]
    [InlineData(true, """{"from":0,"ratePercent":10}""", 1_000, "", "100.00 0.00")]
    public async Task Given_a_deal_that_records_who_shares_it_when_pay_is_shared_then_it_is_after_the_tiers(bool isPayout, string tiers, int amount, string attributes, string earned)
    {
        await using var app = await BookApp.StartAsync();
        await app.PutAsync(
            "/plans/flat?effectiveFrom=2026-10-01",
            $$"""{"id":"flat","currency":"USD","payPeriod":"month","components":[{"id":"bookings","measure":"month","payoutSplit":{{(isPayout ? "true" : "false")}},"creditRules":[{"id":"won"}],"table":{"tiers":[{{tiers}}] } } ] }""",
            BookApp.Any);
        await app.WinAsync("2026-11-10", amount, attributes: attributes);
        Assert.Equal(earned, $"{(await app.GetAsync("/reps/ann/commissions/2026-11")).Of("totals/0/earned/amount")} {(await app.GetAsync("/reps/ben/commissions/2026-11")).Of("totals/0/earned/amount")}");
    }
}
