using SalesPerf.Functions.Health;
using SalesPerf.Local.Messages;
using static SalesPerf.Functions.Tests.Sources.SourceHost;

namespace SalesPerf.Functions.Tests.Sources;

/// <summary>Nobody learns by what a refusal costs which sources exist: operations of the store are counted, since times say little on a busy machine.</summary>
[Collection(SourceTests.Name)]
public sealed class UnknownSourceTests(SourceHost host)
{
    [Fact]
    public async Task Given_a_source_and_a_name_that_is_none_when_strangers_post_then_both_cost_the_same()
    {
        await host.PutAsync("cost-known", "hubspot");
        await SettleAsync();
        await CostAsync("cost-warm");

        var known = await AnewAsync("cost-known");
        var unknown = await AnewAsync("cost-none");
        var others = await CostAsync("cost-other");
        var again = await CostAsync("cost-known");

        Assert.Equal(known, unknown);
        Assert.Equal(((0, 0), (0, 0)), (others, again));
    }

    /// <summary>However many names are guessed, the store is asked once.</summary>
    [Fact]
    public async Task Given_a_hundred_names_when_they_are_guessed_then_the_store_is_asked_once()
    {
        await SettleAsync();
        var first = await AnewAsync("guess");

        var reads = (Reads: 0L, Ranges: 0L);
        for (var number = 0; number < 100; number++)
        {
            var cost = await CostAsync($"guess-{number}");
            reads = (reads.Reads + cost.Reads, reads.Ranges + cost.Ranges);
        }

        Assert.Equal((0, 0), reads);
        Assert.InRange(first.Ranges, 1, 20);
    }

    /// <summary>What providers ask before they post proves nothing of who asks, so no answer may say whether a name is a source, and of which kind.</summary>
    [Theory]
    [InlineData("monday", "", """{"challenge":"abc"}""")]
    [InlineData("msgraph", "?validationToken=abc", "")]
    [InlineData("event-grid", "", """[{"id":"1","eventType":"Microsoft.EventGrid.SubscriptionValidationEvent","data":{"validationCode":"abc"}}]""")]
    [InlineData("zoom-phone", "", """{"event":"endpoint.url_validation","event_ts":1,"payload":{"plainToken":"abc"}}""")]
    public async Task Given_a_question_before_posting_when_asked_of_any_name_then_the_answers_are_alike(string provider, string query, string body)
    {
        await host.PutAsync($"asks-{provider}", provider);
        await host.PutAsync("asks-hubspot", "hubspot");
        var asked = (string source) => host.PostAsync($"{source}{query}", body, ("aeg-event-type", "SubscriptionValidation"));

        var (status, known) = await asked($"asks-{provider}");
        foreach (var source in new[] { "asks-hubspot", "asks-nobody" })
        {
            var (other, answer) = await asked(source);
            Assert.Equal((status, known.Length), (other, answer.Length));
            Assert.True(provider == "zoom-phone" || answer == known, answer);
        }

        Assert.Equal(200, status);
        Assert.Contains("abc", known, StringComparison.Ordinal);
    }

    /// <summary>Nothing that waits for its time may read meanwhile.</summary>
    private Task SettleAsync()
    {
        var now = host.Clock.GetUtcNow();
        return host.Get<MessagePump>().DrainAsync(due => host.Clock.Advance(due > host.Clock.GetUtcNow() ? due - host.Clock.GetUtcNow() : TimeSpan.Zero), now.AddHours(1));
    }

    /// <summary>After all that is kept for 30 seconds has grown old.</summary>
    private async Task<(long Reads, long Ranges)> AnewAsync(string source)
    {
        host.Clock.Advance(TimeSpan.FromSeconds(31));
        return await CostAsync(source);
    }

    private async Task<(long Reads, long Ranges)> CostAsync(string source)
    {
        var counters = host.Get<StoreCounters>();
        var before = (counters.Reads, counters.Ranges);
        Assert.Equal(401, (await host.PostAsync(source, "[]", HubSpot("other"))).Status);
        return (counters.Reads - before.Reads, counters.Ranges - before.Ranges);
    }
}
