using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using SalesPerf.Domain.Access;
using SalesPerf.Domain.People;
using SalesPerf.Functions.Access;
using SalesPerf.Functions.Commissions;
using SalesPerf.Functions.Competencies;
using SalesPerf.Functions.Http;
using SalesPerf.Functions.Messages;
using SalesPerf.Functions.People;
using SalesPerf.Functions.People.Erasure;
using SalesPerf.Functions.Runs;
using SalesPerf.Functions.Schedules;
using SalesPerf.Functions.Storage;
using SalesPerf.Functions.Tests.Commissions;
using SalesPerf.Functions.Tests.Digests;
using SalesPerf.Functions.Tests.Http;
using SalesPerf.Platform.Documents;
using SalesPerf.Platform.Messages;
using SalesPerf.Platform.Messages.Embedded;
using SalesPerf.TestKit.Messages;

namespace SalesPerf.Functions.Tests.Runs;

public sealed class RunsTests
{
    private static readonly DateTimeOffset Now = new(2026, 7, 15, 3, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task Given_a_forecast_run_when_its_people_come_in_one_by_one_then_it_says_who_is_missing_until_the_teams_are_added_up()
    {
        await using var world = await ForecastWorld.StartAsync(Now, "month", (0m, 10m));
        await world.PersonAsync(new Person { Id = "bob", Name = "Bob" });
        await world.DrainAsync();
        var waiting = new List<string>();
        world.Handlers[Queues.ForecastCommissions] = message => Task.Run(() => waiting.Add(message));
        world.Handlers[Queues.CompleteForecast] = message => Task.Run(() => waiting.Add(message));
        await world.Get<ScheduleForecasts>().Run(new(), default);
        await world.DrainAsync();
        Assert.Equal("running 0/2 ann,bob", Text(await GetAsync(world, "forecast", "20260715T023000Z")));

        foreach (var (message, expected) in waiting.OrderBy(message => message.Contains("complete", StringComparison.Ordinal)).Zip(["running 1/2", "running 2/2", "done 2/2"]))
        {
            world.Handlers[Queues.ForecastCommissions] = one => world.Get<ForecastCommissions>().Run(one, default);
            var isLast = message.Contains("complete", StringComparison.Ordinal);
            await (isLast ? world.Get<CompleteForecast>().Run(message, default) : world.Get<ForecastCommissions>().Run(message, default));
            Assert.StartsWith(expected, Text(await GetAsync(world, "forecast", "20260715T023000Z")), StringComparison.Ordinal);
        }

        var done = Assert.Single((await ListAsync(world, "?kind=forecast")).Items);
        Assert.Equal(("2026-07-15T02:30:00Z", "done 2/2"), (done.GetProperty("startedAt").GetString(), Text(done)));
        Assert.Equal(world.Clock.GetUtcNow(), done.GetProperty("endedAt").GetDateTimeOffset(), TimeSpan.FromMinutes(1));
    }

    [Fact]
    public async Task Given_a_forecast_run_that_ended_without_somebody_when_asked_then_it_is_incomplete_and_names_them()
    {
        await using var world = await ForecastWorld.StartAsync(Now, "month", (0m, 10m));
        world.Handlers[Queues.ForecastCommissions] = _ => Task.CompletedTask;
        world.Handlers[Queues.CompleteForecast] = _ => Task.CompletedTask;
        await world.Get<ScheduleForecasts>().Run(new(), default);
        await world.DrainAsync();
        var run = new DateTimeOffset(2026, 7, 15, 2, 30, 0, TimeSpan.Zero);

        await world.Get<CompleteForecast>().Run(Envelopes.Message("x", new ForecastRunKey(run, 24 * 60), Now).Body, default);

        Assert.Equal("incomplete 0/1 ann", Text(await GetAsync(world, "forecast", "20260715T023000Z")));
    }

    [Fact]
    public async Task Given_nightly_evaluations_when_nothing_changed_for_somebody_then_they_are_through_all_the_same_and_so_are_the_nights_before()
    {
        await using var world = await ForecastWorld.StartAsync(Now, "month", (0m, 10m));
        await world.PersonAsync(new Person { Id = "bob", Name = "Bob" });
        world.Handlers[Queues.EvaluateCompetencies] = message => world.Get<EvaluateCompetencies>().Run(message, default);
        await world.DrainAsync();
        await world.Get<ScheduleEvaluations>().Run(new(), default);
        Assert.Equal("running 0/2 ann,bob", Text(await GetAsync(world, "evaluation", "20260715T020000Z")));
        await world.DrainAsync();
        Assert.Equal("done 2/2", Text(await GetAsync(world, "evaluation", "20260715T020000Z")));

        world.Clock.Advance(TimeSpan.FromDays(1));
        world.Handlers[Queues.EvaluateCompetencies] = message =>
            message.Contains("bob", StringComparison.Ordinal) ? Task.CompletedTask : world.Get<EvaluateCompetencies>().Run(message, default);
        await world.Get<ScheduleEvaluations>().Run(new(), default);
        await world.DrainAsync();

        Assert.Equal(["20260716T020000Z running 1/2 bob", "20260715T020000Z done 2/2"], (await ListAsync(world, "?kind=evaluation")).Items.Select(Line));

        // An older run that comes late takes nothing back.
        var late = Envelopes.Message("x", new EvaluationKey("ann", [], new DateTimeOffset(2026, 7, 15, 2, 0, 0, TimeSpan.Zero)), Now).Body;
        await world.Get<EvaluateCompetencies>().Run(late, default);
        Assert.Equal("running 1/2 bob", Text(await GetAsync(world, "evaluation", "20260716T020000Z")));
    }

    [Fact]
    public async Task Given_the_digests_of_a_week_when_sent_then_its_run_is_done_and_after_two_days_without_them_incomplete()
    {
        await using var digests = await DigestWorld.OfAsync();
        Assert.Equal("2026-W47 running 0/1 mia", Line(Assert.Single((await ListAsync(digests.World, "?kind=digest")).Items)));

        digests.World.Clock.Advance(TimeSpan.FromHours(49));
        Assert.Equal("incomplete 0/1 mia", Text(await GetAsync(digests.World, "digest", "2026-W47")));

        digests.World.Clock.Advance(TimeSpan.FromHours(-49));
        await digests.SendAsync();
        Assert.Equal("done 1/1", Text(await GetAsync(digests.World, "digest", "2026-W47")));
        digests.World.Clock.Advance(TimeSpan.FromDays(7));
        Assert.Equal(["2026-W48 running 0/1 mia", "2026-W47 done 1/1"], (await ListAsync(digests.World, "?kind=digest")).Items.Select(Line));
    }

    [Fact]
    public async Task Given_a_remap_of_several_pages_and_an_erasure_when_asked_then_they_are_listed_as_far_as_they_are()
    {
        await using var world = await ForecastWorld.StartAsync(Now, "month", (0m, 10m));
        foreach (var some in Enumerable.Range(1, 600).Chunk(90))
        {
            await world.Store.CommitAsync(
                some.Aggregate(new DocumentBatch(Partitions.People), (batch, number) => batch.Create(IdentityDocuments.New(new Identity { Source = "crm", Owner = string.Create(CultureInfo.InvariantCulture, $"o{number:0000}") }))),
                default);
        }

        await world.PersonAsync(new Person { Id = "gone", Name = "Gone", Employment = [new(new DateOnly(2020, 1, 1), new DateOnly(2026, 1, 1))] });
        await world.DrainAsync();
        var first = FollowOn.Remap(new SourceKey("crm")).Message(Now, null).Body;
        await world.Get<RemapSource>().Run(first, default);
        Assert.Equal("crm running ?/500", Line(Assert.Single((await ListAsync(world, "?kind=remap")).Items)));
        await world.DrainAsync();
        await world.Get<RemapSource>().Run(first, default); // again: says nothing new
        await world.Get<PersonErasures>().RequestAsync("gone", "test", default);

        var all = (await ListAsync(world, "")).Items;

        Assert.Equal(["crm done 601/601", "gone running 0/1 gone"], all.Select(Line).Order(StringComparer.Ordinal));
        Assert.Equal("running 0/1 gone", Text(await GetAsync(world, "erasure", "gone")));
    }

    [Theory]
    [InlineData("forecast")]
    [InlineData("evaluation")]
    public async Task Given_a_run_asked_for_now_when_drained_then_it_went_over_everybody_beside_those_of_the_nights(string kind)
    {
        await using var world = await ForecastWorld.StartAsync(Now, "month", (0m, 10m));
        await world.PersonAsync(new Person { Id = "bob", Name = "Bob" });
        world.Handlers[Queues.EvaluateCompetencies] = message => world.Get<EvaluateCompetencies>().Run(message, default);
        await world.DrainAsync();

        var (response, body) = await AskAsync(world, request => world.Get<RequestRun>().Run(request, kind, default), "/");
        var id = JsonElement.Parse(body).GetProperty("id").GetString()!; // every run has one
        Assert.Equal((202, $"/api/v1/runs/{kind}/{id}"), (response.StatusCode, response.Headers.Location.ToString()));
        Assert.Equal("running 0/2 ann,bob", Text(JsonElement.Parse(body)));
        Assert.InRange(DateTimeOffset.ParseExact(id, "yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal), Now, world.Clock.GetUtcNow());

        await world.DrainAsync();
        Assert.Equal(id + " done 2/2", Line(Assert.Single((await ListAsync(world, "?kind=" + kind)).Items)));

        world.Get<RequestedRun>().IsRequested = false; // every call has its own
        world.Clock.Advance(TimeSpan.FromDays(1));
        await (kind == "forecast" ? world.Get<ScheduleForecasts>().Run(new(), default) : world.Get<ScheduleEvaluations>().Run(new(), default));
        var nightly = kind == "forecast" ? "20260716T023000Z" : "20260716T020000Z";
        Assert.Equal([nightly, id], (await ListAsync(world, "?kind=" + kind)).Items.Select(run => run.GetProperty("id").GetString()));
    }

    [Fact]
    public async Task Given_a_run_asked_for_under_one_key_when_its_messages_were_not_sent_and_it_is_asked_for_again_and_again_then_it_is_one_run()
    {
        AwayBus? away = null;
        await using var world = await ForecastWorld.PrepareAsync(
            new World(Now, configure: services => services.AddSingleton<IMessageBus>(provider => away = new AwayBus(provider.GetRequiredService<EmbeddedMessageBus>()))), "month", (0m, 10m));
        await world.DrainAsync();
        var apiKey = (await world.Get<ApiKeys>().IssueAsync(new NewApiKey("ops", [AccessRole.Admin], null), "test", default)).Key;
        away!.IsAway = queue => queue == Queues.EvaluateCompetencies;
        await Assert.ThrowsAsync<TimeoutException>(RequestAsync);
        away.IsAway = _ => false;
        world.Clock.Advance(TimeSpan.FromSeconds(5));

        var first = await RequestAsync();
        world.Clock.Advance(TimeSpan.FromHours(2));
        var second = await RequestAsync();

        Assert.Equal(202, first.Response.StatusCode);
        Assert.Equal(first.Response.Headers.Location.ToString(), second.Response.Headers.Location.ToString());
        Assert.Single((await ListAsync(world, "?kind=evaluation")).Items);

        async Task<(HttpResponse Response, string Body)> RequestAsync()
        {
            var request = Requests.Of("POST", "/", [], ("x-api-key", apiKey), (IdempotencyKey.HeaderName, "again"));
            return await (await world.Get<RequestRun>().Run(request, "evaluation", default)).ExecuteAsync(request);
        }
    }

    [Theory]
    [InlineData("digest")]
    [InlineData("erasure")]
    [InlineData("other")]
    public async Task Given_a_kind_that_nobody_begins_by_hand_when_asked_for_then_404(string kind)
    {
        await using var world = await ForecastWorld.StartAsync(Now, "month", (0m, 10m));

        Assert.Equal(404, (await AskAsync(world, request => world.Get<RequestRun>().Run(request, kind, default), "/")).Response.StatusCode);
    }

    [Theory]
    [InlineData("forecast", "20260715T023000Z")]
    [InlineData("evaluation", "../..")]
    [InlineData("digest", "2026-W99")]
    [InlineData("digest", "2026-07")]
    [InlineData("digest", "2025-W10")]
    [InlineData("remap", "nowhere")]
    [InlineData("erasure", "nobody")]
    [InlineData("other", "x")]
    public async Task Given_a_run_that_there_is_not_when_asked_then_404(string kind, string id)
    {
        await using var world = await ForecastWorld.StartAsync(Now, "month", (0m, 10m));

        Assert.Equal(404, (await AskAsync(world, request => world.Get<GetRun>().Run(request, kind, id, default), "/")).Response.StatusCode);
    }

    [Theory]
    [InlineData("?kind=other")]
    [InlineData("?kind=digest&cursor=AAAA")]
    [InlineData("?from=2026-01-01")]
    public async Task Given_a_list_that_there_is_not_when_asked_then_400(string query)
    {
        await using var world = await ForecastWorld.StartAsync(Now, "month", (0m, 10m));

        Assert.Equal(400, (await AskAsync(world, request => world.Get<ListRuns>().Run(request, default), "/" + query)).Response.StatusCode);
    }

    [Fact]
    public async Task Given_more_runs_than_a_page_when_listed_then_every_one_comes_once()
    {
        await using var world = await ForecastWorld.StartAsync(Now, "month", (0m, 10m));
        world.Handlers[Queues.EvaluateCompetencies] = _ => Task.CompletedTask;
        for (var night = 0; night < 5; night++)
        {
            await world.Get<ScheduleEvaluations>().Run(new(), default);
            world.Clock.Advance(TimeSpan.FromDays(1));
        }

        var (ids, next) = (new List<string?>(), (string?)"?kind=evaluation&pageSize=2");
        while (next is not null)
        {
            (var items, next) = await ListAsync(world, next[next.IndexOf('?', StringComparison.Ordinal)..]);
            ids.AddRange(items.Select(item => item.GetProperty("id").GetString()));
        }

        Assert.Equal(["20260719T020000Z", "20260718T020000Z", "20260717T020000Z", "20260716T020000Z", "20260715T020000Z"], ids);
    }

    private static string Line(JsonElement run) => $"{run.GetProperty("id").GetString()} {Text(run)}";

    private static string Text(JsonElement run) => string.Join(
        ' ',
        new[]
        {
            run.GetProperty("state").GetString(),
            run.TryGetProperty("expected", out var expected) ? $"{run.GetProperty("done").GetRawText()}/{expected.GetRawText()}" : $"?/{run.GetProperty("done").GetRawText()}",
            string.Join(',', run.GetProperty("missing").EnumerateArray().Select(missing => missing.GetString())),
        }.Where(part => part is { Length: > 0 }));

    private static async Task<JsonElement> GetAsync(World world, string kind, string id)
    {
        var (response, body) = await AskAsync(world, request => world.Get<GetRun>().Run(request, kind, id, default), "/");
        Assert.Equal(200, response.StatusCode);
        return JsonElement.Parse(body);
    }

    private static async Task<(IReadOnlyList<JsonElement> Items, string? Next)> ListAsync(World world, string query)
    {
        var (response, body) = await AskAsync(world, request => world.Get<ListRuns>().Run(request, default), "/" + query);
        Assert.Equal(200, response.StatusCode);
        var page = JsonElement.Parse(body);
        return ([.. page.GetProperty("items").EnumerateArray()], page.TryGetProperty("nextLink", out var next) ? next.GetString() : null);
    }

    private static async Task<(HttpResponse Response, string Body)> AskAsync(World world, Func<HttpRequest, Task<IResult>> ask, string path)
    {
        var key = (await world.Get<ApiKeys>().IssueAsync(new NewApiKey("ops", [AccessRole.Admin], null), "test", default)).Key;
        var request = Requests.Of("GET", path, [], ("x-api-key", key));
        try
        {
            return await (await ask(request)).ExecuteAsync(request);
        }
        catch (ProblemException exception)
        {
            return await exception.Problem.ExecuteAsync(request);
        }
    }
}
