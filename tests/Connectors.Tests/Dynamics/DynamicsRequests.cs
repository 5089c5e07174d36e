using SalesPerf.Domain.Activities;

namespace SalesPerf.Connectors.Tests.Dynamics;

/// <summary>Payloads written from Dataverse's rules. It signs nothing: a shared secret is all there is.</summary>
internal static class DynamicsRequests
{
    public const string Secret = "a-secret-of-24-characters";
    public const string RecordId = "6d81597f-0f9f-e711-8122-000d3aa2331c";
    public const string User = "75c2dd85-e89e-e711-8122-000d3aa2331c";
    public const string Owner = "11c2dd85-e89e-e711-8122-000d3aa2331c";
    public const string Account = "22c2dd85-e89e-e711-8122-000d3aa2331c";
    public const string Operation = "4af10637-4ea2-e711-8122-000d3aa2331c";

    /// <summary>1772355600000 ms.</summary>
    public static readonly DateTimeOffset At = new(2026, 3, 1, 9, 0, 0, TimeSpan.Zero);
    public static readonly IConnector Connector = ConnectorRegistry.For("dynamics")!;

    public static ConnectorResult Read(byte[] body, string query = "", string? secret = Secret, params (string, string)[] headers) =>
        Connector.Read(new("POST", $"https://sp.example/api/v1/webhooks/d365{query}", Samples.Headers(headers), body), Samples.Source("dynamics", "d365"), new SourceSecrets(secret), Samples.Now);

    public static ReadItem Item(string body, params (string, string)[] headers) =>
        Assert.Single(Assert.IsType<ConnectorResult.Accepted>(Read(Samples.Utf8(body), headers: [("x-shared", Secret), .. headers])).Items);

    public static Activity Activity(string body, params (string, string)[] headers) => Assert.IsType<ReadActivity>(Item(body, headers)).Activity;

    public static string Reason(string body, params (string, string)[] headers) => Assert.IsType<IgnoredItem>(Item(body, headers)).Reason;

    public static IReadOnlyList<string> Pointers(string body) => [.. Assert.IsType<RejectedItem>(Item(body)).Errors.Select(error => error.Pointer).Distinct()];

    public static IEnumerable<(string, string?)> Fields(Activity activity) => activity.Fields!.Select(field => (field.Key, field.Value));

    public static string Context(string message, string table, string parameters, string more = "", int stage = 40) =>
        $$"""{"BusinessUnitId":"e2b9dd85-e89e-e711-8122-000d3aa2331c","CorrelationId":"b374239d-4233-41a9-8b17-a86cb4f737b5","Depth":1,"InitiatingUserId":"{{User}}","InputParameters":[{{parameters}}],"MessageName":"{{message}}","Mode":1,"OperationCreatedOn":"\/Date(1772355600000-0700)\/","OperationId":"{{Operation}}","OutputParameters":[],"PrimaryEntityId":"{{RecordId}}","PrimaryEntityName":"{{table}}","RequestId":null,"SharedVariables":[],"Stage":{{stage}},"UserId":"{{User}}"{{more}}}""";

    public static string Target(string attributes, string table = "opportunity") => Pair("Target", Entity(attributes, table));

    public static string Entity(string attributes, string table = "opportunity") =>
        $$"""{"__type":"Entity:http:\/\/schemas.microsoft.com\/xrm\/2011\/Contracts","Attributes":[{{attributes}}],"EntityState":null,"FormattedValues":[{"key":"statecode","value":"Gewonnen"}],"Id":"{{RecordId}}","KeyAttributes":[],"LogicalName":"{{table}}","RelatedEntities":[],"RowVersion":null}""";

    public static string Image(string name, string attributes) => $$$""","{{{name}}}":[{"key":"image","value":{"Attributes":[{{{attributes}}}],"Id":"{{{RecordId}}}","LogicalName":"x"}}]""";

    public static string Pair(string key, string value) => $$"""{"key":"{{key}}","value":{{value}}}""";

    public static string Option(string key, int value) => Pair(key, $$"""{"__type":"OptionSetValue:http:\/\/schemas.microsoft.com\/xrm\/2011\/Contracts","Value":{{value}}}""");

    public static string Money(string key, string value) => Pair(key, $$"""{"__type":"Money:http:\/\/schemas.microsoft.com\/xrm\/2011\/Contracts","Value":{{value}}}""");

    public static string Reference(string key, string table, string id) =>
        Pair(key, $$"""{"__type":"EntityReference:http:\/\/schemas.microsoft.com\/xrm\/2011\/Contracts","Id":"{{id}}","KeyAttributes":[],"LogicalName":"{{table}}","Name":null,"RowVersion":null}""");
}
