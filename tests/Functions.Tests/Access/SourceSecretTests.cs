using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.DataProtection;
using SalesPerf.Domain.Access;
using SalesPerf.Domain.Sources;
using SalesPerf.Functions.Access;
using SalesPerf.Functions.Activities;
using SalesPerf.Functions.Http;
using SalesPerf.Functions.Resources;
using SalesPerf.Functions.Storage;
using SalesPerf.Functions.Tests.Http;
using SalesPerf.Platform.Documents;
using SalesPerf.TestKit.Documents;

namespace SalesPerf.Functions.Tests.Access;

public sealed class SourceSecretTests
{
    private static readonly string Good = "whsec_" + Convert.ToBase64String(new byte[32]);

    private static async Task<World> OrganisationAsync(MemoryDocuments store)
    {
        var world = new World(new DateTimeOffset(2026, 11, 18, 12, 0, 0, TimeSpan.Zero), _ => store);
        await world.PutAsync(ResourceKinds.Sources, "hooks", new Source { Id = "hooks", Provider = "standard-webhooks" });
        await world.PutAsync(ResourceKinds.Sources, "hub", new Source { Id = "hub", Provider = "hubspot" });
        return world;
    }

    private static async Task<(int Status, string Body)> SetAsync(World world, string source, string json)
    {
        var key = await world.Get<ApiKeys>().IssueAsync(new NewApiKey("root", [AccessRole.Admin]), "test", default);
        var request = Requests.Of("PUT", $"/api/v1/sources/{source}/secret", Encoding.UTF8.GetBytes(json), ("x-api-key", key.Key), ("Content-Type", "application/json"));
        try
        {
            var (response, body) = await (await world.Get<SetSourceSecret>().Run(request, source, default)).ExecuteAsync(request);
            return (response.StatusCode, body);
        }
        catch (ProblemException problem)
        {
            return (problem.Problem.Status, "");
        }
    }

    private static async Task<int> RemoveAsync(World world, string source)
    {
        var key = await world.Get<ApiKeys>().IssueAsync(new NewApiKey("root", [AccessRole.Admin]), "test", default);
        var request = Requests.Of("DELETE", "/", [], ("x-api-key", key.Key));
        return (await (await world.Get<RemoveSourceSecret>().Run(request, source, default)).ExecuteAsync(request)).Response.StatusCode;
    }

    [Fact]
    public async Task Given_a_secret_when_set_then_it_is_read_and_stored_unreadable()
    {
        var store = new MemoryDocuments();
        await using var world = await OrganisationAsync(store);

        var (status, body) = await SetAsync(world, "hooks", $$"""{"secrets":["{{Good}}"]}""");

        Assert.Equal((204, ""), (status, body));
        Assert.Equal([Good], (await world.Get<SourceSecretStore>().GetAsync("hooks", default)).Active);
        Assert.All(store.All, document => Assert.DoesNotContain("whsec_", Encoding.UTF8.GetString(document.Body.Span)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("""{"secrets":null}""")]
    public async Task Given_no_secret_in_the_body_when_set_then_one_is_made_and_shown(string json)
    {
        await using var world = await OrganisationAsync(new MemoryDocuments());

        var (status, body) = await SetAsync(world, "hooks", json);

        Assert.Equal(200, status);
        using var answer = JsonDocument.Parse(body);
        var made = Assert.Single(answer.RootElement.GetProperty("secrets").EnumerateArray()).GetString();
        Assert.StartsWith("whsec_", made);
        Assert.Equal(made, Assert.Single((await world.Get<SourceSecretStore>().GetAsync("hooks", default)).Active));
    }

    [Fact]
    public async Task Given_a_change_under_way_when_two_are_set_then_both_are_active_and_the_next_change_replaces_them()
    {
        await using var world = await OrganisationAsync(new MemoryDocuments());
        var other = "whsec_" + Convert.ToBase64String(Enumerable.Repeat((byte)1, 32).ToArray());

        Assert.Equal(204, (await SetAsync(world, "hooks", $$"""{"secrets":["{{other}}","{{Good}}"]}""")).Status);
        Assert.Equal([other, Good], (await world.Get<SourceSecretStore>().GetAsync("hooks", default)).Active);

        Assert.Equal(204, (await SetAsync(world, "hooks", $$"""{"secrets":["{{other}}"]}""")).Status);
        Assert.Equal([other], (await world.Get<SourceSecretStore>().GetAsync("hooks", default)).Active);
    }

    [Theory]
    [InlineData("hooks", """{"secrets":[]}""", 422)]
    [InlineData("hooks", """{"secrets":["a","b","c"]}""", 422)]
    [InlineData("hooks", """{"secrets":[null]}""", 422)]
    [InlineData("hooks", """{"secrets":[""]}""", 422)]
    [InlineData("hooks", """{"secrets":["whsec_short"]}""", 422)]
    [InlineData("hooks", """{"secret":"x"}""", 400)]
    [InlineData("hub", "{}", 422)]
    [InlineData("hub", """{"secrets":["any-text"]}""", 204)]
    [InlineData("nobody", "{}", 404)]
    [InlineData("secret~hooks", "{}", 404)]
    public async Task Given_a_body_when_set_then_only_secrets_that_can_verify_are_taken(string source, string json, int status)
    {
        await using var world = await OrganisationAsync(new MemoryDocuments());

        Assert.Equal(status, (await SetAsync(world, source, json)).Status);
    }

    [Fact]
    public async Task Given_a_secret_when_removed_then_none_is_left_and_a_second_time_is_404()
    {
        await using var world = await OrganisationAsync(new MemoryDocuments());
        await SetAsync(world, "hooks", "{}");

        Assert.Equal(204, await RemoveAsync(world, "hooks"));
        Assert.Empty((await world.Get<SourceSecretStore>().GetAsync("hooks", default)).Active);
        Assert.Equal(404, await RemoveAsync(world, "hooks"));
    }

    [Fact]
    public async Task Given_a_secret_whose_key_is_lost_when_its_sender_posts_then_it_is_refused_as_ever_and_health_says_why()
    {
        var store = new MemoryDocuments();
        await using var world = await OrganisationAsync(store);
        await SetAsync(world, "hooks", $$"""{"secrets":["{{Good}}"]}""");
        var lost = new EphemeralDataProtectionProvider().CreateProtector("source-secrets").Protect("""["x"]""");
        await store.CommitAsync(
            new DocumentBatch("sources").Upsert(TypedDocuments.New("sources", Domain.Values.Key.Of("secret", "hooks"), "source-secret", TypedDocuments.Timeless, new SealedSecrets(lost, default, "test"))), default);
        world.Clock.Advance(TimeSpan.FromSeconds(31));

        var request = Requests.Of("POST", "/api/v1/webhooks/hooks", Encoding.UTF8.GetBytes("{}"), ("Content-Type", "application/json"), ("webhook-id", "1"), ("webhook-timestamp", "1"), ("webhook-signature", "v1,eA=="));
        var (response, _) = await (await world.Get<ReceiveWebhook>().Run(request, "hooks", default)).ExecuteAsync(request);
        Assert.Equal(401, response.StatusCode);
        Assert.Equal(1, world.Get<SourceSecretStore>().UnreadableCount);

        // Set again it works.
        Assert.Equal(204, (await SetAsync(world, "hooks", $$"""{"secrets":["{{Good}}"]}""")).Status);
        Assert.Equal([Good], (await world.Get<SourceSecretStore>().GetAsync("hooks", default)).Active);
        Assert.Equal(0, world.Get<SourceSecretStore>().UnreadableCount);
    }
}
