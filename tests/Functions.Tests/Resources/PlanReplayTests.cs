using Microsoft.Extensions.DependencyInjection;
using SalesPerf.Domain.Access;
using SalesPerf.Domain.Deals;
using SalesPerf.Functions.Access;
using SalesPerf.Functions.Deals;
using SalesPerf.Functions.Storage;
using SalesPerf.Platform.Documents;

namespace SalesPerf.Functions.Tests.Resources;

public sealed class PlanReplayTests : IAsyncLifetime
{
    private ResourceHost host = null!;
    private string fay = "";

    public async Task InitializeAsync()
    {
        host = await ResourceHost.StartAsync();
        fay = (await host.Services.GetRequiredService<ApiKeys>().IssueAsync(new NewApiKey("fay", [AccessRole.Finance], null), "test", default)).Key;
        await host.SetAsync("/plans/p", Plan("""[{"from":0,"ratePercent":10}]"""));
        foreach (var person in new[] { "ann", "ben", "cem" })
        {
            await host.SetAsync($"/people/{person}", $$"""{"id":"{{person}}","name":"{{person}}"}""");
            await host.SetAsync($"/assignments/{person}", $$"""{"id":"{{person}}","person":"{{person}}","plan":"p","from":"2025-01-01"}""");
        }

        await CreditAsync("ann", "a", new DateOnly(2025, 2, 10), 1_000m);
        await CreditAsync("ann", "b", new DateOnly(2025, 2, 20), 2_000m);
        await CreditAsync("ben", "c", new DateOnly(2025, 12, 31), 500m);
        await CreditAsync("ben", "d", new DateOnly(2026, 1, 1), 9_000m);

        // 5 % to 1,000 and 20 % above, a month.
        await host.PutAsync("/plans/p", Plan("""[{"from":0,"ratePercent":5},{"from":1000,"ratePercent":20}]"""), "*", fay);
    }

    public async Task DisposeAsync() => await host.DisposeAsync();

    [Fact]
    public async Task Given_a_draft_when_replayed_over_the_year_that_is_over_then_it_says_who_gains_and_who_loses()
    {
        var replay = await host.GetAsync("/plans/p/replay", fay);

        // Ann: 3,000 at 10 % were 300; 1,000 × 5 % + 2,000 × 20 % = 450. Ben: 500 at 10 % were 50; at 5 % 25. Cem sold nothing. What is of 2026 does not count.
        Assert.Equal((200, "draft", "2025"), (replay.Code, replay.Of("state"), replay.Of("period")));
        Assert.Equal(("ann", "300.00", "450.00", "150.00"), Row(replay, 0));
        Assert.Equal(("ben", "50.00", "25.00", "-25.00"), Row(replay, 1));
        Assert.Equal(("cem", "0.00", "0.00", "0.00"), Row(replay, 2));
        Assert.Equal(("350.00", "475.00", "125.00"), (replay.Of("totals/0/paid/amount"), replay.Of("totals/0/wouldBePaid/amount"), replay.Of("totals/0/difference/amount")));
        Assert.Equal(("1", "1", "1"), (replay.Of("totals/0/gain"), replay.Of("totals/0/lose"), replay.Of("totals/0/same")));
    }

    [Fact]
    public async Task Given_pages_when_replayed_then_they_follow_each_other_and_a_version_can_be_named()
    {
        var first = await host.GetAsync("/plans/p/replay?version=1&pageSize=2");
        var second = await host.GetAsync(first.Of("nextLink")["/api/v1".Length..]);

        Assert.Equal(("version", "1", 2), (first.Of("state"), first.Of("version"), first.Body["items"]!.AsArray().Count));
        Assert.Equal(("ann", "300.00", "300.00", "0.00"), Row(first, 0));
        Assert.Equal(("cem", "0.00", "0.00", "0.00"), Row(second, 0));
        Assert.Null(second.Body["nextLink"]);
    }

    [Theory]
    [InlineData("?version=9", 404)]
    [InlineData("?version=0", 400)]
    [InlineData("?year=2025-01", 400)]
    [InlineData("?year=2024", 200)]
    [InlineData("?pageSize=51", 400)]
    [InlineData("?what=1", 400)]
    public async Task Given_a_query_when_replayed_then_it_is_answered_or_refused(string query, int status) =>
        Assert.Equal(status, (await host.GetAsync("/plans/p/replay" + query)).Code);

    private static (string, string, string, string) Row(Answer replay, int row) =>
        (replay.Of($"items/{row}/personId"), replay.Of($"items/{row}/paid/amount"), replay.Of($"items/{row}/wouldBePaid/amount"), replay.Of($"items/{row}/difference/amount"));

    private static string Plan(string tiers) =>
        """{"id":"p","currency":"USD","payPeriod":"month","components":[{"id":"c","measure":"month","creditRules":[{"id":"won"}],"table":{"tiers":""" + tiers + "}}]}";

    private async Task CreditAsync(string person, string deal, DateOnly date, decimal amount)
    {
        var credit = new Credit { Source = "crm", Deal = deal, Event = "won", Date = date, Amount = amount, Currency = "USD" };
        var document = TypedDocuments.New(Partitions.Rep(person), $"credit~{deal}", DealDocuments.CreditKind, DealDocuments.At(date), credit);
        Assert.IsType<CommitResult.Committed>(await host.Store.CommitAsync(new DocumentBatch(document.Pk).Create(document), default));
    }
}
