using System.Text;

namespace SalesPerf.Functions.Tests.Activities.Resync;

/// <summary>Rows of an export of which the webhook tells afterwards, since the provider held its message back. The row names the record, as the message does.</summary>
public sealed class ResyncBeforeMessageTests : IAsyncLifetime
{
    private const string Secret = "user:password-of-the-webhook";
    private const string Mapping = """{"type":"call.completed","time":"yyyy-MM-dd HH:mm","columns":{"time":"when","owner":"who","object":"id","contact":"contact"}}""";
    private const string Header = "id,when,who,contact";
    private const string Message = """{"meta":{"action":"change","entity":"activity","entity_id":"9","company_id":"5","id":"7a40ac1f-debd-4d22-b8d6-d9a687a96ec4","timestamp":"2026-11-19T09:00:41.317Z","version":"2.0"},"data":{"id":9,"done":true,"type":"call","owner_id":1,"person_id":4},"previous":{"done":false}}""";

    private Exports exports = null!; // set before each test

    public async Task InitializeAsync()
    {
        exports = await Exports.StartAsync(provider: "pipedrive");
        await exports.App.DoAsync("PUT", "/sources/crm/secret", $$"""{"secrets":["{{Secret}}"]}""");
        await exports.App.DrainAsync();
    }

    public async Task DisposeAsync() => await exports.DisposeAsync();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Given_a_call_that_an_export_and_the_webhook_tell_when_both_have_come_then_it_counts_once(bool isExportFirst)
    {
        string[] rows = ["9,2026-11-19 09:00,1,4"];
        if (isExportFirst)
        {
            Assert.Equal((1, 1, 0, 0), await exports.UploadAsync("one", Header, Mapping, rows));
        }

        var basic = "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes(Secret));
        Assert.InRange((await exports.App.DoAsync("POST", "/webhooks/crm", Message, headers: [("Authorization", basic)])).Code, 200, 202);
        await exports.App.DrainAsync();
        Assert.Equal((1, 0, 1, 0), await exports.UploadAsync("two", Header, Mapping, rows));
        Assert.Equal(("1", "1"), (await exports.ValueAsync("ann", 0), await exports.ValueAsync("ann", 1)));
    }
}
