using System.Text.Json.Nodes;

namespace SalesPerf.Local.Tests.Acceptance;

/// <summary>
/// Forecasts of teams whose people come and go, asked on 10 August 2026. Everybody earns 10 % by the month. Ann sold 10,000 in July, in the west, and is in the
/// east since August. Bob sold 20,000 in August, in the west, and left on the 9th. Cat sold 30,000 in August, in the east.
/// </summary>
public sealed class ChangingTeamsTests : IAsyncLifetime
{
    private ApiHost host = null!; // set before the test runs

    [Fact]
    public async Task Given_people_who_moved_and_left_when_asked_by_team_then_each_counts_where_they_were_last_in_the_period()
    {
        Assert.Equal(["all 1000.00 of 3", "east 0.00 of 1", "west 1000.00 of 2"], Sorted(await TeamsAsync("period=2026-07")));
        Assert.Equal(["all 5000.00 of 3", "east 3000.00 of 2", "west 2000.00 of 1"], Sorted(await TeamsAsync("period=2026-08")));
        Assert.Equal(["all 6000.00 of 3", "east 4000.00 of 2", "west 2000.00 of 1"], Sorted(await TeamsAsync("period=2026-Q3")));
        Assert.Equal(["east 4000.00 of 2"], await TeamsAsync("period=2026-Q3&team=east"));
        Assert.Equal(["ann", "bob"], await PeopleAsync("period=2026-07&team=west"));
        Assert.Equal(["bob"], await PeopleAsync("period=2026-08&team=west"));
        Assert.Equal(400, (await host.Api.GetAsync("commissions/forecast?groupBy=team&person=ann")).Status);
    }

    [Fact]
    public async Task Given_a_complete_run_when_teams_and_deals_change_then_the_run_says_what_it_said()
    {
        Assert.Equal(202, (await host.Api.SendAsync(HttpMethod.Post, "/admin/functions/ScheduleForecasts", null)).Status);
        await host.DrainAsync();
        var run = "period=2026-08&run=" + (await host.Api.GetAsync("commissions/forecast?period=2026-08")).Of("latestRun");
        string[] published = ["all 5000.00 of 3", "east 3000.00 of 2", "west 2000.00 of 1"];
        Assert.Equal(published, Sorted(await TeamsAsync(run)));

        var before = Uri.EscapeDataString(host.Clock.GetUtcNow().ToString("O"));
        host.Clock.Advance(TimeSpan.FromSeconds(1));

        // Cat is found to have been in the west since August, and to have sold 1,000 more.
        await PersonAsync("cat", "west", "2026-08-01");
        await host.Api.TakeAsync(Events.Won("c2", "cat", 1_000, "2026-08-06"));
        await host.DrainAsync();
        Assert.Equal(["all 5100.00 of 3", "east 0.00 of 1", "west 5100.00 of 2"], Sorted(await TeamsAsync("period=2026-08")));
        Assert.Equal(published, Sorted(await TeamsAsync(run)));
        Assert.Equal(["ann", "cat"], await PeopleAsync(run + "&team=east"));
        Assert.Equal(["east 3000.00 of 2"], await TeamsAsync(run + "&team=east"));

        // As it was known before, it is as the run said.
        Assert.Equal(published, Sorted(await TeamsAsync($"period=2026-08&asOf={before}")));
    }

    public async Task InitializeAsync()
    {
        host = await ApiHost.StartAsync(new DateTimeOffset(2026, 8, 10, 12, 0, 0, TimeSpan.Zero));
        await host.Api.SetAsync("sources/crm", """{"id":"crm","provider":"cloudevents"}""");
        await host.Api.SetAsync("plans/flat", """
            {"id":"flat","currency":"USD","payPeriod":"month","components":[{"id":"bookings","measure":"month","creditRules":[{"id":"won"}],"table":{"tiers":[{"from":0,"ratePercent":10}]}}]}
            """);
        foreach (var (team, parent) in new[] { ("all", "null"), ("west", "\"all\""), ("east", "\"all\"") })
        {
            await host.Api.SetAsync($"teams/{team}", $$"""{"id":"{{team}}","name":"{{team}}","parent":{{parent}}}""");
        }

        await PersonAsync("ann", "west");
        await PersonAsync("ann", "east", "2026-08-01");
        await PersonAsync("bob", "west", employment: """{"from":"2026-01-01","to":"2026-08-09"}""");
        await PersonAsync("cat", "east");
        foreach (var person in new[] { "ann", "bob", "cat" })
        {
            await host.Api.SetAsync($"assignments/{person}", $$"""{"id":"{{person}}","person":"{{person}}","plan":"flat","from":"2026-01-01"}""");
        }

        await host.Api.TakeAsync(Events.Won("a1", "ann", 10_000, "2026-07-20"), Events.Won("b1", "bob", 20_000, "2026-08-05"), Events.Won("c1", "cat", 30_000, "2026-08-05"));
        await host.DrainAsync();
    }

    public async Task DisposeAsync() => await host.DisposeAsync();

    private Task PersonAsync(string id, string team, string? effectiveFrom = null, string employment = "") => host.Api.SetAsync(
        $"people/{id}{(effectiveFrom is null ? "" : $"?effectiveFrom={effectiveFrom}")}",
        $$$"""{"id":"{{{id}}}","name":"{{{id}}}","team":"{{{team}}}","identities":{"crm":["{{{id}}}"]},"employment":[{{{employment}}}]}""");

    /// <summary>Team, what is expected to be earned, and of how many.</summary>
    private async Task<List<string>> TeamsAsync(string query) =>
        [.. (await ItemsAsync(query + "&groupBy=team")).Select(item => $"{item!["teamId"]} {item["earned"]!["expected"]!["amount"]} of {item["people"]}")];

    private async Task<IEnumerable<string>> PeopleAsync(string query) => (await ItemsAsync(query)).Select(item => item!["personId"]!.GetValue<string>());

    private async Task<JsonArray> ItemsAsync(string query)
    {
        var answer = await host.Api.GetAsync("commissions/forecast?" + query);
        Assert.True(answer.Status == 200, answer.Text);
        return answer.Body["items"]!.AsArray();
    }

    private static IEnumerable<string> Sorted(IEnumerable<string> lines) => lines.Order(StringComparer.Ordinal);
}
