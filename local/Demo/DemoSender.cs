using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace SalesPerf.Local.Demo;

/// <summary>Sends what CRMs send, as they send it: over HTTP, signed, in batches, and again when it was not taken.</summary>
internal sealed class DemoSender(HttpClient http, TimeProvider time, string adminKey)
{
    private const int BatchSize = 100;
    private const int AtOnce = 8;

    /// <summary>The demo's secrets; they are made anew for every process.</summary>
    private readonly string crmSecret = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));

    private readonly byte[] meetingsSecret = RandomNumberGenerator.GetBytes(32);

    public Task PutAsync(IReadOnlyList<SampleResource> resources, CancellationToken cancellationToken) => Parallel.ForEachAsync(
        resources,
        new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken },
        async (resource, stop) => await PutAsync(resource, stop));

    private async Task PutAsync(SampleResource resource, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, resource.Path) { Content = Json(resource.Body.ToJsonString(), "application/json") };
        request.Headers.Add("x-api-key", adminKey);
        using var current = new HttpRequestMessage(HttpMethod.Get, resource.Path);
        current.Headers.Add("x-api-key", adminKey);
        using var known = await http.SendAsync(current, cancellationToken);
        if (known.Headers.ETag is { } tag)
        {
            request.Headers.IfMatch.Add(tag);
        }

        using var answer = await http.SendAsync(request, cancellationToken);
        await CheckAsync(answer, resource.Path, cancellationToken);
    }

    public async Task ShareSecretsAsync(CancellationToken cancellationToken)
    {
        await ShareAsync(DemoSources.Crm, crmSecret, cancellationToken);
        await ShareAsync(DemoSources.Meetings, "whsec_" + Convert.ToBase64String(meetingsSecret), cancellationToken);
    }

    /// <summary>Sends events in their order, several requests at a time. Returns how many were taken.</summary>
    public async Task<int> SendAsync(IReadOnlyCollection<SampleEvent> events, Action<int> progress, CancellationToken cancellationToken)
    {
        var taken = 0;
        var requests = events.Where(sent => sent.Source == DemoSources.Crm).Chunk(BatchSize).Select(ToCrm)
            .Concat(events.Where(sent => sent.Source == DemoSources.Engagement).Chunk(BatchSize).Select(ToEngagement))
            .Concat(events.Where(sent => sent.Source == DemoSources.Meetings).Select(ToMeetings));
        await Parallel.ForEachAsync(
            requests,
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken },
            async (sending, stop) =>
            {
                using var request = sending.Request();
                using var answer = await http.SendAsync(request, stop);
                await CheckAsync(answer, request.RequestUri!.ToString(), stop);
                progress(Interlocked.Add(ref taken, sending.Count));
            });
        return taken;
    }

    private async Task ShareAsync(string source, string secret, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, $"/api/v1/sources/{source}/secret")
        {
            Content = Json(new JsonObject { ["secrets"] = new JsonArray(secret) }.ToJsonString(), "application/json"),
        };
        request.Headers.Add("x-api-key", adminKey);
        using var answer = await http.SendAsync(request, cancellationToken);
        await CheckAsync(answer, request.RequestUri!.ToString(), cancellationToken);
    }

    /// <summary>HubSpot: an array, signed over method, address, body and time (v3).</summary>
    private Sending ToCrm(SampleEvent[] events)
    {
        var body = new JsonArray([.. events.Select(sent =>
        {
            var change = sent.Body.DeepClone();
            change["attemptNumber"] = sent.IsRepeat ? 1 : 0;
            return change;
        })]).ToJsonString();
        return new Sending(events.Length, () =>
        {
            var uri = new Uri(http.BaseAddress!, $"/api/v1/webhooks/{DemoSources.Crm}");
            var timestamp = time.GetUtcNow().ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);
            var signed = Encoding.UTF8.GetBytes("POST" + uri.AbsoluteUri + body + timestamp);
            var request = new HttpRequestMessage(HttpMethod.Post, uri) { Content = Json(body, "application/json") };
            request.Headers.Add("X-HubSpot-Request-Timestamp", timestamp);
            request.Headers.Add("X-HubSpot-Signature-v3", Convert.ToBase64String(HMACSHA256.HashData(Encoding.UTF8.GetBytes(crmSecret), signed)));
            return request;
        });
    }

    /// <summary>CloudEvents in batches, with an API key.</summary>
    private Sending ToEngagement(SampleEvent[] events)
    {
        var body = new JsonArray([.. events.Select(sent => sent.Body.DeepClone())]).ToJsonString();
        return new Sending(events.Length, () =>
        {
            var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/activities") { Content = Json(body, "application/cloudevents-batch+json") };
            request.Headers.Add("x-api-key", adminKey);
            return request;
        });
    }

    /// <summary>Standard Webhooks: one event a request, signed over id, time and body.</summary>
    private Sending ToMeetings(SampleEvent sent)
    {
        var id = sent.Body["id"]!.GetValue<string>();
        var body = new JsonObject { ["type"] = sent.Body["type"]!.DeepClone(), ["timestamp"] = sent.Body["time"]!.DeepClone(), ["data"] = sent.Body["data"]!.DeepClone() }.ToJsonString();
        return new Sending(1, () =>
        {
            var timestamp = time.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
            var signature = HMACSHA256.HashData(meetingsSecret, Encoding.UTF8.GetBytes($"{id}.{timestamp}.{body}"));
            var request = new HttpRequestMessage(HttpMethod.Post, $"/api/v1/webhooks/{DemoSources.Meetings}") { Content = Json(body, "application/json") };
            request.Headers.Add("webhook-id", id);
            request.Headers.Add("webhook-timestamp", timestamp);
            request.Headers.Add("webhook-signature", "v1," + Convert.ToBase64String(signature));
            return request;
        });
    }

    private static ByteArrayContent Json(string body, string mediaType)
    {
        var content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
        content.Headers.ContentType = new MediaTypeHeaderValue(mediaType);
        return content;
    }

    private static async Task CheckAsync(HttpResponseMessage answer, string path, CancellationToken cancellationToken)
    {
        if (answer.StatusCode is not (HttpStatusCode.OK or HttpStatusCode.Created or HttpStatusCode.Accepted or HttpStatusCode.NoContent))
        {
            throw new InvalidOperationException($"{path} answered {(int)answer.StatusCode}: {await answer.Content.ReadAsStringAsync(cancellationToken)}");
        }
    }

    /// <summary>A request that can be made when its turn comes: it is signed with the time of sending.</summary>
    private sealed record Sending(int Count, Func<HttpRequestMessage> Request);
}
