using System.Text.Json.Nodes;
using SalesPerf.Domain.Commissions;
using SalesPerf.Domain.Deals;
using SalesPerf.Functions.Activities;
using SalesPerf.Functions.Activities.Resync;
using SalesPerf.Functions.Deals;
using SalesPerf.Functions.Storage;
using SalesPerf.Platform.Documents;

namespace SalesPerf.Functions.Tests.Activities.Resync;

/// <summary>Parts, uploads, webhooks and ends of uploads in each other's way.</summary>
public sealed class ResyncOrderTests : IAsyncLifetime
{
    private const string Keyed = """{"type":"call.completed","columns":{"eventId":"id","time":"when","owner":"who","contact":"contact"}}""";
    private const string Keyless = """{"type":"call.completed","time":"yyyy-MM-dd HH:mm","columns":{"time":"when","owner":"who","contact":"contact"}}""";
    private const string Changes = """{"columns":{"eventId":"id","type":"kind","time":"when","owner":"who","deal":"deal","stage":"stage"}}""";
    private const string Deals = """{"rows":"deals","columns":{"deal":"deal","time":"when","stage":"stage","owner":"who"}}""";

    private Exports exports = null!; // set before each test

    public async Task InitializeAsync() => exports = await Exports.StartAsync();

    public async Task DisposeAsync() => await exports.DisposeAsync();

    [Fact]
    public async Task Given_what_came_before_still_in_the_queue_when_a_part_comes_then_it_is_compared_once_that_is_stored()
    {
        await exports.OpenAsync("deals", "deal,when,stage,who", Deals);
        await exports.PutAsync("deals", 1, "7,2026-11-19T09:00:00Z,new,1", "8,2026-11-19T09:00:00Z,new,1");
        await exports.PostAsync(("w", "deal.stageChanged", "2026-11-19T10:00:00Z", "\"deal\":\"7\",\"stage\":\"demo\""));

        var part = exports.PutAsync("deals", 2, "7,2026-11-19T11:00:00Z,demo,1", "8,2026-11-19T11:00:00Z,new,1", "8,2026-11-19T12:00:00Z,demo,1");
        Assert.NotSame(part, await Task.WhenAny(part, Task.Delay(TimeSpan.FromMilliseconds(300))));
        await exports.App.DrainAsync();

        // Of deal 7 the webhook told it, of deal 8 the first part.
        Assert.Equal((3, 1, 2, 0), Exports.Counts((await part).Body));
    }

    [Fact]
    public async Task Given_another_part_under_way_when_a_part_comes_then_it_waits_until_that_is_done_ended_or_given_up()
    {
        await exports.OpenAsync("one", "id,when,who,contact", Keyed);
        await exports.OpenAsync("two", "id,when,who,contact", Keyed);
        await TurnAsync("one", 1);
        const string row = "a,2026-11-19T09:00:00Z,1,";

        Assert.Equal(503, (await exports.PutAsync("two", 1, row)).Code);
        Assert.Equal(503, (await exports.PutAsync("one", 2, row)).Code);

        // Its own part again; a part whose process ended with it; an upload that is cancelled; nobody for two minutes.
        Assert.Equal(200, (await exports.PutAsync("one", 1, row)).Code);
        await exports.App.DrainAsync();
        await TurnAsync("one", 1);
        Assert.Equal(200, (await exports.PutAsync("two", 1, row)).Code);
        await TurnAsync("one", 2);
        await exports.App.DoAsync("POST", "/sources/crm/resync/one/cancel");
        Assert.Equal(200, (await exports.PutAsync("two", 2, row)).Code);
        await exports.OpenAsync("three", "id,when,who,contact", Keyed);
        await TurnAsync("three", 1);
        Assert.Equal(503, (await exports.PutAsync("two", 3, row)).Code);
        exports.App.MoveTo(Exports.Now.AddMinutes(2));
        Assert.Equal(200, (await exports.PutAsync("two", 3, row)).Code);
        Assert.DoesNotContain(exports.App.Store.All, document => document.Id == "turn");
    }

    [Fact]
    public async Task Given_a_part_under_way_when_its_upload_is_cancelled_then_it_stops_and_what_it_told_stays()
    {
        Action? noted = null;
        await using var own = await Exports.StartAsync(done: what =>
        {
            if (what.Contains("Replace part~", StringComparison.Ordinal))
            {
                noted?.Invoke();
            }
        });
        await own.OpenAsync("long", "id,when,who,contact", Keyed);
        noted = () =>
        {
            // Between its first five hundred rows and the next ones, as the command does it.
            noted = null;
            var upload = own.App.Store.All.Single(document => document.Kind == ResyncUploads.Kind);
            var body = Exports.Body(upload);
            body["state"] = ResyncUpload.Cancelled;
            Assert.True(own.App.Store.CommitAsync(new DocumentBatch(upload.Pk).Upsert(upload with { Body = System.Text.Encoding.UTF8.GetBytes(body.ToJsonString()) }), default).IsCompletedSuccessfully);
        };

        var answer = await own.PutAsync("long", 1, [.. Enumerable.Range(0, 1_200).Select(row => $"r{row},2026-11-{1 + (row % 18):00}T09:00:00Z,1,")]);

        Assert.Equal(409, answer.Code);
        var stored = Exports.Body(own.App.Store.All.Single(document => document.Kind == ResyncUploads.PartKind));
        Assert.Equal((false, 500L), ((bool)stored["isDone"]!, (long)stored["rows"]!));
        await own.App.DrainAsync();
        Assert.Equal(500, own.Held().Count());
        Assert.DoesNotContain(own.App.Store.All, document => document.Id == "turn");
    }

    [Fact]
    public async Task Given_a_part_that_stopped_in_the_middle_when_it_comes_again_then_it_goes_on_from_there()
    {
        await exports.OpenAsync("one", "id,when,who,contact", Keyed);
        string[] rows = [.. Enumerable.Range(0, 1_200).Select(row => $"r{row},2026-11-19T09:00:00Z,1,"), "wrong,,,"];
        await exports.PutAsync("one", 1, rows);
        await exports.App.DrainAsync();
        var part = exports.App.Store.All.Single(document => document.Kind == ResyncUploads.PartKind);
        var body = Exports.Body(part);
        Assert.Equal((1_201, 1_200, 0, 1), Exports.Counts(body));
        (body["isDone"], body["rows"], body["added"], body["rejected"], body["problems"]) = (false, 500, 500, 0, new JsonArray());
        await exports.App.Store.CommitAsync(new DocumentBatch(part.Pk).Upsert(part with { Body = System.Text.Encoding.UTF8.GetBytes(body.ToJsonString()) }), default);

        Assert.Equal((1_201, 1_200, 0, 1), Exports.Counts((await exports.PutAsync("one", 1, rows)).Body));
        Assert.Equal(1_200, exports.Held().Count());
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, false)]
    [InlineData(true, true)]
    public async Task Given_a_row_and_the_fuller_webhook_of_one_event_when_they_come_in_either_order_then_the_webhook_stands(bool isRowFirst, bool areTogether)
    {
        (string, string, string, string)[] webhooks =
        [
            ("c1", "call.completed", "2026-11-19T09:00:00Z", "\"owner\":\"1\",\"contact\":\"kim\""),
            ("c2", "call.completed", "2026-10-31T23:30:00Z", "\"owner\":\"1\",\"contact\":\"lee\""),
            ("d1", "deal.created", "2026-11-19T09:00:00Z", "\"owner\":\"1\",\"deal\":\"7\",\"stage\":\"new\",\"amount\":500,\"currency\":\"EUR\""),
            ("d2", "deal.stageChanged", "2026-11-19T10:00:00Z", "\"deal\":\"7\",\"stage\":\"won\""),
        ];

        // The rows know less: no contact, no amount, an owner who has it no more, another time of the call at the end of a month.
        async Task RowsAsync()
        {
            await exports.UploadAsync("changes", "id,kind,when,who,deal,stage", Changes, ["d1,deal.created,2026-11-19T09:00:00Z,2,7,", "d2,deal.stageChanged,2026-11-19T10:00:00Z,2,7,demo"]);
            await exports.OpenAsync("calls", "id,when,who,contact", Keyed);
            await exports.PutAsync("calls", 1, "c1,2026-11-19T09:00:00Z,1,", "c2,2026-11-01T00:30:00Z,1,");
            if (!areTogether)
            {
                await exports.App.DrainAsync();
            }
        }

        if (isRowFirst)
        {
            await RowsAsync();
            await exports.HearAsync(webhooks);
        }
        else
        {
            await exports.HearAsync(webhooks);
            await RowsAsync();
        }

        await exports.HearAsync(webhooks);
        var rerun = await exports.UploadAsync("again", "id,when,who,contact", Keyed, ["c1,2026-11-19T09:00:00Z,1,"]);

        // One call in November, with one contact: the other was in October after all.
        Assert.Equal((1, 0, 1, 0), rerun);
        Assert.Equal(("1", "1"), (await exports.ValueAsync("ann", 0), await exports.ValueAsync("ann", 1)));
        var record = TypedDocuments.Open<DealRecord>(exports.App.Store.All.Single(document => document.Kind == DealDocuments.RecordKind)).Value;
        Assert.Equal(["amount currency owner stage", "stage"], record.Changes.Select(change => string.Join(' ', change.Fields!.Keys)));
        Assert.All(record.Changes, change => Assert.Null(change.Repaired));
        Assert.Equal(["rep~ann"], exports.App.Store.All
            .Where(document => document.Kind is DealDocuments.ContributionKind or DealDocuments.OpenKind)
            .Select(document => document.Pk));
        Assert.DoesNotContain(exports.App.Store.All, document => document.Kind == ActivityDocuments.Kind && Exports.Body(document)["repaired"]?.GetValue<bool>() == true);
        Assert.DoesNotContain(exports.App.Store.All, document => document.Kind == "dead");
    }

    [Theory]
    [InlineData("2026-10-31T23:30:00Z", "kim", "0", "0")]
    [InlineData("2026-11-01T00:30:00Z", null, "1", "0")]
    [InlineData("2026-11-01T00:30:00Z", "lee", "1", "1")]
    public async Task Given_a_row_that_alone_feeds_a_metric_when_the_webhook_says_otherwise_then_nothing_of_the_row_counts_any_more(string at, string? contact, string calls, string contacts)
    {
        Assert.Equal((1, 1, 0, 0), await exports.UploadAsync("calls", "id,when,who,contact", Keyed, ["c2,2026-11-01T00:30:00Z,1,kim"]));
        Assert.Equal(("1", "1"), (await exports.ValueAsync("ann", 0), await exports.ValueAsync("ann", 1)));

        for (var time = 1; time <= 2; time++)
        {
            await exports.HearAsync(("c2", "call.completed", at, $"\"owner\":\"1\"{(contact is null ? "" : $",\"contact\":\"{contact}\"")}"));
            Assert.Equal((calls, contacts), (await exports.ValueAsync("ann", 0), await exports.ValueAsync("ann", 1)));
        }
    }

    [Theory]
    [InlineData(false, 200, 2)]
    [InlineData(true, 503, 1)]
    public async Task Given_a_comparison_that_outlasts_its_turn_when_it_is_done_then_it_sends_only_where_nobody_took_the_turn(bool isTaken, int code, int held)
    {
        Action? compared = null;
        await using var own = await Exports.StartAsync(done: what =>
        {
            if (what.Contains("Create held~", StringComparison.Ordinal))
            {
                compared?.Invoke();
            }
        });
        await own.OpenAsync("one", "when,who,contact", Keyless);
        await own.OpenAsync("two", "when,who,contact", Keyless);
        await own.HearAsync(("c1", "call.completed", "2026-11-19T09:00:00Z", "\"owner\":\"1\""));
        Task<CommitResult>? taken = null;
        var times = 0;
        compared = () =>
        {
            times++;
            own.App.MoveTo(Exports.Now.AddMinutes(10));
            taken = isTaken ? TurnAsync(own, "two", 1) : null;
        };

        var part = await own.PutAsync("one", 1, "2026-11-19 09:00,1,", "2026-11-19 10:00,1,");
        await own.App.DrainAsync();

        Assert.Equal(1, times);
        Assert.Equal((code, held), (part.Code, own.Held().Count()));
        Assert.Equal(isTaken, taken is not null && await taken is CommitResult.Committed);
        Assert.Equal(isTaken ? ["two"] : Array.Empty<string>(), own.App.Store.All.Where(document => document.Id == "turn").Select(document => (string?)Exports.Body(document)["upload"]));
    }

    [Fact]
    public async Task Given_a_closed_month_when_an_export_tells_a_win_of_it_then_it_is_credited_there_once_and_the_books_stay_closed()
    {
        var closed = Books.OfOrganisation(new OrganisationPeriod("2026-10", "closed"));
        await exports.App.Store.CommitAsync(new DocumentBatch(closed.Pk).Create(closed), default);
        const string mapping = """{"rows":"deals","columns":{"deal":"deal","time":"when","stage":"stage","owner":"who","amount":"amount","currency":"currency"}}""";
        string[] rows = ["7,2026-10-20T09:00:00Z,won,1,100,EUR"];

        Assert.Equal((1, 1, 0, 0), await exports.UploadAsync("late", "deal,when,stage,who,amount,currency", mapping, rows));
        var first = BooksOfAnn();
        Assert.Equal((1, 0, 1, 0), await exports.UploadAsync("again", "deal,when,stage,who,amount,currency", mapping, rows));

        Assert.Equal(new PersonPeriod("2026-10", "closed"), first.Value);
        Assert.Equal(first.Rev, BooksOfAnn().Rev);
        var credit = TypedDocuments.Open<Credit>(exports.App.Store.All.Single(document => document.Kind == DealDocuments.CreditKind)).Value;
        Assert.Equal((100m, new DateOnly(2026, 10, 20)), (credit.Amount, credit.Date));

        Stored<PersonPeriod> BooksOfAnn() => TypedDocuments.Open<PersonPeriod>(exports.App.Store.All.Single(document => document.Pk == Partitions.Rep("ann") && document.Id == Books.Id("2026-10")));
    }

    private Task<CommitResult> TurnAsync(string upload, int part) => TurnAsync(exports, upload, part);

    private static Task<CommitResult> TurnAsync(Exports exports, string upload, int part) => exports.App.Store.CommitAsync(
        new DocumentBatch(ResyncUploads.Partition("crm")).Upsert(
            TypedDocuments.New(ResyncUploads.Partition("crm"), "turn", "resync-turn", TypedDocuments.Timeless, new ResyncTurn(upload, part, Exports.Now.AddMinutes(2)))),
        default);
}
