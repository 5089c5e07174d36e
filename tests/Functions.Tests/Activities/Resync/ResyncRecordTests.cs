using System.Security.Cryptography;
using System.Text;

namespace SalesPerf.Functions.Tests.Activities.Resync;

/// <summary>Rows of calls that HubSpot tells in several messages.</summary>
public sealed class ResyncRecordTests : IAsyncLifetime
{
    private const string Secret = "hubspot-secret-of-crm-0000000000";
    private const string ByObject = """{"type":"call.completed","time":"yyyy-MM-dd HH:mm","columns":{"time":"when","owner":"who","object":"id","contact":"contact"}}""";
    private const string ByKey = """{"type":"call.completed","key":"9:call:creation:{id}:{when|ms}","time":"yyyy-MM-dd HH:mm","columns":{"time":"when","owner":"who","contact":"contact"}}""";
    private const string Header = "id,when,who,contact";
    private const long At = 1795078841317; // 2026-11-19T09:00:41.317Z

    private Exports exports = null!; // set before each test

    public async Task InitializeAsync()
    {
        exports = await Exports.StartAsync(provider: "hubspot");
        await exports.App.DoAsync("PUT", "/sources/crm/secret", $$"""{"secrets":["{{Secret}}"]}""");
        await exports.App.DrainAsync();
    }

    public async Task DisposeAsync() => await exports.DisposeAsync();

    [Theory]
    [InlineData(ByObject)]
    [InlineData(ByKey)]
    public async Task Given_calls_told_in_messages_when_their_export_comes_then_only_what_is_missing_is_added(string mapping)
    {
        await HearAsync(Created(1), Owner(1, "1"), Created(2), Created(3), Owner(3, "1"), Event(3, "object.deletion"));
        Assert.Equal("1", await exports.ValueAsync("ann", 0));
        string[] rows = ["1,2026-11-19 09:00,2,c", "2,2026-11-19 09:00,2,c", "3,2026-11-19 09:00,1,c", "4,2026-11-19 09:00,1,c", "4,2026-11-19 09:00,1,c"];

        // The first is held, the second gets its owner, the third was deleted, the fourth is new and named twice.
        Assert.Equal((5, 2, 3, 0), await exports.UploadAsync("one", Header, mapping, rows));
        Assert.Equal(("2", "1"), (await exports.ValueAsync("ann", 0), await exports.ValueAsync("bob", 0)));
        Assert.Equal((5, 0, 5, 0), await exports.UploadAsync("two", Header, mapping, rows));
        Assert.Equal(("2", "1"), (await exports.ValueAsync("ann", 0), await exports.ValueAsync("bob", 0)));
    }

    [Fact]
    public async Task Given_the_export_before_the_messages_when_they_come_then_the_call_counts_once()
    {
        Assert.Equal((1, 1, 0, 0), await exports.UploadAsync("one", Header, ByObject, ["1,2026-11-19 09:00,1,c"]));
        await HearAsync(Created(1), Owner(1, "1"));

        Assert.Equal(("1", "1"), (await exports.ValueAsync("ann", 0), await exports.ValueAsync("ann", 1)));

        await HearAsync(Event(1, "object.deletion", after: 5_000));
        Assert.Equal("0", await exports.ValueAsync("ann", 0) ?? "0");
    }

    [Fact]
    public async Task Given_a_part_that_was_stopped_after_it_told_its_rows_when_it_comes_again_then_nothing_counts_twice()
    {
        await HearAsync(Created(2));
        string[] rows = ["1,2026-11-19 09:00,1,c", "2,2026-11-19 09:00,2,d"];
        await exports.OpenAsync("one", Header, ByObject);
        await exports.PutAsync("one", 1, rows);
        await exports.App.DrainAsync();
        await exports.ForgetPartAsync("one", 1);
        await exports.PutAsync("one", 1, rows);
        await exports.App.DrainAsync();

        Assert.Equal(("1", "1"), (await exports.ValueAsync("ann", 0), await exports.ValueAsync("bob", 0)));
    }

    private async Task HearAsync(params string[] events)
    {
        var body = $"[{string.Join(',', events)}]";
        var signature = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Secret + body)));
        var answer = await exports.App.DoAsync("POST", "/webhooks/crm", body, headers: [("X-HubSpot-Signature", signature), ("X-HubSpot-Signature-Version", "v1")]);
        Assert.Equal(202, answer.Code is 200 ? 202 : answer.Code);
        await exports.App.DrainAsync();
    }

    private static string Created(int id) => Event(id, "object.creation");

    private static string Owner(int id, string owner) => Event(id, "object.propertyChange", $$""","propertyName":"hubspot_owner_id","propertyValue":"{{owner}}" """, 900);

    private static string Event(int id, string type, string members = "", int after = 1_000) =>
        $$"""{"portalId":9,"occurredAt":{{At + (type == "object.creation" ? 0 : after)}},"subscriptionType":"{{type}}","objectTypeId":"0-48","objectId":{{id}}{{members}}}""";
}
