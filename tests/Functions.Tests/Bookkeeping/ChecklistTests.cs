namespace SalesPerf.Functions.Tests.Bookkeeping;

/// <summary>What stands in the way of a close, and what is only named.</summary>
public sealed class ChecklistTests
{
    [Fact]
    public async Task Given_shares_over_a_hundred_and_a_draft_for_the_month_when_looked_at_then_both_block_it()
    {
        await using var app = await BookApp.StartAsync();
        var deal = await app.WinAsync("2026-10-10", 5_000, attributes: ""","attributes":{"split.1":"90","split.2":"40"}""");
        var finance = await app.SecondAsync();
        await app.PlanAsync("flat", "month", "month", 12, query: "?effectiveFrom=2026-11-01");
        Assert.Equal("heldSplits", await CodesAsync(app));
        var draft = """{"id":"flat","currency":"USD","payPeriod":"month","components":[{"id":"bookings","measure":"month","creditRules":[{"id":"won"}],"table":{"tiers":[{"from":0,"ratePercent":13}]}}]}""";
        Assert.Equal(201, (await app.PutAsync("/plans/flat?effectiveFrom=2026-11-01", draft, BookApp.Any, finance)).Code);
        Assert.Equal("heldSplits", await CodesAsync(app));
        Assert.Equal(200, (await app.PutAsync("/plans/flat?effectiveFrom=2026-10-15", draft, BookApp.Any, finance)).Code);
        Assert.Equal("heldSplits planDrafts", await CodesAsync(app));
        var checklist = await app.GetAsync("/periods/2026-10/checklist");
        Assert.Equal(("true", "true", "flat"), (checklist.Of("items/0/isBlocking"), checklist.Of("items/1/isBlocking"), checklist.Of("items/1/subjects/0")));
        Assert.Contains(deal, checklist.Of("items/0/subjects/0"), StringComparison.Ordinal);
        Assert.Equal(422, (await app.PostAsync("/periods/2026-10/close")).Code);
        await app.PostAsync("/plans/flat/reject", """{"reason":"not for closed days"}""", BookApp.Any);
        await app.CloseAsync("2026-10", """{"acknowledge":["heldSplits"],"reason":"nobody agrees yet"}""");
    }

    /// <summary>An owner who is a mail address is named as everywhere else: by the keyed hash that is stored.</summary>
    [Fact]
    public async Task Given_a_deal_of_a_mail_address_that_nobody_claims_when_looked_at_then_the_address_is_not_shown()
    {
        await using var app = await BookApp.StartAsync();
        await app.WinAsync("2026-10-10", 5_000, "somebody@example.com");
        var checklist = await app.GetAsync("/periods/2026-10/checklist");
        Assert.Equal("unmappedIdentities", checklist.Of("items/0/code"));
        Assert.Matches("^crm/m\\.[0-9a-f]{32}$", checklist.Of("items/0/subjects/0"));
        Assert.Equal(checklist.Of("items/0/subjects/0"), $"crm/{(await app.GetAsync("/identities/unassigned")).Of("items/0/owner")}");
        Assert.DoesNotContain("example.com", checklist.Text, StringComparison.Ordinal);
    }

    private static async Task<string> CodesAsync(BookApp app) =>
        string.Join(' ', (await app.GetAsync("/periods/2026-10/checklist")).Body["items"]!.AsArray().Select(item => (string)item!["code"]!));
}
