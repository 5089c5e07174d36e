using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using SalesPerf.Domain.Access;
using SalesPerf.Domain.Activities;
using SalesPerf.Domain.Metrics;
using SalesPerf.Domain.People;
using SalesPerf.Functions.Access;
using SalesPerf.Functions.Competencies;
using SalesPerf.Functions.Resources;
using SalesPerf.Functions.Tests.Deals;
using SalesPerf.Functions.Tests.Http;

namespace SalesPerf.Functions.Tests.Competencies;

public sealed class CountedActivitiesTests
{
    private const string Browser = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";

    private static readonly DateTimeOffset Now = new(2026, 11, 25, 12, 0, 0, TimeSpan.Zero);

    private static readonly Metric[] Metrics =
    [
        Metric("mails", new() { Kind = "count", Types = ["email.sent"], Where = [new("automated", "notEquals", "true")] }),
        Metric("minutes", new() { Kind = "sum", Types = ["call.completed"], Field = "minutes" }),
        Metric("spend", new() { Kind = "sum", Types = ["invoice.issued"], Field = "amount" }, "EUR"),
        Metric("replies", new() { Kind = "replied", Where = [new("automated", "notEquals", "true")] }),
        Metric("reply-rate", new() { Kind = "ratio", Numerator = "replies", Denominator = "mails", MinDenominator = 1m }),
        Metric("accounts", new() { Kind = "distinct", Types = ["call.completed", "email.sent"], Field = "account" }),
        Metric("accounts-a-day", new() { Kind = "distinct", Types = ["call.completed"], Field = "account", Per = "day" }),
        Metric("won", new() { Kind = "count", Types = ["deal.won"] }),
        Metric("bookings", new() { Kind = "sum", Types = ["deal.won"], Field = "amount" }, "USD"),
        Metric("win-rate", new() { Kind = "conversion", FromStage = "proposal", ToStage = "won", MinDenominator = 1m }),
        Metric("cycle", new() { Kind = "duration", FromStage = "created", ToStage = "won" }, "days"),
    ];

    private static async Task<(World World, string Key)> WorldAsync()
    {
        var world = new World(Now);
        foreach (var metric in Metrics)
        {
            await world.PutAsync(ResourceKinds.Metrics, metric.Id, metric);
        }

        await world.PutAsync(ResourceKinds.Roles, "ae", new Role
        {
            Id = "ae",
            Name = "Account executive",
            Competencies = [new Competency
            {
                Id = "all",
                Name = "All",
                Metrics = [.. Metrics.Select(metric => new CompetencyMetric { Threshold = new MetricThreshold { Metric = metric.Id, Period = "month", Target = 1m } })],
            }],
        });
        await world.PutAsync(ResourceKinds.Teams, "t", new Team { Id = "t", Name = "T" });
        await world.PersonAsync(CompetencyWorld.Ann with { Zone = "Europe/Berlin", Identities = new() { ["crm"] = ["1", "2"] } });
        await world.PostAsync(Feed);
        await world.DrainAsync();
        return (world, (await world.Get<ApiKeys>().IssueAsync(new NewApiKey("ann", [AccessRole.Rep], "ann"), "test", default)).Key);
    }

    /// <summary>November in Berlin is 31 October 23:00 to 30 November 23:00 UTC.</summary>
    private static Activity[] Feed =>
    [
        // A mail of September is answered in November; c2 is answered twice; c3's answer came before its mail; c4 was sent by a machine; c5 is not answered.
        At("m1", "email.sent", "2026-09-10T09:00Z", conversation: "c1", account: "a"),
        At("r1", "email.replied", "2026-11-02T09:00Z", conversation: "c1"),
        At("m2", "email.sent", "2026-11-03T09:00Z", conversation: "c2", account: "a"),
        At("r2", "email.replied", "2026-11-03T10:00Z", "2", conversation: "c2"),
        At("r2b", "email.replied", "2026-11-05T10:00Z", conversation: "c2"),
        At("r3", "email.replied", "2026-11-06T10:00Z", conversation: "c3"),
        At("m3", "email.sent", "2026-11-06T11:00Z", conversation: "c3", account: "b"),
        At("m4", "email.sent", "2026-11-07T11:00Z", conversation: "c4", account: "c", attributes: ("automated", "true")),
        At("r4", "email.replied", "2026-11-08T11:00Z", conversation: "c4"),
        At("m5", "email.sent", "2026-11-09T11:00Z", conversation: "c5"),
        At("m6", "email.sent", "2026-11-10T11:00Z"),

        // The first is still October, the second November in Berlin.
        At("k0", "call.completed", "2026-10-31T22:59Z", account: "z", attributes: ("minutes", "7")),
        At("k1", "call.completed", "2026-10-31T23:00Z", account: "a", attributes: ("minutes", "2.5")),
        At("k2", "call.completed", "2026-11-12T09:00Z", account: "d", attributes: ("minutes", "long")),
        At("k3", "call.completed", "2026-11-12T10:00Z", account: "d", attributes: ("minutes", "10")),
        At("i1", "invoice.issued", "2026-11-12T10:00Z") with { Amount = 100m, Currency = "EUR" },
        At("i2", "invoice.issued", "2026-11-12T11:00Z") with { Amount = 900m, Currency = "USD" },
        At("i3", "invoice.issued", "2026-11-12T12:00Z"),

        // d1 is won after 30 days, d2 in another currency, d3 is still open, d4 came to a proposal in October and is won in November.
        DealWorld.Deal("d1", "deal.created", Time("2026-10-10T09:00Z"), ("owner", "1"), ("amount", "1000.5"), ("currency", "USD"), ("stage", "new")),
        DealWorld.Deal("d1", "deal.stageChanged", Time("2026-11-02T09:00Z"), ("stage", "proposal")),
        DealWorld.Deal("d1", "deal.won", Time("2026-11-09T09:00Z")),
        DealWorld.Deal("d2", "deal.created", Time("2026-11-02T09:00Z"), ("owner", "1"), ("amount", "500"), ("currency", "EUR"), ("stage", "proposal")),
        DealWorld.Deal("d2", "deal.won", Time("2026-11-12T09:00Z")),
        DealWorld.Deal("d3", "deal.created", Time("2026-11-02T09:00Z"), ("owner", "1"), ("amount", "500"), ("currency", "USD"), ("stage", "proposal")),
        DealWorld.Deal("d4", "deal.created", Time("2026-10-02T09:00Z"), ("owner", "1"), ("amount", "20"), ("currency", "USD"), ("stage", "proposal")),
        DealWorld.Deal("d4", "deal.won", Time("2026-11-12T09:00Z")),
    ];

    [Theory]
    [InlineData("mails", "4", "m2:1 m3:1 m4:condition m5:1 m6:1")]
    [InlineData("minutes", "12.5", "k1:2.5 k2:noNumber k3:10")]
    [InlineData("spend", "100", "i1:100 i2:otherCurrency i3:noNumber")]
    [InlineData("replies", "2", "r1:1 m2:answerCounts r2:1 r2b:countedBefore r3:noMailBefore m3:notAnswered m4:condition r4:noMailBefore m5:notAnswered m6:noConversation")]
    [InlineData("accounts", "4", "k1:1 m2:countedBefore m3:1 m4:1 m5:noValue m6:noValue k2:1 k3:countedBefore")]
    [InlineData("accounts-a-day", "2", "k1:1 k2:1 k3:countedBefore")]
    [InlineData("won", "3", "d1:1 d2:1 d4:1")]
    [InlineData("bookings", "1020.5", "d1:1000.5 d2:otherCurrency d4:20")]
    public async Task Given_a_cell_that_adds_up_when_its_activities_are_read_then_they_come_to_the_cell(string metric, string value, string items)
    {
        var (world, key) = await WorldAsync();
        await using var _ = world;
        var answer = await AnswerAsync(world, key, metric);

        Assert.Equal(items, string.Join(' ', answer.Items.Select(item => $"{item.Deal ?? item.Key}:{item.NotCounted ?? Text(item.Value)}")));
        Assert.Equal(value, Text(answer.Value));
        Assert.Equal(value, Text(answer.Items.Sum(item => item.Value ?? 0m)));
        Assert.Equal(value, Text((await CellAsync(world, key, metric)).Value));
    }

    [Theory]
    [InlineData("reply-rate", "2", "4", "r1:1/ m2:/1 r2:1/ r2b:countedBefore r3:noMailBefore m3:/1 m4:condition r4:noMailBefore m5:/1 m6:/1")]
    [InlineData("win-rate", "2", "3", "d1:1/1 d2:1/1 d3:0/1")]
    [InlineData("cycle", "81", "3", "d3:notArrived d1:30/1 d2:10/1 d4:41/1")] // 30 + 10 + 41 days
    public async Task Given_a_quotient_when_its_activities_are_read_then_both_sides_come_to_the_cell(string metric, string numerator, string denominator, string items)
    {
        var (world, key) = await WorldAsync();
        await using var _ = world;
        var answer = await AnswerAsync(world, key, metric);
        var cell = await CellAsync(world, key, metric);

        Assert.Equal(
            items.Split(' ').Order(),
            answer.Items.Select(item => $"{item.Deal ?? item.Key}:{item.NotCounted ?? $"{Text(item.Numerator)}/{Text(item.Denominator)}"}").Order());
        Assert.Equal((numerator, denominator), (Text(answer.Items.Sum(item => item.Numerator ?? 0m)), Text(answer.Items.Sum(item => item.Denominator ?? 0m))));
        Assert.Equal((numerator, denominator), (Text(answer.Numerator), Text(answer.Denominator)));
        Assert.Equal((numerator, denominator), (Text(cell.Numerator), Text(cell.Denominator)));
        Assert.Equal(cell.Value, answer.Value);
    }

    [Fact]
    public async Task Given_any_metric_of_any_period_when_its_activities_are_read_then_they_come_to_the_cell()
    {
        var (world, key) = await WorldAsync();
        await using var _ = world;
        foreach (var period in new[] { "2026-W45", "2026-10", "2026-11", "2026-Q4", "2026" })
        {
            foreach (var metric in Metrics)
            {
                var (answer, cell) = (await AnswerAsync(world, key, metric.Id, period), await CellAsync(world, key, metric.Id, period));
                Assert.True(
                    (answer.Value, answer.Numerator, answer.Denominator) == (cell.Value, cell.Numerator, cell.Denominator),
                    $"{metric.Id} of {period}: {answer.Value} {answer.Numerator} {answer.Denominator} is not {cell.Value} {cell.Numerator} {cell.Denominator}");
            }
        }
    }

    [Fact]
    public async Task Given_a_browser_when_the_activities_are_opened_then_the_page_says_what_they_come_to_and_why_the_rest_does_not_count()
    {
        var (world, key) = await WorldAsync();
        await using var _ = world;
        var (response, body) = await GetAsync(world, key, "reply-rate", accept: Browser);

        Assert.Equal(("text/html; charset=utf-8", "Accept"), (response.ContentType, response.Headers.Vary.ToString()));
        foreach (var part in new[]
            {
                "50&#xA0;% = 2 of 4", "REPLIES, divided by MAILS.", "That is what the scorecard says.", "counts only where automated is not true", "counted before in this period", "answers no mail that counts",
                "href=\"/api/v1/reps/ann/scorecard?period=2026-11\"", "Times are those of Europe/Berlin", "Mon 2 Nov, 10:00", "6 items count, 4 do not",
            })
        {
            Assert.Contains(part, body, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Given_hostile_text_in_an_activity_when_opened_in_a_browser_then_it_is_text()
    {
        var (world, key) = await WorldAsync();
        await using var _ = world;
        await world.PostAsync(At("x", "call.completed", "2026-11-20T09:00Z", account: "<img src=x onerror=alert(1)>"));
        await world.DrainAsync();

        var body = (await GetAsync(world, key, "accounts", accept: Browser)).Body;

        Assert.Contains("account &lt;img src=x", body, StringComparison.Ordinal);
        Assert.DoesNotContain("<img", body, StringComparison.Ordinal);
    }

    private static async Task<(HttpResponse Response, string Body)> GetAsync(World world, string key, string metric, string period = "2026-11", string? accept = null)
    {
        var request = Requests.Get($"/api/v1/reps/ann/scorecard/{metric}/activities?period={period}", [("x-api-key", key), .. accept is null ? [] : new[] { ("Accept", accept) }]);
        return await (await world.Get<GetScorecardActivities>().Run(request, "ann", metric, default)).ExecuteAsync(request);
    }

    private static async Task<CountedActivities> AnswerAsync(World world, string key, string metric, string period = "2026-11") =>
        JsonSerializer.Deserialize<CountedActivities>((await GetAsync(world, key, metric, period)).Body, Functions.Json.SalesPerfJson.Options)!;

    private static async Task<Domain.Competencies.ScorecardMetric> CellAsync(World world, string key, string metric, string period = "2026-11")
    {
        var request = Requests.Get($"/api/v1/reps/ann/scorecard?period={period}", ("x-api-key", key));
        var (_, body) = await (await world.Get<GetScorecard>().Run(request, "ann", default)).ExecuteAsync(request);
        return JsonSerializer.Deserialize<Domain.Competencies.Scorecard>(body, Functions.Json.SalesPerfJson.Options)!.Metrics.Single(cell => cell.Metric == metric);
    }

    private static Metric Metric(string id, MetricMeasure measure, string? unit = null) => new() { Id = id, Name = id.ToUpperInvariant(), Unit = unit, Measure = measure };

    private static string Text(decimal? value) => value?.ToString("0.####", CultureInfo.InvariantCulture) ?? "";

    private static DateTimeOffset Time(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);

    private static Activity At(string key, string type, string time, string owner = "1", string? conversation = null, string? account = null, params (string Name, string Value)[] attributes) => new()
    {
        Source = "crm",
        Key = key,
        Type = type,
        OccurredAt = Time(time),
        ReceivedAt = Now,
        Owner = owner,
        Conversation = conversation,
        Account = account,
        Attributes = new(attributes.ToDictionary(attribute => attribute.Name, attribute => attribute.Value), StringComparer.Ordinal),
    };
}
