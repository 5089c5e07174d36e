using Microsoft.Extensions.DependencyInjection;
using SalesPerf.Domain.Access;
using SalesPerf.Functions.Access;

namespace SalesPerf.Functions.Tests.Resources;

public sealed class PlanPreviewTests : IAsyncLifetime
{
    /// <summary>4 % to 100,000, 5 % to 150,000, 6 % above, a year's running total.</summary>
    private const string Tiers = """
        {"id":"p","currency":"USD","payPeriod":"month","components":[{"id":"c","measure":"year","creditRules":[{"id":"won"}],
         "table":{"tiers":[{"from":0,"ratePercent":4},{"from":100000,"ratePercent":5},{"from":150000,"ratePercent":6}]}}]}
        """;

    private ResourceHost host = null!;

    public async Task InitializeAsync()
    {
        host = await ResourceHost.StartAsync();
        await host.SetAsync("/plans/p", Tiers);
    }

    public async Task DisposeAsync() => await host.DisposeAsync();

    [Fact]
    public async Task Given_deals_and_terms_when_tried_then_the_statement_is_that_of_the_engine_and_nothing_is_stored()
    {
        var commits = host.Store.Commits;

        // 180,000: 100,000 × 4 % + 50,000 × 5 % + 30,000 × 6 % = 4,000 + 2,500 + 1,800.
        var answer = await TryAsync("""{"period":"2026-01","terms":{},"deals":[{"date":"2026-01-05","amount":"120000"},{"date":"2026-01-06","amount":60000,"currency":"USD"}]}""");

        Assert.Equal((200, "8300.00", "USD"), (answer.Code, answer.Of("assignments/0/earned/amount"), answer.Of("assignments/0/earned/currency")));
        Assert.Equal(2, answer.Body["assignments"]![0]!["components"]![0]!["lines"]!.AsArray().Count);
        Assert.Equal(commits, host.Store.Commits);
    }

    [Fact]
    public async Task Given_a_plan_that_is_not_stored_when_tried_then_it_counts_in_place_of_the_one_in_force()
    {
        // 100,000 × 10 % × 50 % of quota reached once: attainment 50 %, base rate target pay ÷ quota = 12,000 ÷ 12 ÷ 200,000 a month.
        var answer = await TryAsync("""
            {"period":"2026-01","terms":{"targetPay":12000,"quotas":[{"component":"d","amount":200000}]},"deals":[{"date":"2026-01-05","amount":100000}],
             "plan":{"id":"p","currency":"EUR","payPeriod":"month","components":[{"id":"d","measure":"month","creditRules":[{"id":"won"}],"table":{"selector":"attainment","tiers":[{"from":0,"multiplier":1}]}}]}}
            """);

        // Target pay of a month 1,000 × 100,000 ÷ 200,000 = 500.
        Assert.Equal((200, "500.00", "EUR"), (answer.Code, answer.Of("assignments/0/earned/amount"), answer.Of("assignments/0/earned/currency")));
    }

    [Fact]
    public async Task Given_a_person_on_the_plan_when_tried_with_the_draft_then_their_terms_and_the_drafts_rates_count()
    {
        await host.SetAsync("/people/ann", """{"id":"ann","name":"Ann"}""");
        await host.SetAsync("/people/bea", """{"id":"bea","name":"Bea"}""");
        await host.SetAsync("/assignments/ann", """{"id":"ann","person":"ann","plan":"p","from":"2026-01-01"}""");
        const string deals = "\"period\":\"2026-02\",\"person\":\"ann\",\"deals\":[{\"date\":\"2026-02-05\",\"amount\":1000}]";

        Assert.Equal("40.00", (await TryAsync($"{{{deals}}}")).Of("assignments/0/earned/amount"));
        Assert.Equal(404, (await TryAsync($"{{{deals},\"draft\":true}}")).Code);
        await host.PutAsync("/plans/p", Tiers.Replace("\"ratePercent\":4", "\"ratePercent\":7", StringComparison.Ordinal), "*", await FinanceAsync());
        Assert.Equal("70.00", (await TryAsync($"{{{deals},\"draft\":true}}")).Of("assignments/0/earned/amount"));
        Assert.Equal(["/person"], (await TryAsync("""{"period":"2026-02","person":"bea","deals":[]}""")).Pointers);
        Assert.Equal(["/person"], (await TryAsync("""{"period":"2026-02","person":"nobody","deals":[]}""")).Pointers);
        Assert.Equal(["/person"], (await TryAsync("""{"period":"2026-02"}""")).Pointers);
    }

    [Fact]
    public async Task Given_mistakes_when_tried_then_all_are_told_by_pointer()
    {
        var answer = await TryAsync("""
            {"period":"2026-01","draft":true,"terms":{},"deals":[{"deal":"a","amount":1},{"deal":"a","date":"2026-01-01","amount":"9999999999999999","currency":"usd"},null,{"date":"2026-01-01","attributes":{"a/b":null}}],
             "plan":{"id":"q","currency":"USD","payPeriod":"month","components":[]}}
            """);

        Assert.Equal(422, answer.Code);
        Assert.Superset(
            new HashSet<string> { "/deals/0/date", "/deals/1/amount", "/deals/1/deal", "/deals/1/currency", "/deals/2", "/deals/3/amount", "/deals/3/attributes/a~1b", "/draft", "/plan/id" },
            answer.Pointers.ToHashSet());
        Assert.Contains(answer.Pointers, pointer => pointer.StartsWith("/plan/components", StringComparison.Ordinal));

        Assert.Equal(["/period"], (await TryAsync("""{"period":"2026-W01","terms":{}}""")).Pointers);
        var terms = await TryAsync("""{"period":"2026-01","terms":{"id":"x","targetPay":-1,"quotas":[{"component":"none"}]}}""");
        Assert.Equal(["/terms/id", "/terms/quotas/0/component", "/terms/targetPay"], terms.Pointers.Order(StringComparer.Ordinal));
        Assert.Equal(["/terms"], (await TryAsync("""{"period":"2026-01","terms":[]}""")).Pointers);
        Assert.Equal(400, (await TryAsync("""{"period":"2026-01","what":1}""")).Code);
        Assert.Equal(404, (await host.PostAsync("/plans/none/preview", """{"period":"2026-01","terms":{}}""")).Code);
    }

    [Fact]
    public async Task Given_numbers_too_large_when_tried_then_there_are_no_figures_and_a_warning()
    {
        var answer = await TryAsync("""{"period":"2026-01","terms":{},"deals":[{"date":"2026-01-05","amount":"999999999999999","currency":"JPY"}]}""");

        Assert.Equal((200, "otherCurrency"), (answer.Code, answer.Of("warnings/0/code")));
    }

    private Task<Answer> TryAsync(string body) => host.PostAsync("/plans/p/preview", body);

    private async Task<string> FinanceAsync() => (await host.Services.GetRequiredService<ApiKeys>().IssueAsync(new NewApiKey("f", [AccessRole.Finance], null), "test", default)).Key;
}
