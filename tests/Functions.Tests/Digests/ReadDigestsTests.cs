using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using SalesPerf.Domain.Access;
using SalesPerf.Domain.People;
using SalesPerf.Functions.Access;
using SalesPerf.Functions.Digests;
using SalesPerf.Functions.Http;
using SalesPerf.Functions.Resources;
using SalesPerf.Functions.Tests.Http;

namespace SalesPerf.Functions.Tests.Digests;

public sealed class ReadDigestsTests
{
    private static async Task<(HttpResponse Response, string Body)> GetAsync(DigestWorld world, string manager, string week, string person = "mia", AccessRole role = AccessRole.Manager, string? accept = null, string query = "")
    {
        var issued = await world.World.Get<ApiKeys>().IssueAsync(new NewApiKey(person, [role], person), "test", default);
        var request = Requests.Get($"/api/v1/digests/{manager}/{week}{query}", [("x-api-key", issued.Key), .. accept is null ? [] : new[] { ("Accept", accept) }]);
        return await Answer(() => world.World.Get<GetDigest>().Run(request, manager, week, default), request);
    }

    private static async Task<(HttpResponse Response, string Body)> Answer(Func<Task<IResult>> run, HttpRequest request)
    {
        try
        {
            return await (await run()).ExecuteAsync(request);
        }
        catch (ProblemException exception)
        {
            return await exception.Problem.ExecuteAsync(request);
        }
    }

    [Theory]
    [InlineData(null)]
    [InlineData("*/*")]
    [InlineData("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8")]
    public async Task Given_a_digest_when_asked_for_by_a_browser_then_it_is_a_page_that_may_do_nothing_else(string? accept)
    {
        await using var world = await DigestWorld.OfAsync(ann: "<Ann>");
        await world.SendAsync();

        var (response, body) = await GetAsync(world, "mia", DigestWorld.Week, accept: accept);

        Assert.Equal((200, "text/html; charset=utf-8"), (response.StatusCode, response.ContentType));
        Assert.Equal("default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'", response.Headers.ContentSecurityPolicy.ToString());
        Assert.Contains("&lt;Ann&gt;", body, StringComparison.Ordinal);
        Assert.Contains("href=\"/api/v1/reps/ann/scorecard?period=2026-11\"", body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("2026-W47.eml", null)]
    [InlineData("2026-W47", "message/rfc822")]
    public async Task Given_a_digest_when_asked_for_as_a_mail_then_it_is_the_one_that_was_sent(string week, string? accept)
    {
        await using var world = await DigestWorld.OfAsync();
        await world.SendAsync();

        var (response, body) = await GetAsync(world, "mia", week, accept: accept);

        Assert.Equal((200, "message/rfc822"), (response.StatusCode, response.ContentType));
        Assert.Equal("attachment; filename=\"digest-2026-W47.eml\"", response.Headers.ContentDisposition.ToString());
        Assert.Equal(Encoding.ASCII.GetString(SalesPerf.Platform.Email.MimeMessage.Compose(Assert.Single(world.Mail.All), SalesPerf.Platform.Email.EmailSource.Local)), body);
        Assert.Contains($"Message-ID: <{DigestWorld.MailId}>", body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Given_a_digest_when_asked_for_as_json_then_it_is_ids_and_numbers_without_a_name()
    {
        await using var world = await DigestWorld.OfAsync(ann: "Annabel Unusual");
        await world.SendAsync();

        var (response, body) = await GetAsync(world, "mia", DigestWorld.Week, accept: "application/json");

        var json = JsonDocument.Parse(body).RootElement;
        Assert.Equal("sent", json.GetProperty("state").GetString());
        Assert.Equal("ann", json.GetProperty("content").GetProperty("toDo").GetProperty("items")[0].GetProperty("person").GetString());
        Assert.DoesNotContain("Unusual", body, StringComparison.Ordinal);
        Assert.DoesNotContain("example.com", body, StringComparison.Ordinal);
        Assert.NotEmpty(response.Headers.ETag.ToString());
    }

    [Theory]
    [InlineData("mia", "2026-W46", "mia", AccessRole.Manager, 404)]
    [InlineData("mia", "..%2F..", "mia", AccessRole.Manager, 404)]
    [InlineData("mia", ".eml", "mia", AccessRole.Manager, 404)]
    [InlineData("mia", "2026-W47", "boss", AccessRole.Manager, 200)]
    [InlineData("mia", "2026-W47", "zoe", AccessRole.Manager, 404)]
    [InlineData("nobody", "2026-W47", "zoe", AccessRole.Manager, 404)]
    [InlineData("mia", "2026-W47", "ann", AccessRole.Rep, 403)]
    [InlineData("mia", "2026-W47", "ann", AccessRole.Finance, 403)]
    [InlineData("mia", "2026-W47", "ann", AccessRole.Admin, 200)]
    public async Task Given_who_asks_when_asked_then_managers_above_and_admins_see_it(string manager, string week, string person, AccessRole role, int status)
    {
        await using var world = await DigestWorld.OfAsync();
        await world.World.PutAsync(ResourceKinds.Teams, "all", new Team { Id = "all", Name = "All", Manager = "boss" });
        await world.World.PutAsync(ResourceKinds.Teams, "east", new Team { Id = "east", Name = "East", Manager = "mia", Parent = "all" });
        await world.World.PutAsync(ResourceKinds.People, "boss", new Person { Id = "boss", Name = "Boss" });
        await world.World.PutAsync(ResourceKinds.People, "zoe", new Person { Id = "zoe", Name = "Zoe" });
        await world.SendAsync();

        Assert.Equal(status, (await GetAsync(world, manager, week, person, role)).Response.StatusCode);
    }

    [Theory]
    [InlineData("2026-11-22", 404, 0)] // the week's last day: it was the new manager's already
    [InlineData("2026-11-23", 200, 1)]
    public async Task Given_a_team_that_changed_hands_when_the_manager_before_asks_then_the_weeks_last_day_decides(string from, int status, int listed)
    {
        await using var world = await DigestWorld.OfAsync();
        await world.World.PutAsync(ResourceKinds.Teams, "all", new Team { Id = "all", Name = "All", Manager = "boss" });
        await world.World.PutAsync(ResourceKinds.Teams, "east", new Team { Id = "east", Name = "East", Manager = "mia", Parent = "all" });
        await world.World.PutAsync(ResourceKinds.People, "boss", new Person { Id = "boss", Name = "Boss" });
        await world.SendAsync();
        await world.World.PutAsync(
            ResourceKinds.Teams, "all", new Team { Id = "all", Name = "All", Manager = "zoe" }, DateOnly.ParseExact(from, "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture), DigestWorld.Now);
        var issued = await world.World.Get<ApiKeys>().IssueAsync(new NewApiKey("boss", [AccessRole.Manager], "boss"), "test", default);
        var request = Requests.Get("/api/v1/digests/mia", ("x-api-key", issued.Key));

        var (response, body) = await Answer(() => world.World.Get<ListDigests>().Run(request, "mia", default), request);

        Assert.Equal(status, (await GetAsync(world, "mia", DigestWorld.Week, "boss")).Response.StatusCode);
        Assert.Equal(status, response.StatusCode);
        Assert.Equal(listed, status == 200 ? JsonDocument.Parse(body).RootElement.GetProperty("items").GetArrayLength() : 0);
    }

    [Fact]
    public async Task Given_nobody_when_asked_then_401_and_an_unknown_parameter_is_400()
    {
        await using var world = await DigestWorld.OfAsync();
        var request = Requests.Get("/api/v1/digests/mia/2026-W47");

        Assert.Equal(401, (await Answer(() => world.World.Get<GetDigest>().Run(request, "mia", "2026-W47", default), request)).Response.StatusCode);
        Assert.Equal(400, (await GetAsync(world, "mia", "2026-W47", query: "?x=1")).Response.StatusCode);
    }

    [Fact]
    public async Task Given_a_manager_without_an_address_when_the_mail_is_asked_for_then_there_is_none_but_a_page()
    {
        await using var world = await DigestWorld.OfAsync(address: null);
        await world.SendAsync();

        Assert.Equal(404, (await GetAsync(world, "mia", "2026-W47.eml")).Response.StatusCode);
        Assert.Equal(200, (await GetAsync(world, "mia", "2026-W47")).Response.StatusCode);
    }

    [Fact]
    public async Task Given_digests_when_listed_then_the_newest_is_first_with_what_became_of_its_mail()
    {
        await using var world = await DigestWorld.OfAsync();
        await world.World.Get<SendDigest>().Run(DigestWorld.Message(week: "2026-W46"), default);
        world.Mail.After = () => throw new IOException("The process ends here.");
        for (var attempt = 0; attempt < 2; attempt++)
        {
            await Assert.ThrowsAsync<IOException>(world.SendAsync);
            world.World.Clock.Advance(TimeSpan.FromMinutes(11));
        }

        await world.SendAsync();
        var issued = await world.World.Get<ApiKeys>().IssueAsync(new NewApiKey("mia", [AccessRole.Manager], "mia"), "test", default);
        var request = Requests.Get("/api/v1/digests/mia", ("x-api-key", issued.Key));

        var (_, body) = await Answer(() => world.World.Get<ListDigests>().Run(request, "mia", default), request);

        var items = JsonDocument.Parse(body).RootElement.GetProperty("items").EnumerateArray().ToList();
        Assert.Equal(["2026-W47 unknown 2", "2026-W46 sent 1"], items.Select(item => $"{item.GetProperty("week")} {item.GetProperty("state")} {item.GetProperty("attempts")}"));
        Assert.Equal("/api/v1/digests/mia/2026-W47", items[0].GetProperty("link").GetString());
    }
}
