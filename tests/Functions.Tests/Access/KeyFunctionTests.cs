using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using SalesPerf.Domain.Access;
using SalesPerf.Domain.People;
using SalesPerf.Domain.Sources;
using SalesPerf.Functions.Access;
using SalesPerf.Functions.Http;
using SalesPerf.Functions.Resources;
using SalesPerf.Functions.Tests.Http;
using SalesPerf.Platform.Documents;
using SalesPerf.TestKit.Documents;

namespace SalesPerf.Functions.Tests.Access;

public sealed class KeyFunctionTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 18, 12, 0, 0, TimeSpan.Zero);

    private static async Task<World> OrganisationAsync(Func<IDocumentStore, IDocumentStore>? wrap = null)
    {
        var world = new World(Now, wrap);
        await world.PersonAsync(new Person { Id = "ann", Name = "Ann" });
        await world.PutAsync(ResourceKinds.Sources, "crm", new Source { Id = "crm", Provider = "cloudevents" });
        return world;
    }

    private static async Task<string> AdminKeyAsync(World world) =>
        (await world.Get<ApiKeys>().IssueAsync(new NewApiKey("root", [AccessRole.Admin]), "test", default)).Key;

    private static async Task<(int Status, JsonElement Body)> CreateAsync(World world, string key, string json, string? idempotencyKey = null)
    {
        var request = Requests.Post(json, ("x-api-key", key));
        request.Path = "/api/v1/keys";
        if (idempotencyKey is not null)
        {
            request.Headers["Idempotency-Key"] = idempotencyKey;
        }

        return await SendAsync(() => world.Get<CreateKey>().Run(request, default), request);
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
        return (response.StatusCode, body.Length == 0 ? default : JsonDocument.Parse(body).RootElement);
    }

    private static async Task<List<JsonElement>> ListAsync(World world, string key)
    {
        var request = Requests.Get("/api/v1/keys", ("x-api-key", key));
        var (status, body) = await SendAsync(() => world.Get<ListKeys>().Run(request, default), request);
        Assert.Equal(200, status);
        return [.. body.GetProperty("items").EnumerateArray()];
    }

    [Fact]
    public async Task Given_an_admin_when_creating_a_key_then_it_is_shown_once_and_works()
    {
        await using var world = await OrganisationAsync();
        var admin = await AdminKeyAsync(world);

        var (status, body) = await CreateAsync(world, admin, """{"name":" Ann's key ","roles":["rep"],"person":"ann"}""");

        Assert.Equal(201, status);
        Assert.Equal(("Ann's key", "ann", "rep"), (body.GetProperty("name").GetString(), body.GetProperty("person").GetString(), body.GetProperty("roles")[0].GetString()));
        var key = body.GetProperty("key").GetString();
        Assert.Matches("^sp_[a-z2-7]{16}_[A-Za-z0-9_-]{43}$", key);
        var principal = await world.Get<Authentication>().AuthenticateAsync(Requests.Get("/", ("x-api-key", key!)), default); // matched above
        Assert.Equal("ann", principal.Id);
        var listed = await ListAsync(world, admin);
        Assert.Equal(["root", "Ann's key"], listed.Select(entry => entry.GetProperty("name").GetString()));
        Assert.DoesNotContain(listed, entry => entry.GetRawText().Contains(key![20..], StringComparison.Ordinal)); // matched above
    }

    [Theory]
    [InlineData("""{}""", "/name /roles")]
    [InlineData("""{"name":"","roles":["rep"]}""", "/name /person")]
    [InlineData("""{"name":"x","roles":["boss",null,"Admin"]}""", "/roles/0 /roles/1 /roles/2")]
    [InlineData("""{"name":"x","roles":["manager"]}""", "/person")]
    [InlineData("""{"name":"x","roles":["rep"],"person":"nobody"}""", "/person")]
    [InlineData("""{"name":"x","sources":["crm","erp",null]}""", "/sources/1 /sources/2")]
    [InlineData("""{"name":"x","roles":["rep"],"person":"ann","sources":["crm"]}""", "/sources")]
    [InlineData("""{"name":"a\u0007b","roles":["admin"]}""", "/name")]
    public async Task Given_a_body_that_makes_no_key_when_posted_then_422_names_every_fault(string json, string pointers)
    {
        await using var world = await OrganisationAsync();

        var (status, body) = await CreateAsync(world, await AdminKeyAsync(world), json);

        Assert.Equal(422, status);
        Assert.Equal(pointers.Split(' ').Order(), body.GetProperty("errors").EnumerateArray().Select(error => error.GetProperty("pointer").GetString()!).Order()); // errors have pointers
    }

    [Theory]
    [InlineData("""{"name":"x","role":["admin"]}""")]
    [InlineData("""{"name":"x","name":"y","roles":["admin"]}""")]
    [InlineData("""[]""")]
    [InlineData("""{"name":7,"roles":["admin"]}""")]
    public async Task Given_a_body_of_another_shape_when_posted_then_400_and_nothing_is_made(string json)
    {
        await using var world = await OrganisationAsync();
        var admin = await AdminKeyAsync(world);

        Assert.Equal(400, (await CreateAsync(world, admin, json)).Status);
        Assert.Single(await ListAsync(world, admin));
    }

    [Fact]
    public async Task Given_a_key_for_a_source_when_made_then_it_needs_no_role()
    {
        await using var world = await OrganisationAsync();

        var (status, body) = await CreateAsync(world, await AdminKeyAsync(world), """{"name":"crm","sources":["crm","crm"]}""");

        Assert.Equal(201, status);
        Assert.Equal("crm", Assert.Single(body.GetProperty("sources").EnumerateArray()).GetString());
    }

    [Fact]
    public async Task Given_the_same_request_twice_under_one_idempotency_key_when_posted_then_one_key_and_the_same_answer()
    {
        await using var world = await OrganisationAsync();
        var admin = await AdminKeyAsync(world);
        const string json = """{"name":"once","roles":["finance"]}""";

        var first = await CreateAsync(world, admin, json, "attempt-1");
        var second = await CreateAsync(world, admin, json, "attempt-1");

        Assert.Equal((201, 201), (first.Status, second.Status));
        Assert.Equal(first.Body.GetRawText(), second.Body.GetRawText());
        Assert.Equal(2, (await ListAsync(world, admin)).Count);
        Assert.Equal(422, (await CreateAsync(world, admin, """{"name":"other","roles":["finance"]}""", "attempt-1")).Status);
        Assert.Equal(2, (await ListAsync(world, admin)).Count);
    }

    [Fact]
    public async Task Given_many_at_once_under_one_idempotency_key_when_posted_then_all_get_the_one_key()
    {
        await using var world = await OrganisationAsync();
        var admin = await AdminKeyAsync(world);

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => CreateAsync(world, admin, """{"name":"once","roles":["finance"]}""", "attempt-1")));

        Assert.All(answers, answer => Assert.Equal(201, answer.Status));
        Assert.Single(answers.Select(answer => answer.Body.GetProperty("key").GetString()).Distinct());
    }

    [Fact]
    public async Task Given_a_crash_before_the_key_is_stored_when_tried_again_then_one_key_is_listed_and_works()
    {
        var keys = 0;
        var store = new MemoryDocuments
        {
            BeforeCommit = batch => batch.Pk.StartsWith("keys~", StringComparison.Ordinal) && ++keys == 2 ? throw new TimeoutException("lost") : Task.CompletedTask,
        };
        await using var world = await OrganisationAsync(_ => store);
        var admin = await AdminKeyAsync(world);

        await Assert.ThrowsAsync<TimeoutException>(() => CreateAsync(world, admin, """{"name":"first","roles":["finance"]}""", "attempt-1"));
        var (status, body) = await CreateAsync(world, admin, """{"name":"second","roles":["finance"]}""", "attempt-1");

        Assert.Equal(201, status);
        Assert.Equal(["root", "second"], (await ListAsync(world, admin)).Select(entry => entry.GetProperty("name").GetString()));
        Assert.Equal(200, (int)await StatusOfAsync(world, body.GetProperty("key").GetString()));
    }

    [Fact]
    public async Task Given_an_answer_lost_after_the_key_was_stored_when_tried_again_then_it_is_the_same_key()
    {
        var lose = false;
        var store = new MemoryDocuments { AfterCommit = batch => lose && batch.Pk.StartsWith("keys~", StringComparison.Ordinal) ? throw new TimeoutException("lost") : Task.CompletedTask };
        await using var world = await OrganisationAsync(_ => store);
        var admin = await AdminKeyAsync(world);
        lose = true;
        await Assert.ThrowsAsync<TimeoutException>(() => CreateAsync(world, admin, """{"name":"once","roles":["finance"]}""", "attempt-1"));
        lose = false;

        var (status, body) = await CreateAsync(world, admin, """{"name":"once","roles":["finance"]}""", "attempt-1");

        Assert.Equal(201, status);
        Assert.Equal(200, (int)await StatusOfAsync(world, body.GetProperty("key").GetString()));
        Assert.Equal(2, (await ListAsync(world, admin)).Count);
    }

    [Fact]
    public async Task Given_a_key_when_revoked_then_it_ends_and_a_second_time_is_404()
    {
        await using var world = await OrganisationAsync();
        var admin = await AdminKeyAsync(world);
        var (_, body) = await CreateAsync(world, admin, """{"name":"x","roles":["finance"]}""");
        var keyId = body.GetProperty("keyId").GetString() ?? "";
        async Task<int> RevokeAsync(string id)
        {
            var request = Requests.Of("DELETE", "/", [], ("x-api-key", admin));
            return (await SendAsync(() => world.Get<RevokeKey>().Run(request, id, default), request)).Status;
        }

        Assert.Equal(HttpStatusCode.OK, await StatusOfAsync(world, body.GetProperty("key").GetString()));
        Assert.Equal(204, await RevokeAsync(keyId));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusOfAsync(world, body.GetProperty("key").GetString()));
        Assert.Equal(404, await RevokeAsync(keyId));
        Assert.Equal(404, await RevokeAsync("admin"));
        Assert.Single(await ListAsync(world, admin));
    }

    [Fact]
    public async Task Given_more_keys_than_a_page_when_listed_then_the_links_lead_through_all()
    {
        await using var world = await OrganisationAsync();
        var admin = await AdminKeyAsync(world);
        for (var number = 0; number < 4; number++)
        {
            world.Clock.Advance(TimeSpan.FromSeconds(1));
            await world.Get<ApiKeys>().IssueAsync(new NewApiKey($"k{number}", [AccessRole.Finance]), "test", default);
        }

        var names = new List<string?>();
        var link = "/api/v1/keys?pageSize=2";
        while (link is not null)
        {
            var request = Requests.Get(link, ("x-api-key", admin));
            var (_, body) = await SendAsync(() => world.Get<ListKeys>().Run(request, default), request);
            names.AddRange(body.GetProperty("items").EnumerateArray().Select(entry => entry.GetProperty("name").GetString()));
            link = body.TryGetProperty("nextLink", out var next) ? next.GetString() : null;
        }

        Assert.Equal(["root", "k0", "k1", "k2", "k3"], names);
    }

    private static async Task<HttpStatusCode> StatusOfAsync(World world, string? key)
    {
        try
        {
            await world.Get<Authentication>().AuthenticateAsync(Requests.Get("/", ("x-api-key", key ?? "")), default);
            return HttpStatusCode.OK;
        }
        catch (ProblemException problem)
        {
            return (HttpStatusCode)problem.Problem.Status;
        }
    }
}
