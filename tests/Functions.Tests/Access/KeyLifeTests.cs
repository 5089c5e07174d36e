using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using SalesPerf.Domain.Access;
using SalesPerf.Functions.Access;
using SalesPerf.Functions.Http;
using SalesPerf.Functions.Tests.Http;

namespace SalesPerf.Functions.Tests.Access;

public sealed class KeyLifeTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 18, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task Given_a_rotated_key_when_shown_then_both_secrets_work_until_the_overlap_ends()
    {
        await using var world = new World(Now);
        var admin = await KeyAsync(world, new NewApiKey("root", [AccessRole.Admin]));
        var old = await KeyAsync(world, new NewApiKey("x", [AccessRole.Finance]));

        var first = await RotateAsync(world, admin, old, """{"overlapHours":168}""");
        Assert.Equal(200, first.Status);
        Assert.Equal((200, 200), (await StatusAsync(world, old), await StatusAsync(world, first.Key)));

        // The secret before the one before ends with the second rotation.
        var second = await RotateAsync(world, admin, old, "{}");
        Assert.Equal((401, 200, 200), (await StatusAsync(world, old), await StatusAsync(world, first.Key), await StatusAsync(world, second.Key)));

        world.Clock.Advance(TimeSpan.FromHours(24));
        Assert.Equal((401, 200), (await StatusAsync(world, first.Key), await StatusAsync(world, second.Key)));
        Assert.Equal(401, await StatusAsync(world, (await RotateAsync(world, admin, old, """{"overlapHours":0}""")) is { Status: 200 } ? second.Key : ""));
    }

    [Fact]
    public async Task Given_the_same_rotation_twice_under_one_idempotency_key_when_posted_then_one_new_secret()
    {
        await using var world = new World(Now);
        var admin = await KeyAsync(world, new NewApiKey("root", [AccessRole.Admin]));
        var old = await KeyAsync(world, new NewApiKey("x", [AccessRole.Finance]));

        var answers = new[] { await RotateAsync(world, admin, old, "{}", "once"), await RotateAsync(world, admin, old, "{}", "once") };

        Assert.Equal(answers[0], answers[1]);
        Assert.Equal((200, 200), (await StatusAsync(world, old), await StatusAsync(world, answers[0].Key)));
        Assert.Equal(422, (await RotateAsync(world, admin, old, """{"overlapHours":1}""", "once")).Status);
    }

    [Theory]
    [InlineData("""{"name":"x","roles":["admin"]}""", 422)]
    [InlineData("""{"name":"x","roles":["admin"],"scopes":["manageKeys","operate"]}""", 422)]
    [InlineData("""{"name":"x","roles":["finance"]}""", 422)]
    [InlineData("""{"name":"x","sources":["crm"]}""", 422)]
    [InlineData("""{"name":"x","roles":["finance"],"scopes":["readForecast"]}""", 201)]
    [InlineData("""{"name":"x","roles":["admin"],"scopes":["manageKeys","readForecast"]}""", 201)]
    public async Task Given_a_key_limited_to_scopes_when_it_makes_another_then_that_is_for_no_more(string json, int status)
    {
        await using var world = new World(Now);
        await world.PutAsync(Functions.Resources.ResourceKinds.Sources, "crm", new Domain.Sources.Source { Id = "crm", Provider = "cloudevents" });
        var limited = await KeyAsync(world, new NewApiKey("limited", [AccessRole.Admin], null, null, ["manageKeys", "readForecast"]));
        var request = Requests.Post(json, ("x-api-key", limited));

        Assert.Equal(status, (await SendAsync(() => world.Get<CreateKey>().Run(request, default), request)).Status);
    }

    [Fact]
    public async Task Given_a_key_limited_to_scopes_when_it_rotates_one_that_is_for_more_then_it_learns_no_secret()
    {
        await using var world = new World(Now);
        var limited = await KeyAsync(world, new NewApiKey("limited", [AccessRole.Admin], null, null, ["manageKeys"]));
        var root = await KeyAsync(world, new NewApiKey("root", [AccessRole.Admin]));

        Assert.Equal(403, (await RotateAsync(world, limited, root, "{}")).Status);
        Assert.Equal(200, (await RotateAsync(world, limited, limited, "{}")).Status);
        Assert.Equal(200, (await RotateAsync(world, root, limited, "{}")).Status);
        Assert.Equal(404, (await RotateAsync(world, root, "sp_aaaaaaaaaaaaaaaa_x", "{}")).Status);
    }

    [Theory]
    [InlineData("""{"overlapHours":169}""", 422)]
    [InlineData("""{"overlapHours":-1}""", 422)]
    [InlineData("""{"overlap":1}""", 400)]
    [InlineData("""[]""", 400)]
    public async Task Given_a_rotation_that_is_none_when_posted_then_refused(string body, int status)
    {
        await using var world = new World(Now);
        var admin = await KeyAsync(world, new NewApiKey("root", [AccessRole.Admin]));

        Assert.Equal(status, (await RotateAsync(world, admin, admin, body)).Status);
        Assert.Equal(404, (await RotateAsync(world, admin, "sp_aaaaaaaaaaaaaaaa_x", "{}")).Status);
    }

    [Theory]
    [InlineData("""{"name":"x","roles":["admin"],"scopes":["readForecast"]}""", "readForecast")]
    [InlineData("""{"name":"x","roles":["finance"],"scopes":["read"]}""", "readForecast readStatement readWall readRuns readResources readReference readPeople readPlans")]
    [InlineData("""{"name":"x","roles":["finance"],"sources":["crm"],"scopes":["postActivities"]}""", "postActivities")]
    [InlineData("""{"name":"x","roles":["finance"],"scopes":["manageKeys"]}""", null)]
    [InlineData("""{"name":"x","roles":["finance"],"scopes":[]}""", null)]
    [InlineData("""{"name":"x","roles":["finance"],"scopes":["everything"]}""", null)]
    [InlineData("""{"name":"x","sources":["crm"],"scopes":["read"]}""", null)]
    public async Task Given_scopes_when_a_key_is_made_then_they_are_of_what_its_roles_allow(string json, string? scopes)
    {
        await using var world = new World(Now);
        await world.PutAsync(Functions.Resources.ResourceKinds.Sources, "crm", new Domain.Sources.Source { Id = "crm", Provider = "cloudevents" });
        var admin = await KeyAsync(world, new NewApiKey("root", [AccessRole.Admin]));
        var request = Requests.Post(json, ("x-api-key", admin));

        var (status, body) = await SendAsync(() => world.Get<CreateKey>().Run(request, default), request);

        Assert.Equal(scopes is null ? 422 : 201, status);
        if (scopes is not null)
        {
            Assert.Equal(scopes.Split(' ').Order(), body.GetProperty("scopes").EnumerateArray().Select(scope => scope.GetString()!).Order()); // texts
        }
    }

    [Fact]
    public async Task Given_an_admins_key_with_a_scope_when_shown_then_everything_else_is_forbidden()
    {
        await using var world = new World(Now);
        var key = await KeyAsync(world, new NewApiKey("x", [AccessRole.Admin], Scopes: ["readForecast"]));
        var principal = await world.Get<Authentication>().AuthenticateAsync(Requests.Get("/", ("x-api-key", key)), default);

        foreach (var action in Enum.GetValues<AccessAction>())
        {
            Assert.Equal(
                action == AccessAction.ReadForecast ? AccessDecision.Allowed : AccessDecision.Forbidden,
                AccessPolicy.Decide(principal, action, AccessTarget.Everything, new(), default));
        }
    }

    [Fact]
    public async Task Given_a_key_that_was_used_when_listed_then_the_day_is_told_and_revoking_takes_it_away()
    {
        await using var world = new World(Now);
        var issued = await world.Get<ApiKeys>().IssueAsync(new NewApiKey("x", [AccessRole.Finance]), "test", default);
        var keys = world.Get<ApiKeys>();
        async Task<DateOnly?> UsedAsync() => (await keys.ListAsync(new Paging(new Query(Requests.Get(), "pageSize", "cursor")), default)).Items.Single().LastUsedOn;

        Assert.Null(await UsedAsync());
        await world.Get<KeyUses>().WriteAsync(issued.Entry.KeyId, new DateOnly(2026, 11, 18));
        await world.Get<KeyUses>().WriteAsync(issued.Entry.KeyId, new DateOnly(2026, 11, 19));
        Assert.Equal(new DateOnly(2026, 11, 19), await UsedAsync());

        await keys.RevokeAsync(issued.Entry.KeyId, default);
        Assert.Empty(await world.AllAsync<KeyUse>(ApiKeyEntry.Partition, KeyUse.Kind));
    }

    [Fact]
    public async Task Given_a_key_used_again_and_again_when_answered_then_it_is_written_once_a_day_after_the_answer()
    {
        await using var world = new World(Now);
        var (key, answered) = (await KeyAsync(world, new NewApiKey("x", [AccessRole.Finance])), new AnsweredLater());
        async Task<int> UseAsync()
        {
            var request = Requests.Get("/", ("x-api-key", key));
            request.HttpContext.Features.Set<IHttpResponseFeature>(answered);
            await world.Get<Authentication>().AuthenticateAsync(request, default);
            return answered.Waiting.Count;
        }

        Assert.Equal((1, 1), (await UseAsync(), await UseAsync()));
        Assert.Empty(await world.AllAsync<KeyUse>(ApiKeyEntry.Partition, KeyUse.Kind));
        await answered.Waiting[0]();
        Assert.Equal(new DateOnly(2026, 11, 18), Assert.Single(await world.AllAsync<KeyUse>(ApiKeyEntry.Partition, KeyUse.Kind)).On);
        world.Clock.Advance(TimeSpan.FromDays(1));
        Assert.Equal(2, await UseAsync());
    }

    private sealed class AnsweredLater : HttpResponseFeature
    {
        public List<Func<Task>> Waiting { get; } = [];

        public override void OnCompleted(Func<object, Task> callback, object state) => Waiting.Add(() => callback(state));
    }

    private static async Task<string> KeyAsync(World world, NewApiKey key) => (await world.Get<ApiKeys>().IssueAsync(key, "test", default)).Key;

    private static async Task<(int Status, string Key)> RotateAsync(World world, string admin, string key, string body, string? idempotency = null)
    {
        var request = Requests.Post(body, ("x-api-key", admin));
        if (idempotency is not null)
        {
            request.Headers["Idempotency-Key"] = idempotency;
        }

        var (status, answer) = await SendAsync(() => world.Get<RotateKey>().Run(request, key.Split('_')[1], default), request);
        return (status, status == 200 ? answer.GetProperty("key").GetString() ?? "" : "");
    }

    private static async Task<(int Status, JsonElement Body)> SendAsync(Func<Task<IResult>> run, HttpRequest request)
    {
        IResult result;
        try
        {
            result = await run();
        }
        catch (ProblemException problem)
        {
            result = problem.Problem;
        }

        var (response, body) = await result.ExecuteAsync(request);
        return (response.StatusCode, JsonElement.Parse(body));
    }

    private static async Task<int> StatusAsync(World world, string key)
    {
        try
        {
            await world.Get<Authentication>().AuthenticateAsync(Requests.Get("/", ("x-api-key", key)), default);
            return 200;
        }
        catch (ProblemException problem)
        {
            return problem.Problem.Status;
        }
    }
}
