using System.Globalization;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using SalesPerf.Functions.Activities.Traffic;
using SalesPerf.Functions.Storage;
using SalesPerf.Platform.Documents;
using static SalesPerf.Functions.Tests.Sources.SourceHost;

namespace SalesPerf.Functions.Tests.Sources;

[Collection(SourceTests.Name)]
public sealed class SourceStatusTests(SourceHost host)
{
    [Fact]
    public async Task Given_a_source_when_its_requests_are_taken_ignored_rejected_and_refused_then_its_status_has_them_all()
    {
        await host.PutAsync("status-all", "hubspot");
        var first = await StatusAsync("status-all");
        var now = host.Clock.GetUtcNow();
        var batch = $"[{Event(1, now.AddSeconds(-20))},{Event(2, now.AddSeconds(-20))},{Event(3, now.AddHours(-2))},{Event(4, now, "company")},{{\"portalId\":7}}]";
        for (var turn = 0; turn < 2; turn++)
        {
            Assert.Equal(202, (await host.PostAsync("status-all", batch, HubSpot(batch))).Status);
        }

        Assert.Equal(401, (await host.PostAsync("status-all", batch, HubSpot("other"))).Status);
        var status = await UntilAsync("status-all", status => status.GetProperty("last24Hours").GetProperty("duplicate").GetInt64() == 3);

        Assert.Equal(("silent", "Nothing of its sender came in the last 30 days."), (Text(first, "state"), Text(first, "detail")));
        var day = status.GetProperty("last24Hours");
        Assert.Equal(
            (2L, 6L, 2L, 2L, 1L),
            (Number(day, "requests"), Number(day, "accepted"), Number(day, "ignored"), Number(day, "rejected"), Number(day, "unauthorised")));
        Assert.Equal(2, Number(day, "dead"));
        Assert.Equal("""[{"reason":"Events of this type are not used.","count":2}]""", day.GetProperty("ignoredBecause").GetRawText());
        Assert.Equal("""[{"reason":"signature-wrong","count":1}]""", day.GetProperty("unauthorisedBecause").GetRawText());

        // Of six events four are at least 20 s old and less than 30, two are two hours old.
        Assert.Equal((30, 14_400), (day.GetProperty("lagP50Seconds").GetInt32(), day.GetProperty("lagP95Seconds").GetInt32()));
        Assert.Equal(("failing", "What came since was refused: signature-wrong."), (Text(status, "state"), Text(status, "detail")));
        Assert.Equal(day.GetRawText(), status.GetProperty("last30Days").GetRawText());
    }

    [Fact]
    public async Task Given_a_source_when_it_posts_and_stops_then_it_is_healthy_and_then_silent()
    {
        await host.PutAsync("status-silent", "hubspot");
        var empty = "[" + Event(1, host.Clock.GetUtcNow()) + "]";
        await host.PostAsync("status-silent", empty, HubSpot(empty));
        var healthy = await StatusAsync("status-silent");
        host.Clock.Advance(TimeSpan.FromHours(25));
        var silent = await StatusAsync("status-silent");

        Assert.Equal(("healthy", "silent"), (Text(healthy, "state"), Text(silent, "state")));
        Assert.Equal((Text(healthy, "lastSeen"), Text(healthy, "lastSeen")), (Text(healthy, "since"), Text(silent, "since")));
        Assert.Equal((0, 1), (Number(silent.GetProperty("last24Hours"), "requests"), Number(silent.GetProperty("last30Days"), "requests")));
    }

    /// <summary>Whoever probes, however often, is not its sender.</summary>
    [Fact]
    public async Task Given_a_source_that_fell_silent_when_strangers_post_to_it_then_it_is_silent_all_the_same()
    {
        await host.PutAsync("status-probed", "hubspot");
        var body = "[" + Event(1, host.Clock.GetUtcNow()) + "]";
        await host.PostAsync("status-probed", body, HubSpot(body));
        var healthy = await StatusAsync("status-probed");
        host.Clock.Advance(TimeSpan.FromHours(23));
        await host.PostAsync("status-probed", body, HubSpot("other"));
        await host.PostAsync("status-probed", body);
        host.Clock.Advance(TimeSpan.FromHours(2));
        await host.PostAsync("status-probed", "<x/>");

        var status = await StatusAsync("status-probed");

        Assert.Equal(("silent", "Nothing of its sender came for 24 hours or more. What came since was refused: signature-missing."), (Text(status, "state"), Text(status, "detail")));
        Assert.Equal((Text(healthy, "lastSeen"), Text(healthy, "lastSeen")), (Text(status, "lastSeen"), Text(status, "since")));
        Assert.NotEqual(Text(healthy, "lastSeen"), Text(status, "lastRefused"));
        Assert.Equal((0, 1, 3), (Number(status.GetProperty("last24Hours"), "requests"), Number(status.GetProperty("last30Days"), "requests"), Number(status.GetProperty("last30Days"), "unauthorised")));
    }

    [Fact]
    public async Task Given_a_source_that_is_switched_off_when_it_is_changed_otherwise_then_it_is_off_since_it_was_switched_off()
    {
        await host.PutAsync("off-since", "hubspot");
        host.Clock.Advance(TimeSpan.FromMinutes(7));
        var off = host.Clock.GetUtcNow();
        await host.PutAsync("off-since", "hubspot", ",\"enabled\":false");
        host.Clock.Advance(TimeSpan.FromDays(2));
        await host.PutAsync("off-since", "hubspot", ",\"enabled\":false,\"name\":\"renamed\"");

        var since = (await StatusAsync("off-since")).GetProperty("since").GetDateTimeOffset();

        Assert.InRange(since, off, off.AddMinutes(1));
    }

    [Fact]
    public async Task Given_a_limit_that_never_applies_when_set_then_its_author_is_told()
    {
        var (status, body) = await host.PutDocumentAsync("limit-told", """{"id":"limit-told","provider":"outreach","limit":{"requestsPerMinute":60}}""");

        Assert.Equal(201, status);
        Assert.Equal("/limit", JsonDocument.Parse(body).RootElement.GetProperty("warnings")[0].GetProperty("pointer").GetString());
    }

    [Fact]
    public async Task Given_a_host_that_stops_when_something_was_counted_then_it_is_written()
    {
        var traffic = new SourceTraffic(host.Get<IDocumentStore>(), host.Clock);
        using var writing = new WriteTraffic(traffic, host.Clock, NullLogger<WriteTraffic>.Instance);
        await writing.StartAsync(default);
        traffic.CountRefused("status-stop", "signature-wrong");

        await writing.StopAsync(default);

        var page = await host.Get<IDocumentStore>().RangeAsync(new RangeQuery(SourceTraffic.Partition("status-stop"), SourceHour.Kind), default);
        Assert.Equal(1, TypedDocuments.Open<SourceHour>(Assert.Single(page.Items)).Value.Unauthorised["signature-wrong"]);
    }

    [Fact]
    public async Task Given_counts_of_another_instance_when_asked_then_they_add_up_and_what_is_written_twice_counts_once()
    {
        await host.PutAsync("status-sum", "hubspot");
        var one = "[" + Event(1, host.Clock.GetUtcNow()) + "]";
        await host.PostAsync("status-sum", one, HubSpot(one));
        var other = new SourceTraffic(host.Get<IDocumentStore>(), host.Clock);
        other.CountTaken("status-sum", [], 0);
        await other.FlushAsync(default);
        other.CountRefused("status-sum", "signature-wrong");
        await other.FlushAsync(default);
        await other.FlushAsync(default);

        var status = await StatusAsync("status-sum");
        var again = await StatusAsync("status-sum");

        Assert.Equal((2, 2), (Number(status.GetProperty("last24Hours"), "requests"), Number(again.GetProperty("last24Hours"), "requests")));
        Assert.Equal((1, 1), (Number(status.GetProperty("last24Hours"), "unauthorised"), Number(again.GetProperty("last24Hours"), "unauthorised")));
        Assert.Equal("failing", Text(status, "state"));
    }

    /// <summary>Ingestion counts in memory: ten thousand requests write nothing, and are one document an hour when they are written.</summary>
    [Fact]
    public async Task Given_many_requests_and_reasons_when_counted_then_they_are_one_bounded_document()
    {
        var traffic = new SourceTraffic(host.Get<IDocumentStore>(), host.Clock);
        for (var number = 0; number < 10_000; number++)
        {
            traffic.CountTaken("status-many", [new Connectors.IgnoredItem(0, number.ToString(CultureInfo.InvariantCulture))], 0);
        }

        Assert.Empty(await WrittenAsync());
        await traffic.FlushAsync(default);

        var hour = Assert.Single(await WrittenAsync());
        Assert.Equal((10_000, SourceTraffic.MaxReasons + 1), (hour.Requests, hour.Ignored.Count));
        Assert.Equal(10_000 - SourceTraffic.MaxReasons, hour.Ignored[SourceTraffic.OtherReasons]);

        async Task<List<SourceHour>> WrittenAsync()
        {
            var page = await host.Get<IDocumentStore>().RangeAsync(new RangeQuery(SourceTraffic.Partition("status-many"), SourceHour.Kind), default);
            return [.. page.Items.Select(item => TypedDocuments.Open<SourceHour>(item).Value)];
        }
    }

    [Theory]
    [InlineData("hubspot", 503)]
    [InlineData("pipedrive", 200)]
    [InlineData("outreach", 200)]
    [InlineData("dynamics", 200)]
    [InlineData("aircall", 200)]
    [InlineData("salesforce", 503)]
    public async Task Given_a_source_that_is_switched_off_when_its_sender_posts_then_it_is_answered_as_the_provider_needs_and_nothing_is_taken(string provider, int expected)
    {
        var source = $"off-{provider}";
        await host.PutAsync(source, provider, ",\"enabled\":false");
        var (body, headers) = Genuine(provider);

        using var genuine = await host.AnswerAsync("POST", $"/api/v1/webhooks/{source}{Query(provider)}", Encoding.UTF8.GetBytes(body), false, headers);
        var forged = await host.PostAsync(source, body.Replace(Secret, "wrong", StringComparison.Ordinal));
        var status = await StatusAsync(source);

        Assert.Equal(expected, (int)genuine.StatusCode);
        Assert.Equal(expected == 503, genuine.Headers.RetryAfter is not null);
        Assert.Equal(401, forged.Status);
        Assert.Equal(("disabled", 0), (Text(status, "state"), Number(status.GetProperty("last24Hours"), "accepted")));
    }

    [Theory]
    [InlineData("hubspot", 429)]
    [InlineData("pipedrive", 202)]
    [InlineData("salesforce", 503)]
    [InlineData("outreach", 200)]
    public async Task Given_a_limit_when_it_is_passed_then_the_answer_makes_the_provider_send_again(string provider, int expected)
    {
        var source = $"limit-{provider}";
        await host.PutAsync(source, provider, ",\"limit\":{\"requestsPerMinute\":1,\"burst\":2}");
        var (body, headers) = Genuine(provider);
        var path = $"/api/v1/webhooks/{source}{Query(provider)}";

        var statuses = new List<int>();
        TimeSpan? wait = null;
        for (var turn = 0; turn < 3; turn++)
        {
            using var answer = await host.AnswerAsync("POST", path, Encoding.UTF8.GetBytes(body), false, headers);
            statuses.Add((int)answer.StatusCode);
            wait = answer.Headers.RetryAfter?.Delta;
        }

        Assert.Equal([statuses[0], statuses[0], expected], statuses);
        Assert.InRange(statuses[0], 200, 202);
        if (expected < 400)
        {
            return;
        }

        Assert.InRange(wait!.Value.TotalSeconds, 30, 60);
        Assert.Equal(1, Number((await StatusAsync(source)).GetProperty("last24Hours"), "limited"));
        host.Clock.Advance(TimeSpan.FromMinutes(1));
        var (later, laterHeaders) = Genuine(provider);
        using var after = await host.AnswerAsync("POST", path, Encoding.UTF8.GetBytes(later), false, laterHeaders);
        Assert.Equal(statuses[0], (int)after.StatusCode);
    }

    [Fact]
    public async Task Given_strangers_when_they_post_then_they_use_up_nothing_of_the_limit()
    {
        await host.PutAsync("limit-strangers", "hubspot", ",\"limit\":{\"requestsPerMinute\":1,\"burst\":1}");
        var body = "[" + Event(1, host.Clock.GetUtcNow()) + "]";
        for (var turn = 0; turn < 5; turn++)
        {
            Assert.Equal(401, (await host.PostAsync("limit-strangers", body, HubSpot("other"))).Status);
        }

        Assert.Equal(202, (await host.PostAsync("limit-strangers", body, HubSpot(body))).Status);
    }

    /// <summary>Whoever guesses learns nothing: not which sources exist, nor whose they are, nor whether they are switched off or have a secret.</summary>
    [Theory]
    [InlineData("{}", "application/json")]
    [InlineData("<x/>", "text/xml")]
    [InlineData("", "text/plain")]
    public async Task Given_no_signature_when_any_source_is_posted_to_then_the_answers_are_the_same_to_the_byte(string body, string type)
    {
        var answers = new HashSet<string>();
        foreach (var (source, provider, more) in new[]
        {
            ("none-1", "", ""), ("same-hubspot", "hubspot", ""), ("same-salesforce", "salesforce", ""), ("same-off", "salesforce", ",\"enabled\":false"), ("same-zoho", "zoho", ""),
            ("same-close", "close", ""), ("same-gong", "gong", ""), ("same-zoom", "zoom-phone", ""), ("same-events", "cloudevents", ""),
        })
        {
            if (provider.Length > 0)
            {
                await host.PutAsync(source, provider, more);
            }

            using var answer = await host.AnswerAsync("POST", $"/api/v1/webhooks/{source}", Encoding.UTF8.GetBytes(body), false, ("Content-Type", type));
            var headers = string.Join('\n', answer.Headers.Concat(answer.Content.Headers).Where(header => header.Key != "Date").Select(header => $"{header.Key}: {string.Join(',', header.Value)}").Order());
            answers.Add($"{(int)answer.StatusCode}\n{headers}\n{await answer.Content.ReadAsStringAsync()}");
        }

        Assert.StartsWith("401\n", Assert.Single(answers), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Given_two_secrets_when_either_signs_then_it_is_taken_and_a_third_is_not()
    {
        await host.PutAsync("two-secrets", "hubspot");
        var (status, _) = await host.SendAsync("PUT", "/api/v1/sources/two-secrets/secret", Encoding.UTF8.GetBytes($$"""{"secrets":["the-next-secret","{{Secret}}"]}"""), true);
        Assert.Equal(204, status);
        var body = "[" + Event(1, host.Clock.GetUtcNow()) + "]";

        var (next, current, before) = (await PostAsync("the-next-secret"), await PostAsync(Secret), await PostAsync("the-one-before"));

        Assert.Equal((202, 202, 401), (next.Status, current.Status, before.Status));

        Task<(int Status, string Body)> PostAsync(string secret) => host.PostAsync("two-secrets", body, HubSpot(body, secret));
    }

    private async Task<JsonElement> StatusAsync(string source)
    {
        var (status, body) = await host.GetAsync($"/api/v1/sources/{source}/status");
        Assert.Equal(200, status);
        return body;
    }

    private async Task<JsonElement> UntilAsync(string source, Func<JsonElement, bool> isDone)
    {
        var status = await StatusAsync(source);
        for (var turn = 0; turn < 2_000 && !isDone(status); turn++)
        {
            status = await StatusAsync(source);
        }

        return status;
    }

    /// <summary>A request as the provider proves it, whose items mean nothing here.</summary>
    private static (string Body, (string, string)[] Headers) Genuine(string provider) => provider switch
    {
        "hubspot" when """[{"portalId":7,"occurredAt":1782810000000,"subscriptionType":"company.creation","objectId":3}]""" is var body => (body, [HubSpot(body)]),
        "pipedrive" => ("""{"meta":{"action":"create","entity":"product"}}""", [Basic()]),
        "outreach" when """{"meta":{"eventName":"account.created"},"data":{"id":1}}""" is var body =>
            (body, [("Outreach-Webhook-Signature", Convert.ToHexStringLower(System.Security.Cryptography.HMACSHA256.HashData(Encoding.UTF8.GetBytes(Secret), Encoding.UTF8.GetBytes(body))))]),
        "dynamics" => ("{}", [("x-our-key", Secret)]),
        "aircall" => ($$"""{"event":"user.created","token":"{{Secret}}"}""", []),
        _ => (
            $$"""<soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/"><soapenv:Body><notifications xmlns="http://soap.sforce.com/2005/09/outbound"><OrganizationId>{{Organization}}</OrganizationId><Notification><Id>04l1</Id><sObject xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:sf="urn:sobject.enterprise.soap.sforce.com" xsi:type="sf:Account"><sf:Id>001</sf:Id></sObject></Notification></notifications></soapenv:Body></soapenv:Envelope>""",
            [("Content-Type", "text/xml")]),
    };

    private static string Query(string provider) => provider == "salesforce" ? $"?token={Secret}" : "";

    private static string Event(int id, DateTimeOffset at, string type = "deal") =>
        $$"""{"portalId":7,"occurredAt":{{at.ToUnixTimeMilliseconds()}},"subscriptionType":"{{type}}.creation","objectId":{{id}}}""";

    private static string Text(JsonElement element, string name) => element.TryGetProperty(name, out var value) ? value.GetString() ?? "" : "";

    private static long Number(JsonElement element, string name) => element.GetProperty(name).GetInt64();
}
