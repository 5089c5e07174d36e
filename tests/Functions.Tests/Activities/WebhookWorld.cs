using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using SalesPerf.Functions.Access;
using SalesPerf.Functions.Activities;
using SalesPerf.Functions.DeadLetters;
using SalesPerf.Functions.Resources;
using SalesPerf.Functions.Storage;
using SalesPerf.Functions.Tests.Http;
using static SalesPerf.Functions.Tests.SampleFeeds;

namespace SalesPerf.Functions.Tests.Activities;

/// <summary>A world with a source of each provider, and requests as their senders sign them.</summary>
internal sealed class WebhookWorld : IAsyncDisposable
{
    /// <summary>Ten years and a day ahead: no effective time yet, but one in two days.</summary>
    public static readonly DateTimeOffset TooFar = Now.AddYears(10).AddDays(1);

    private const string Secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

    private WebhookWorld(World world) => World = world;

    public World World { get; }

    public static async Task<WebhookWorld> MakeAsync()
    {
        var world = new World(Now);
        foreach (var provider in new[] { "hubspot", "standard-webhooks", "cloudevents", "outreach", "pipedrive", "zoho" })
        {
            await world.PutAsync(ResourceKinds.Sources, provider, new() { Id = provider, Provider = provider });
            await world.Get<SourceSecretStore>().SetAsync(provider, [Secret], "test", default);
        }

        return new WebhookWorld(world);
    }

    /// <summary>A deal was created.</summary>
    public static string HubSpotEvent(long id, DateTimeOffset at) =>
        $$"""{"eventId":1,"subscriptionId":1,"portalId":1,"appId":1,"occurredAt":{{at.ToUnixTimeMilliseconds()}},"subscriptionType":"deal.creation","attemptNumber":0,"objectId":{{id}},"changeFlag":"CREATED"}""";

    public static string StandardCall(DateTimeOffset at) => $$"""{"type":"call.completed","timestamp":"{{at:yyyy-MM-ddTHH:mm:ssZ}}","data":{"owner":"1"} }""";

    /// <summary>Version 2 of HubSpot's signatures, over the address as it is written.</summary>
    public Task<(HttpResponse Response, string Body)> HubSpotAsync(string body, string query = "")
    {
        var target = $"/api/v1/webhooks/hubspot{query}";
        var signature = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{Secret}POSThttps://sales.example{target}{body}")));
        return PostAsync("hubspot", target, body, ("X-HubSpot-Signature", signature), ("X-HubSpot-Signature-Version", "v2"));
    }

    public Task<(HttpResponse Response, string Body)> StandardAsync(string id, string body, DateTimeOffset? signedAt = null)
    {
        var at = (signedAt ?? World.Clock.GetUtcNow()).ToUnixTimeSeconds();
        var signature = HMACSHA256.HashData(Convert.FromBase64String(Secret["whsec_".Length..]), Encoding.UTF8.GetBytes($"{id}.{at}.{body}"));
        return PostAsync(
            "standard-webhooks",
            "/api/v1/webhooks/standard-webhooks",
            body,
            ("webhook-id", id),
            ("webhook-timestamp", $"{at}"),
            ("webhook-signature", $"v1,{Convert.ToBase64String(signature)}"));
    }

    public Task<(HttpResponse Response, string Body)> OutreachAsync(string body) => PostAsync(
        "outreach",
        "/api/v1/webhooks/outreach",
        body,
        ("Outreach-Webhook-Signature", Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(Secret), Encoding.UTF8.GetBytes(body)))));

    public Task<(HttpResponse Response, string Body)> PipedriveAsync(string body) => PostAsync(
        "pipedrive",
        "/api/v1/webhooks/pipedrive",
        body,
        ("Authorization", "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes(Secret))));

    /// <param name="members">Of the notification, beside the token.</param>
    public Task<(HttpResponse Response, string Body)> ZohoAsync(string members) =>
        PostAsync("zoho", "/api/v1/webhooks/zoho", $$"""{"token":"{{Secret}}",{{members}}}""");

    public Task<(HttpResponse Response, string Body)> CloudEventAsync(string id, DateTimeOffset at) => PostAsync(
        "cloudevents",
        "/api/v1/webhooks/cloudevents",
        """{"owner":"1"}""",
        ("Authorization", $"Bearer {Secret}"),
        ("ce-specversion", "1.0"),
        ("ce-id", id),
        ("ce-source", "cloudevents"),
        ("ce-type", "call.completed"),
        ("ce-time", $"{at:yyyy-MM-ddTHH:mm:ssZ}"));

    public async Task<IReadOnlyList<DeadDocument>> DeadAsync() =>
        await World.AllAsync<DeadDocument>(Partitions.Dead(DateOnly.FromDateTime(Now.UtcDateTime)), DeadDocuments.Kind);

    public ValueTask DisposeAsync() => World.DisposeAsync();

    private async Task<(HttpResponse Response, string Body)> PostAsync(string source, string target, string body, params (string, string)[] headers)
    {
        var request = Requests.Of("POST", target, Encoding.UTF8.GetBytes(body), [("Content-Type", "application/json"), .. headers]);
        request.Scheme = "https";
        request.Host = new HostString("sales.example");
        request.HttpContext.Features.Get<IHttpRequestFeature>()!.RawTarget = target; // a default context has the feature
        request.HttpContext.RequestServices = World.Get<IServiceProvider>();
        return await (await World.Get<ReceiveWebhook>().Run(request, source, default)).ExecuteAsync(request);
    }
}
