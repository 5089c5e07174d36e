using System.Text.Json;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http;
using SalesPerf.Functions.Http;

namespace SalesPerf.Functions.Tests.Http;

public sealed class ProblemTests
{
    public static TheoryData<Problem, int, string> Every { get; } = new()
    {
        { Problems.BadRequest("d"), 400, "bad-request" },
        { Problems.Unauthorized(), 401, "unauthorized" },
        { Problems.Forbidden(), 403, "forbidden" },
        { Problems.NotFound(), 404, "not-found" },
        { Problems.Conflict("d"), 409, "conflict" },
        { Problems.PreconditionFailed(), 412, "precondition-failed" },
        { Problems.PayloadTooLarge("d"), 413, "payload-too-large" },
        { Problems.UnsupportedMediaType("d"), 415, "unsupported-media-type" },
        { Problems.Validation([new("/a", "d")]), 422, "validation" },
        { Problems.PreconditionRequired(), 428, "precondition-required" },
        { Problems.TooManyRequests(TimeSpan.FromSeconds(1.2)), 429, "too-many-requests" },
        { Problems.Failure("c"), 500, "failure" },
    };

    [Theory]
    [MemberData(nameof(Every))]
    public async Task Given_a_problem_when_executed_then_it_is_RFC_9457(Problem problem, int status, string slug)
    {
        var (response, body) = await problem.ExecuteAsync();

        using var json = JsonDocument.Parse(body);
        Assert.Equal(status, response.StatusCode);
        Assert.Equal("application/problem+json", response.ContentType);
        Assert.Equal("https://salesperf.dev/problems/" + slug, json.RootElement.GetProperty("type").GetString());
        Assert.Equal(status, json.RootElement.GetProperty("status").GetInt32());
        Assert.NotEqual("", json.RootElement.GetProperty("title").GetString());
    }

    [Fact]
    public async Task Given_validation_errors_when_executed_then_all_are_told_with_their_pointers()
    {
        var (_, body) = await Problems.Validation([new("/tiers/0/from", "Starts at 0."), new("", "Needs a \"name\".")]).ExecuteAsync();

        using var json = JsonDocument.Parse(body);
        Assert.Equal(
            [("/tiers/0/from", "Starts at 0."), ("", "Needs a \"name\".")],
            json.RootElement.GetProperty("errors").EnumerateArray().Select(error => (error.GetProperty("pointer").GetString()!, error.GetProperty("detail").GetString()!))); // both are written
    }

    [Fact]
    public async Task Given_headers_of_a_problem_when_executed_then_they_are_sent()
    {
        // 1.2 s is rounded up: a second too early is too early.
        Assert.Equal("2", (await Problems.TooManyRequests(TimeSpan.FromSeconds(1.2)).ExecuteAsync()).Response.Headers.RetryAfter);
        Assert.Equal("ApiKey realm=\"SalesPerf\"", (await Problems.Unauthorized().ExecuteAsync()).Response.Headers.WWWAuthenticate);
    }

    [Fact]
    public async Task Given_an_unexpected_exception_when_mapped_then_500_tells_nothing_but_a_correlation_id()
    {
        var context = new DefaultHttpContext { TraceIdentifier = "trace-1" };

        var problem = ProblemMapper.Map(new InvalidOperationException("secret"), context);
        var (_, body) = await problem.ExecuteAsync();

        Assert.Equal(500, problem.Status);
        Assert.NotNull(problem.CorrelationId);
        Assert.Contains(problem.CorrelationId, body);
        Assert.DoesNotContain("secret", body);
        Assert.DoesNotContain("Exception", body);
    }

    [Fact]
    public void Given_exceptions_of_a_request_when_mapped_then_each_has_its_status()
    {
        var context = new DefaultHttpContext();

        Assert.Equal(404, ProblemMapper.Map(Problems.NotFound().ToException(), context).Status);
        Assert.Equal(413, ProblemMapper.Map(new BadHttpRequestException("x", 413), context).Status);
        Assert.Equal(408, ProblemMapper.Map(new BadHttpRequestException("x", 408), context).Status);
        Assert.Equal(400, ProblemMapper.Map(new BadHttpRequestException("x"), context).Status);
        Assert.Equal(400, ProblemMapper.Map(new JsonException("x"), context).Status);
        Assert.Equal(499, ProblemMapper.Map(new ConnectionResetException("x"), context).Status);
        Assert.Equal(503, ProblemMapper.Map(new TimeoutException("x"), context).Status);
        Assert.Equal(500, ProblemMapper.Map(new OperationCanceledException(), context).Status);
        Assert.Equal(500, ProblemMapper.Map(new IOException("disk"), context).Status);
    }

    [Fact]
    public async Task Given_the_caller_went_away_when_mapped_then_499_without_body()
    {
        var context = new DefaultHttpContext { RequestAborted = new CancellationToken(canceled: true) };

        var problem = ProblemMapper.Map(new OperationCanceledException(), context);
        var (response, body) = await problem.ExecuteAsync();

        Assert.Equal((499, ""), (response.StatusCode, body));
    }
}
