namespace SalesPerf.Connectors.Tests.Pipedrive;

/// <summary>Payloads of both versions, made by the rules.</summary>
internal static class PipedriveBodies
{
    public const string Secret = "hook:p4ss word";

    public const string DealNow = """{"id":9,"title":"A","value":3500.5,"currency":"EUR","stage_id":2,"owner_id":77,"person_id":5,"org_id":18,"status":"open","probability":40,"expected_close_date":"2026-06-30","lost_reason":null,"update_time":"2026-03-01T09:00:00Z"}""";

    public static readonly ProviderPosts Posts = new("pipedrive", Secret, body => Request(body));

    public static WebhookRequest Request(byte[] body, string? authorization = null) =>
        new("POST", "https://x.example/api/v1/webhooks/crm", Samples.Headers(("Authorization", authorization ?? "Basic " + Convert.ToBase64String(Samples.Utf8(Secret))), ("Content-Type", "application/json")), body);

    /// <summary>Version 2.</summary>
    public static string Second(string entity, string action, string data, string previous = "null", string meta = "", string timestamp = "\"2026-03-01T09:00:00.375Z\"") =>
        $$"""{"data":{{data}},"previous":{{previous}},"meta":{"action":"{{action}}","company_id":"8087566","correlation_id":"c","entity_id":"9","entity":"{{entity}}","id":"7a40ac1f-debd-4d22-b8d6-d9a687a96ec4",{{meta}}"timestamp":{{timestamp}},"type":"general","user_id":"12","version":"2.0","webhook_id":"47","attempt":1,"host":"x"} }""";

    /// <summary>Version 1.</summary>
    public static string First(string entity, string action, string current, string previous, string time = "\"timestamp\":1772355600,\"timestamp_milli\":1772355600375", int retry = 0) =>
        $$"""{"v":1,"meta":{"v":1,"action":"{{action}}","object":"{{entity}}","id":9,"company_id":1689563,"user_id":1,{{time}},"webhook_id":"5"},"retry":{{retry}},"current":{{current}},"previous":{{previous}},"event":"{{action}}.{{entity}}"}""";
}
