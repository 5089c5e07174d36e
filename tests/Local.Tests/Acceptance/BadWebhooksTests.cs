using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace SalesPerf.Local.Tests.Acceptance;

/// <summary>Webhooks that are forged, old, early, sent again or unreadable.</summary>
public sealed class BadWebhooksTests(BadInputHost bad) : IClassFixture<BadInputHost>
{
    private const string Call = """{"type":"call.completed","timestamp":"2026-06-02T09:00:00Z","data":{"owner":"ann"}}""";

    [Fact]
    public async Task Given_a_signature_missing_or_wrong_when_sent_then_all_refusals_are_one_and_nothing_counts()
    {
        var now = bad.Host.Clock.GetUtcNow();
        ApiAnswer[] answers =
        [
            await HookAsync("forged", Call, now, signature: ""),
            await HookAsync("forged", Call, now, signature: "v1,AAAA"),
            await HookAsync("forged", Call, now, signature: "v1," + Convert.ToBase64String(new byte[32])),
            await HookAsync("forged", Call, now, signature: Signature("other", Call, now)),
            await HookAsync("forged", Call, now, signature: Signature("forged", Call + " ", now)),
            await HookAsync("forged", Call, now, signature: Signature("forged", Call, now.AddSeconds(1))),
            await HookAsync("forged", Call, now, signature: Signature("forged", Call, now), source: "silent"),
            await HookAsync("forged", Call, now, signature: Signature("forged", Call, now), source: "nobody"),
            await HookAsync("forged", Call, now, signature: Signature("forged", Call, now), source: "..%2Fcrm~%01"),
            await HubSpotAsync(Deal("forged"), now, "another secret"),
            await HubSpotAsync(Deal("forged"), now, null),
        ];

        Assert.All(answers, answer => BadInputHost.AssertRefused(401, answer));
        Assert.Single(answers.Select(answer => answer.Text).Distinct());
        Assert.Equal("0", await bad.CallsAsync("2026-06"));
    }

    [Theory]
    [InlineData(-301)]
    [InlineData(301)]
    [InlineData(-86_400)]
    [InlineData(86_400)]
    public async Task Given_a_stale_or_early_time_when_rightly_signed_then_it_is_refused(int seconds)
    {
        var at = bad.Host.Clock.GetUtcNow().AddSeconds(seconds + Math.Sign(seconds));
        BadInputHost.AssertRefused(401, await HookAsync($"at-{seconds}", Call, at));
        BadInputHost.AssertRefused(401, await HubSpotAsync(Deal($"at-{seconds}"), at));
    }

    [Fact]
    public async Task Given_a_request_taken_when_sent_again_then_it_counts_once_and_later_it_is_refused()
    {
        var at = bad.Host.Clock.GetUtcNow();
        var dead = await DeadAsync();
        var call = Call.Replace("2026-06", "2026-07", StringComparison.Ordinal);
        for (var time = 0; time < 3; time++)
        {
            var answer = await HookAsync("again", call, at);
            Assert.Equal((202, "1"), (answer.Status, answer.Of("accepted")));
            Assert.Equal(202, (await HubSpotAsync(Deal("again"), at)).Status);
        }

        Assert.Equal("1", await bad.CallsAsync("2026-07"));
        Assert.Equal(dead, await DeadAsync());
        bad.Host.Clock.Advance(TimeSpan.FromMinutes(6));
        BadInputHost.AssertRefused(401, await HookAsync("again", call, at));
        BadInputHost.AssertRefused(401, await HubSpotAsync(Deal("again"), at));
    }

    private async Task<int> DeadAsync() => (await bad.Api.GetAsync("dead-letters")).Body["items"]!.AsArray().Count;

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("nonsense")]
    [InlineData("""{"type":"call.completed","type":"call.completed"}""")]
    [InlineData("""{"data":NaN}""")]
    public async Task Given_a_signed_body_that_is_no_event_when_sent_then_it_is_a_bad_request(string body) =>
        BadInputHost.AssertRefused(400, await HookAsync("broken", body, bad.Host.Clock.GetUtcNow()));

    [Theory]
    [InlineData("""{}""", "/type")]
    [InlineData("""{"type":"call.completed","timestamp":"1900-01-01T00:00:00Z","data":{"owner":"ann"}}""", "/timestamp")]
    [InlineData("""{"type":"call.completed","timestamp":"2999-01-01T00:00:00Z","data":{"owner":"ann"}}""", "/timestamp")]
    [InlineData("""{"type":"call.completed","timestamp":"2026-06-02T09:00:00Z","data":{"amount":1e400}}""", "/data/amount")]
    [InlineData("""{"type":"call.completed","timestamp":"2026-06-02T09:00:00Z","data":{"recordedAt":"2026-06-02T09:00:00Z"}}""", "/data/recordedAt")]
    public async Task Given_a_signed_event_with_a_fault_when_sent_then_it_is_rejected_there(string body, string pointer)
    {
        var answer = await HookAsync("faulty", body, bad.Host.Clock.GetUtcNow());
        Assert.Equal((422, "0"), (answer.Status, answer.Of("accepted")));
        Assert.Equal(pointer, answer.Of("rejected/0/errors/0/pointer"));
    }

    [Fact]
    public async Task Given_hubspot_batches_that_are_broken_when_sent_then_each_has_its_answer()
    {
        var now = bad.Host.Clock.GetUtcNow();
        BadInputHost.AssertRefused(400, await HubSpotAsync("[{", now));
        BadInputHost.AssertRefused(422, await HubSpotAsync("[]", now), "");
        var deep = new string('[', 10_000) + new string(']', 10_000);
        BadInputHost.AssertRejected(await HubSpotAsync($"[{deep}]", now), "");
        var mixed = await HubSpotAsync($"[{deep},{Deal("mixed")[1..^1]}]", now);
        Assert.Equal((202, "1", "0"), (mixed.Status, mixed.Of("accepted"), mixed.Of("rejected/0/index")));
    }

    [Fact]
    public async Task Given_ten_megabytes_when_sent_unsigned_then_they_are_too_large()
    {
        BadInputHost.AssertRefused(413, await HookAsync("large", new string(' ', 10 * 1024 * 1024), bad.Host.Clock.GetUtcNow(), signature: "v1,x"));
        BadInputHost.AssertRefused(405, await bad.Api.GetAsync("webhooks/hooks"));
    }

    private Task<ApiAnswer> HookAsync(string id, string body, DateTimeOffset at, string? signature = null, string source = "hooks") => bad.Api.PostAsync(
        $"webhooks/{source}",
        ApiClient.Json(body),
        ("x-api-key", ""),
        ("webhook-id", id),
        ("webhook-timestamp", at.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture)),
        ("webhook-signature", signature ?? Signature(id, body, at)));

    private static string Signature(string id, string body, DateTimeOffset at)
    {
        var key = Convert.FromBase64String(BadInputHost.HookSecret["whsec_".Length..]);
        return "v1," + Convert.ToBase64String(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes($"{id}.{at.ToUnixTimeSeconds()}.{body}")));
    }

    private Task<ApiAnswer> HubSpotAsync(string body, DateTimeOffset at, string? secret = BadInputHost.HubSpotSecret)
    {
        const string path = "/api/v1/webhooks/hubspot";
        var time = at.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);
        var signed = Encoding.UTF8.GetBytes($"POST{new Uri(bad.Api.Http.BaseAddress!, path).AbsoluteUri}{body}{time}"); // every host has an address
        var signature = secret is null ? "" : Convert.ToBase64String(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), signed));
        return bad.Api.PostAsync(
            path, ApiClient.Json(body), ("x-api-key", ""), ("X-HubSpot-Request-Timestamp", time), ("X-HubSpot-Signature-v3", signature));
    }

    /// <summary>A deal's creation, as HubSpot tells it.</summary>
    private static string Deal(string id) => $$"""
        [{"eventId":{{id.Length}},"subscriptionId":1,"portalId":1,"appId":1,"occurredAt":1780390800000,"subscriptionType":"deal.creation",
          "attemptNumber":0,"objectId":{{id.Length}},"changeFlag":"CREATED","changeSource":"CRM"}]
        """.Trim();
}
