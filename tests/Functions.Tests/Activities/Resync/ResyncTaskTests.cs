namespace SalesPerf.Functions.Tests.Activities.Resync;

/// <summary>Rows of tasks that Salesforce tells too, by messages or by change events, before or after.</summary>
public sealed class ResyncTaskTests : IAsyncLifetime
{
    private const string Token = "token-of-the-salesforce-source";
    private const string Organization = "00D7F00000107XsUAI";
    private const string Mapping = """{"type":"call.completed","time":"yyyy-MM-dd HH:mm","columns":{"time":"when","owner":"who","object":"id","contact":"contact"}}""";
    private const string Header = "id,when,who,contact";

    private Exports exports = null!; // set before each test

    public async Task InitializeAsync()
    {
        exports = await Exports.StartAsync(provider: "salesforce");
        await exports.App.DoAsync("PUT", "/sources/crm/secret", $$"""{"secrets":["{{Organization}}:{{Token}}"]}""");
        await exports.App.DrainAsync();
    }

    public async Task DisposeAsync() => await exports.DisposeAsync();

    [Theory]
    [InlineData(true, true)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(false, false)]
    public async Task Given_a_task_that_an_export_and_the_webhook_tell_when_both_have_come_then_it_counts_once(bool isExportFirst, bool isMessage)
    {
        // Reports write ids with 15 characters.
        string[] rows = ["00T7F00000abcde,2026-11-19 09:00,1,c"];
        if (isExportFirst)
        {
            Assert.Equal((1, 1, 0, 0), await exports.UploadAsync("one", Header, Mapping, rows));
        }

        await (isMessage ? PostAsync(Message, "text/xml", "/webhooks/crm?token=" + Token) : PostAsync(Event, "application/json", "/webhooks/crm"));
        Assert.Equal((1, 0, 1, 0), await exports.UploadAsync("two", Header, Mapping, rows));
        Assert.Equal(("1", "1"), (await exports.ValueAsync("ann", 0), await exports.ValueAsync("ann", 1)));
        Assert.Equal("0", await exports.ValueAsync("bob", 0) ?? "0");
    }

    /// <summary>A meeting is one record whomever a row and the message name; of its kind is what was told of it last.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Given_a_meeting_that_an_export_has_for_somebody_else_when_both_have_come_then_it_counts_once(bool isExportFirst)
    {
        var mapping = Mapping.Replace("call.completed", "meeting.held", StringComparison.Ordinal);
        string[] rows = ["00U7F00000abcde,2026-11-19 09:00,2,c"];
        if (isExportFirst)
        {
            Assert.Equal((1, 1, 0, 0), await exports.UploadAsync("one", Header, mapping, rows));
        }

        var meeting = Message.Replace("sf:Task", "sf:Event", StringComparison.Ordinal).Replace("00T7F", "00U7F", StringComparison.Ordinal)
            .Replace("<sf:IsClosed>true</sf:IsClosed>", "<sf:EndDateTime>2026-11-19T09:30:00.000Z</sf:EndDateTime>", StringComparison.Ordinal);
        await PostAsync(meeting, "text/xml", "/webhooks/crm?token=" + Token);
        await PostAsync(meeting.Replace("04l7F000008aeAyQAI", "04l7F000008aeAzQAI", StringComparison.Ordinal).Replace(">1<", ">1b<", StringComparison.Ordinal), "text/xml", "/webhooks/crm?token=" + Token);
        Assert.Equal((1, 0, 1, 0), await exports.UploadAsync("two", Header, mapping, rows));
        Assert.Equal(isExportFirst ? ("0", "1") : ("1", "0"), (await exports.ValueAsync("ann", 0) ?? "0", await exports.ValueAsync("bob", 0) ?? "0"));
    }

    private async Task PostAsync(string body, string type, string path)
    {
        Assert.InRange((await exports.App.DoAsync("POST", path, body, type, headers: [("Authorization", $"Bearer {Token}")])).Code, 200, 202);
        await exports.App.DrainAsync();
    }

    private const string Message = $"""
        <soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><soapenv:Body><notifications xmlns="http://soap.sforce.com/2005/09/outbound"><OrganizationId>{Organization}</OrganizationId><Notification><Id>04l7F000008aeAyQAI</Id><sObject xsi:type="sf:Task" xmlns:sf="urn:sobject.enterprise.soap.sforce.com"><sf:Id>00T7F00000abcdeUAA</sf:Id><sf:TaskSubtype>Call</sf:TaskSubtype><sf:IsClosed>true</sf:IsClosed><sf:OwnerId>1</sf:OwnerId><sf:WhoId>c</sf:WhoId><sf:LastModifiedDate>2026-11-19T09:00:41.000Z</sf:LastModifiedDate></sObject></Notification></notifications></soapenv:Body></soapenv:Envelope>
        """;

    private const string Event = """
        {"ChangeEventHeader":{"entityName":"Task","recordIds":["00T7F00000abcdeUAA"],"changeType":"CREATE","transactionKey":"k1","sequenceNumber":1,"commitTimestamp":1795078841317},"Status":"Completed","TaskSubtype":"Call","OwnerId":"1","WhoId":"c"}
        """;
}
