using static SalesPerf.Connectors.Tests.Corpus.Proofs;

namespace SalesPerf.Connectors.Tests.Corpus;

/// <summary>Sales engagement, telephony, mail and the two large CRMs.</summary>
internal static partial class ProviderSamples
{
    private static IEnumerable<ProviderSample> Sequences()
    {
        Func<byte[], string, string, WebhookRequest> outreach = (body, secret, _) => ProviderSample.Request(body, "", ("Content-Type", "application/json"), ("Outreach-Webhook-Signature", Hex(secret, body)));
        yield return new("outreach", "a reply", Key, """{"data":{"type":"mailing","id":55,"attributes":{"repliedAt":"2026-03-01T08:00:00.000Z","updatedAt":"2026-03-01T09:00:00.000Z"},"relationships":{"user":{"type":"user","id":7},"prospect":{"data":{"type":"prospect","id":456}},"account":{"id":13}}},"meta":{"deliveredAt":"2026-03-01T02:00:00.795-08:00","eventName":"mailing.replied","jobId":"j3dc9ab5"}}""", outreach)
        {
            ProofHeader = "Outreach-Webhook-Signature",
            CoversBody = true,
        };
        yield return new("outreach", "a deal moves", Key, """{"data":{"type":"opportunity","id":55,"attributes":{"amount":1000.5,"currencyType":"USD","closeDate":"2026-08-24T14:15:22.000Z","probability":40,"updatedAt":"2026-03-01T09:30:00.000Z"},"relationships":{"owner":{"type":"owner","id":7},"opportunityStage":{"data":{"type":"opportunityStage","id":3}}},"beforeUpdate":{}},"meta":{"eventName":"opportunity.updated","jobId":"j"}}""", outreach);
        foreach (var (name, body) in new[]
        {
            ("call_created", """{"id":8,"created_at":"2026-02-28T10:00:00Z","updated_at":"2026-02-28T10:00:05Z","duration":95,"disposition":"Connected","sentiment":"Interested","called_person":{"id":436},"user":{"id":49},"cadence":{"id":3},"direction":null}"""),
            ("email_updated", """{"id":9,"created_at":"2026-02-28T10:00:00Z","sent_at":"2026-02-28T10:00:02Z","updated_at":"2026-02-28T10:00:05Z","status":"sent","counts":{"clicks":0,"views":2,"replies":1},"user":{"id":49},"recipient":{"id":436},"cadence":{"id":3}}"""),
        })
        {
            yield return new("salesloft", name, Key, body, (bytes, secret, _) => ProviderSample.Request(bytes, "", ("Content-Type", "application/json"), ("x-salesloft-event", name), ("x-salesloft-signature", Sha1(secret, bytes))))
            {
                ProofHeader = "x-salesloft-signature",
                CoversBody = true,
            };
        }
    }

    private static IEnumerable<ProviderSample> Calls()
    {
        yield return new("aircall", "a call", Key, $$"""{"resource":"call","event":"call.ended","timestamp":1772355691,"token":"{{Key}}","data":{"id":812345,"direction":"outbound","status":"done","missed_call_reason":null,"started_at":1772355600,"answered_at":1772355605,"ended_at":1772355660,"duration":65,"raw_digits":"+1 800-123-4567","user":{"id":456,"email":"ann@example.com"},"contact":{"id":789},"number":{"id":1} } }""",
            (body, _, _) => ProviderSample.Request(body, "", ("Content-Type", "application/json")))
        { ShownInBody = Key };
        yield return new("gong", "a call", Key, """{"callData":{"metaData":{"id":"4570250816631531513","started":"2026-02-17T03:30:00-07:00","duration":147,"primaryUserId":"1309263961237846110","direction":"Outbound","media":"Audio"},"context":[{"system":"Salesforce","objects":[{"objectType":"Opportunity","objectId":"0065f00000B","fields":[{"name":"StageName","value":"Open"}]},{"objectType":"Account","objectId":"0015f00000A","fields":[]}]}],"parties":[{"userId":"77","affiliation":"Internal","emailAddress":"Ann@example.com"},{"affiliation":"External"}]},"isTest":false,"isPrivate":false}""",
            (body, secret, _) => ProviderSample.Request(body, $"?key={secret}", ("Content-Type", "application/json")));
        yield return new("zoom-phone", "a call", Key, """{"event":"phone.caller_call_element_completed","payload":{"account_id":"TQTv","object":{"call_elements":[{"call_element_id":"20260301-48c1","call_id":"7018317023722949162","connect_type":"external","caller_ext_number":12092592844,"caller_ext_type":"user","callee_ext_number":"1001","callee_ext_type":"user","start_time":"2026-03-01T16:12:04Z","end_time":"2026-03-01T16:12:15Z","event":"outgoing","result":"answered","talk_time":11}],"user_id":"IqoQmDRqS"}},"event_ts":1772381535000}""",
            (body, secret, time) => ProviderSample.Request(body, "", ("Content-Type", "application/json"), ("x-zm-request-timestamp", time), ("x-zm-signature", "v0=" + Hex(secret, Utf8($"v0:{time}:"), body))))
        {
            Time = Seconds,
            TimeHeader = "x-zm-request-timestamp",
            ProofHeader = "x-zm-signature",
            CoversBody = true,
        };
    }

    private static IEnumerable<ProviderSample> Microsoft()
    {
        yield return new("msgraph", "a mail was sent", Key, $$$"""{"value":[{"subscriptionId":"s","subscriptionExpirationDateTime":"2026-03-19T22:11:09.952Z","clientState":"{{{Key}}}.sent","changeType":"created","resource":"Users/8ac7b1c2-0f4e-4f5e-9f3a-1d2c3b4a5968/Messages/AAMk1","tenantId":"t","resourceData":{"@odata.type":"#Microsoft.Graph.Message","id":"AAMk1"}}]}""",
            (body, _, _) => ProviderSample.Request(body, "", ("Content-Type", "application/json")))
        { ShownInBody = Key };
        const string contracts = "http:\\/\\/schemas.microsoft.com\\/xrm\\/2011\\/Contracts";
        yield return new("dynamics", "a deal is won", Key, $$$"""{"BusinessUnitId":"e2b9dd85-e89e-e711-8122-000d3aa2331c","CorrelationId":"b374239d-4233-41a9-8b17-a86cb4f737b5","Depth":1,"InitiatingUserId":"75c2dd85-e89e-e711-8122-000d3aa2331c","InputParameters":[{"key":"Target","value":{"__type":"Entity:{{{contracts}}}","Attributes":[{"key":"statecode","value":{"__type":"OptionSetValue:{{{contracts}}}","Value":1}},{"key":"estimatedvalue","value":{"__type":"Money:{{{contracts}}}","Value":1500.50}},{"key":"ownerid","value":{"__type":"EntityReference:{{{contracts}}}","Id":"11c2dd85-e89e-e711-8122-000d3aa2331c","LogicalName":"systemuser","Name":null}},{"key":"modifiedon","value":"\/Date(1772355600000)\/"}],"FormattedValues":[{"key":"statecode","value":"Gewonnen"}],"Id":"6d81597f-0f9f-e711-8122-000d3aa2331c","LogicalName":"opportunity"}}],"MessageName":"Update","Mode":1,"OperationCreatedOn":"\/Date(1772355600000-0700)\/","OperationId":"4af10637-4ea2-e711-8122-000d3aa2331c","OutputParameters":[],"PrimaryEntityId":"6d81597f-0f9f-e711-8122-000d3aa2331c","PrimaryEntityName":"opportunity","RequestId":null,"SharedVariables":[],"Stage":40,"UserId":"75c2dd85-e89e-e711-8122-000d3aa2331c"}""",
            (body, secret, _) => ProviderSample.Request(body, "", ("Content-Type", "application/json"), ("x-our-key", secret)))
        { ProofHeader = "x-our-key" };
    }

    private static IEnumerable<ProviderSample> Salesforce()
    {
        const string organization = "00D7F00000107XsUAI";
        yield return new("salesforce", "a deal as it stands (message)", $"{organization}:{Key}", $"""<?xml version="1.0" encoding="UTF-8"?><soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><soapenv:Body><notifications xmlns="http://soap.sforce.com/2005/09/outbound"><OrganizationId>{organization}</OrganizationId><ActionId>04k7F0000008V3hQAE</ActionId><SessionId>00D7F00000107Xs!AQEAQLive.Session_Id</SessionId><EnterpriseUrl>https://ap5.salesforce.com/services/Soap/c/47.0/00D7F00000107Xs</EnterpriseUrl><PartnerUrl>https://ap5.salesforce.com/services/Soap/u/47.0/00D7F00000107Xs</PartnerUrl><Notification><Id>04l7F000008aeAyQAI</Id><sObject xsi:type="sf:Opportunity" xmlns:sf="urn:sobject.enterprise.soap.sforce.com"><sf:Id>0067F000003pmdWQAQ</sf:Id><sf:Amount>1500.5</sf:Amount><sf:CloseDate>2026-06-30</sf:CloseDate><sf:CreatedDate>2026-02-01T00:00:00.000Z</sf:CreatedDate><sf:IsClosed>true</sf:IsClosed><sf:IsWon>true</sf:IsWon><sf:LastModifiedDate>2026-03-01T09:00:00.000Z</sf:LastModifiedDate><sf:OwnerId>0057F000001abcdQAA</sf:OwnerId><sf:StageName>Closed Won</sf:StageName></sObject></Notification></notifications></soapenv:Body></soapenv:Envelope>""",
            (body, secret, _) => ProviderSample.Request(body, $"?token={secret[(secret.IndexOf(':', StringComparison.Ordinal) + 1)..]}", ("Content-Type", "text/xml; charset=utf-8")))
        { ShownInBody = organization[..15] };
        yield return new("salesforce", "a deal moves (change event)", Key, """{"schema":"s","payload":{"ChangeEventHeader":{"entityName":"Opportunity","recordIds":["0067F000003pmdWQAQ"],"changeType":"UPDATE","changeOrigin":"","transactionKey":"0000be70-a756-e601-9202-32967602a6be","sequenceNumber":1,"commitTimestamp":1772355600000,"commitNumber":1745500706683617281,"commitUser":"005ak00000EpjsfAAB","changedFields":["StageName","Amount","IsClosed","IsWon"]},"StageName":"Closed Won","Amount":1500.5,"IsClosed":true,"IsWon":true,"OwnerId":"0057F000001abcdQAA"},"event":{"replayId":1}}""",
            (body, secret, _) => ProviderSample.Request(body, "", ("Content-Type", "application/json"), ("Authorization", $"Bearer {secret}")))
        {
            ProofHeader = "Authorization",
            ProofSkips = "Bearer ".Length,
        };
    }
}
