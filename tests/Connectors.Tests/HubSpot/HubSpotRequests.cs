using System.Globalization;
using System.Security.Cryptography;
using SalesPerf.Domain.Activities;
using SalesPerf.Domain.Sources;

namespace SalesPerf.Connectors.Tests.HubSpot;

/// <summary>Signed requests. The secret is the one that HubSpot's own libraries publish for tests.</summary>
internal static class HubSpotRequests
{
    public const string Secret = "yyyyyyyy-yyyy-yyyy-yyyy-yyyyyyyyyyyy";
    public const string Url = "https://www.example.com/webhook_uri";

    public static readonly Source Source = new() { Id = "hs", Provider = "hubspot", PublicUrl = Url };

    public static readonly IConnector Connector = ConnectorRegistry.For("hubspot")!;

    public static ConnectorResult Read(WebhookRequest request, Source? source = null, string? secret = Secret, DateTimeOffset? now = null) =>
        Connector.Read(request, source ?? Source, new SourceSecrets(secret), now ?? Samples.Now);

    public static WebhookRequest Version1(byte[] body, string? signature = null) =>
        Request(body, ("X-HubSpot-Signature", signature ?? Convert.ToHexStringLower(SHA256.HashData([.. Samples.Utf8(Secret), .. body]))), ("X-HubSpot-Signature-Version", "v1"));

    public static WebhookRequest Version3(byte[] body, string url = Url, DateTimeOffset? at = null)
    {
        var time = (at ?? Samples.Now).ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);
        return Version3(body, time, Sign(url, body, time));
    }

    public static WebhookRequest Version3(byte[] body, string time, string signature) =>
        Request(body, ("X-HubSpot-Signature-v3", signature), ("X-HubSpot-Request-Timestamp", time));

    public static string Sign(string url, byte[] body, string time) =>
        Convert.ToBase64String(HMACSHA256.HashData(Samples.Utf8(Secret), (byte[])[.. Samples.Utf8("POST" + url), .. body, .. Samples.Utf8(time)]));

    public static WebhookRequest Request(byte[] body, params (string, string)[] headers) =>
        new("POST", "http://localhost:7071/api/v1/webhooks/hs", Samples.Headers(headers), body);

    public static IReadOnlyList<ReadItem> Items(string body) =>
        Assert.IsType<ConnectorResult.Accepted>(Read(Version3(Samples.Utf8(body)))).Items;

    public static Activity Activity(string item) => Assert.IsType<ReadActivity>(Assert.Single(Items($"[{item}]"))).Activity;

    public static IReadOnlyList<string> Pointers(string item) =>
        [.. Assert.IsType<RejectedItem>(Assert.Single(Items($"[{item}]"))).Errors.Select(error => error.Pointer)];
}
