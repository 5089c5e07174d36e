using System.Globalization;
using System.Security.Cryptography;

namespace SalesPerf.Connectors.Tests.Close;

/// <summary>Payloads made by the rules. Close publishes no signature that could be checked: these are computed here.</summary>
internal static class CloseBodies
{
    public const string Secret = "0f1e2d3c4b5a69788796a5b4c3d2e1f00f1e2d3c4b5a69788796a5b4c3d2e1f0";

    public static readonly ProviderPosts Posts = new("close", Secret, body => Request(body));

    public static WebhookRequest Request(byte[] body, string? time = null, string? hash = null)
    {
        time ??= Samples.Now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        return new WebhookRequest("POST", "https://x.example/api/v1/webhooks/crm", Samples.Headers(("close-sig-timestamp", time), ("close-sig-hash", hash ?? Sign(body, time)), ("Content-Type", "application/json")), body);
    }

    public static string Sign(byte[] body, string time) =>
        Convert.ToHexStringLower(HMACSHA256.HashData(Convert.FromHexString(Secret), (byte[])[.. Samples.Utf8(time), .. body]));

    public static string Event(string type, string action, string data = "{}", string changed = "[]", string previous = "{}", string updated = "2026-03-01T09:00:00.395000") =>
        $$"""{"event":{"date_created":"2026-03-01T08:59:00.395000","id":"ev_1","action":"{{action}}","date_updated":"{{updated}}","changed_fields":{{changed}},"previous_data":{{previous}},"organization_id":"orga_1","data":{{data}},"request_id":"req_1","object_id":"obj_1","user_id":"user_9","object_type":"{{type}}","lead_id":"lead_1","meta":{} },"subscription_id":"whsub_1"}""";
}
