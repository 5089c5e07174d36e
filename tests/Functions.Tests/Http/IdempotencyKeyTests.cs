using SalesPerf.Functions.Http;

namespace SalesPerf.Functions.Tests.Http;

public sealed class IdempotencyKeyTests
{
    private static IdempotencyKey? Read(string? key, string principal = "p", string body = "{}", string path = "/a")
    {
        var request = Requests.Of("POST", path, []);
        if (key is not null)
        {
            request.Headers["Idempotency-Key"] = key;
        }

        return IdempotencyKey.Read(request, principal, System.Text.Encoding.UTF8.GetBytes(body));
    }

    [Fact]
    public void Read_WithoutHeader_IsNull() => Assert.Null(Read(null));

    [Theory]
    [InlineData("")]
    [InlineData("\"\"")]
    [InlineData("a b")]
    [InlineData("ä")]
    [InlineData("a\u0007")]
    public void Read_NotAKey_Is400(string key) =>
        Assert.Equal(400, Assert.Throws<ProblemException>(() => Read(key)).Problem.Status);

    [Fact]
    public void Read_TooLong_Is400()
    {
        Assert.NotNull(Read(new string('k', 255)));
        Assert.Throws<ProblemException>(() => Read(new string('k', 256)));
    }

    [Fact]
    public void Read_QuotedOrBare_IsTheSameKey() => Assert.Equal(Read("abc"), Read("\"abc\""));

    [Fact]
    public void Read_OtherCaller_IsAnotherDocument() =>
        Assert.NotEqual(Read("abc", principal: "p")?.DocumentId, Read("abc", principal: "q")?.DocumentId);

    [Theory]
    [InlineData("""{"other":1}""", "/a")]
    [InlineData("{}", "/b")]
    public void RequireSame_OtherRequest_Is422(string body, string path)
    {
        var record = Read("abc")?.Record(201, null, null, null);
        var other = Read("abc", body: body, path: path);
        Assert.NotNull(record);
        Assert.NotNull(other);

        Assert.Equal(422, Assert.Throws<ProblemException>(() => other.RequireSame(record)).Problem.Status);
    }
}
