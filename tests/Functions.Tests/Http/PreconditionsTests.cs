using System.Text;
using SalesPerf.Functions.Http;

namespace SalesPerf.Functions.Tests.Http;

public sealed class PreconditionsTests
{
    private const string Current = "\"v2\"";

    private static int Check(string? current, params (string Name, string Value)[] headers)
    {
        try
        {
            Preconditions.CheckChange(Requests.Of("PUT", "/", [], headers), current);
            return 200;
        }
        catch (ProblemException problem)
        {
            return problem.Problem.Status;
        }
    }

    [Theory]
    [InlineData(null, 428)]
    [InlineData("\"v2\"", 200)]
    [InlineData("*", 200)]
    [InlineData("\"v1\", \"v2\"", 200)]
    [InlineData("\"v1\"", 412)]
    [InlineData("W/\"v2\"", 412)]
    [InlineData("v2", 400)]
    [InlineData("\"v2", 400)]
    public void Given_a_stored_version_when_changed_then_If_Match_decides(string? match, int status) =>
        Assert.Equal(status, Check(Current, match is null ? [] : [("If-Match", match)]));

    [Theory]
    [InlineData(null, 200)]
    [InlineData("*", 412)]
    [InlineData("\"v2\"", 412)]
    public void Given_nothing_stored_when_put_then_only_a_request_without_If_Match_creates(string? match, int status) =>
        Assert.Equal(status, Check(null, match is null ? [] : [("If-Match", match)]));

    [Fact]
    public void Given_If_None_Match_star_when_put_then_it_only_creates()
    {
        Assert.Equal(200, Check(null, ("If-None-Match", "*")));
        Assert.Equal(412, Check(Current, ("If-None-Match", "*")));
    }

    [Fact]
    public void Given_If_None_Match_with_another_tag_when_put_then_it_does_not_stand_for_If_Match() =>
        Assert.Equal(428, Check(Current, ("If-None-Match", "\"v1\"")));

    [Theory]
    [InlineData("\"v2\"", true)]
    [InlineData("W/\"v2\"", true)]
    [InlineData("*", true)]
    [InlineData("\"v1\", \"v2\"", true)]
    [InlineData("\"v1\"", false)]
    [InlineData("garbage", false)]
    public void Given_If_None_Match_when_read_then_the_same_version_is_not_sent_again(string noneMatch, bool isUnchanged) =>
        Assert.Equal(isUnchanged, Preconditions.IsUnchanged(Requests.Get("/", ("If-None-Match", noneMatch)), Current));

    [Theory]
    [InlineData("abc", "\"abc\"")]
    [InlineData("\"0000-1\"", "\"0000-1\"")]
    public void Given_a_stores_version_when_made_a_tag_then_it_is_quoted_once(string version, string tag) =>
        Assert.Equal(tag, EntityTag.Of(version));

    [Fact]
    public void Given_a_version_no_header_carries_when_made_a_tag_then_it_is_encoded()
    {
        // base64url of the UTF-8 bytes 61 22 C3 A4 (a"ä) is YSLDpA.
        Assert.Equal("\"=YSLDpA\"", EntityTag.Of("a\"ä"));
    }

    [Fact]
    public async Task Given_the_callers_tag_is_current_when_answered_then_304_without_body()
    {
        var (response, body) = await Reply.JsonBytes(Encoding.UTF8.GetBytes("{}"), Current).ExecuteAsync(Requests.Get("/", ("If-None-Match", Current)));

        Assert.Equal(304, response.StatusCode);
        Assert.Equal("", body);
        Assert.Equal(Current, response.Headers.ETag);
    }

    [Fact]
    public async Task Given_the_callers_tag_is_old_when_answered_then_200_with_body_and_tag()
    {
        var (response, body) = await Reply.JsonBytes(Encoding.UTF8.GetBytes("{}"), Current).ExecuteAsync(Requests.Get("/", ("If-None-Match", "\"v1\"")));

        Assert.Equal((200, "{}", Current), (response.StatusCode, body, (string?)response.Headers.ETag));
        Assert.Equal("private, no-cache", response.Headers.CacheControl);
    }
}
