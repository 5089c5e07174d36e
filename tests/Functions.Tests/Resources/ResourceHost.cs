using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using SalesPerf.Functions.Access;
using SalesPerf.Functions.Resources;
using SalesPerf.Local;
using SalesPerf.Platform.Documents;
using SalesPerf.Platform.Messages;
using SalesPerf.TestKit;
using SalesPerf.TestKit.Documents;
using SalesPerf.TestKit.Messages;

namespace SalesPerf.Functions.Tests.Resources;

/// <summary>The local host with the functions of people, resources and notifications, documents in memory, and messages that are kept.</summary>
public sealed class ResourceHost : IAsyncDisposable
{
    public const string AdminKey = "an-admin-key-for-tests-only";

    public static readonly DateTimeOffset Now = new(2026, 6, 1, 13, 0, 0, TimeSpan.Zero);

    private readonly string folder = System.IO.Directory.CreateTempSubdirectory("salesperf-resources-").FullName;
    private readonly WebApplication app;

    private ResourceHost()
    {
        app = LocalHost.Build(new LocalOptions
        {
            Data = folder,
            IsQuiet = true,
            RunsTimers = false,
            Clock = Clock,
            FunctionTypes = [.. typeof(ResourceRoutes).Assembly.GetTypes().Where(type =>
                type.Namespace is "SalesPerf.Functions.People" || (type.Namespace?.StartsWith("SalesPerf.Functions.Notifications", StringComparison.Ordinal) ?? false) || (type.Namespace?.StartsWith("SalesPerf.Functions.Resources", StringComparison.Ordinal) ?? false))],
            Configure = builder =>
            {
                builder.WebHost.UseTestServer();
                builder.Configuration[AccessOptions.AdminKeySetting] = AdminKey;
                builder.Services.AddSingleton<IDocumentStore>(Store);
                builder.Services.AddSingleton<IMessageBus>(Bus);
            },
        });
    }

    public StoppedClock Clock { get; } = new(Now);

    public MemoryDocuments Store { get; } = new();

    public SentMessages Bus { get; } = new();

    public IServiceProvider Services => app.Services;

    public static async Task<ResourceHost> StartAsync()
    {
        var host = new ResourceHost();
        await host.app.StartAsync();
        return host;
    }

    public Task<Answer> GetAsync(string path, string? key = AdminKey) => SendAsync(HttpMethod.Get, path, null, null, key);

    /// <summary>As a browser asks.</summary>
    public async Task<Answer> HtmlAsync(string path)
    {
        using var client = app.GetTestClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1" + path);
        request.Headers.Add("x-api-key", AdminKey);
        request.Headers.TryAddWithoutValidation("Accept", "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8");
        using var response = await client.SendAsync(request);
        return new Answer(response.StatusCode, await response.Content.ReadAsStringAsync(), null, null);
    }

    public Task<Answer> PutAsync(string path, string json, string? ifMatch = null, string? key = AdminKey) =>
        SendAsync(HttpMethod.Put, path, Json(json), ifMatch, key);

    public Task<Answer> DeleteAsync(string path, string? ifMatch = null) => SendAsync(HttpMethod.Delete, path, null, ifMatch, AdminKey);

    public Task<Answer> PostAsync(string path, string body, string type = "application/json") =>
        SendAsync(HttpMethod.Post, path, new StringContent(body, Encoding.UTF8, type), null, AdminKey);

    /// <summary>A PUT that must succeed, over whatever is there.</summary>
    public async Task<Answer> SetAsync(string path, string json)
    {
        var answer = await PutAsync(path, json);
        answer = answer.Status == HttpStatusCode.PreconditionRequired ? await PutAsync(path, json, "*") : answer;
        Assert.True(answer.Status is HttpStatusCode.Created or HttpStatusCode.OK, $"{path}: {answer.Status} {answer.Text}");
        return answer;
    }

    public async Task<Answer> SendAsync(HttpMethod method, string path, HttpContent? content, string? ifMatch, string? key)
    {
        using var client = app.GetTestClient();
        using var request = new HttpRequestMessage(method, "/api/v1" + path) { Content = content };
        if (key is not null)
        {
            request.Headers.Add("x-api-key", key);
        }

        if (ifMatch is not null)
        {
            request.Headers.TryAddWithoutValidation("If-Match", ifMatch);
        }

        using var response = await client.SendAsync(request);
        return new Answer(response.StatusCode, await response.Content.ReadAsStringAsync(), response.Headers.ETag?.ToString(), response.Headers.Location?.ToString());
    }

    public async ValueTask DisposeAsync()
    {
        await app.StopAsync();
        await app.DisposeAsync();
        System.IO.Directory.Delete(folder, recursive: true);
    }

    public static HttpContent Json(string json)
    {
        var content = new ByteArrayContent(Encoding.UTF8.GetBytes(json));
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        return content;
    }
}

/// <summary>What was answered.</summary>
public sealed record Answer(HttpStatusCode Status, string Text, string? Etag, string? Location)
{
    public int Code => (int)Status;

    public JsonNode Body => JsonNode.Parse(Text)!;

    /// <summary>Pointers of the errors, in their order.</summary>
    public IEnumerable<string> Pointers => Body["errors"]?.AsArray().Select(error => error!["pointer"]?.GetValue<string>()).OfType<string>() ?? [];

    public string Of(string path) => path.Split('/').Aggregate<string, JsonNode?>(Body, (node, name) =>
        node is JsonArray list ? list[int.Parse(name, System.Globalization.CultureInfo.InvariantCulture)] : node?[name])?.ToString() ?? "";
}
