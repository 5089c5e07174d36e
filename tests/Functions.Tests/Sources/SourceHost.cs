using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using SalesPerf.CosmosLoopback;
using SalesPerf.Domain.Access;
using SalesPerf.Functions.Access;
using SalesPerf.Local;
using SalesPerf.TestKit;

namespace SalesPerf.Functions.Tests.Sources;

/// <summary>The whole app on the local host, without a socket, on a clock that tests move forward. Sources are made over HTTP; every test has its own.</summary>
public sealed class SourceHost : IAsyncLifetime
{
    /// <summary>The secret of every source made here.</summary>
    public const string Secret = "a-secret-of-the-tests-0123456789";

    /// <summary>The organization of Salesforce sources.</summary>
    public const string Organization = "00D7F00000107XsUAI";

    private readonly string folder = System.IO.Directory.CreateTempSubdirectory("salesperf-sources-").FullName;

    private WebApplication? app;

    private HttpClient? client;

    private string admin = "";

    public ShiftedClock Clock { get; } = new(new DateTimeOffset(2026, 6, 30, 12, 0, 0, TimeSpan.Zero));

    public async Task InitializeAsync()
    {
        app = LocalHost.Build(new LocalOptions
        {
            Data = Path.Combine(folder, "data"),
            Cosmos = TestStore.IsCosmos ? new CosmosAccount(TestStore.Account.Endpoint, TestStore.Account.Key, Path.GetFileName(folder)) : null,
            IsQuiet = true,
            RunsTimers = false,
            Clock = Clock,
            Configure = builder => builder.WebHost.UseTestServer(),
        });
        await app.StartAsync();
        client = app.GetTestClient();
        client.BaseAddress = new Uri("https://sales.example");
        admin = (await Get<ApiKeys>().IssueAsync(new NewApiKey("root", [AccessRole.Admin]), "test", default)).Key;
    }

    public async Task DisposeAsync()
    {
        client?.Dispose();
        if (app is not null)
        {
            await app.StopAsync();
            await app.DisposeAsync();
        }

        System.IO.Directory.Delete(folder, recursive: true);
    }

    public T Get<T>()
        where T : notnull => (app ?? throw new InvalidOperationException("The host is not started.")).Services.GetRequiredService<T>();

    /// <summary>Makes a source, or changes it, and gives it the secret.</summary>
    /// <param name="more">Further members of the document, with a comma before them.</param>
    public async Task PutAsync(string id, string provider, string more = "")
    {
        var (status, body) = await PutDocumentAsync(id, $$"""{"id":"{{id}}","provider":"{{provider}}"{{more}}}""");
        Assert.True(status is 200 or 201, $"{status}: {body}");
        await Get<SourceSecretStore>().SetAsync(id, [provider == "salesforce" ? $"{Organization}:{Secret}" : Secret], "test", default);
    }

    public async Task<(int Status, string Body)> PutDocumentAsync(string id, string json)
    {
        var made = await SendAsync("PUT", $"/api/v1/sources/{id}", Encoding.UTF8.GetBytes(json), true);
        return made.Status == 428 ? await SendAsync("PUT", $"/api/v1/sources/{id}", Encoding.UTF8.GetBytes(json), true, ("If-Match", "*")) : made;
    }

    public async Task<(int Status, JsonElement Body)> GetAsync(string path)
    {
        var (status, body) = await SendAsync("GET", path, null, true);
        return (status, Json(body));
    }

    /// <summary>What a payload would become.</summary>
    public async Task<(int Status, JsonElement Body)> PreviewAsync(string source, string payload, params (string Name, string Value)[] headers)
    {
        var (status, body) = await SendAsync("POST", $"/api/v1/sources/{source}/preview", Encoding.UTF8.GetBytes(payload), true, headers);
        Assert.DoesNotContain(Secret, body, StringComparison.Ordinal);
        return (status, Json(body));
    }

    /// <summary>As a CRM posts it.</summary>
    public async Task<(int Status, string Body)> PostAsync(string source, string payload, params (string Name, string Value)[] headers) =>
        await SendAsync("POST", $"/api/v1/webhooks/{source}", Encoding.UTF8.GetBytes(payload), false, headers);

    /// <summary>As Pipedrive proves itself.</summary>
    public static (string Name, string Value) Basic(string secret = Secret) => ("Authorization", "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes(secret)));

    /// <summary>Version 1 of HubSpot's signatures.</summary>
    public static (string Name, string Value) HubSpot(string body, string secret = Secret) =>
        ("X-HubSpot-Signature", Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(secret + body))));

    public async Task<(int Status, string Body)> SendAsync(string method, string path, byte[]? body, bool isAdmin, params (string Name, string Value)[] headers)
    {
        using var response = await AnswerAsync(method, path, body, isAdmin, headers);
        return ((int)response.StatusCode, await response.Content.ReadAsStringAsync());
    }

    public async Task<HttpResponseMessage> AnswerAsync(string method, string path, byte[]? body, bool isAdmin, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        if (body is not null)
        {
            request.Content = new ByteArrayContent(body);
            request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(headers.FirstOrDefault(header => header.Name == "Content-Type").Value ?? "application/json");
        }

        foreach (var (name, value) in headers.Where(header => header.Name != "Content-Type"))
        {
            if (!request.Headers.TryAddWithoutValidation(name, value))
            {
                request.Content?.Headers.TryAddWithoutValidation(name, value);
            }
        }

        if (isAdmin)
        {
            request.Headers.Add("x-api-key", admin);
        }

        return await (client ?? throw new InvalidOperationException("The host is not started.")).SendAsync(request);
    }

    private static JsonElement Json(string body) => body.Length == 0 ? default : JsonDocument.Parse(body).RootElement;
}

/// <summary>One host for all tests of sources.</summary>
[CollectionDefinition(Name)]
public sealed class SourceTests : ICollectionFixture<SourceHost>
{
    public const string Name = "sources";
}
