using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using SalesPerf.Domain.People;
using SalesPerf.Functions.Access;
using SalesPerf.Functions.Pages;
using SalesPerf.Functions.Resources;
using SalesPerf.Functions.Tests.Http;

namespace SalesPerf.Functions.Tests.Pages;

public sealed class HomePageTests
{
    private const string Key = "demo-key-of-24-characters-or-more";

    private static readonly DateTimeOffset Now = new(2026, 11, 25, 12, 0, 0, TimeSpan.Zero);

    private static async Task<World> WorldAsync(bool hasCookie = true, Demo? demo = null)
    {
        var world = new World(Now, configure: services =>
        {
            services.PostConfigure<AccessOptions>(options => options.DemoCookie = hasCookie);
            if (demo is not null)
            {
                services.AddSingleton<IHomePageLinks>(demo);
            }
        });
        await world.PutAsync(ResourceKinds.Teams, "east", new Team { Id = "east", Name = "East & <b>West</b>", Manager = "mia" });
        await world.PutAsync(ResourceKinds.People, "mia", new Person { Id = "mia", Name = "Mia", Zone = "Europe/Berlin" });
        await world.PutAsync(ResourceKinds.People, "ann", new Person { Id = "ann", Name = "Ann", Team = "east" });
        return world;
    }

    private static async Task<(HttpResponse Response, string Body)> GetAsync(World world, string host = "localhost")
    {
        var request = Requests.Get("/");
        request.Host = new HostString(host);
        return await (await world.Get<HomePage>().Run(request, default)).ExecuteAsync(request);
    }

    [Fact]
    public async Task Given_a_demo_when_opened_then_it_says_what_runs_and_links_to_something_of_everything()
    {
        await using var world = await WorldAsync(demo: new Demo());

        var (response, body) = await GetAsync(world);

        Assert.Contains("<div class=\"figure\">2</div><div class=\"soft\">people</div>", body, StringComparison.Ordinal);
        Assert.Contains("East &amp; &lt;b&gt;West&lt;/b&gt;, November 2026", body, StringComparison.Ordinal);
        foreach (var link in new[]
            {
                "/api/v1/reps/ann/scorecard?period=2026-11", "/api/v1/teams/east/leaderboard?metric=score&amp;period=2026-11", "/api/v1/commissions/forecast?period=2026-Q4&amp;format=csv",
                "/api/v1/digests/mia/2026-W47", "/api/v1/digests/mia/2026-W47.eml", "/api/v1/notifications", "/api/v1/openapi.json", "/api/v1/health",
            })
        {
            Assert.Contains($"href=\"{link}\"", body, StringComparison.Ordinal);
        }

        Assert.StartsWith("default-src 'none'", response.Headers.ContentSecurityPolicy.ToString(), StringComparison.Ordinal);
        Assert.DoesNotMatch("(?i)<script|src=|https?://", body);
    }

    [Fact]
    public async Task Given_a_demo_when_opened_then_the_browser_gets_its_key_in_a_cookie_that_no_script_can_read_and_links_in_mails_carry()
    {
        await using var world = await WorldAsync(demo: new Demo());

        var (response, body) = await GetAsync(world);

        Assert.Equal($"sp_key={Key}; path=/; samesite=lax; httponly", response.Headers.SetCookie.ToString());
        Assert.DoesNotContain(Key, body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("localhost:7071", true)]
    [InlineData("127.0.0.1:7071", true)]
    [InlineData("[::1]:7071", true)]
    [InlineData("evil.example", false)]
    [InlineData("localhost.evil.example", false)]
    public async Task Given_a_name_that_leads_here_when_opened_then_only_our_own_gets_the_key(string host, bool isSet)
    {
        await using var world = await WorldAsync(demo: new Demo());

        Assert.Equal(isSet, (await GetAsync(world, host)).Response.Headers.SetCookie.Count == 1);
    }

    [Fact]
    public async Task Given_a_demo_that_loads_when_opened_then_it_says_how_far_and_looks_again()
    {
        await using var world = await WorldAsync(demo: new Demo { Progress = "Day 40 of 91", Key = null, Person = null, Team = null, Manager = null });

        var (response, body) = await GetAsync(world);

        Assert.Contains("Day 40 of 91", body, StringComparison.Ordinal);
        Assert.Equal("2", response.Headers["Refresh"].ToString());
        Assert.Equal(0, response.Headers.SetCookie.Count);
        Assert.Equal(4, Regex.Count(body, "Not loaded yet"));
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public async Task Given_no_demo_or_no_demo_cookie_when_opened_then_it_says_how_to_begin_and_nothing_of_anybody(bool hasCookie, bool hasDemo)
    {
        await using var world = await WorldAsync(hasCookie, hasDemo ? new Demo() : null);

        var (response, body) = await GetAsync(world);

        Assert.Contains("curl -X POST http://localhost:7071/api/v1/keys", body, StringComparison.Ordinal);
        Assert.Contains("identities\": {\"crm\"", body, StringComparison.Ordinal);
        Assert.DoesNotContain("Ann<", body, StringComparison.Ordinal);
        Assert.DoesNotContain("East", body, StringComparison.Ordinal);
        Assert.Equal(0, response.Headers.SetCookie.Count);
    }

    internal sealed record Demo : IHomePageLinks
    {
        public string Title => "Sample";

        public string? Progress { get; init; }

        public string? Key { get; init; } = HomePageTests.Key;

        public string? Person { get; init; } = "ann";

        public string? Team { get; init; } = "east";

        public string? Manager { get; init; } = "mia";
    }
}
