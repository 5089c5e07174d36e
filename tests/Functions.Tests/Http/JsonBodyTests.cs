using System.Text;
using SalesPerf.Domain.People;
using SalesPerf.Domain.Resources;
using SalesPerf.Functions.Http;

namespace SalesPerf.Functions.Tests.Http;

public sealed class JsonBodyTests
{
    private static Problem Refused(byte[] utf8) =>
        Assert.Throws<ProblemException>(() => JsonBody.Parse<Resource<Team>>(utf8)).Problem;

    private static Problem Refused(string json) => Refused(Encoding.UTF8.GetBytes(json));

    [Fact]
    public void Parse_ByteOrderMark_IsSkipped() =>
        Assert.Equal("t", JsonBody.Parse<Resource<Team>>(Encoding.UTF8.GetBytes("\uFEFF{\"id\":\"t\",\"versions\":[]}")).Id);

    [Theory]
    [InlineData("", "A JSON body is expected.")]
    [InlineData("null", "The body is null.")]
    [InlineData("""{"id":"t","id":"u","versions":[]}""", "Duplicate property 'id'")]
    [InlineData("""{"id":"t","versions":[],"verions":[]}""", "There is no property 'verions' here.")]
    [InlineData("""{"id":7,"versions":[]}""", "The value is not of the type expected here.")]
    [InlineData("""{"id":"t","versions":[]""", "(line 1, byte")]
    [InlineData("""{"id":"t","versions":[]} x""", "(line 1, byte")]
    [InlineData("""{"id":"t","versions":[],}""", "(line 1, byte")]
    [InlineData("""{"id":"t",/* c */"versions":[]}""", "(line 1, byte")]
    [InlineData("""[]""", "The value is not of the type expected here.")]
    public void Parse_BadJson_SaysWhy(string json, string reason)
    {
        var problem = Refused(json);

        Assert.Equal(400, problem.Status);
        Assert.Contains(reason, problem.Detail);
        Assert.DoesNotContain("System.", problem.Detail);
        Assert.DoesNotContain("SalesPerf", problem.Detail);
    }

    [Fact]
    public void Parse_WrongTypeDeepInside_PointsThere()
    {
        var problem = Refused("""{"id":"t","versions":[{"number":1,"effectiveFrom":"2026-01-01","recordedAt":"2026-01-01T00:00:00Z","author":"a","content":{"id":"t","name":5}}]}""");

        Assert.Equal("/versions/0/content/name", Assert.Single(problem.Errors).Pointer);
    }

    [Fact]
    public void Parse_RequiredPropertyMissing_NamesItWithoutOurTypes()
    {
        var problem = Refused("""{"id":"t","versions":[{"number":1,"effectiveFrom":"2026-01-01","recordedAt":"2026-01-01T00:00:00Z","author":"a","content":{"id":"t"}}]}""");

        Assert.Contains("'name'", problem.Detail);
        Assert.DoesNotContain("SalesPerf", problem.Detail);
    }

    [Fact]
    public void Parse_DepthTenThousand_Is400AndNoOverflow() =>
        Assert.Equal(400, Refused(new string('[', 10_000)).Status);

    [Fact]
    public void Parse_DepthTenThousandInAnUnknownProperty_Is400() =>
        Assert.Equal(400, Refused("{\"x\":" + new string('[', 10_000) + new string(']', 10_000) + "}").Status);

    [Fact]
    public void Parse_InvalidUtf8_Is400() =>
        Assert.Equal(400, Refused([.. "{\"id\":\""u8, 0xFF, 0xFE, .. "\",\"versions\":[]}"u8]).Status);

    [Fact]
    public void Parse_LoneSurrogateEscape_Is400() =>
        Assert.Equal(400, Refused("""{"id":"\ud800","versions":[]}""").Status);

    [Theory]
    [InlineData("1e400")]
    [InlineData("NaN")]
    [InlineData("99999999999999999999999")]
    [InlineData("1.5")]
    public void Parse_NumberOutsideItsType_Is400(string number) =>
        Assert.Equal(400, Refused("""{"id":"t","versions":[{"number":""" + number + "}]}").Status);

    [Theory]
    [InlineData("""{"a":1,"a":2}""")]
    [InlineData("""{"a":{"b":1,"\u0062":2}}""")]
    [InlineData("{")]
    [InlineData("")]
    public void ParseDocument_BadJson_Is400(string json) =>
        Assert.Equal(400, Assert.Throws<ProblemException>(() => JsonBody.ParseDocument(Encoding.UTF8.GetBytes(json))).Problem.Status);

    [Theory]
    [InlineData("application/json", true)]
    [InlineData("application/json; charset=UTF-8", true)]
    [InlineData("application/json; charset=\"utf-8\"", true)]
    [InlineData("application/cloudevents+json", true)]
    [InlineData("", true)]
    [InlineData("application/json; charset=utf-16", false)]
    [InlineData("text/plain", false)]
    [InlineData("application/x-www-form-urlencoded", false)]
    [InlineData("json", false)]
    public void RequireJson_ContentType_DecidesWhetherItIsJson(string contentType, bool isTaken)
    {
        var request = Requests.Of("POST", "/", """{"id":"t","versions":[]}"""u8.ToArray());
        request.ContentType = contentType;

        var thrown = Record.Exception(() => JsonBody.RequireJson(request));

        Assert.Equal(isTaken ? null : 415, (thrown as ProblemException)?.Problem.Status);
    }

    [Theory]
    [InlineData(null, null)]
    [InlineData("$", "")]
    [InlineData("$.a[0].b", "/a/0/b")]
    [InlineData("$['a.b'][12]['c/~d']", "/a.b/12/c~1~0d")]
    [InlineData("x", null)]
    [InlineData("$['open", null)]
    [InlineData("$[7", null)]
    public void ToPointer_Path_IsAJsonPointer(string? path, string? pointer) => Assert.Equal(pointer, JsonPath.ToPointer(path));
}
