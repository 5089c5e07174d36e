using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;

namespace SalesPerf.Local.Tests.Acceptance;

/// <summary>The API as a program outside sees it: HTTP and an admin's key.</summary>
internal sealed class ApiClient(HttpClient http, string key)
{
    public const string Batch = "application/cloudevents-batch+json";

    public HttpClient Http => http;

    public Task<ApiAnswer> GetAsync(string path, string accept = "application/json") =>
        SendAsync(HttpMethod.Get, path, null, ("Accept", accept));

    public Task<ApiAnswer> PutAsync(string path, string json) => SendAsync(HttpMethod.Put, path, Json(json));

    /// <summary>A PUT that must be taken, over whatever is there.</summary>
    public async Task SetAsync(string path, string json)
    {
        var answer = await PutAsync(path, json);
        if (answer.Status == 428)
        {
            answer = await SendAsync(HttpMethod.Put, path, Json(json), ("If-Match", "*"));
        }

        Assert.True(answer.Status is 200 or 201, $"{path}: {answer.Status} {answer.Text}");
    }

    public Task<ApiAnswer> PostAsync(string path, HttpContent content, params (string Name, string Value)[] headers) =>
        SendAsync(HttpMethod.Post, path, content, headers);

    public Task<ApiAnswer> PostEventsAsync(params IEnumerable<JsonObject> events) =>
        SendAsync(HttpMethod.Post, "activities", Json(Array(events), Batch));

    /// <summary>Events of which every one must be taken.</summary>
    public async Task TakeAsync(params IEnumerable<JsonObject> events)
    {
        var answer = await PostEventsAsync(events);
        Assert.True(answer.Status == 202 && answer.Body["rejected"]!.AsArray().Count == 0, $"{answer.Status} {answer.Text}");
    }

    public async Task<ApiAnswer> SendAsync(HttpMethod method, string path, HttpContent? content, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, path.StartsWith('/') ? path : "/api/v1/" + path) { Content = content };
        if (!headers.Any(header => header.Name == "x-api-key"))
        {
            request.Headers.Add("x-api-key", key);
        }

        foreach (var (name, value) in headers.Where(header => header.Value.Length > 0))
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        using var response = await http.SendAsync(request);
        return new ApiAnswer(
            (int)response.StatusCode,
            response.Content.Headers.ContentType?.MediaType,
            response.Headers.ETag?.ToString(),
            await response.Content.ReadAsByteArrayAsync());
    }

    public static string Array(IEnumerable<JsonObject> events) => new JsonArray([.. events.Select(one => one.DeepClone())]).ToJsonString();

    public static ByteArrayContent Json(string json, string type = "application/json") => Content(Encoding.UTF8.GetBytes(json), type);

    public static ByteArrayContent Content(byte[] bytes, string type)
    {
        var content = new ByteArrayContent(bytes);
        content.Headers.ContentType = new MediaTypeHeaderValue(type);
        return content;
    }
}
