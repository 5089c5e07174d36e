using System.Net;
using System.Text.RegularExpressions;

namespace SalesPerf.Local.Tests.Acceptance;

/// <summary>What every answer has in common, asked of the whole host over a socket.</summary>
public sealed partial class AnswersTests(BadInputHost sample) : IClassFixture<BadInputHost>
{
    private const string Browser = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";

    private ApiClient Api => sample.Api;

    [Fact]
    public async Task Given_text_with_signs_when_answered_then_it_stands_as_it_was_sent()
    {
        await Api.SetAsync("people/zoe", """{"id":"zoe","name":"Zoë O'Neil + R&D"}""");

        var found = await Api.GetAsync("people/zoe");
        var refused = await Api.PutAsync("people/zoe", """{"id":"zoe","name":"Zoë","team":"R&D+'"}""");

        Assert.Contains("\"Zoë O'Neil + R&D\"", found.Text, StringComparison.Ordinal);
        Assert.True(refused.IsProblem);
        Assert.DoesNotContain("\\u", refused.Text, StringComparison.Ordinal);
        var secret = await Api.PutAsync("sources/hooks/secret", "{}");
        Assert.True(secret.Status == 200 && !secret.Text.Contains('\\', StringComparison.Ordinal), secret.Text);
        Assert.Equal(204, (await Api.PutAsync("sources/hooks/secret", $$"""{"secrets":["{{BadInputHost.HookSecret}}"]}""")).Status);
    }

    [Theory]
    [InlineData("/")]
    [InlineData("health")]
    [InlineData("people/ann")]
    [InlineData("people")]
    [InlineData("reps/ann/scorecard?period=2026-11")]
    [InlineData("commissions/forecast")]
    [InlineData("openapi.json")]
    public async Task Given_a_route_when_only_its_head_is_asked_for_then_it_is_that_of_the_whole_answer(string path)
    {
        var address = path == "/" ? path : $"/api/v1/{path}";
        using var request = new HttpRequestMessage(HttpMethod.Head, address);
        request.Headers.Add("x-api-key", ApiHost.AdminKey);

        using var head = await Api.Http.SendAsync(request);

        Assert.Equal(HttpStatusCode.OK, head.StatusCode);
        Assert.True(head.Content.Headers.ContentLength > 0);
        Assert.Empty(await head.Content.ReadAsByteArrayAsync());
        Assert.NotNull(head.Headers.ETag);
    }

    [Theory]
    [InlineData("people/ann")]
    [InlineData("people/ann?on=2026-11-30")]
    [InlineData("people/ann/versions")]
    [InlineData("people")]
    [InlineData("model")]
    [InlineData("reps/ann/scorecard?period=2026-10")]
    [InlineData("teams/sales/leaderboard?period=2025-10")]
    [InlineData("commissions/forecast/runs?period=2025-Q1")]
    [InlineData("notifications")]
    public async Task Given_a_tag_when_it_is_shown_again_then_nothing_is_sent_twice(string path)
    {
        var first = await Api.GetAsync(path);

        var again = await Api.SendAsync(HttpMethod.Get, path, null, ("Accept", "application/json"), ("If-None-Match", first.Etag ?? ""));

        Assert.Equal(200, first.Status);
        Assert.NotNull(first.Etag);

        // What is computed for the moment says when, and may be another a moment later.
        Assert.True(again.Status == 304 || (again.Etag != first.Etag && first.Text.Contains("At\"", StringComparison.Ordinal)), $"{again.Status} {first.Text}");
        Assert.True(again.Status == 200 || again.Bytes.Length == 0);
    }

    [Fact]
    public async Task Given_two_versions_when_each_is_read_then_their_tags_differ_and_either_allows_a_change()
    {
        await Api.SetAsync("teams/tags", """{"id":"tags","name":"Old"}""");
        var changed = await Api.SendAsync(HttpMethod.Put, "teams/tags?effectiveFrom=2026-06-01", ApiClient.Json("""{"id":"tags","name":"New"}"""), ("If-Match", "*"));

        var (before, after) = (await Api.GetAsync("teams/tags?on=2026-05-31"), await Api.GetAsync("teams/tags"));

        Assert.Equal(("Old", "New"), (before.Of("content/name"), after.Of("content/name")));
        Assert.NotEqual(before.Etag, after.Etag);
        Assert.Equal(changed.Etag, after.Etag);
        Assert.Equal(after.Etag, after.Of("etag"));
        Assert.Equal(412, (await Api.SendAsync(HttpMethod.Put, "teams/tags", ApiClient.Json("""{"id":"tags","name":"X"}"""), ("If-Match", "\"0~1\""))).Status);
        Assert.Equal(200, (await Api.SendAsync(HttpMethod.Put, "teams/tags", ApiClient.Json("""{"id":"tags","name":"Newer"}"""), ("If-Match", before.Etag!))).Status);
    }

    [Theory]
    [InlineData("reps/ann/scorecard", "", 401, "Who is asking is not known")]
    [InlineData("reps/nobody/scorecard", ApiHost.AdminKey, 404, "Not found")]
    [InlineData("nowhere", ApiHost.AdminKey, 404, "Not found")]
    public async Task Given_a_browser_when_there_is_a_problem_then_it_gets_a_page_that_leads_on(string path, string key, int status, string title)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/api/v1/{path}");
        request.Headers.TryAddWithoutValidation("Accept", Browser);
        if (key.Length > 0)
        {
            request.Headers.Add("x-api-key", key);
        }

        using var response = await Api.Http.SendAsync(request);
        var page = await response.Content.ReadAsStringAsync();

        Assert.Equal((status, "text/html"), ((int)response.StatusCode, response.Content.Headers.ContentType?.MediaType));
        Assert.Contains($"<h1>{title}</h1>", page, StringComparison.Ordinal);
        Assert.Contains("<a href=\"/\">", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Given_an_empty_batch_when_posted_then_the_answer_says_that_it_is_empty()
    {
        var answer = await Api.PostAsync("activities", ApiClient.Json("[]", ApiClient.Batch));

        BadInputHost.AssertRefused(422, answer, "");
        Assert.Contains("empty", answer.Of("detail"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("reps/ann/scorecard?perod=2026-11", "perod")]
    [InlineData("reps/ann/scorecard?period=2026-13", "period")]
    [InlineData("commissions/forecast?groupBy=galaxy", "groupBy")]
    [InlineData("commissions/forecast?asOf=yesterday", "asOf")]
    [InlineData("teams/sales/leaderboard?by=luck", "by")]
    [InlineData("people?pageSize=0", "pageSize")]
    [InlineData("people?cursor=AAAA", "cursor")]
    [InlineData("notifications?from=2026-11-02&to=2026-11-01", "from")]
    [InlineData("notifications?type=zz", "type")]
    public async Task Given_a_wrong_query_when_asked_then_the_error_names_its_parameter(string path, string parameter)
    {
        var answer = await Api.GetAsync(path);

        Assert.True(answer.Status == 400 && answer.IsProblem, answer.Text);
        Assert.Equal(parameter, answer.Of("errors/0/parameter"));
        Assert.NotEmpty(answer.Of("errors/0/detail"));
        Assert.Empty(answer.Of("errors/0/pointer"));
    }

    [Theory]
    [InlineData("2026-11-18t11:00:00z")]
    [InlineData("2026-11-18T11:00:00.123456789Z")]
    [InlineData("2026-11-18T13:00:00.5%2B02:00")]
    public async Task Given_an_instant_as_RFC_3339_has_it_when_asked_about_then_it_is_understood(string asOf) =>
        Assert.Equal(200, (await Api.GetAsync($"model?asOf={asOf}")).Status);

    [Fact]
    public async Task Given_no_demo_when_the_first_page_is_opened_then_its_commands_go_to_this_very_host_and_its_event_is_of_now()
    {
        var page = WebUtility.HtmlDecode(await Api.Http.GetStringAsync(new Uri("/", UriKind.Relative)));

        Assert.Contains($"curl -X POST {Api.Http.BaseAddress!.GetLeftPart(UriPartial.Authority)}/api/v1/keys", page, StringComparison.Ordinal);
        Assert.Equal("2026-11-18", Time().Match(page).Groups[1].Value);
        Assert.Contains("rel=\"icon\" href=\"data:image/svg+xml,", page, StringComparison.Ordinal);
    }

    [GeneratedRegex("\"time\": \"(.{10})T[0-9:]{8}Z\"")]
    private static partial Regex Time();
}
