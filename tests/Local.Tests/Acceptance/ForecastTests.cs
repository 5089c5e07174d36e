using System.Text.Json.Nodes;

namespace SalesPerf.Local.Tests.Acceptance;

/// <summary>Commissions expected: the figures of <see cref="ForecastSample"/>, as people and as finance read them.</summary>
public sealed class ForecastTests(ForecastSample sample) : IClassFixture<ForecastSample>
{
    private const string Path = "commissions/forecast?period=2026-Q4";

    [Fact]
    public async Task Given_closed_and_open_deals_when_asked_by_person_then_every_outcome_goes_through_the_plan()
    {
        var answer = await sample.Host.Api.GetAsync(Path);

        Assert.Equal(200, answer.Status);
        Assert.Equal(
            [
                "flat USD 9000.00 15000.00 9000.00 16500.00 24000.00",
                "high USD 8300.00 8300.00 8300.00 8300.00 8300.00",
                "middle USD 4000.00 8425.00 4000.00 8300.00 13100.00",
                "none USD 0.00 0.00 0.00 0.00 0.00",
                "yen JPY 100 100 100 100 100",
            ],
            answer.Body["items"]!.AsArray().Select(item => $"{item!["personId"]} {item["earned"]!["expected"]!["currency"]} {Figures(item, "earned")}"));

        // Credit closed: 60,000; 60,000 + 2 × 20,000 is expected; quantiles as the outcomes above. The quota is reached by one win of two: 1 − 0.6².
        var flat = answer.Body["items"]![0]!;
        Assert.Equal("60000.00 100000.00 60000.00 110000.00 160000.00", Figures(flat, "credit"));
        Assert.Equal("0.64", flat["probabilityOfQuota"]!.GetValue<string>().TrimEnd('0'));
        Assert.Equal(("exact", "crm"), (flat["method"]!.GetValue<string>(), flat["probabilitySource"]!.GetValue<string>()));

        // USD: 9,000 + 8,300 + 4,000 + 0 closed and 15,000 + 8,300 + 8,425 + 0 expected.
        Assert.Equal(("100", "21300.00", "31725.00"), (answer.Of("totals/0/earnedClosed/amount"), answer.Of("totals/1/earnedClosed/amount"), answer.Of("totals/1/earnedExpected/amount")));
    }

    [Fact]
    public async Task Given_a_forecast_when_it_explains_itself_then_components_and_deals_are_money_too()
    {
        var answer = await sample.Host.Api.GetAsync(Path + "&person=middle");

        Assert.Equal("4000.00", answer.Of("items/0/components/0/earnedClosed/amount"));
        Assert.Equal("8425.00", answer.Of("items/0/components/0/earnedExpected/amount"));
        Assert.Equal("100000.00", answer.Of("items/0/components/0/credit/amount"));
        Assert.Equal("100000.00", answer.Of("items/0/components/0/quota/amount"));
        Assert.Equal("80000.00", answer.Of("items/0/deals/0/credit/amount"));

        // Alone on top of 100,000: 50,000 at 5 % and 30,000 at 6 %.
        Assert.Equal("4300.00", answer.Of("items/0/deals/0/potential/amount"));
        Assert.Equal("2150.00", answer.Of("items/0/deals/0/weighted/amount"));
    }

    [Fact]
    public async Task Given_teams_when_asked_by_team_then_people_are_convolved()
    {
        var answer = await sample.Host.Api.GetAsync(Path + "&groupBy=team");

        // West: 8,300 + {9,000: 0.36, 16,500: 0.48, 24,000: 0.16} + {4,000: 0.25, 8,300: 0.5, 13,100: 0.25}. Cumulated: 13,000 0.09; 17,300 0.27;
        // 20,500 0.39; 22,100 0.48; 24,800 0.72; 28,000 0.76; 29,600 0.88; 32,300 0.96; 37,100 1.
        Assert.Equal(
            [
                "sales JPY 100 100 100 100 100",
                "sales USD 21300.00 31725.00 25600.00 33100.00 40600.00",
                "east JPY 100 100 100 100 100",
                "east USD 0.00 0.00 0.00 0.00 0.00",
                "west USD 21300.00 31725.00 25600.00 33100.00 40600.00",
            ],
            answer.Body["items"]!.AsArray().Select(item => $"{item!["teamId"]} {item["earned"]!["expected"]!["currency"]} {Figures(item, "earned")}"));
    }

    [Fact]
    public async Task Given_finance_when_it_asks_for_csv_then_every_amount_has_the_digits_of_its_currency()
    {
        var answer = await sample.Host.Api.GetAsync(Path, "text/csv");

        Assert.Equal("text/csv", answer.ContentType);
        var rows = answer.Text.Split("\r\n").Select(row => row.Split(',')).ToList();
        Assert.Equal(7, rows.Count);
        var earned = System.Array.IndexOf(rows[0], "earnedClosed");
        var quota = System.Array.IndexOf(rows[0], "quota");
        Assert.Equal(
            [
                "flat 9000.00 USD 15000.00 USD 9000.00 USD 16500.00 USD 24000.00 USD 60000.00 USD 100000.00 USD 60000.00 USD 110000.00 USD 160000.00 USD 100000.00 USD",
                "high 8300.00 USD 8300.00 USD 8300.00 USD 8300.00 USD 8300.00 USD 180000.00 USD 180000.00 USD 180000.00 USD 180000.00 USD 180000.00 USD 100000.00 USD",
                "middle 4000.00 USD 8425.00 USD 4000.00 USD 8300.00 USD 13100.00 USD 100000.00 USD 180000.00 USD 100000.00 USD 180000.00 USD 260000.00 USD 100000.00 USD",
                "none 0.00 USD 0.00 USD 0.00 USD 0.00 USD 0.00 USD 0.00 USD 0.00 USD 0.00 USD 0.00 USD 0.00 USD 100000.00 USD",
                "yen 100 JPY 100 JPY 100 JPY 100 JPY 100 JPY 1000 JPY 1000 JPY 1000 JPY 1000 JPY 1000 JPY 100000 JPY",
            ],
            rows.Skip(1).Take(5).Select(row => $"{row[0]} {string.Join(' ', row[earned..(quota + 2)])}"));
    }

    [Fact]
    public async Task Given_a_run_when_it_is_complete_then_it_is_listed_the_live_answer_names_it_and_it_can_be_asked_for()
    {
        var api = sample.Host.Api;
        Assert.Equal("", (await api.GetAsync(Path)).Of("latestRun"));
        Assert.Equal(202, (await api.PostAsync("/admin/functions/ScheduleForecasts", ApiClient.Json("{}"))).Status);
        await sample.Host.DrainAsync();

        var live = await api.GetAsync(Path);
        var runs = await api.GetAsync("commissions/forecast/runs?period=2026-Q4");

        var run = live.Of("latestRun");
        Assert.NotEmpty(run);
        Assert.Equal((run, "2026-Q4", "0"), (runs.Of("items/0/run"), runs.Of("items/0/period"), runs.Of("items/0/missing")));
        var times = runs.Body["items"]!.AsArray().Select(item => item!["run"]!.GetValue<string>()).ToList();
        Assert.Equal(times.OrderDescending(StringComparer.Ordinal), times);
        var published = await api.GetAsync($"{Path}&run={run}");
        Assert.Equal((run, "15000.00", ""), (published.Of("run"), published.Of("items/0/earned/expected/amount"), published.Of("latestRun")));
        Assert.Equal(404, (await api.GetAsync($"{Path}&run=2026-11-17T02:30:00Z")).Status);
        Assert.Equal(304, (await api.SendAsync(HttpMethod.Get, Path, null, ("If-None-Match", live.Etag ?? ""))).Status);
        Assert.Empty((await api.GetAsync("commissions/forecast/runs?period=2024-Q4")).Body["items"]!.AsArray());
    }

    private static string Figures(JsonNode item, string of) =>
        string.Join(' ', new[] { "closed", "expected", "p10", "p50", "p90" }.Select(figure => item[of]![figure]!["amount"]!.GetValue<string>()));
}
