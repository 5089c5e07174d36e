namespace SalesPerf.Functions.Tests.Bookkeeping;

public sealed class HoldTests
{
    private const string All = """{"period":"2026-10","reason":"the order is looked into"}""";

    /// <summary>10 % of 5,000, held over October's close, released in November beside 10 % of 2,000: 500 of October and 200.</summary>
    [Fact]
    public async Task Given_a_hold_when_it_is_released_after_the_close_then_the_open_month_pays_it_and_the_closed_one_stays()
    {
        await using var app = await BookApp.StartAsync();
        await app.WinAsync("2026-10-10", 5_000);
        await app.WinAsync("2026-11-10", 2_000);
        var made = await app.PostAsync("/reps/ann/holds", All, ("Idempotency-Key", "one"));
        Assert.Equal((201, "held", "2026-10-01"), (made.Code, made.Of("state"), made.Of("from")));
        Assert.Equal(made.Text, (await app.PostAsync("/reps/ann/holds", All, ("Idempotency-Key", "one"))).Text);
        Assert.Equal(422, (await app.PostAsync("/reps/ann/holds", All.Replace("order", "deal", StringComparison.Ordinal), ("Idempotency-Key", "one"))).Code);
        Assert.Equal("500.00 0.00 500.00", await StepsAsync(app, "2026-10"));
        var shown = await app.GetAsync("/reps/ann/commissions/2026-10");
        Assert.Equal(("500.00", "the order is looked into"), (shown.Of("assignments/0/holds/0/amount/amount"), shown.Of("assignments/0/holds/0/reason")));
        Assert.Contains(" of all pay: the order is looked into", (await app.GetAsync("/reps/ann/commissions/2026-10", ("Accept", "text/html"))).Text);
        var checklist = await app.GetAsync("/periods/2026-10/checklist");
        Assert.Equal(("holds", "false", $"ann: {made.Of("id")}"), (checklist.Of("items/0/code"), checklist.Of("items/0/isBlocking"), checklist.Of("items/0/subjects/0")));

        await app.CloseAsync("2026-10");
        var payroll = (await app.GetAsync("/periods/2026-10/payroll")).Text;
        Assert.Equal("500.00", (await app.GetAsync("/periods/2026-10/payroll")).Of("totals/0/held/amount"));
        Assert.Equal("the order is looked into", (await app.GetAsync("/reps/ann/commissions/2026-10")).Of("assignments/0/holds/0/reason"));
        Assert.Equal("200.00 0.00 700.00", await StepsAsync(app, "2026-11"));
        Assert.Equal(409, (await app.PostAsync("/reps/ann/holds", All)).Code);

        var path = $"/reps/ann/holds/{made.Of("id")}/release";
        Assert.Equal(409, (await app.PostAsync(path, """{"reason":"fine","date":"2026-10-31"}""")).Code);
        Assert.Equal(422, (await app.PostAsync(path, """{"reason":"fine","date":"2026-09-30"}""")).Code);
        var released = await app.PostAsync(path, """{"reason":"fine"}""");
        Assert.Equal(("released", "2026-11-24"), (released.Of("state"), released.Of("releasedOn")));
        Assert.Equal(released.Text, (await app.PostAsync(path, """{"reason":"again"}""")).Text);
        Assert.Equal("200.00 700.00 0.00", await StepsAsync(app, "2026-11"));
        Assert.Equal("500.00 0.00 500.00", await StepsAsync(app, "2026-10"));
        Assert.Equal(payroll, (await app.GetAsync("/periods/2026-10/payroll")).Text);

        app.Whole.MoveTo(new DateTimeOffset(2026, 12, 2, 12, 0, 0, TimeSpan.Zero));
        await app.CloseAsync("2026-11");
        Assert.Equal("0.00 0.00 0.00", await StepsAsync(app, "2026-12"));
        var listed = await app.GetAsync("/reps/ann/holds");
        Assert.Equal(("the order is looked into", "fine"), (listed.Of("items/0/reason"), listed.Of("items/0/releaseReason")));
        var kinds = (await app.GetAsync("/reps/ann/ledger")).Body["months"]!.AsArray().SelectMany(month => month!["postings"]!.AsArray()).Select(posting => (string)posting!["kind"]!);
        Assert.Equal("earned held released payout", string.Join(' ', kinds.Distinct().OrderBy(kind => Array.IndexOf(["earned", "held", "released", "payout"], kind))));
        Assert.Equal("true", (await app.GetAsync("/audit/verify")).Of("isWhole"));
    }

    /// <summary>500 and 200; the deal of 500 is held, 200 are paid.</summary>
    [Fact]
    public async Task Given_one_deal_on_hold_when_paid_then_the_others_are_paid()
    {
        await using var app = await BookApp.StartAsync();
        var deal = await app.WinAsync("2026-11-10", 5_000);
        await app.WinAsync("2026-11-12", 2_000);
        Assert.Equal(201, (await app.PostAsync("/reps/ann/holds", $$"""{"period":"2026-11","component":"bookings","source":"crm","deal":"{{deal}}","reason":"unpaid"}""")).Code);
        Assert.Equal("700.00 200.00 500.00", await StepsAsync(app, "2026-11"));
        Assert.Equal(deal, (await app.GetAsync("/reps/ann/commissions/2026-11")).Of("assignments/0/holds/0/deal"));
    }

    [Theory]
    [InlineData("""{"period":"2026-W40","reason":"x"}""", "/period")]
    [InlineData("""{"period":"2026-11","assignment":"ben","reason":"x"}""", "/assignment")]
    [InlineData("""{"period":"2026-11","component":"none","reason":"x"}""", "/component")]
    [InlineData("""{"period":"2026-11","deal":"d1","reason":"x"}""", "/source")]
    [InlineData("""{"period":"2026-11","source":"crm","reason":"x"}""", "/deal")]
    [InlineData("""{"period":"2026-11","reason":""}""", "/reason")]
    public async Task Given_a_hold_of_nothing_that_is_there_when_asked_for_then_it_is_refused(string body, string pointer)
    {
        await using var app = await BookApp.StartAsync();
        var answer = await app.PostAsync("/reps/ann/holds", body);
        Assert.Equal((422, pointer), (answer.Code, Assert.Single(answer.Pointers)));
    }

    [Fact]
    public async Task Given_a_hold_when_whose_pay_it_is_works_in_finance_then_they_cannot_release_it()
    {
        await using var app = await BookApp.StartAsync();
        var made = await app.PostAsync("/reps/ann/holds", All);
        var ann = ("x-api-key", (await app.Whole.DoAsync("POST", "/keys", """{"name":"ann","roles":["finance"],"person":"ann"}""")).Of("key"));
        Assert.Equal(403, (await app.PostAsync($"/reps/ann/holds/{made.Of("id")}/release", """{"reason":"mine"}""", ann)).Code);
        Assert.Equal(404, (await app.PostAsync("/reps/ann/holds/none/release", """{"reason":"mine"}""")).Code);
    }

    private static async Task<string> StepsAsync(BookApp app, string period)
    {
        var answer = await app.GetAsync($"/reps/ann/commissions/{period}");
        return $"{answer.Of("assignments/0/earned/amount")} {answer.Of("assignments/0/payable/amount")} {answer.Of("assignments/0/heldBalance/amount")}";
    }
}
