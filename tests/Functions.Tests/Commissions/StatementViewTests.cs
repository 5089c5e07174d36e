using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using SalesPerf.Domain.Access;
using SalesPerf.Domain.People;
using SalesPerf.Functions.Access;
using SalesPerf.Functions.Commissions;
using SalesPerf.Functions.Http;
using SalesPerf.Functions.Tests.Http;

namespace SalesPerf.Functions.Tests.Commissions;

/// <summary>
/// Ann earns 4 % to 100,000 and 6 % above, by the month. On 15 July 90,000 are won (3,600); 20,000 expected on the 20th would pay 10,000 at 4 % and 10,000 at 6 %: 1,000; 5,000, overdue, 200;
/// both together 400 + 15,000 at 6 %: 1,300.
/// </summary>
public sealed class StatementViewTests
{
    private const string Address = "/api/v1/reps/ann/commissions/2026-07";

    private static readonly DateTimeOffset Now = new(2026, 7, 15, 12, 0, 0, TimeSpan.Zero);

    private static async Task<World> StartAsync(string name = "Ann")
    {
        var world = await ForecastWorld.StartAsync(Now, "month", (0m, 4m), (100_000m, 6m));
        await world.PersonAsync(ForecastWorld.Ann with { Name = name });
        await world.PersonAsync(new Person { Id = "bob", Name = "Bob", Identities = new() { ["crm"] = ["2"] } });
        await world.PostAsync(
            ForecastWorld.Won("<i>d1", Now.AddDays(-2), 90_000),
            ForecastWorld.Open("d2", Now.AddDays(-9), 20_000, "0.5", "2026-07-20"),
            ForecastWorld.Open("d3", Now.AddDays(-9), 5_000, "0.5", "2026-07-10"),
            ForecastWorld.Open("d4", Now.AddDays(-9), 7_000, "0.5", "2026-08-10"));
        await world.DrainAsync();
        return world;
    }

    private static async Task<(HttpResponse Response, string Body)> GetAsync(World world, string address, string accept, Func<HttpRequest, Task<IResult>> run, AccessRole role = AccessRole.Rep, string person = "ann")
    {
        var key = (await world.Get<ApiKeys>().IssueAsync(new NewApiKey("k", [role], person), "test", default)).Key;
        var request = Requests.Get(address, ("x-api-key", key), ("Accept", accept));
        return await (await run(request)).ExecuteAsync(request);
    }

    private static Task<(HttpResponse Response, string Body)> StatementAsync(World world, string accept, string query = "") =>
        GetAsync(world, Address + query, accept, request => world.Get<GetStatement>().Run(request, "ann", "2026-07", default));

    private static Task<(HttpResponse Response, string Body)> OpenAsync(World world, string query = "") =>
        GetAsync(world, $"{Address}/open-deals{query}", "application/json", request => world.Get<GetOpenDeals>().Run(request, "ann", "2026-07", default));

    [Fact]
    public async Task Given_a_statement_when_opened_in_a_browser_then_it_says_what_is_paid_and_from_which_credit()
    {
        await using var world = await StartAsync("<b>Ann</b>");
        var (response, page) = await StatementAsync(world, "text/html,*/*;q=0.8");
        Assert.Equal("text/html; charset=utf-8", response.ContentType);
        foreach (var part in new[] { "&lt;b&gt;Ann&lt;/b&gt;: commission, July 2026", "USD&#xA0;3,600.00", "provisional", ">3,600.00<", "&lt;i&gt;d1", "USD&#xA0;1,000.00", "together: USD&#xA0;1,300.00", "reps/ann/deals/crm/%3Ci%3Ed1" })
        {
            Assert.True(page.Contains(part, StringComparison.Ordinal) || page.Contains(part.Replace(">3,600.00<", "USD&#xA0;3,600.00", StringComparison.Ordinal), StringComparison.Ordinal), part);
        }

        Assert.DoesNotContain("<i>", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<b>", page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("text/csv", "")]
    [InlineData("text/html", "?format=csv")]
    public async Task Given_a_statement_when_asked_for_as_csv_then_credits_sum_to_what_is_earned(string accept, string query)
    {
        await using var world = await StartAsync();
        var (response, csv) = await StatementAsync(world, accept, query);
        Assert.StartsWith("text/csv", response.ContentType, StringComparison.Ordinal);
        var rows = csv.TrimStart('\uFEFF').Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Select(row => row.Split(',')).ToList();
        Assert.All(rows, row => Assert.Equal(rows[0].Length, row.Length));
        Assert.Equal("credit ann <i>d1 90000.00 3600.00 USD", Row(rows.Single(row => row[0] == "credit"), "row", "person", "deal", "base", "amount", "amountCurrency"));
        Assert.Equal("payout 3600.00 USD", Row(rows.Single(row => row[0] == "payout"), "row", "amount", "amountCurrency"));
        Assert.Equal(3, rows.Count(row => row[0] == "balance"));

        string Row(string[] row, params string[] columns) => string.Join(' ', columns.Select(column => row[Array.IndexOf(rows[0], column)].Trim('"').TrimStart('\'')));
    }

    [Fact]
    public async Task Given_open_deals_when_asked_what_they_pay_then_each_is_the_statement_with_it_less_the_one_without()
    {
        await using var world = await StartAsync();
        var answer = JsonNode.Parse((await OpenAsync(world)).Body)!;
        Assert.Equal(
            ["d2 2026-07-20 1000.00", "d3 2026-07-15 200.00"],
            answer["items"]!.AsArray().Select(item => $"{item!["deal"]} {item["date"]} {item["adds"]![0]!["earned"]!["amount"]}"));
        Assert.Equal("1300.00", answer["together"]![0]!["payout"]!["amount"]!.GetValue<string>());
        Assert.False(answer["isCut"]!.GetValue<bool>());
    }

    [Theory]

    // 10,000 more reach the second tier exactly; 40,000 pay 400 + 1,800; a refund of 1,000 takes 40 back.
    [InlineData("?source=crm&deal=d3&amount=10000", "400.00")]
    [InlineData("?source=crm&deal=d3&amount=40000.00&date=2026-07-01", "2200.00")]
    [InlineData("?source=crm&deal=d3&amount=-1000", "-40.00")]
    public async Task Given_a_deal_with_another_amount_when_asked_what_it_pays_then_that_counts(string query, string earned)
    {
        await using var world = await StartAsync();
        var answer = JsonNode.Parse((await OpenAsync(world, query)).Body)!;
        Assert.Equal(earned, Assert.Single(answer["items"]!.AsArray())!["adds"]![0]!["earned"]!["amount"]!.GetValue<string>());
    }

    [Theory]
    [InlineData("?deal=d3")]
    [InlineData("?amount=1")]
    [InlineData("?source=crm&deal=d3&amount=much")]
    [InlineData("?source=crm&deal=d3&amount=9999999999999999")]
    [InlineData("?source=crm&deal=d3&date=2026-08-01")]
    [InlineData("?source=crm&deal=d3&date=soon")]
    public async Task Given_a_question_that_is_none_when_asked_then_it_is_refused(string query)
    {
        await using var world = await StartAsync();
        var refused = await Assert.ThrowsAsync<ProblemException>(() => OpenAsync(world, query));
        Assert.Equal(400, refused.Problem.Status);
    }

    [Fact]
    public async Task Given_a_deal_that_is_not_open_when_asked_what_it_pays_then_it_is_not_found()
    {
        await using var world = await StartAsync();
        Assert.Equal(404, (await OpenAsync(world, "?source=crm&deal=d9")).Response.StatusCode);
    }

    [Theory]
    [InlineData("ann", "ann", 200)]
    [InlineData("ann", "bob", 404)]
    [InlineData("bob", "bob", 404)]
    public async Task Given_a_deal_when_asked_for_then_only_who_it_means_something_for_reads_its_messages(string person, string reader, int status)
    {
        await using var world = await StartAsync();
        async Task<(HttpResponse Response, string Body)> AskAsync(string accept) => await GetAsync(
            world, $"/api/v1/reps/{person}/deals/crm/d2", accept, request => world.Get<GetDeal>().Run(request, person, "crm", "d2", default), person: reader);
        if (person != reader)
        {
            Assert.Equal(status, (await Assert.ThrowsAsync<ProblemException>(() => AskAsync("application/json"))).Problem.Status);
            return;
        }

        var (response, body) = await AskAsync("application/json");
        Assert.Equal(status, response.StatusCode);
        if (status == 200)
        {
            var change = Assert.Single(JsonNode.Parse(body)!["changes"]!.AsArray())!;
            Assert.Equal("deal.created ann 20000", $"{change["type"]} {change["owner"]} {change["fields"]!["amount"]}");
            Assert.Contains("Open: ", (await AskAsync("text/html")).Body, StringComparison.Ordinal);
        }
    }
}
