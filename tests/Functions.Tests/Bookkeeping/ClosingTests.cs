using Microsoft.Extensions.DependencyInjection;
using SalesPerf.Domain.Bookkeeping;
using SalesPerf.Domain.Commissions;
using SalesPerf.Functions.Bookkeeping;
using SalesPerf.Functions.Messages;
using SalesPerf.Functions.Storage;
using SalesPerf.Platform.Documents;
using SalesPerf.Platform.Messages;

namespace SalesPerf.Functions.Tests.Bookkeeping;

public sealed class ClosingTests
{
    /// <summary>10 % of 5,000 and of 3,000 are 500 and 300.</summary>
    [Fact]
    public async Task Given_deals_of_october_when_it_is_closed_then_statements_are_frozen_and_whatever_comes_later_changes_nothing()
    {
        await using var app = await BookApp.StartAsync();
        var deal = await app.WinAsync("2026-10-10", 5_000);
        await app.WinAsync("2026-10-11", 3_000, owner: "2");
        Assert.Equal("live 500.00", await app.EarnedAsync("2026-10"));

        await app.CloseAsync("2026-10");

        var frozen = await app.GetAsync("/reps/ann/commissions/2026-10");
        Assert.Equal(("closed", "500.00", 64), (frozen.Of("state"), frozen.Of("totals/0/earned/amount"), frozen.Of("hash").Length));
        var payroll = await app.GetAsync("/periods/2026-10/payroll", ("Accept", "text/csv"));
        var json = await app.GetAsync("/periods/2026-10/payroll");
        Assert.Equal(("800.00", "2", "ann", "500.00"), (json.Of("totals/0/payout/amount"), json.Of("people"), json.Of("rows/0/person"), json.Of("rows/0/payout/amount")));

        // A late deal, a change of the one that was paid, another plan for October, another person on it, and the next month.
        await app.WinAsync("2026-10-20", 1_000);
        await app.SendAsync("deal.amountChanged", deal, "2026-10-25", $$"""{"deal":"{{deal}}","amount":"7000"}""");
        await app.PlanAsync("flat", "month", "month", 20, query: "?effectiveFrom=2026-10-01");
        await app.PlanAsync("other", "month", "month", 5, isPlanned: false);
        await app.PutAsync("/assignments/late", """{"id":"late","person":"ann","plan":"other","from":"2026-10-01","to":"2026-10-02"}""");
        app.Whole.MoveTo(new(2026, 12, 2, 12, 0, 0, TimeSpan.Zero));
        await app.CloseAsync("2026-11");

        Assert.Equal(frozen.Text, (await app.GetAsync("/reps/ann/commissions/2026-10")).Text);
        Assert.Equal(json.Text, (await app.GetAsync("/periods/2026-10/payroll")).Text);
        Assert.Equal(payroll.Text, (await app.GetAsync("/periods/2026-10/payroll", ("Accept", "text/csv"))).Text);
        var audit = await app.GetAsync("/audit/verify");
        Assert.True(audit.Of("isWhole") == "true", audit.Text);
    }

    [Fact]
    public async Task Given_months_when_closed_then_only_in_their_order_and_once_they_have_ended()
    {
        await using var app = await BookApp.StartAsync();
        Assert.Equal(409, (await app.PostAsync("/periods/2026-11/close")).Code);
        app.Whole.MoveTo(new(2026, 12, 2, 12, 0, 0, TimeSpan.Zero));
        Assert.Equal(409, (await app.PostAsync("/periods/2026-11/close")).Code);
        Assert.Equal(404, (await app.PostAsync("/periods/2026-Q4/close")).Code);
        Assert.Equal(409, (await app.GetAsync("/periods/2026-10/payroll")).Code);

        await app.CloseAsync("2026-10");
        var again = await app.PostAsync("/periods/2026-10/close");
        Assert.Equal((200, "closed"), (again.Code, again.Of("state")));
        await app.CloseAsync("2026-11");
        Assert.Equal("2026-12 open, 2026-11 closed, 2026-10 closed", string.Join(", ", (await app.GetAsync("/periods")).Body["items"]!.AsArray().Select(item => $"{item!["period"]} {item["state"]}")));
    }

    [Fact]
    public async Task Given_deals_of_nobody_and_without_a_rate_when_closing_then_it_is_refused_until_somebody_says_why_it_may_be()
    {
        await using var app = await BookApp.StartAsync();
        await app.WinAsync("2026-10-10", 5_000, owner: "9");
        await app.WinAsync("2026-10-10", 5_000, currency: "EUR");

        var checklist = await app.GetAsync("/periods/2026-10/checklist");
        Assert.True(checklist.Code == 200 && checklist.Body["items"]!.AsArray().Count == 2, checklist.Text);
        Assert.Equal("unmappedIdentities crm/9, missingRates ann: d2", string.Join(", ", checklist.Body["items"]!.AsArray().Select(item => $"{item!["code"]} {item["subjects"]![0]}")));
        Assert.Equal(422, (await app.PostAsync("/periods/2026-10/close")).Code);
        Assert.Equal(422, (await app.PostAsync("/periods/2026-10/close", """{"acknowledge":["unmappedIdentities","missingRates"]}""")).Code);
        Assert.Equal(422, (await app.PostAsync("/periods/2026-10/close", """{"acknowledge":["missingRates"],"reason":"the rate is not known"}""")).Code);

        await app.CloseAsync("2026-10", """{"acknowledge":["unmappedIdentities","missingRates"],"reason":"the owner left long ago"}""");
        Assert.Equal("missingRates", (await app.GetAsync("/periods/2026-10")).Of("acknowledged/0"));
        Assert.Equal("true", (await app.GetAsync("/audit/verify")).Of("isWhole"));
    }

    [Fact]
    public async Task Given_two_closes_at_once_when_asked_for_then_the_month_closes_once()
    {
        await using var app = await BookApp.StartAsync();
        await app.WinAsync("2026-10-10", 5_000);
        var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => app.PostAsync("/periods/2026-10/close")));
        Assert.All(answers, answer => Assert.Equal(202, answer.Code));
        await app.Whole.DrainAsync();

        Assert.Equal("done", (await app.GetAsync("/runs/close/2026-10")).Of("state"));
        var chain = app.Whole.Store.All.Where(document => document.Kind == BookDocuments.ChainKind).Select(document => document.Pk).CountBy(pk => pk);
        Assert.Equal(["calendar 2", "rep~ann 1", "rep~ben 1"], chain.Select(one => $"{one.Key} {one.Value}").Order());
    }

    [Fact]
    public async Task Given_a_plan_by_quarter_when_its_last_month_closes_then_so_does_the_quarter()
    {
        await using var app = await BookApp.StartAsync("quarter", "quarter", new(2027, 1, 4, 12, 0, 0, TimeSpan.Zero));
        await app.WinAsync("2026-10-10", 5_000);
        await app.WinAsync("2026-12-10", 1_000);
        await app.CloseAsync("2026-10");
        await app.CloseAsync("2026-11");
        Assert.Equal("live 600.00", await app.EarnedAsync("2026-Q4"));

        await app.CloseAsync("2026-12");

        // 10 % of 6,000.
        Assert.Equal("closed 600.00", await app.EarnedAsync("2026-Q4"));
        var row = Assert.Single((await app.GetAsync("/periods/2026-12/payroll")).Body["rows"]!.AsArray(), row => row!["person"]!.ToString() == "ann");
        Assert.Equal("2026-Q4", row!["payPeriod"]!.ToString());
    }

    /// <summary>Bits of every byte of what the books hold, one after the other: 500 and 300 are closed, a reason is kept.</summary>
    [Fact]
    public async Task Given_closed_books_when_any_byte_of_them_changes_then_the_audit_finds_it()
    {
        await using var app = await BookApp.StartAsync();
        await app.WinAsync("2026-10-10", 5_000);
        await app.CloseAsync("2026-10", """{"acknowledge":["nothing"],"reason":"as agreed"}""");
        string[] kinds = ["chain", "closed-month", "snapshot", "ledger", "posted", "manifest", "text", "period"];
        var documents = app.Whole.Store.All.Where(document => kinds.Contains(document.Kind)).ToList();
        Assert.Equal(kinds.Order(), documents.Select(document => document.Kind).Distinct().Order());
        foreach (var document in documents.Where(document => document.Pk != Partitions.Rep("ben")))
        {
            var body = document.Body.ToArray();
            for (var index = 0; index < body.Length; index += document.Kind == "chain" ? 1 : 1 + (body.Length / 60))
            {
                var flipped = (byte[])body.Clone();
                flipped[index] ^= (byte)(1 << (index % 7));
                await OverwriteAsync(document, flipped);
                var found = await app.Whole.Get<VerifyChain>().RunAsync(document.Pk, new HashSet<string>(), default);
                Assert.True(found.Broken is not null, $"{document.Kind}: byte {index} of {document.Id}.");
            }

            await OverwriteAsync(document, body);
        }

        Assert.Equal("true", (await app.GetAsync("/audit/verify")).Of("isWhole"));
        Task OverwriteAsync(Platform.Documents.Document document, byte[] bytes) => app.OverwriteAsync(document, bytes);
    }

    [Fact]
    public async Task Given_somebody_who_closes_when_an_entry_is_taken_from_the_end_of_a_chain_then_the_audit_says_so()
    {
        await using var app = await BookApp.StartAsync();
        await app.CloseAsync("2026-10");
        foreach (var document in app.Whole.Store.All.Where(document => document.Pk == Partitions.Rep("ann") && document.Kind is "chain" or "closed-month" or "snapshot" or "ledger" or "posted" && document.Pk == Partitions.Rep("ann")).ToList())
        {
            await app.Whole.Store.CommitAsync(new Platform.Documents.DocumentBatch(document.Pk).Delete(document.Id), default);
        }

        await app.Whole.Store.CommitAsync(new Platform.Documents.DocumentBatch(Partitions.Rep("ann")).Delete(Functions.Deals.Books.Id("2026-10")), default);
        var audit = await app.GetAsync("/audit/verify");
        Assert.Equal(("false", "rep~ann"), (audit.Of("isWhole"), audit.Of("firstBroken/partition")));
    }

    [Fact]
    public async Task Given_a_person_who_left_when_months_close_then_theirs_close_too()
    {
        await using var app = await BookApp.StartAsync();
        await app.WinAsync("2026-10-10", 5_000, owner: "2");
        await app.PutAsync("/assignments/ben", """{"id":"ben","person":"ben","plan":"flat","from":"2026-10-01","to":"2026-10-15"}""", BookApp.Any);
        await app.PutAsync("/people/ben", """{"id":"ben","name":"Ben","mail":"ben@example.com","identities":{"crm":["2"]},"employment":[{"from":"2026-01-01","to":"2026-10-15"}]}""", BookApp.Any);
        await app.CloseAsync("2026-10");
        Assert.Equal("closed 500.00", await app.EarnedAsync("2026-10", "ben"));
        Assert.Equal("closed", (await app.Whole.Store.ReadAsync<PersonPeriod>(Partitions.Rep("ben"), Functions.Deals.Books.Id("2026-10"), default))!.Value.State);
    }

    [Fact]
    public async Task Given_a_closed_month_when_a_calendar_gives_it_other_days_then_it_is_refused_and_any_other_change_is_not()
    {
        await using var app = await BookApp.StartAsync();
        await app.CloseAsync("2026-10");
        var refused = await app.Whole.SendAsync("PUT", "/calendar", """{"id":"default","zone":"Etc/UTC","fiscalYearStartMonth":7}""", headers: BookApp.Any);
        Assert.Equal(422, refused.Code);
        Assert.Contains("must leave 2026-10 from 2026-10-01 to 2026-10-31, as it was closed", refused.Text);
        Assert.Equal(422, (await app.Whole.SendAsync("PUT", "/calendar?effectiveFrom=2027-01-01", """{"id":"default","zone":"Etc/UTC","fiscalYearStartMonth":7}""", headers: BookApp.Any)).Code);
        Assert.Equal(200, (await app.Whole.SendAsync("PUT", "/calendar", """{"id":"default","zone":"Etc/UTC","holidays":["2026-12-25"]}""", headers: BookApp.Any)).Code);
    }

    /// <summary>10 % of 5,000 are 500. Nobody's month is closed while the deal waits to be stored, nor while a deal waits to become a credit.</summary>
    [Theory]
    [InlineData("ingest-activities")]
    [InlineData("apply-deal")]
    public async Task Given_what_was_accepted_before_a_close_when_it_waits_still_then_the_close_waits_for_it(string queue)
    {
        await using var app = await BookApp.StartAsync();
        var bus = app.Whole.Get<IMessageBus>();
        if (queue == "apply-deal")
        {
            await app.WinAsync("2026-10-10", 5_000);
            await bus.SendAsync(queue, [FollowOn.ApplyDeal(new RecordKey("crm", "deal", "d1")).Message(BookApp.Start, BookApp.Start.AddMinutes(1))], default);
        }
        else
        {
            var sent = """[{"specversion":"1.0","id":"late","source":"crm","type":"deal.won","time":"2026-10-10T09:00:00Z","data":{"deal":"late","owner":"1","amount":"5000","currency":"USD"} }]""";
            await app.Whole.DoAsync("POST", "/activities", sent, "application/cloudevents-batch+json");
        }

        Assert.Equal(202, (await app.PostAsync("/periods/2026-10/close")).Code);
        var look = ActivatorUtilities.CreateInstance<CompleteClose>(app.Whole.Get<IServiceProvider>());
        await look.Run(Envelopes.Message("salesperf.books.complete", new CompleteCloseKey("2026-10"), BookApp.Start).Body, default);
        Assert.False(await bus.IsWaitingSinceAsync("close-period", DateTimeOffset.MaxValue, default));

        await app.Whole.DrainAsync();
        Assert.Equal("closed 500.00", await app.EarnedAsync("2026-10"));
        Assert.Equal("closed", (await app.GetAsync("/periods/2026-10")).Of("state"));
    }

    /// <summary>Somebody unknown won 5,000: 10 % of it are Ben's 500 in the month that is closed right after he is named.</summary>
    [Fact]
    public async Task Given_an_identity_when_it_is_claimed_right_before_the_close_then_its_deals_count_in_it()
    {
        await using var app = await BookApp.StartAsync();
        await app.WinAsync("2026-10-10", 5_000, owner: "3");
        Assert.Equal(422, (await app.PostAsync("/periods/2026-10/close")).Code);

        Assert.Equal(200, (await app.Whole.SendAsync("PUT", "/people/ben", """{"id":"ben","name":"Ben","mail":"ben@example.com","identities":{"crm":["2","3"]} }""", headers: BookApp.Any)).Code);
        Assert.Equal(202, (await app.PostAsync("/periods/2026-10/close", """{"acknowledge":["unmappedIdentities"],"reason":"mapped this minute"}""")).Code);
        await app.Whole.DrainAsync();
        Assert.Equal("closed 500.00", await app.EarnedAsync("2026-10", "ben"));
    }

    /// <summary>A message that the broker keeps for days is waited for until an hour after the close was asked for.</summary>
    [Theory]
    [InlineData(59, false)]
    [InlineData(60, true)]
    public async Task Given_a_message_that_does_not_come_when_an_hour_is_over_then_the_close_goes_on(int minutes, bool isGoingOn)
    {
        await using var app = await BookApp.StartAsync();
        var bus = app.Whole.Get<IMessageBus>();
        await bus.SendAsync("apply-deal", [FollowOn.ApplyDeal(new RecordKey("crm", "deal", "d1")).Message(BookApp.Start, BookApp.Start.AddDays(4))], default);
        Assert.Equal(202, (await app.PostAsync("/periods/2026-10/close")).Code);

        app.Whole.MoveTo(app.Whole.Get<TimeProvider>().GetUtcNow().AddMinutes(minutes));
        var look = ActivatorUtilities.CreateInstance<CompleteClose>(app.Whole.Get<IServiceProvider>());
        await look.Run(Envelopes.Message("salesperf.books.complete", new CompleteCloseKey("2026-10"), BookApp.Start).Body, default);
        Assert.Equal(isGoingOn, await bus.IsWaitingSinceAsync("close-period", DateTimeOffset.MaxValue, default));
    }

    /// <summary>The fiscal year begins in July from now on: 2026-10 is April. The first calendar is no other than a later one.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Given_a_calendar_that_changes_while_a_close_is_asked_for_when_both_commit_then_the_month_has_its_days(bool isFirst)
    {
        BookApp? app = null;
        var changed = 0;
        app = await BookApp.StartAsync(hook: async batch =>
        {
            if (batch.Operations.Any(operation => operation.Id == "period~2026-10" && batch.Pk == "calendar") && Interlocked.Exchange(ref changed, 1) == 0)
            {
                await app!.Whole.DoAsync("PUT", "/calendar", """{"id":"default","zone":"Etc/UTC","fiscalYearStartMonth":7}""", headers: isFirst ? [] : [BookApp.Any]);
            }
        }, calendar: isFirst ? null : BookApp.Calendar);
        await using var whole = app;
        await app.PostAsync("/periods/2026-10/close");
        await app.Whole.DrainAsync();
        Assert.Equal(1, changed);
        Assert.Equal("2026-04-01", (await app.GetAsync("/periods/2026-10")).Of("from"));
    }

    /// <summary>From January on the fiscal year begins in July, so that 2026-10 will be April: it is not closed before that is put right.</summary>
    [Fact]
    public async Task Given_a_calendar_that_will_give_a_month_other_days_when_it_is_closed_then_it_is_refused()
    {
        await using var app = await BookApp.StartAsync();
        await app.PutAsync("/calendar?effectiveFrom=2027-01-01", """{"id":"default","zone":"Etc/UTC","fiscalYearStartMonth":7}""", BookApp.Any);
        var refused = await app.PostAsync("/periods/2026-10/close");
        Assert.Equal(409, refused.Code);
        Assert.Contains("The calendar from 2027-01-01 on gives 2026-10 other days", refused.Text);
        await app.PutAsync("/calendar?effectiveFrom=2027-01-01", BookApp.Calendar, BookApp.Any);
        await app.CloseAsync("2026-10");
    }

    /// <summary>An earlier try to end the close wrote a part of other people, and ended.</summary>
    [Fact]
    public async Task Given_a_part_of_a_manifest_of_an_earlier_try_when_the_close_ends_then_it_is_of_everybody()
    {
        await using var app = await BookApp.StartAsync();
        await app.WinAsync("2026-10-10", 5_000);
        await app.Whole.Store.CommitAsync(new DocumentBatch(BookDocuments.Organisation).Create(BookDocuments.ManifestPart(new ManifestPart("2026-10", 1, [new SealedPerson("zoe", "none", [])]))), default);
        await app.CloseAsync("2026-10");
        Assert.Equal("2", (await app.GetAsync("/periods/2026-10/payroll")).Of("people"));
        Assert.Equal("true", (await app.GetAsync("/audit/verify")).Of("isWhole"));
    }
}
