namespace SalesPerf.Functions.Tests.Activities.Resync;

/// <summary>What is held is found, whatever the export looks like.</summary>
public sealed class ResyncHeldTests : IAsyncLifetime
{
    private const string Keyed = """{"type":"call.completed","columns":{"eventId":"id","time":"when","owner":"who"}}""";
    private const string Coarse = """{"type":"call.completed","key":"9:call:creation:{id}:{when|ms}","time":"dd/MM/yyyy HH:mm","columns":{"time":"when","owner":"who"}}""";
    private const string Keyless = """{"type":"call.completed","time":"yyyy-MM-dd HH:mm","columns":{"time":"when","owner":"who","contact":"contact"}}""";
    private const string Objects = """{"type":"call.completed","time":"yyyy-MM-dd HH:mm","columns":{"time":"when","owner":"who","object":"id"}}""";

    private Exports exports = null!; // set before each test

    public async Task InitializeAsync() => exports = await Exports.StartAsync();

    public async Task DisposeAsync() => await exports.DisposeAsync();

    [Fact]
    public async Task Given_events_held_of_others_or_of_nobody_when_the_export_names_other_owners_then_none_counts_again_and_nobodys_gets_its_owner()
    {
        await exports.HearAsync(
            ("given-away", "call.completed", "2026-11-19T09:00:00Z", "\"owner\":\"1\""),
            ("other-name", "call.completed", "2026-11-19T09:01:00Z", "\"owner\":\"1b\""),
            ("nobodys", "call.completed", "2026-11-19T09:02:00Z", ""),
            ("somebodys", "call.completed", "2026-11-19T09:03:00Z", "\"owner\":\"2\""),
            ("strangers", "call.completed", "2026-11-19T09:04:00Z", "\"owner\":\"77\""));

        string[] rows = [
            "given-away,2026-11-19T09:00:00Z,2",
            "other-name,2026-11-19T09:01:00Z,1",
            "nobodys,2026-11-19T09:02:00Z,1",
            "somebodys,2026-11-19T09:03:00Z,",
            "strangers,2026-11-19T09:04:00Z,Ann Example",
            "missing,2026-11-19T09:05:00Z,2",
        ];

        Assert.Equal((6, 2, 4, 0), await exports.UploadAsync("one", "id,when,who", Keyed, rows));
        Assert.Equal(["1 19 09:00:00", "1b 19 09:01:00", " 19 09:02:00", "1 19 09:02:00", "2 19 09:03:00", "77 19 09:04:00", "2 19 09:05:00"], exports.Held());
        Assert.Equal("3", await exports.ValueAsync("ann", 0));
        Assert.Equal("2", await exports.ValueAsync("bob", 0));

        // Whoever another export names, and whatever the webhook tells again: it has its owner.
        rows[2] = "nobodys,2026-11-19T09:02:00Z,2";
        Assert.Equal((6, 0, 6, 0), await exports.UploadAsync("two", "id,when,who", Keyed, rows));
        await exports.HearAsync(("nobodys", "call.completed", "2026-11-19T09:02:00Z", ""));
        Assert.Equal("3", await exports.ValueAsync("ann", 0));
        Assert.Equal("2", await exports.ValueAsync("bob", 0));
    }

    [Fact]
    public async Task Given_keys_of_milliseconds_when_the_export_writes_minutes_then_the_same_events_are_recognised_and_others_are_added()
    {
        // 2026-11-19T09:00:41.317Z is 1795078841317.
        await exports.HearAsync(("9:call:creation:46:1795078841317", "call.completed", "2026-11-19T09:00:41.317Z", ""), ("9:call:creation:47:1795078841317", "call.completed", "2026-11-19T09:00:41.317Z", "\"owner\":\"1\""));

        string[] rows = ["46,19/11/2026 09:00,1", "47,19/11/2026 09:00,2", "46,19/11/2026 09:01,1", "4,19/11/2026 09:00,1"];

        // Of 46 at 09:00 nobody knew the owner.
        Assert.Equal((4, 3, 1, 0), await exports.UploadAsync("one", "id,when,who", Coarse, rows));
        Assert.Equal((4, 0, 4, 0), await exports.UploadAsync("two", "id,when,who", Coarse, rows));
    }

    [Fact]
    public async Task Given_three_equal_rows_and_one_event_held_when_uploaded_in_parts_that_come_again_then_two_are_added_for_good()
    {
        await exports.HearAsync(("a", "call.completed", "2026-11-19T09:00:41Z", "\"owner\":\"1\",\"contact\":\"c\""));
        const string row = "2026-11-19 09:00,1,c";
        await exports.OpenAsync("one", "when,who,contact", Keyless);
        await exports.PutAsync("one", 2, row);
        await exports.App.DrainAsync();
        await exports.ForgetPartAsync("one", 2);

        // Six hundred others, so that the next one alike is compared with the second chunk of its part.
        string[] many = [.. Enumerable.Range(0, 600).Select(minute => $"2026-11-18 {8 + (minute / 60):00}:{minute % 60:00},2,"), row, row];
        await exports.PutAsync("one", 1, many);
        await exports.App.DrainAsync();
        await exports.PutAsync("one", 2, row);
        await exports.App.DrainAsync();
        await exports.ForgetPartAsync("one", 1);
        await exports.PutAsync("one", 1, many);
        await exports.App.DrainAsync();
        var done = await exports.App.DoAsync("POST", "/sources/crm/resync/one/complete", """{"parts":2}""");

        Assert.Equal((603, 602, 1, 0), Exports.Counts(done.Body));
        Assert.Equal(3, exports.Held().Count(held => held.StartsWith("1 19 09:00", StringComparison.Ordinal)));
        Assert.Equal("3", await exports.ValueAsync("ann", 0));
        Assert.Equal((603, 0, 603, 0), await exports.UploadAsync("two", "when,who,contact", Keyless, many, [row]));
        Assert.Equal((4, 1, 3, 0), await exports.UploadAsync("three", "when,who,contact", Keyless, [row, row], [row, row]));
    }

    [Fact]
    public async Task Given_rows_without_a_key_when_they_say_less_or_more_than_what_is_held_then_each_held_event_stands_for_the_row_that_fits_it()
    {
        await exports.HearAsync(
            ("a", "call.completed", "2026-11-19T09:00:10Z", "\"owner\":\"1\""),
            ("b", "call.completed", "2026-11-19T09:00:20Z", "\"owner\":\"1b\",\"contact\":\"c\""),
            ("c", "call.completed", "2026-11-19T09:00:30Z", "\"owner\":\"2\",\"contact\":\"c\""),
            ("d", "call.completed", "2026-11-19T09:00:40Z", "\"contact\":\"d\""));

        // Of contact c one call is Ann's and one is Bob's; what nobody's webhook told of d counts for nobody until the row says that it is Bob's. The one without a contact is a.
        Assert.Equal((5, 2, 3, 0), await exports.UploadAsync("one", "when,who,contact", Keyless, [
            "2026-11-19 09:00,1,", "2026-11-19 09:00,1,c", "2026-11-19 09:00,2,c", "2026-11-19 09:00,2,d", "2026-11-19 09:00,2,e",
        ]));
    }

    [Fact]
    public async Task Given_rows_with_an_object_when_the_webhook_named_another_owner_then_the_event_is_found()
    {
        await exports.HearAsync(("call:31:ended", "call.completed", "2026-11-19T09:00:10Z", "\"owner\":\"77\""));
        string[] rows = ["31,2026-11-19 09:00,1", "32,2026-11-19 09:00,1"];

        Assert.Equal((2, 1, 1, 0), await exports.UploadAsync("one", "id,when,who", Objects, rows));
        Assert.Equal((2, 0, 2, 0), await exports.UploadAsync("two", "id,when,who", Objects, rows));
    }

    [Fact]
    public async Task Given_a_person_erased_between_upload_and_rerun_when_the_export_comes_again_then_nothing_counts_again_and_nobody_is_named()
    {
        string[] keyed = ["k1,2026-11-19T09:00:00Z,1", "k2,2026-11-19T09:01:00Z,2"];
        string[] keyless = ["2026-11-18 09:00,1,c", "2026-11-18 09:00,1,c"];
        Assert.Equal((2, 2, 0, 0), await exports.UploadAsync("keyed", "id,when,who", Keyed, keyed));
        Assert.Equal((2, 2, 0, 0), await exports.UploadAsync("keyless", "when,who,contact", Keyless, keyless));

        await exports.App.DoAsync("DELETE", "/people/ann", headers: ("If-Match", "*"));
        await exports.App.DrainAsync();
        var erased = await exports.App.SendAsync("POST", "/people/ann/erasure");
        Assert.True(erased.Code is 200 or 202, erased.Text);
        await exports.App.DrainAsync();

        Assert.Equal((2, 0, 2, 0), await exports.UploadAsync("keyed-2", "id,when,who", Keyed, keyed));
        Assert.Equal((2, 0, 2, 0), await exports.UploadAsync("keyless-2", "when,who,contact", Keyless, keyless));
        Assert.DoesNotContain(exports.Held(), held => held.StartsWith("1 ", StringComparison.Ordinal));
        Assert.Equal(4, exports.Held().Count());
    }
}
