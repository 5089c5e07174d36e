using static SalesPerf.Connectors.Tests.Corpus.Proofs;

namespace SalesPerf.Connectors.Tests.Corpus;

/// <summary>At least one payload of every provider. The first of each is the one that is sent most.</summary>
internal static partial class ProviderSamples
{
    private const string Key = "0f1e2d3c4b5a69788796a5b4c3d2e1f0";

    private const string Webhook = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

    public static IReadOnlyList<ProviderSample> All { get; } = [.. Generic(), .. Deals(), .. Sequences(), .. Calls(), .. Microsoft(), .. Salesforce()];

    private static IEnumerable<ProviderSample> Generic()
    {
        const string data = """{"owner":"4521","deal":"d1","stage":"offer","amount":{"amount":"1500.50","currency":"EUR"},"probabilityPercent":40,"expectedCloseDate":"2026-06-30"}""";
        yield return new("cloudevents", "a deal moves", Key, $$"""{"specversion":"1.0","id":"1","source":"crm","type":"deal.stageChanged","time":"2026-03-01T09:00:00.5+01:00","data":{{data}}}""",
            (body, secret, _) => ProviderSample.Request(body, "", ("Content-Type", "application/cloudevents+json"), ("Authorization", $"Bearer {secret}")))
        {
            ProofHeader = "Authorization",
            ProofSkips = "Bearer ".Length,
        };
        yield return new("cloudevents", "a batch", Key, $$"""[{"specversion":"1.0","id":"1","source":"crm","type":"deal.won","time":"2026-03-01T09:00:00Z","data":{{data}}},{"specversion":"1.0","id":"2","source":"crm","type":"call.completed","time":"2026-03-01T09:00:00Z","data_base64":"eyJvd25lciI6IjcifQ=="}]""",
            (body, secret, _) => ProviderSample.Request(body, "", ("Content-Type", "application/cloudevents-batch+json"), ("Authorization", $"Bearer {secret}")));
        foreach (var (provider, prefix) in new[] { ("standard-webhooks", "webhook"), ("svix", "svix") })
        {
            yield return new(provider, "a deal moves", Webhook, $$"""{"type":"deal.stageChanged","timestamp":"2026-03-01T09:00:00Z","data":{{data}}}""",
                (body, secret, time) => ProviderSample.Request(body, "", ("Content-Type", "application/json"), ($"{prefix}-id", "msg_1"), ($"{prefix}-timestamp", time), ($"{prefix}-signature", Proofs.Webhook(secret, "msg_1", time, body))))
            {
                Time = Seconds,
                TimeHeader = $"{prefix}-timestamp",
                ProofHeader = $"{prefix}-signature",
                CoversBody = true,
            };
        }

        yield return new("event-grid", "a deal moves", Key, $$"""[{"id":"1","topic":"t","subject":"s","eventType":"deal.stageChanged","eventTime":"2026-03-01T09:00:00Z","dataVersion":"1","data":{{data}}}]""",
            (body, secret, _) => ProviderSample.Request(body, $"?code={secret}", ("Content-Type", "application/json"), ("aeg-event-type", "Notification")));
    }

    private static IEnumerable<ProviderSample> Deals()
    {
        const string hubspot = """[{"eventId":1,"subscriptionId":12345,"portalId":62515,"appId":54321,"occurredAt":1772355600000,"subscriptionType":"deal.propertyChange","attemptNumber":0,"objectId":123,"propertyName":"dealstage","propertyValue":"closedwon","changeSource":"CRM_UI","sourceId":"userId:7"},{"eventId":1,"subscriptionId":12346,"portalId":62515,"appId":54321,"occurredAt":1772355600000,"subscriptionType":"object.propertyChange","objectTypeId":"0-3","attemptNumber":0,"objectId":123,"propertyName":"amount","propertyValue":"1500.5","changeSource":"CRM_UI"}]""";
        yield return new("hubspot", "a deal is won (v3)", Key, hubspot,
            (body, secret, time) => ProviderSample.Request(body, "", ("Content-Type", "application/json"), ("X-HubSpot-Request-Timestamp", time), ("X-HubSpot-Signature-v3", Base64(secret, Utf8("POST" + ProviderSample.Url), body, Utf8(time)))))
        {
            Time = Milliseconds,
            TimeHeader = "X-HubSpot-Request-Timestamp",
            ProofHeader = "X-HubSpot-Signature-v3",
            CoversBody = true,
        };
        yield return new("hubspot", "calls, mails and contacts (v1)", Key, """[{"portalId":62515,"occurredAt":1772355600000,"subscriptionType":"object.creation","objectTypeId":"0-48","objectId":9},{"portalId":62515,"occurredAt":1772355600000,"subscriptionType":"contact.creation","objectId":9},{"portalId":62515,"occurredAt":1772355600000,"subscriptionType":"deal.deletion","objectId":9}]""",
            (body, secret, _) => ProviderSample.Request(body, "", ("Content-Type", "application/json"), ("X-HubSpot-Signature", Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData([.. Utf8(secret), .. body])))))
        {
            ProofHeader = "X-HubSpot-Signature",
            CoversBody = true,
        };
        Func<byte[], string, string, WebhookRequest> basic = (body, secret, _) =>
            ProviderSample.Request(body, "", ("Content-Type", "application/json"), ("Authorization", "Basic " + Convert.ToBase64String(Utf8(secret))));
        yield return new("pipedrive", "a deal is won (v2)", $"user:{Key}", """{"data":{"id":9,"title":"A","value":3500.5,"currency":"EUR","stage_id":2,"pipeline_id":1,"owner_id":77,"person_id":5,"org_id":18,"status":"won","probability":40,"expected_close_date":"2026-06-30","update_time":"2026-03-01T09:00:00Z"},"previous":{"status":"open","value":3000},"meta":{"action":"change","company_id":"8087566","correlation_id":"c","entity_id":"9","entity":"deal","id":"7a40ac1f-debd-4d22-b8d6-d9a687a96ec4","timestamp":"2026-03-01T09:00:00.375Z","type":"general","user_id":"12","version":"2.0","webhook_id":"47","attempt":1,"host":"x"}}""", basic)
        {
            ProofHeader = "Authorization",
            ProofSkips = "Basic ".Length,
        };
        yield return new("pipedrive", "a call is done (v1)", $"user:{Key}", """{"v":1,"meta":{"v":1,"action":"updated","object":"activity","id":9,"company_id":1689563,"user_id":1,"timestamp":1772355600,"timestamp_milli":1772355600375,"webhook_id":"5"},"retry":0,"current":{"id":9,"type":"call","done":true,"user_id":1,"deal_id":5,"org_id":7,"person_id":8,"duration":"00:10","marked_as_done_time":"2026-03-01 09:00:00"},"previous":{"id":9,"type":"call","done":false},"event":"updated.activity"}""", basic);
        yield return new("close", "a deal moves", Key, """{"event":{"date_created":"2026-03-01T08:59:00.395000","id":"ev_1","action":"updated","date_updated":"2026-03-01T09:00:00.395000","changed_fields":["status_id","status_type","value"],"previous_data":{"status_id":"stat_0","status_type":"active","value":1000},"organization_id":"orga_1","data":{"id":"oppo_1","status_id":"stat_1","status_type":"won","value":150050,"value_currency":"EUR","confidence":40,"user_id":"user_9","lead_id":"lead_1","date_won":"2026-02-28"},"request_id":"req_1","object_id":"oppo_1","user_id":"user_9","object_type":"opportunity","lead_id":"lead_1","meta":{}},"subscription_id":"whsub_1"}""",
            (body, secret, time) => ProviderSample.Request(body, "", ("Content-Type", "application/json"), ("close-sig-timestamp", time), ("close-sig-hash", HexByHexKey(secret, Utf8(time), body))))
        {
            Time = Seconds,
            TimeHeader = "close-sig-timestamp",
            ProofHeader = "close-sig-hash",
            CoversBody = true,
        };
        yield return new("zoho", "a deal moves", Key, $$"""{"server_time":1772355600123,"query_params":{},"module":"Deals","resource_uri":"https://www.zohoapis.com/crm/v2/Leads","ids":["572"],"affected_fields":[{"572":["Stage","Amount"]}],"affected_values":[{"record_id":"572","values":{"Stage":"Closed Won","Amount":1500.5,"Owner":{"id":"77","name":"x"},"Closing_Date":"2026-06-30"} }],"operation":"update","channel_id":"1000000068001","token":"{{Key}}"}""",
            (body, _, _) => ProviderSample.Request(body, "", ("Content-Type", "application/json;charset=UTF-8")))
        { ShownInBody = Key };
        const string monday = """{"event":{"userId":9603417,"type":"update_column_value","boardId":1771812698,"pulseId":1772099344,"columnId":"status","columnTitle":"Status","columnType":"color","value":{"label":{"index":1,"text":"Won"}},"previousValue":null,"changedAt":1772355600.9,"isRetry":false,"app":"monday","triggerTime":"2026-03-01T09:07:28.210Z","subscriptionId":73759690,"triggerUuid":"9c28578c5e3a"}}""";
        yield return new("monday", "a deal moves", Key, monday, (body, secret, _) => ProviderSample.Request(body, $"?token={secret}", ("Content-Type", "application/json")));
        yield return new("monday", "a deal is created, by an app", Key, """{"event":{"userId":9,"type":"create_pulse","boardId":177,"pulseId":178,"columnValues":{"deal_owner":{"personsAndTeams":[{"id":1,"kind":"person"}]},"deal_value":{"value":1},"deal_expected_close_date":{"date":"2026-06-30"}},"triggerTime":"2026-03-01T09:07:28.210Z","triggerUuid":"9c28578c5e3b"}}""",
            (body, secret, _) => ProviderSample.Request(body, "", ("Content-Type", "application/json"), ("Authorization", Token(secret))))
        { ProofHeader = "Authorization" };
        yield return new("attio", "records change", Key, """{"webhook_id":"w","events":[{"event_type":"record.updated","id":{"workspace_id":"1","object_id":"2","record_id":"3","attribute_id":"4"},"actor":{"type":"workspace-member","id":"5"}}]}""",
            (body, secret, _) => ProviderSample.Request(body, "", ("Content-Type", "application/json"), ("Idempotency-Key", "k1"), ("Attio-Signature", Hex(secret, body))))
        {
            ProofHeader = "Attio-Signature",
            CoversBody = true,
            MeansSomething = false,
        };
    }
}
