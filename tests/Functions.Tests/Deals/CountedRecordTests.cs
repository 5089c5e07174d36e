using System.Text.Json;
using SalesPerf.Domain.Access;
using SalesPerf.Domain.Activities;
using SalesPerf.Domain.Competencies;
using SalesPerf.Domain.Deals;
using SalesPerf.Domain.Metrics;
using SalesPerf.Domain.People;
using SalesPerf.Functions.Access;
using SalesPerf.Functions.Activities;
using SalesPerf.Functions.Competencies;
using SalesPerf.Functions.Deals;
using SalesPerf.Functions.Resources;
using SalesPerf.Functions.Storage;
using SalesPerf.Functions.Tests.Http;
using SalesPerf.TestKit.Documents;

namespace SalesPerf.Functions.Tests.Deals;

/// <summary>Calls whose owner and outcome come in messages of their own, as they show on scorecards.</summary>
public sealed class CountedRecordTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 25, 12, 0, 0, TimeSpan.Zero);

    private static readonly Metric[] Metrics =
    [
        new() { Id = "calls", Name = "Calls", Measure = new() { Kind = "count", Types = ["call.completed"] } },
        new() { Id = "connected", Name = "Connected", Measure = new() { Kind = "count", Types = ["call.completed"], Where = [new("outcome", "equals", "connected")] } },
        new() { Id = "accounts", Name = "Accounts", Measure = new() { Kind = "distinct", Types = ["call.completed"], Field = "account" } },
    ];

    [Fact]
    public async Task Given_the_parts_of_a_call_in_any_order_and_repeated_when_drained_then_it_counts_once_for_its_owner()
    {
        Activity[] parts = [Part("7", 0, ("countsAs", "call.completed"), ("done", "true"), ("account", "x")), Part("7", 1, ("owner", "1")), Part("7", 2, ("outcome", "connected"))];
        foreach (var order in new[] { new[] { 0, 1, 2 }, [2, 1, 0], [1, 0, 2], [2, 0, 1] })
        {
            await using var world = await WorldAsync();
            foreach (var index in order)
            {
                await world.PostAsync(parts[index], parts[index]);
                await world.DrainAsync();
            }

            await world.PostAsync(parts);
            await world.DrainAsync();

            Assert.Equal("1 1 1", await CellsAsync(world, "ann"));
            Assert.Equal("0 0 0", await CellsAsync(world, "ben"));
        }
    }

    [Fact]
    public async Task Given_a_call_beside_one_that_came_whole_when_counted_then_both_do_and_the_account_they_share_once()
    {
        await using var world = await WorldAsync();
        await world.PostAsync(Whole("w", "1", "x"), Part("7", 0, ("countsAs", "call.completed"), ("done", "true"), ("account", "x"), ("owner", "1")));
        await world.DrainAsync();

        Assert.Equal("2 0 1", await CellsAsync(world, "ann"));
    }

    [Fact]
    public async Task Given_a_call_whose_earlier_owner_is_told_late_when_drained_then_it_moves()
    {
        await using var world = await WorldAsync();
        await world.PostAsync(Part("7", 5, ("countsAs", "call.completed"), ("done", "true"), ("account", "x"), ("owner", "1")));
        await world.DrainAsync();
        Assert.Equal(("1 0 1", "0 0 0"), (await CellsAsync(world, "ann"), await CellsAsync(world, "ben")));

        // It was called off, and made by Ben.
        await world.PostAsync(Part("7", 6, ("done", "false")), Part("7", 7, ("owner", "2")), Part("7", 8, ("done", "true")));
        await world.DrainAsync();

        Assert.Equal(("0 0 0", "1 0 1"), (await CellsAsync(world, "ann"), await CellsAsync(world, "ben")));
    }

    [Theory]
    [InlineData("done")]
    [InlineData("deleted")]
    [InlineData("month")]
    public async Task Given_a_counted_call_that_is_taken_back_when_drained_then_no_metric_counts_it(string how)
    {
        await using var world = await WorldAsync();
        await world.PostAsync(Part("7", 0, ("countsAs", "call.completed"), ("done", "true"), ("account", "x"), ("owner", "1"), ("outcome", "connected")));
        await world.DrainAsync();
        Assert.Equal("1 1 1", await CellsAsync(world, "ann"));

        await world.PostAsync(how switch
        {
            "done" => Part("7", 1, ("done", null)),
            "deleted" => Part("7", 1) with { Type = "call.deleted" },
            _ => Part("7", 1, ("at", CanonicalText.Of(Now.AddMonths(-1)))),
        });
        await world.DrainAsync();

        Assert.Equal("0 0 0", await CellsAsync(world, "ann"));
        Assert.Equal(how == "month" ? "1 1 1" : "0 0 0", await CellsAsync(world, "ann", "2026-10"));
    }

    [Fact]
    public async Task Given_a_call_without_owner_when_one_is_told_and_claimed_then_it_is_unassigned_until_then()
    {
        await using var world = await WorldAsync();
        await world.PostAsync(Part("7", 0, ("countsAs", "call.completed"), ("done", "true")));
        await world.DrainAsync();
        await world.PostAsync(Part("7", 1, ("owner", "9")));
        await world.DrainAsync();
        Assert.Equal("0 0 0", await CellsAsync(world, "ann"));
        Assert.Contains(await world.AllAsync<Identity>(Partitions.People, "identity"), identity => identity is { Owner: "9", Person: null });

        await world.PersonAsync(Ann with { Identities = new() { ["crm"] = ["1", "9"] } });
        await world.DrainAsync();

        Assert.Equal("1 0 0", await CellsAsync(world, "ann"));
    }

    [Fact]
    public async Task Given_a_call_of_an_identity_that_changes_hands_when_drained_then_it_goes_along()
    {
        await using var world = await WorldAsync();
        await world.PostAsync(Part("7", 0, ("countsAs", "call.completed"), ("done", "true"), ("account", "x"), ("owner", "1")));
        await world.DrainAsync();

        await world.PersonAsync(Ann with { Identities = [] });
        await world.PersonAsync(Ben with { Identities = new() { ["crm"] = ["2", "1"] } });
        await world.DrainAsync();

        Assert.Equal(("0 0 0", "1 0 1"), (await CellsAsync(world, "ann"), await CellsAsync(world, "ben")));
    }

    [Fact]
    public async Task Given_a_metric_that_is_defined_anew_when_read_then_calls_in_parts_are_counted_by_it_too()
    {
        await using var world = await WorldAsync();
        await world.PostAsync(Part("7", 0, ("countsAs", "call.completed"), ("done", "true"), ("account", "x"), ("owner", "1")));
        await world.DrainAsync();

        await world.PutAsync(ResourceKinds.Metrics, "connected", Metrics[0] with { Id = "connected" });

        Assert.Equal("1 1 1", await CellsAsync(world, "ann"));
    }

    [Fact]
    public async Task Given_a_call_in_a_cell_when_drilled_into_then_it_is_shown_as_counted()
    {
        await using var world = await WorldAsync();
        await world.PostAsync(Part("7", 0, ("countsAs", "call.completed"), ("done", "true"), ("account", "x"), ("owner", "1")));
        await world.DrainAsync();

        var request = Requests.Get("/api/v1/reps/ann/scorecard/calls/activities?period=2026-11", ("x-api-key", await KeyAsync(world)));
        var (_, body) = await (await world.Get<GetScorecardActivities>().Run(request, "ann", "calls", default)).ExecuteAsync(request);
        var answer = JsonSerializer.Deserialize<CountedActivities>(body, Functions.Json.SalesPerfJson.Options)!;

        var item = Assert.Single(answer.Items);
        Assert.Equal((1m, "call.completed", "x", 1m), (answer.Value, item.Type, item.Account, item.Value));
    }

    [Fact]
    public async Task Given_a_call_of_one_id_in_two_sources_when_one_is_deleted_then_the_other_stays()
    {
        await using var world = await WorldAsync();
        await world.PersonAsync(Ann with { Identities = new() { ["crm"] = ["1"], ["phone"] = ["1"] } });
        var part = Part("7", 0, ("countsAs", "call.completed"), ("done", "true"), ("account", "x"), ("owner", "1"));
        await world.PostAsync(part, part with { Source = "phone" });
        await world.DrainAsync();
        Assert.Equal("2 0 2", await CellsAsync(world, "ann"));

        await world.PostAsync(Part("7", 1) with { Type = "call.deleted", Source = "phone" });
        await world.DrainAsync();

        Assert.Equal("1 0 1", await CellsAsync(world, "ann"));
    }

    [Fact]
    public async Task Given_a_change_that_overtakes_the_commit_of_an_older_reading_when_drained_then_the_newest_stands()
    {
        HookedDocuments store = null!;
        await using var world = await WorldAsync(inner => store = new HookedDocuments(inner));
        await world.PostAsync(Part("7", 0, ("countsAs", "call.completed"), ("done", "true"), ("account", "x"), ("owner", "1")));
        var overtaken = 0;
        store.Once("contribution~crm~call~7", async () =>
        {
            overtaken++;
            await world.PostAsync(Part("7", 1, ("done", "false")));
            await world.Get<IngestActivities>().Run(await world.TakeAsync(Queues.IngestActivities), default);
            foreach (var message in await world.TakeAsync(Queues.ApplyDeal))
            {
                await world.OfAnotherProcess<ApplyDeal>().Run(message, default);
            }
        });
        await world.DrainAsync();

        Assert.Equal(1, overtaken);
        Assert.Equal("0 0 0", await CellsAsync(world, "ann"));
        Assert.Empty(await world.AllAsync<Activity>(Partitions.Rep("ann"), ActivityDocuments.Kind));
    }

    private static Person Ann { get; } = new() { Id = "ann", Name = "Ann", Team = "t", Role = "ae", Identities = new() { ["crm"] = ["1"] } };

    private static Person Ben { get; } = new() { Id = "ben", Name = "Ben", Team = "t", Role = "ae", Identities = new() { ["crm"] = ["2"] } };

    private static async Task<World> WorldAsync(Func<Platform.Documents.IDocumentStore, Platform.Documents.IDocumentStore>? wrap = null)
    {
        var world = new World(Now, wrap);
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
        await world.PersonAsync(Ann);
        await world.PersonAsync(Ben);
        return world;
    }

    private static async Task<string> KeyAsync(World world) => (await world.Get<ApiKeys>().IssueAsync(new NewApiKey("admin", [AccessRole.Admin], null), "test", default)).Key;

    /// <summary>Calls, connected calls and accounts.</summary>
    private static async Task<string> CellsAsync(World world, string person, string period = "2026-11")
    {
        var request = Requests.Get($"/api/v1/reps/{person}/scorecard?period={period}", ("x-api-key", await KeyAsync(world)));
        var (_, body) = await (await world.Get<GetScorecard>().Run(request, person, default)).ExecuteAsync(request);
        var cells = JsonSerializer.Deserialize<Scorecard>(body, Functions.Json.SalesPerfJson.Options)!.Metrics;
        return FormattableString.Invariant($"{Value("calls")} {Value("connected")} {Value("accounts")}");

        decimal Value(string metric) => cells.Single(cell => cell.Metric == metric).Value ?? 0m;
    }

    private static Activity Whole(string key, string owner, string account) => new()
    {
        Source = "crm",
        Key = key,
        Type = ActivityTypes.CallCompleted,
        OccurredAt = Now.AddDays(-2),
        ReceivedAt = Now,
        Owner = owner,
        Account = account,
    };

    private static Activity Part(string id, int hour, params (string Name, string? Value)[] fields) => new()
    {
        Source = "crm",
        Key = $"{id}-{hour}",
        Type = "call.changed",
        OccurredAt = Now.AddDays(-2).AddHours(hour),
        ReceivedAt = Now.AddDays(-2).AddHours(hour),
        RecordType = ActivityTypes.Call,
        Record = id,
        Fields = new SortedDictionary<string, string?>(fields.ToDictionary(field => field.Name, field => field.Value), StringComparer.Ordinal),
    };
}
