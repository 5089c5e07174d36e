using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace SalesPerf.Local.Imports;

/// <summary>
/// Speaks with the host. What a host that is away or just restarted would take later is sent again, for two minutes; one that says when to come again is behind with its work, and gets
/// ten: a part goes on where it was.
/// </summary>
public sealed class ImportClient(HttpClient http, ImportArguments arguments, TimeProvider time)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan PatienceWithWork = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(10);

    private string SourcePath => $"api/v1/sources/{Uri.EscapeDataString(arguments.Source)}";

    /// <summary>What the source says of the columns of its exports; null when it says nothing.</summary>
    public async Task<JsonObject?> MappingAsync(CancellationToken cancellationToken) =>
        (await SendAsync(HttpMethod.Get, SourcePath, null, cancellationToken))["content"]?["import"] as JsonObject;

    /// <summary>Opens the upload, or finds it open. Null when one of this id has ended.</summary>
    public async Task<JsonNode?> OpenAsync(JsonObject body, CancellationToken cancellationToken)
    {
        var progress = await SendAsync(HttpMethod.Post, $"{SourcePath}/resync", Json(body), cancellationToken);
        return progress["state"]?.GetValue<string>() == "open" ? progress : null;
    }

    public Task<JsonNode> PutAsync(string id, int number, ExportPart part, CancellationToken cancellationToken) => SendAsync(
        HttpMethod.Put,
        string.Create(CultureInfo.InvariantCulture, $"{PathOf(id)}/parts/{number}?line={part.Line}"),
        () => new ReadOnlyMemoryContent(part.Bytes) { Headers = { ContentType = new MediaTypeHeaderValue(arguments.IsJson ? "application/jsonl" : "text/csv") } },
        cancellationToken);

    public Task<JsonNode> CompleteAsync(string id, int parts, CancellationToken cancellationToken) =>
        SendAsync(HttpMethod.Post, $"{PathOf(id)}/complete", Json(new JsonObject { ["parts"] = parts }), cancellationToken);

    public Task<JsonNode> ProgressAsync(string id, CancellationToken cancellationToken) => SendAsync(HttpMethod.Get, PathOf(id), null, cancellationToken);

    /// <summary>Where an upload is.</summary>
    public string PathOf(string id) => $"{SourcePath}/resync/{Uri.EscapeDataString(id)}";

    private static Func<HttpContent> Json(JsonObject body) =>
        () => new StringContent(body.ToJsonString(), MediaTypeHeaderValue.Parse("application/json"));

    private async Task<JsonNode> SendAsync(HttpMethod method, string path, Func<HttpContent>? content, CancellationToken cancellationToken)
    {
        var began = time.GetTimestamp();
        while (true)
        {
            using var request = new HttpRequestMessage(method, new Uri(arguments.Url, path)) { Content = content?.Invoke() };
            request.Headers.Add("x-api-key", arguments.Key);
            var pause = Pause;
            try
            {
                using var response = await http.SendAsync(request, cancellationToken);
                var text = await response.Content.ReadAsStringAsync(cancellationToken);
                if (response.IsSuccessStatusCode)
                {
                    return JsonNode.Parse(text) ?? throw new ImportException("The host answered with nothing.");
                }

                var told = response.Headers.RetryAfter?.Delta;
                if (response.StatusCode is not (HttpStatusCode.TooManyRequests or >= HttpStatusCode.InternalServerError)
                    || time.GetElapsedTime(began) > (told is null ? Patience : PatienceWithWork))
                {
                    throw new ImportException(Described(response.StatusCode, text));
                }

                pause = told is { } wait ? TimeSpan.FromTicks(Math.Clamp(wait.Ticks, Pause.Ticks, LongestPause.Ticks)) : Pause;
            }
            catch (Exception exception) when (exception is HttpRequestException or IOException or TaskCanceledException { CancellationToken.IsCancellationRequested: false })
            {
                if (time.GetElapsedTime(began) > Patience)
                {
                    throw new ImportException($"{arguments.Url} cannot be reached: {exception.Message}");
                }
            }
            catch (JsonException)
            {
                throw new ImportException($"What answers at {arguments.Url} is not SalesPerf.");
            }

            await Task.Delay(pause, time, cancellationToken);
        }
    }

    /// <summary>What the problem says, and every error with its pointer.</summary>
    private static string Described(HttpStatusCode status, string text)
    {
        try
        {
            var problem = JsonNode.Parse(text);
            var errors = (problem?["errors"] as JsonArray ?? []).Select(error => $"\n  {error?["pointer"]} {error?["detail"]}");
            return $"{problem?["detail"] ?? problem?["title"] ?? text}{string.Concat(errors)}";
        }
        catch (JsonException)
        {
            return $"The host answered {(int)status}.";
        }
    }
}

/// <summary>Why an import cannot go on.</summary>
public sealed class ImportException(string message) : Exception(message);
