namespace SalesPerf.Functions.Tests.Bookkeeping;

/// <summary>Closed months that are to count a version recorded later.</summary>
public sealed class ReopeningTests
{
    private const string October = """{"reopenFrom":"2026-10","reason":"the rate was agreed in September"}""";

    /// <summary>10 % of 5,000 are closed. 12 % from October on is recorded in November: nothing moves. Reopened: 100 more in November beside 12 % of 1,000, and nothing in December.</summary>
    [Fact]
    public async Task Given_a_closed_month_when_a_version_for_it_is_approved_then_the_open_month_posts_the_difference_once()
    {
        await using var app = await BookApp.StartAsync();
        await app.WinAsync("2026-10-10", 5_000);
        await app.WinAsync("2026-11-10", 1_000);
        await app.CloseAsync("2026-10");
        var (payroll, frozen) = ((await app.GetAsync("/periods/2026-10/payroll")).Text, (await app.GetAsync("/reps/ann/commissions/2026-10")).Text);
        await app.PlanAsync("flat", "month", "month", 12, query: "?effectiveFrom=2026-10-01");
        Assert.Equal("live 120.00", await app.EarnedAsync("2026-11"));

        var made = await app.PostAsync("/reopenings", October, ("Idempotency-Key", "one"));
        Assert.Equal((201, "proposed"), (made.Code, made.Of("state")));
        Assert.Equal(made.Text, (await app.PostAsync("/reopenings", October, ("Idempotency-Key", "one"))).Text);
        Assert.Equal("live 120.00", await app.EarnedAsync("2026-11"));
        var approve = $"/reopenings/{made.Of("id")}/approve";
        Assert.Equal(403, (await app.PostAsync(approve)).Code);
        Assert.Equal("live 120.00", await app.EarnedAsync("2026-11"));
        var second = await app.SecondAsync();
        var approved = await app.PostAsync(approve, headers: second);
        Assert.Equal(("approved", "2026-10"), (approved.Of("state"), approved.Of("months/0")));
        Assert.Equal(approved.Text, (await app.PostAsync(approve, headers: second)).Text);
        Assert.Equal(409, (await app.PostAsync(approve.Replace("approve", "reject", StringComparison.Ordinal), headers: second)).Code);
        Assert.Equal("live 220.00", await app.EarnedAsync("2026-11"));
        Assert.Equal(made.Of("proposedAt"), (await app.GetAsync("/periods/2026-10")).Of("reopenedAt"));

        await DecemberAsync(app);
        Assert.Equal(("closed 220.00", "live 0.00"), (await app.EarnedAsync("2026-11"), await app.EarnedAsync("2026-12")));
        Assert.Equal((payroll, frozen), ((await app.GetAsync("/periods/2026-10/payroll")).Text, (await app.GetAsync("/reps/ann/commissions/2026-10")).Text));
        var listed = await app.GetAsync("/reopenings");
        Assert.Equal(("approved", "the rate was agreed in September"), (listed.Of("items/0/reopening/state"), listed.Of("items/0/reason")));
        Assert.Equal("true", (await app.GetAsync("/audit/verify")).Of("isWhole"));
    }

    /// <summary>500 closed; 12 % makes 100 in November, closed; then 13 % for both months: 50 of October and 10 of November's 1,000, in December, and once.</summary>
    [Fact]
    public async Task Given_a_month_that_was_reopened_when_it_is_reopened_again_then_only_what_is_new_is_posted()
    {
        await using var app = await BookApp.StartAsync();
        await app.WinAsync("2026-10-10", 5_000);
        await app.WinAsync("2026-11-10", 1_000);
        await app.CloseAsync("2026-10");
        var second = await app.SecondAsync();
        await app.PlanAsync("flat", "month", "month", 12, query: "?effectiveFrom=2026-10-01");
        await ReopenAsync(app, second, October);
        await ReopenAsync(app, second, October);
        Assert.Equal("live 220.00", await app.EarnedAsync("2026-11"));
        await DecemberAsync(app);

        // Another reopening with nothing new.
        await ReopenAsync(app, second, October);
        Assert.Equal("live 0.00", await app.EarnedAsync("2026-12"));

        // What is recorded after the proposal waits for another.
        var made = await app.PostAsync("/reopenings", October);
        app.Whole.MoveTo(new DateTimeOffset(2026, 12, 2, 13, 0, 0, TimeSpan.Zero));
        await app.PlanAsync("flat", "month", "month", 13, query: "?effectiveFrom=2026-10-01");
        await app.PostAsync($"/reopenings/{made.Of("id")}/approve", headers: second);
        Assert.Equal("live 0.00", await app.EarnedAsync("2026-12"));
        await ReopenAsync(app, second, October);
        Assert.Equal("live 60.00", await app.EarnedAsync("2026-12"));
        app.Whole.MoveTo(new DateTimeOffset(2027, 1, 2, 12, 0, 0, TimeSpan.Zero));
        await app.CloseAsync("2026-12");
        Assert.Equal(("closed 60.00", "live 0.00"), (await app.EarnedAsync("2026-12"), await app.EarnedAsync("2027-01")));
        Assert.Equal(("closed 500.00", "closed 220.00"), (await app.EarnedAsync("2026-10"), await app.EarnedAsync("2026-11")));
    }

    /// <summary>Only November is reopened: 12 % of its 1,000 are 20 more, October's 5,000 stay at 10 %.</summary>
    [Fact]
    public async Task Given_two_closed_months_when_the_later_one_is_reopened_then_the_earlier_one_stays()
    {
        await using var app = await BookApp.StartAsync();
        await app.WinAsync("2026-10-10", 5_000);
        await app.WinAsync("2026-11-10", 1_000);
        await app.CloseAsync("2026-10");
        await DecemberAsync(app);
        await app.PlanAsync("flat", "month", "month", 12, query: "?effectiveFrom=2026-10-01");
        await ReopenAsync(app, await app.SecondAsync(), October.Replace("2026-10", "2026-11", StringComparison.Ordinal));
        Assert.Equal("live 20.00", await app.EarnedAsync("2026-12"));
    }

    /// <summary>Cat is put on the plan after October was closed, from October on: her 10 % of 3,000 are nobody's until it is reopened, then November's.</summary>
    [Fact]
    public async Task Given_somebody_put_on_a_plan_for_a_closed_month_when_it_is_reopened_then_the_open_one_pays_it()
    {
        await using var app = await BookApp.StartAsync();
        await app.PutAsync("/people/cat", """{"id":"cat","name":"Cat","mail":"cat@example.com","identities":{"crm":["3"]} }""");
        await app.WinAsync("2026-10-10", 3_000, "3");
        await app.CloseAsync("2026-10");
        await app.PutAsync("/assignments/cat", """{"id":"cat","person":"cat","plan":"flat","from":"2026-10-01"}""");
        Assert.Equal("live 0.00", await app.EarnedAsync("2026-11", "cat"));
        await ReopenAsync(app, await app.SecondAsync(), October);
        Assert.Equal("live 300.00", await app.EarnedAsync("2026-11", "cat"));
        app.Whole.MoveTo(new DateTimeOffset(2026, 12, 2, 12, 0, 0, TimeSpan.Zero));
        await app.CloseAsync("2026-11");
        Assert.Equal(("closed 300.00", "live 0.00"), (await app.EarnedAsync("2026-11", "cat"), await app.EarnedAsync("2026-12", "cat")));
    }

    [Fact]
    public async Task Given_a_close_under_way_when_a_reopening_is_approved_then_it_waits()
    {
        await using var app = await BookApp.StartAsync();
        await app.CloseAsync("2026-10");
        var (made, second) = (await app.PostAsync("/reopenings", October), await app.SecondAsync());
        app.Whole.MoveTo(new DateTimeOffset(2026, 12, 2, 12, 0, 0, TimeSpan.Zero));
        await app.PostAsync("/periods/2026-11/close");
        Assert.Equal(409, (await app.PostAsync($"/reopenings/{made.Of("id")}/approve", headers: second)).Code);
        await app.Whole.DrainAsync();
        Assert.Equal(200, (await app.PostAsync($"/reopenings/{made.Of("id")}/approve", headers: second)).Code);
    }

    [Theory]
    [InlineData("""{"reopenFrom":"2026-11","reason":"x"}""", "/reopenFrom")]
    [InlineData("""{"reopenFrom":"2026-Q4","reason":"x"}""", "/reopenFrom")]
    [InlineData("""{"reopenFrom":"2026-10","reason":" "}""", "/reason")]
    public async Task Given_a_reopening_of_nothing_that_is_closed_when_proposed_then_it_is_refused(string body, string pointer)
    {
        await using var app = await BookApp.StartAsync();
        await app.CloseAsync("2026-10");
        var answer = await app.PostAsync("/reopenings", body);
        Assert.Equal((422, pointer), (answer.Code, Assert.Single(answer.Pointers)));
    }

    private static async Task ReopenAsync(BookApp app, (string, string) second, string body)
    {
        var made = await app.PostAsync("/reopenings", body);
        Assert.Equal(200, (await app.PostAsync($"/reopenings/{made.Of("id")}/approve", headers: second)).Code);
    }

    private static Task DecemberAsync(BookApp app)
    {
        app.Whole.MoveTo(new DateTimeOffset(2026, 12, 2, 12, 0, 0, TimeSpan.Zero));
        return app.CloseAsync("2026-11");
    }
}
