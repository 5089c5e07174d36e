using System.Text;
using System.Text.Json.Nodes;
using SalesPerf.Domain.People;
using SalesPerf.Functions.People;
using SalesPerf.Functions.Storage;
using SalesPerf.Functions.Tests.Resources;
using SalesPerf.Platform.Documents;

namespace SalesPerf.Functions.Tests.People;

public sealed class PersonIdentityTests : IAsyncLifetime
{
    private ResourceHost host = null!;

    public async Task InitializeAsync() => host = await ResourceHost.StartAsync();

    public async Task DisposeAsync() => await host.DisposeAsync();

    [Fact]
    public async Task Given_a_person_when_put_then_identities_are_claimed_in_the_same_commit()
    {
        DocumentBatch? batch = null;
        host.Store.BeforeCommit = committed =>
        {
            batch = committed;
            return Task.CompletedTask;
        };
        await PutAsync("ann", "1", "2");

        Assert.Equal(["ann", "identity~crm~1", "identity~crm~2"], batch!.Operations.Select(operation => operation.Id));
        Assert.Equal("ann", (await IdentityAsync("1"))!.Person);
        Assert.Null((await IdentityAsync("1"))!.FirstSeenAt);
    }

    [Fact]
    public async Task Given_a_person_when_put_then_nudges_go_a_minute_late_before_the_commit_and_at_once_after()
    {
        var before = new List<string>();
        host.Store.BeforeCommit = _ =>
        {
            before.AddRange(host.Bus.All.Select(sent => sent.Queue));
            Assert.All(host.Bus.All, sent => Assert.Equal(ResourceHost.Now.AddSeconds(60), sent.Message.NotBefore));
            return Task.CompletedTask;
        };
        await PutAsync("ann", "1");

        Assert.Equal([Queues.CalculateCommissions, Queues.EvaluateCompetencies, Queues.ForecastCommissions, Queues.RemapIdentity], before.Order(StringComparer.Ordinal));
        var after = host.Bus.All.Skip(before.Count).ToList();
        Assert.Equal(before, after.Select(sent => sent.Queue));
        Assert.All(after, sent => Assert.Null(sent.Message.NotBefore));
        var remap = JsonNode.Parse(after.Single(sent => sent.Queue == Queues.RemapIdentity).Message.Body)!;
        Assert.Equal("""{"source":"crm","owner":"1"}""", remap["data"]!.ToJsonString());
    }

    [Fact]
    public async Task Given_an_identity_of_another_when_put_then_it_is_refused_by_pointer_and_nothing_is_stored()
    {
        await PutAsync("ann", "1");
        var answer = await host.PutAsync("/people/ben", Person("ben", "7", "1"));

        Assert.Equal(422, answer.Code);
        Assert.Equal(["/identities/crm/1"], answer.Pointers);
        Assert.Null(await IdentityAsync("7"));
        Assert.Equal(404, (await host.GetAsync("/people/ben")).Code);
    }

    [Fact]
    public async Task Given_an_identity_given_up_when_another_claims_it_then_both_are_remembered()
    {
        await PutAsync("ann", "1");
        await PutAsync("ann");
        Assert.Null((await IdentityAsync("1"))!.Person);
        Assert.Equal(["ann"], (await IdentityAsync("1"))!.PastPersons);

        await PutAsync("ben", "1");
        Assert.Equal("ben", (await IdentityAsync("1"))!.Person);
        Assert.Equal(["ann"], (await IdentityAsync("1"))!.PastPersons);

        await PutAsync("ben");
        await PutAsync("ann", "1");
        Assert.Equal(["ben"], (await IdentityAsync("1"))!.PastPersons);
    }

    [Fact]
    public async Task Given_an_identity_that_ingestion_saw_when_claimed_then_the_sighting_is_kept()
    {
        var seen = new Identity { Source = "crm", Owner = "1", FirstSeenAt = ResourceHost.Now.AddDays(-3) };
        host.Store.BeforeCommit = async batch =>
        {
            // Seen for the first time between the claim's read and its commit.
            host.Store.BeforeCommit = null;
            await host.Store.CommitAsync(new DocumentBatch(Partitions.People).Create(IdentityDocuments.New(seen)), default);
        };
        await PutAsync("ann", "1");

        Assert.Equal(seen with { Person = "ann" }, (await IdentityAsync("1"))! with { PastPersons = seen.PastPersons });
    }

    [Fact]
    public async Task Given_two_people_who_claim_at_once_when_both_commit_then_one_is_refused()
    {
        await PutAsync("ann");
        await PutAsync("ben");
        host.Store.BeforeCommit = async _ =>
        {
            host.Store.BeforeCommit = null;
            await PutAsync("ben", "1");
        };
        var loser = await host.PutAsync("/people/ann", Person("ann", "1"), "*");

        Assert.Equal(422, loser.Code);
        Assert.Equal("ben", (await IdentityAsync("1"))!.Person);
    }

    [Fact]
    public async Task Given_a_mail_address_as_owner_when_put_then_only_the_persons_document_has_it()
    {
        const string mail = "Ann.Lee@Example.com";
        await PutAsync("ann", mail);
        await PutAsync("ann", mail, "2");

        foreach (var document in host.Store.All.Where(document => document.Id != "ann"))
        {
            Assert.DoesNotContain("example", document.Id + Encoding.UTF8.GetString(document.Body.Span), StringComparison.OrdinalIgnoreCase);
        }

        Assert.All(host.Bus.All, sent => Assert.DoesNotContain("example", sent.Message.Body, StringComparison.OrdinalIgnoreCase));
        Assert.Contains(host.Store.All, document => document.Id.StartsWith("identity~crm~m.", StringComparison.Ordinal));

        // However it is written, it is the same identity.
        Assert.Equal(["/identities/crm/0"], (await host.PutAsync("/people/ben", Person("ben", "ann.lee@example.COM"))).Pointers);
    }

    [Fact]
    public async Task Given_more_identities_than_a_commit_holds_when_put_then_it_is_refused()
    {
        var owners = Enumerable.Range(0, 41).Select(owner => $"{owner}").ToArray();
        string Many(int count) => $$"""{"id":"ann","name":"Ann","identities":{"a":[{{List(count)}}],"b":[{{List(count)}}] } }""";
        string List(int count) => string.Join(',', owners.Take(count).Select(owner => $"\"{owner}\""));

        Assert.Equal(["/identities"], (await host.PutAsync("/people/ann", Many(41))).Pointers);
        Assert.Equal(201, (await host.PutAsync("/people/ann", Many(40))).Code);
    }

    [Fact]
    public async Task Given_a_person_who_leaves_when_deleted_then_the_identities_stay_theirs()
    {
        await PutAsync("ann", "1");
        Assert.Equal(204, (await host.DeleteAsync("/people/ann", "*")).Code);

        Assert.Equal("ann", (await IdentityAsync("1"))!.Person);
    }

    [Fact]
    public async Task Given_a_version_of_the_past_when_put_then_identities_follow_the_version_recorded_last()
    {
        await PutAsync("ann", "1");
        await host.PutAsync("/people/ann?effectiveFrom=2016-01-01&recordedAt=2016-01-01T00:00:00Z", Person("ann", "2"), "*");

        Assert.Equal("ann", (await IdentityAsync("1"))!.Person);
        Assert.Null(await IdentityAsync("2"));
    }

    [Fact]
    public async Task Given_identities_nobody_claims_when_listed_then_pages_go_past_those_that_are_claimed()
    {
        await PutAsync("ann", [.. Enumerable.Range(100, 50).Select(owner => $"{owner}")]);
        foreach (var owner in new[] { "001", "500", "501" })
        {
            await host.Store.CommitAsync(new DocumentBatch(Partitions.People).Create(IdentityDocuments.New(new Identity { Source = "crm", Owner = owner })), default);
        }

        Assert.Equal([["001", "500"], ["501"]], await PagesAsync(2));
        Assert.Equal([["001"], ["500"], ["501"]], await PagesAsync(1));
        Assert.Equal([["001", "500", "501"]], await PagesAsync(200));
        Assert.Equal(401, (await host.GetAsync("/identities/unassigned", key: null)).Code);
    }

    /// <summary>The owners of page after page; the last may be empty when nobody knew that it was.</summary>
    private async Task<IReadOnlyList<string[]>> PagesAsync(int size)
    {
        var pages = new List<string[]>();
        var next = $"/identities/unassigned?pageSize={size}";
        while (next is not null)
        {
            var page = await host.GetAsync(next);
            pages.Add([.. page.Body["items"]!.AsArray().Select(item => item!["owner"]!.GetValue<string>())]);
            next = page.Body["nextLink"]?.GetValue<string>()["/api/v1".Length..];
        }

        return pages is [.. var shown, []] ? [.. shown] : pages;
    }

    private Task<Answer> PutAsync(string id, params string[] owners) => host.SetAsync($"/people/{id}", Person(id, owners));

    private static string Person(string id, params string[] owners) =>
        $$"""{"id":"{{id}}","name":"N","identities":{"crm":[{{string.Join(',', owners.Select(owner => $"\"{owner}\""))}}] } }""";

    private async Task<Identity?> IdentityAsync(string owner) =>
        (await host.Store.ReadAsync<Identity>(Partitions.People, IdentityDocuments.Id("crm", owner), default))?.Value;
}
