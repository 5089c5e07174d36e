using System.Net;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using SalesPerf.Local.Discovery;

namespace SalesPerf.Local.Tests.Http;

public sealed class FunctionRoutesTests
{
    private const int MaxBody = 64 * 1024 * 1024;

    private static readonly LocalOptions Options = new()
    {
        FunctionTypes = [typeof(ReadThing), typeof(ReadNewest), typeof(WriteThing), typeof(FailAlways), typeof(CountCalls), typeof(FirstPage)],
        Configure = builder => builder.Services.AddScoped<Tally>(),
    };

    [Theory]
    [InlineData("/api/v1/things/7", "GET 7", true)]
    [InlineData("/api/v1/things/7", "GET 7", false)]
    [InlineData("/API/v1/THINGS/a%20B", "GET a B", false)]
    [InlineData("/api/v1/things/newest", "GET the newest", false)]
    [InlineData("/api/v1/things/NEWEST", "GET the newest", true)]
    [InlineData("/", "first page at /", false)]
    public async Task Given_a_route_when_it_is_asked_for_then_its_function_answers(string path, string answer, bool inMemory)
    {
        await using var host = await StartAsync(inMemory);

        Assert.Equal(answer, await GetAsync(host, path));
    }

    [Fact]
    public async Task Given_two_functions_on_one_path_when_methods_differ_then_each_gets_its_own()
    {
        await using var host = await StartAsync(inMemory: true);

        using var response = await host.Client.PutAsync(new Uri("/api/v1/things/7", UriKind.Relative), new StringContent("body"));

        Assert.Equal("7=body", await response.Content.ReadAsStringAsync());
        Assert.Equal("GET 7", await GetAsync(host, "/api/v1/things/7"));
    }

    [Fact]
    public async Task Given_two_calls_when_the_class_keeps_state_then_each_call_has_its_own_instance_and_scope()
    {
        await using var host = await StartAsync(inMemory: true);

        Assert.Equal("GET 1 1", await GetAsync(host, "/api/v1/calls"));
        Assert.Equal("GET 1 1", await GetAsync(host, "/api/v1/calls"));
    }

    [Theory]
    [InlineData("GET", "/nowhere", 404, true)]
    [InlineData("GET", "/nowhere", 404, false)]
    [InlineData("GET", "/api/v1/things", 404, true)]
    [InlineData("GET", "/api/v1/things/", 404, false)]
    [InlineData("DELETE", "/api/v1/things/7", 405, true)]
    [InlineData("DELETE", "/api/v1/things/7", 405, false)]
    [InlineData("GET", "/api/v1/failures", 500, true)]
    [InlineData("GET", "/api/v1/failures", 500, false)]
    public async Task Given_a_request_that_no_function_answers_when_it_comes_then_the_answer_is_a_problem(string method, string path, int status, bool inMemory)
    {
        await using var host = await StartAsync(inMemory);
        using var request = new HttpRequestMessage(new HttpMethod(method), path);

        using var response = await host.Client.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();

        Assert.Equal(status, (int)response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        Assert.Equal(status, JsonDocument.Parse(text).RootElement.GetProperty("status").GetInt32());
        Assert.DoesNotContain("secret", text, StringComparison.Ordinal);
        Assert.Equal(status == 405 ? ["GET", "PUT"] : [], response.Content.Headers.Allow.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Given_a_body_over_the_limit_when_it_is_sent_then_it_is_refused_with_413(bool isChunked)
    {
        await using var host = await StartAsync(inMemory: false);
        using var request = new HttpRequestMessage(HttpMethod.Put, "/api/v1/things/7") { Content = new ByteArrayContent(new byte[MaxBody + 1]) };
        request.Headers.TransferEncodingChunked = isChunked;
        request.Headers.ExpectContinue = !isChunked;

        using var response = await host.Client.SendAsync(request);

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
    }

    [Fact]
    public async Task Given_an_answer_when_its_headers_are_read_then_the_server_does_not_name_itself()
    {
        await using var host = await StartAsync(inMemory: false);

        using var response = await host.Client.GetAsync(new Uri("/api/v1/things/7", UriKind.Relative));

        Assert.Empty(response.Headers.Server);
    }

    [Fact]
    public void Given_a_function_whose_service_nobody_registered_when_the_host_is_built_then_it_says_which()
    {
        using var folder = new TemporaryFolder();
        var options = new LocalOptions { Data = folder.Inside("data"), FunctionTypes = [typeof(CountCalls)] };

        Assert.Contains(nameof(Tally), Assert.Throws<FunctionException>(() => LocalHost.Build(options)).Message, StringComparison.Ordinal);
    }

    private static Task<string> GetAsync(RunningHost host, string path) => host.Client.GetStringAsync(new Uri(path, UriKind.Relative));

    private static Task<RunningHost> StartAsync(bool inMemory) => inMemory ? RunningHost.InMemoryAsync(Options) : RunningHost.OnKestrelAsync(Options);
}
