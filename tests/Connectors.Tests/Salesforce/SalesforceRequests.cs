using SalesPerf.Domain.Activities;

namespace SalesPerf.Connectors.Tests.Salesforce;

/// <summary>Payloads written from Salesforce's rules. There is no signature to compute: the organization's id, or a token, is all there is.</summary>
internal static class SalesforceRequests
{
    public const string Organization = "00D7F00000107XsUAI";
    public const string Token = "a-token-of-24-characters";
    public const string Session = "00D7F00000107Xs!AQEAQLive.Session_Id";
    public const string Deal = "0067F000003pmdWQAQ";
    public const string Owner = "0057F000001abcdQAA";

    /// <summary>2026-03-01T09:00:00Z.</summary>
    public const long Commit = 1772355600000;

    public static readonly DateTimeOffset CommitTime = new(2026, 3, 1, 9, 0, 0, TimeSpan.Zero);
    public static readonly IConnector Connector = ConnectorRegistry.For("salesforce")!;

    public static ConnectorResult Message(string body, string secret = Organization, string url = "https://sp.example/api/v1/webhooks/sf") =>
        Connector.Read(new("POST", url, Samples.Headers(("Content-Type", "text/xml; charset=utf-8")), Samples.Utf8(body)), Samples.Source("salesforce", "sf"), new SourceSecrets(secret), Samples.Now);

    public static ConnectorResult Relay(byte[] body, string? token = Token, string secret = $"{Organization}:{Token}") =>
        Connector.Read(
            new("POST", "https://sp.example/api/v1/webhooks/sf", token is null ? Samples.Headers() : Samples.Headers(("Authorization", $"Bearer {token}"), ("Content-Type", "application/json")), body),
            Samples.Source("salesforce", "sf"), new SourceSecrets(secret), Samples.Now);

    public static string Soap(string notifications, string organization = Organization, string session = $"<SessionId>{Session}</SessionId>") => $"""
        <?xml version="1.0" encoding="UTF-8"?>
        <soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><soapenv:Body>
        <notifications xmlns="http://soap.sforce.com/2005/09/outbound"><OrganizationId>{organization}</OrganizationId><ActionId>04k7F0000008V3hQAE</ActionId>{session}
        <EnterpriseUrl>https://ap5.salesforce.com/services/Soap/c/47.0/00D7F00000107Xs</EnterpriseUrl><PartnerUrl>https://ap5.salesforce.com/services/Soap/u/47.0/00D7F00000107Xs</PartnerUrl>
        {notifications}</notifications></soapenv:Body></soapenv:Envelope>
        """;

    public static string Notification(string type, string fields, string record = Deal, string id = "04l7F000008aeAyQAI") =>
        $"""<Notification><Id>{id}</Id><sObject xsi:type="sf:{type}" xmlns:sf="urn:sobject.enterprise.soap.sforce.com"><sf:Id>{record}</sf:Id>{fields}</sObject></Notification>""";

    public static string Change(string entity, string type, string fields = "", string header = "", string record = Deal) =>
        $$"""{"ChangeEventHeader":{"entityName":"{{entity}}","recordIds":["{{record}}"],"changeType":"{{type}}","changeOrigin":"","transactionKey":"0000be70-a756-e601-9202-32967602a6be","sequenceNumber":1,"commitTimestamp":{{Commit}},"commitNumber":1745500706683617281,"commitUser":"005ak00000EpjsfAAB"{{header}}}{{(fields.Length > 0 ? "," : "")}}{{fields}}}""";

    public static IReadOnlyList<ReadItem> ItemsOf(ConnectorResult result) => Assert.IsType<ConnectorResult.Accepted>(result).Items;

    public static IReadOnlyList<ReadItem> Events(string body) => ItemsOf(Relay(Samples.Utf8(body)));

    public static IReadOnlyList<ReadItem> Notified(string notifications) => ItemsOf(Message(Soap(notifications)));

    public static Activity Only(IReadOnlyList<ReadItem> items) => Assert.IsType<ReadActivity>(Assert.Single(items)).Activity;

    public static string Reason(IReadOnlyList<ReadItem> items) => Assert.IsType<IgnoredItem>(Assert.Single(items)).Reason;

    public static IReadOnlyList<string> Pointers(IReadOnlyList<ReadItem> items) => [.. Assert.IsType<RejectedItem>(Assert.Single(items)).Errors.Select(error => error.Pointer)];

    public static IEnumerable<(string, string?)> Fields(Activity activity) => activity.Fields!.Select(field => (field.Key, field.Value));
}
