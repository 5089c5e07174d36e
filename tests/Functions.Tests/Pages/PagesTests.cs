using Microsoft.AspNetCore.Http;
using SalesPerf.Domain.Access;
using SalesPerf.Domain.Notifications;
using SalesPerf.Domain.People;
using SalesPerf.Functions.Access;
using SalesPerf.Functions.Commissions;
using SalesPerf.Functions.Competencies;
using SalesPerf.Functions.Http;
using SalesPerf.Functions.Leaderboards;
using SalesPerf.Functions.Notifications;
using SalesPerf.Functions.Pages;
using SalesPerf.Functions.Resources;
using SalesPerf.Functions.Storage;
using SalesPerf.Functions.Tests.Commissions;
using SalesPerf.Functions.Tests.Digests;
using SalesPerf.Functions.Tests.Http;
using SalesPerf.Platform.Documents;

namespace SalesPerf.Functions.Tests.Pages;

public sealed class PagesTests
{
    private const string Browser = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";

    private static async Task<string> OpenAsync(DigestWorld world, string address, Func<HttpRequest, Task<IResult>> run)
    {
        var request = Requests.Get(address, ("x-api-key", await KeyAsync(world)), ("Accept", Browser));
        var (response, body) = await (await run(request)).ExecuteAsync(request);
        Assert.Equal(("text/html; charset=utf-8", "Accept"), (response.ContentType, response.Headers.Vary.ToString()));
        return body;
    }

    private static async Task<string> KeyAsync(DigestWorld world) =>
        (await world.World.Get<ApiKeys>().IssueAsync(new NewApiKey("mia", [AccessRole.Manager], "mia"), "test", default)).Key;

    [Fact]
    public async Task Given_a_scorecard_when_opened_in_a_browser_then_every_number_stands_with_what_made_it()
    {
        await using var world = await DigestWorld.OfAsync(ann: "<i>Ann</i>");
        var request = Requests.Get("/api/v1/reps/ann/scorecard?period=2026-11", ("x-api-key", await KeyAsync(world)), ("Accept", Browser));

        var (response, body) = await (await world.World.Get<GetScorecard>().Run(request, "ann", default)).ExecuteAsync(request);

        Assert.Equal(("text/html; charset=utf-8", "Accept"), (response.ContentType, response.Headers.Vary.ToString()));
        Assert.Contains("<h1>&lt;i&gt;Ann&lt;/i&gt;</h1>", body, StringComparison.Ordinal);
        foreach (var part in new[]
            {
                "Account executive, November 2026, 1–30 November 2026", ">42</a></div></td>", ">60<br>", "by now, of 84", "data-label=\"Target\"", "<span class=\"chip red\">red</span>", "green from 100&#xA0;%, amber from 80&#xA0;%",
                "version 1 of the role", "href=\"/api/v1/reps/ann/scorecard/calls/activities?period=2026-11\"", "href=\"/api/v1/reps/ann/scorecard?period=2026-10\"", "15 of 21 active days are over",
            })
        {
            Assert.Contains(part, body, StringComparison.Ordinal);
        }

        Assert.DoesNotContain("<i>", body, StringComparison.Ordinal);

        // December has not begun on 23 November.
        Assert.DoesNotContain("period=2026-12", body, StringComparison.Ordinal);
        Assert.Contains("Scores are green from 100&nbsp;%, amber from 80&nbsp;%.", body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("*/*")]
    [InlineData("application/json, text/html;q=0.9")]
    public async Task Given_a_scorecard_when_asked_for_by_a_program_then_it_is_json_with_a_tag(string? accept)
    {
        await using var world = await DigestWorld.OfAsync();
        var request = Requests.Get("/api/v1/reps/ann/scorecard?period=2026-11", [("x-api-key", await KeyAsync(world)), .. accept is null ? [] : new[] { ("Accept", accept) }]);

        var (response, _) = await (await world.World.Get<GetScorecard>().Run(request, "ann", default)).ExecuteAsync(request);

        Assert.StartsWith("application/json", response.ContentType, StringComparison.Ordinal);
        Assert.NotEmpty(response.Headers.ETag.ToString());
    }

    [Fact]
    public async Task Given_a_leaderboard_when_opened_in_a_browser_then_places_lead_to_scorecards()
    {
        await using var world = await DigestWorld.OfAsync(ann: "A \"quoted\" <b>");
        var request = Requests.Get("/api/v1/teams/east/leaderboard?metric=calls&period=2026-11", ("x-api-key", await KeyAsync(world)), ("Accept", Browser));

        var (response, body) = await (await world.World.Get<GetLeaderboard>().Run(request, "east", default)).ExecuteAsync(request);

        Assert.Equal("text/html; charset=utf-8", response.ContentType);
        Assert.Contains("<a href=\"/api/v1/reps/ben/scorecard?period=2026-11\">Ben</a>", body, StringComparison.Ordinal);
        Assert.Contains("A &quot;quoted&quot; &lt;b&gt;", body, StringComparison.Ordinal);
        Assert.True(body.IndexOf(">Ben<", StringComparison.Ordinal) < body.IndexOf("quoted", StringComparison.Ordinal));
        Assert.Contains("href=\"/api/v1/teams/east/leaderboard?metric=score&amp;period=2026-11\"", body, StringComparison.Ordinal);
        Assert.Contains("<span aria-current=\"true\">✓ Calls", body, StringComparison.Ordinal);
        Assert.Contains("places won and lost since October 2026, as it ended", body, StringComparison.Ordinal);
        Assert.Contains("href=\"/api/v1/reps/ben/scorecard/calls/activities?period=2026-11\"", body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Given_announcements_when_opened_in_a_browser_then_each_says_who_what_and_against_what()
    {
        await using var world = await DigestWorld.OfAsync(ann: "<b>Ann</b>");
        await world.SendAsync();
        await world.World.Get<PendingNotifications>().PublishAsync(Partitions.Rep("ann"), default);

        var body = await OpenAsync(world, "/api/v1/notifications", request => world.World.Get<GetNotifications>().Run(request, default));

        foreach (var part in new[]
            {
                "<a href=\"/api/v1/reps/ann/scorecard?period=2026-11\">&lt;b&gt;Ann&lt;/b&gt;</a>", "<a href=\"/api/v1/reps/ann/scorecard/calls/activities?period=2026-11\">Calls completed in November 2026</a> turned <span class=\"chip red\">red</span>",
                "30 against 45. It was amber.", "<a href=\"/api/v1/digests/mia/2026-W47\">The digest of week 47</a> was mailed", "<span aria-current=\"true\">✓ All</span>", "href=\"/api/v1/notifications?type=digest.sent\"",
            })
        {
            Assert.Contains(part, body, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Given_a_webhook_that_was_disabled_when_an_admin_looks_then_it_says_which_and_why()
    {
        await using var world = await DigestWorld.OfAsync();
        var (_, disabled) = new WebhookSubscription { Id = "crm", Url = "https://hooks.example.com/", Types = [], Enabled = true, ChangedAt = DigestWorld.Now }.Disable(WebhookSubscription.Gone, DigestWorld.Now);
        await world.World.Store.CommitAsync(PendingNotifications.Announce(new DocumentBatch(Partitions.WebhookSubscriptions), disabled), default);
        await world.World.Get<PendingNotifications>().PublishAsync(Partitions.WebhookSubscriptions, default);
        var key = (await world.World.Get<ApiKeys>().IssueAsync(new NewApiKey("ops", [AccessRole.Admin], null), "test", default)).Key;
        var request = Requests.Get("/api/v1/notifications", ("x-api-key", key), ("Accept", Browser));

        var (_, body) = await (await world.World.Get<GetNotifications>().Run(request, default)).ExecuteAsync(request);

        foreach (var part in new[] { ">Webhooks disabled</a>", "subscription crm any more", "answered that it is gone", ">SalesPerf</div></td>" })
        {
            Assert.Contains(part, body, StringComparison.Ordinal);
        }

        Assert.DoesNotContain("Everybody", body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Given_more_announcements_than_a_page_when_opened_in_a_browser_then_it_leads_to_older_ones()
    {
        await using var world = await DigestWorld.OfAsync();
        await world.SendAsync();
        await world.World.Get<PendingNotifications>().PublishAsync(Partitions.Rep("ann"), default);

        var body = await OpenAsync(world, "/api/v1/notifications?pageSize=1", request => world.World.Get<GetNotifications>().Run(request, default));

        Assert.Matches("<a href=\"/api/v1/notifications\\?pageSize=1&amp;cursor=[^\"]+\">Older ones</a>", body);
    }

    [Fact]
    public async Task Given_a_forecast_when_opened_in_a_browser_then_figures_stand_with_how_they_came_about()
    {
        // 10 % of 60,000 closed is 6,000; half of 10 % of an open 40,000 is 2,000 more: 8,000 expected, 6,000 or 10,000 in the end.
        var now = new DateTimeOffset(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);
        await using var world = await ForecastWorld.StartAsync(now, "quarter", (0m, 10m));
        await world.PutAsync(ResourceKinds.Teams, "t", new Team { Id = "t", Name = "T & Co", Manager = "mia" });
        await world.PutAsync(ResourceKinds.People, "mia", new Person { Id = "mia", Name = "Mia" });
        await world.PostAsync(ForecastWorld.Won("d1", now.AddDays(-3), 60_000), ForecastWorld.Open("d2", now.AddDays(-3), 40_000, "0.5", "2026-12-10"));
        await world.DrainAsync();
        var key = (await world.Get<ApiKeys>().IssueAsync(new NewApiKey("mia", [AccessRole.Manager], "mia"), "test", default)).Key;

        async Task<string> Open(string query)
        {
            var request = Requests.Get("/api/v1/commissions/forecast" + query, ("x-api-key", key), ("Accept", Browser));
            var (response, body) = await (await world.Get<GetForecast>().Run(request, default)).ExecuteAsync(request);
            Assert.Equal(("text/html; charset=utf-8", "Accept"), (response.ContentType, response.Headers.Vary.ToString()));
            return body;
        }

        var people = await Open("?period=2026-Q4");
        foreach (var part in new[]
            {
                "USD&#xA0;8,000</div>", "USD&#xA0;6,000 of it earned, 1 person", "data-label=\"P10\"><div>6,000</div>", "data-label=\"P90\"><div>10,000</div>",
                "href=\"/api/v1/commissions/forecast?period=2026-Q4&amp;person=ann\"", "href=\"/api/v1/commissions/forecast?period=2026-Q4&amp;groupBy=team\"",
                "href=\"/api/v1/commissions/forecast?period=2026-Q4&amp;format=csv\"", "every outcome counted", "at their probability (the CRM&#x27;s)",
            })
        {
            Assert.Contains(part, people, StringComparison.Ordinal);
        }

        var one = await Open("?period=2026-Q4&person=ann");
        Assert.Contains("crm d2", one, StringComparison.Ordinal);
        Assert.Contains("data-label=\"Pays if won\"><div>USD&#xA0;4,000</div>", one, StringComparison.Ordinal);
        Assert.Contains("href=\"/api/v1/reps/ann/scorecard?period=2026-Q4\"", one, StringComparison.Ordinal);
        Assert.Contains("T &amp; Co</a><br><span class=\"soft small\">1 person</span>", await Open("?period=2026-Q4&groupBy=team"), StringComparison.Ordinal);
        Assert.Contains("has a plan in this period", await Open("?period=2020-Q1"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Given_teams_in_teams_when_their_forecasts_are_exported_then_each_names_the_one_above()
    {
        var now = new DateTimeOffset(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);
        await using var world = await ForecastWorld.StartAsync(now, "quarter", (0m, 10m));
        await world.PutAsync(ResourceKinds.Teams, "all", new Team { Id = "all", Name = "All" });
        await world.PutAsync(ResourceKinds.Teams, "north", new Team { Id = "north", Name = "North", Parent = "all" });
        await world.PutAsync(ResourceKinds.Teams, "t", new Team { Id = "t", Name = "T", Parent = "north" });
        await world.PostAsync(ForecastWorld.Won("d1", now.AddDays(-3), 60_000));
        await world.DrainAsync();
        var key = (await world.Get<ApiKeys>().IssueAsync(new NewApiKey("fay", [AccessRole.Finance], null), "test", default)).Key;
        var request = Requests.Get("/api/v1/commissions/forecast?period=2026-Q4&groupBy=team&format=csv", ("x-api-key", key));

        var (_, body) = await (await world.Get<GetForecast>().Run(request, default)).ExecuteAsync(request);

        var rows = body.TrimStart('\ufeff').Split("\r\n");
        Assert.StartsWith("team,parent,period,", rows[0], StringComparison.Ordinal);
        Assert.Equal(["all,,2026-Q4", "north,all,2026-Q4", "t,north,2026-Q4"], rows[1..4].Select(row => string.Join(',', row.Split(',')[..3])));
    }

    [Theory]
    [InlineData("csv", "text/csv")]
    [InlineData("json", "application/json")]
    public async Task Given_a_link_to_the_forecast_when_it_names_a_format_then_that_is_sent_whatever_the_browser_accepts(string format, string type)
    {
        await using var world = await DigestWorld.OfAsync();
        var request = Requests.Get($"/api/v1/commissions/forecast?format={format}", ("x-api-key", await KeyAsync(world)), ("Accept", Browser));

        var (response, _) = await (await world.World.Get<GetForecast>().Run(request, default)).ExecuteAsync(request);

        Assert.StartsWith(type, response.ContentType, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Given_a_link_to_the_forecast_when_it_names_another_format_then_400()
    {
        await using var world = await DigestWorld.OfAsync();
        var request = Requests.Get("/api/v1/commissions/forecast?format=xml", ("x-api-key", await KeyAsync(world)));

        Assert.Equal(400, (await Assert.ThrowsAsync<ProblemException>(() => world.World.Get<GetForecast>().Run(request, default))).Problem.Status);
    }

    [Fact]
    public void Given_markup_when_text_is_put_into_its_holes_then_only_markup_stays_markup()
    {
        var inner = Html.Of($"<b>{"<x>"}</b>");

        Assert.Equal("<p title=\"&quot;&#x27;&amp;\"><b>&lt;x&gt;</b><b>&lt;x&gt;</b>1.5{}</p>", Html.Of($"<p title=\"{"\"'&"}\">{new[] { inner, inner }}{1.5m}{{}}</p>").ToString());
        Assert.Equal("", Html.Of($"{null}{Html.Empty}").ToString());
    }

    [Theory]
    [InlineData("1234567.5", "1,234,568")]
    [InlineData("99.95", "100")]
    [InlineData("12.345", "12.3")]
    [InlineData("1.005", "1.01")]
    [InlineData("0.0849", "0.085")]
    [InlineData("-0.5", "-0.5")]
    [InlineData("0", "0")]
    public void Given_a_number_when_shown_then_it_has_three_digits_or_all_before_the_point(string value, string expected) =>
        Assert.Equal(expected, Figures.Number(decimal.Parse(value, System.Globalization.CultureInfo.InvariantCulture)));

    [Theory]
    [InlineData("99.999999", "99\u00a0%")]
    [InlineData("100", "100\u00a0%")]
    [InlineData(null, "–")]
    public void Given_a_per_cent_when_shown_then_it_is_cut_not_rounded(string? value, string expected) =>
        Assert.Equal(expected, Figures.Percent(value is null ? null : decimal.Parse(value, System.Globalization.CultureInfo.InvariantCulture)));
}
