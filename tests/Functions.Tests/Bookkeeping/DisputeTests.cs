using SalesPerf.Functions.Bookkeeping;

namespace SalesPerf.Functions.Tests.Bookkeeping;

public sealed class DisputeTests
{
    /// <summary>10 % of 5,000; the dispute ends in 50 more, which somebody else approves.</summary>
    [Fact]
    public async Task Given_a_disputed_line_when_it_is_resolved_then_it_ends_in_an_adjustment_that_somebody_else_approves()
    {
        await using var app = await BookApp.StartAsync();
        var deal = await app.WinAsync("2026-11-10", 5_000);
        var body = $$"""{"period":"2026-11","assignment":"ann","component":"bookings","line":"{{deal}}","reason":"it was 5,500"}""";
        Assert.Equal(422, (await app.PostAsync("/reps/ann/disputes", body.Replace(deal, "other", StringComparison.Ordinal))).Code);
        var rep = ("x-api-key", (await app.Whole.DoAsync("POST", "/keys", """{"name":"ann","roles":["rep"],"person":"ann"}""")).Of("key"));
        var raised = await app.PostAsync("/reps/ann/disputes", body, rep, ("Idempotency-Key", "one"));
        Assert.Equal((201, "open", "ann"), (raised.Code, raised.Of("state"), raised.Of("steps/0/by")));
        Assert.Equal(raised.Of("id"), (await app.PostAsync("/reps/ann/disputes", body, rep, ("Idempotency-Key", "one"))).Of("id"));
        var path = $"/reps/ann/disputes/{raised.Of("id")}";

        const string Why = """{"reason":"we look at it"}""";
        Assert.Equal(409, (await app.PostAsync($"{path}/resolve", Why)).Code);
        Assert.Equal(403, (await app.PostAsync($"{path}/review", Why, rep)).Code);
        Assert.Equal("underReview", (await app.PostAsync($"{path}/review", Why)).Of("state"));
        Assert.Equal("escalated", (await app.PostAsync($"{path}/escalate", Why, rep)).Of("state"));
        var resolved = await app.PostAsync(
            $"{path}/resolve", """{"reason":"right","adjustment":{"assignment":"ann","amount":{"amount":"50","currency":"USD"},"date":"2026-11-20","reason":"as disputed"}}""");
        Assert.Equal(("resolved", "live 500.00"), (resolved.Of("state"), await app.EarnedAsync("2026-11")));
        var adjustment = resolved.Of("adjustment");
        Assert.Equal(403, (await app.PostAsync($"/reps/ann/adjustments/{adjustment}/approve")).Code);
        Assert.Equal("approved", (await app.PostAsync($"/reps/ann/adjustments/{adjustment}/approve", headers: await app.SecondAsync())).Of("state"));

        Assert.Equal("live 550.00", await app.EarnedAsync("2026-11"));
        Assert.Equal("it was 5,500, we look at it, we look at it, right", string.Join(", ", (await app.GetAsync("/reps/ann/disputes")).Body["items"]![0]!["reasons"]!.AsArray()));
        Assert.Equal("true", (await app.GetAsync("/audit/verify")).Of("isWhole"));
    }

    [Fact]
    public async Task Given_disputes_of_several_when_finance_lists_them_then_all_are_there_in_pages_and_by_state()
    {
        await using var app = await BookApp.StartAsync();
        foreach (var (person, number) in new[] { ("ann", 1), ("ben", 2), ("ann", 3) })
        {
            app.Whole.MoveTo(BookApp.Start.AddHours(number));
            Assert.Equal(201, (await app.PostAsync($"/reps/{person}/disputes", $$"""{"period":"2026-11","assignment":"{{person}}","component":"bookings","reason":"number {{number}}"}""")).Code);
        }

        var first = await app.GetAsync("/disputes?pageSize=2");
        Assert.Equal(("number 3", "number 2", "ben"), (first.Of("items/0/reasons/0"), first.Of("items/1/reasons/0"), first.Of("items/1/dispute/person")));
        var second = await app.GetAsync(first.Of("nextLink")["/api/v1".Length..]);
        Assert.Equal("number 1", second.Of("items/0/reasons/0"));
        await app.PostAsync($"/reps/ben/disputes/{first.Of("items/1/dispute/id")}/review", """{"reason":"we look at it"}""");
        var reviewed = await app.GetAsync("/disputes?state=underReview");
        Assert.Equal("ben", Assert.Single(reviewed.Body["items"]!.AsArray())!["dispute"]!["person"]!.GetValue<string>());
        Assert.Equal(2, (await app.GetAsync("/disputes?state=open")).Body["items"]!.AsArray().Count);
        Assert.Single((await app.GetAsync("/disputes?state=open&pageSize=1")).Body["items"]!.AsArray());
        Assert.Equal(400, (await app.GetAsync("/disputes?state=closed")).Code);
    }

    /// <summary>An entry is there before its dispute: one that is alone says nothing.</summary>
    [Fact]
    public async Task Given_an_entry_without_its_dispute_when_listed_then_it_is_passed_over()
    {
        await using var app = await BookApp.StartAsync();
        await app.Whole.Get<DisputeIndex>().AddAsync("ann", "lost", BookApp.Start, default);
        Assert.Empty((await app.GetAsync("/disputes")).Body["items"]!.AsArray());
    }
}
