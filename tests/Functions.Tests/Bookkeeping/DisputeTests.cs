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
}
