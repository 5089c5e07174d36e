using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using SalesPerf.CosmosLoopback;
using SalesPerf.Domain.Access;
using SalesPerf.Domain.Commissions;
using SalesPerf.Domain.People;
using SalesPerf.Domain.Resources;
using SalesPerf.Domain.Sources;
using SalesPerf.Functions.Access;
using SalesPerf.Functions.Resources;
using SalesPerf.Local;
using SalesPerf.Platform.Documents;

namespace SalesPerf.Functions.Tests.Access;

/// <summary>The whole app on the local host, without a socket, with two teams and a key of each role.</summary>
public sealed class WalkedHost : IAsyncLifetime
{
    private readonly string folder = System.IO.Directory.CreateTempSubdirectory("salesperf-walk-").FullName;

    private WebApplication? app;

    private HttpClient? client;

    /// <summary>mia manages east, where ann is a rep; otto manages west, where cem is; fay does finance. dora moved from east to west on 2020-07-01.</summary>
    public Dictionary<string, string> Keys { get; } = [];

    public async Task InitializeAsync()
    {
        app = LocalHost.Build(new LocalOptions
        {
            Data = Path.Combine(folder, "data"),
            Cosmos = TestStore.IsCosmos ? new CosmosAccount(TestStore.Account.Endpoint, TestStore.Account.Key, Path.GetFileName(folder)) : null,
            IsQuiet = true,
            RunsTimers = false,
            Configure = builder => builder.WebHost.UseTestServer(),
        });
        await app.StartAsync();
        client = app.GetTestClient();
        await PutAsync(ResourceKinds.Teams, "east", new Team { Id = "east", Name = "East", Manager = "mia" });
        await PutAsync(ResourceKinds.Teams, "west", new Team { Id = "west", Name = "West", Manager = "otto" });
        foreach (var (person, team) in new[] { ("mia", "east"), ("ann", "east"), ("otto", "west"), ("cem", "west"), ("fay", (string?)null) })
        {
            await PutAsync(ResourceKinds.People, person, new Person { Id = person, Name = person, Team = team, Mail = $"{person}@example.com", Identities = new() { ["crm"] = [$"crm-{person}"] } });
        }

        await PutAsync(
            ResourceKinds.People,
            "dora",
            new Person { Id = "dora", Name = "dora", Team = "east" },
            (new DateOnly(2020, 7, 1), new Person { Id = "dora", Name = "dora", Team = "west" }));
        foreach (var (person, plan) in new[] { ("ann", "east"), ("cem", "west") })
        {
            await PutAsync(ResourceKinds.Plans, plan, Commissions.ForecastWorld.Plan("month", (0m, 10m)) with { Id = plan });
            await PutAsync(ResourceKinds.Assignments, person, new PlanAssignment { Id = person, Person = person, Plan = plan, From = new DateOnly(2020, 1, 1) });
        }

        await PutAsync(ResourceKinds.Sources, "crm", new Source { Id = "crm", Provider = "standard-webhooks" });
        await IssueAsync("admin", AccessRole.Admin, null);
        await IssueAsync("finance", AccessRole.Finance, "fay");
        await IssueAsync("manager", AccessRole.Manager, "mia");
        await IssueAsync("other manager", AccessRole.Manager, "otto");
        await IssueAsync("rep", AccessRole.Rep, "ann");
        await IssueAsync("moved rep", AccessRole.Rep, "dora");
    }

    public async Task DisposeAsync()
    {
        client?.Dispose();
        if (app is not null)
        {
            await app.StopAsync();
            await app.DisposeAsync();
        }

        System.IO.Directory.Delete(folder, recursive: true);
    }

    public async Task<(int Status, string Body)> SendAsync(string method, string pathAndQuery, string? key)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), pathAndQuery);
        if (key is not null)
        {
            request.Headers.Add("x-api-key", key);
        }

        using var response = await (client ?? throw new InvalidOperationException("The host is not started.")).SendAsync(request);
        return ((int)response.StatusCode, await response.Content.ReadAsStringAsync());
    }

    private T Get<T>()
        where T : notnull => (app ?? throw new InvalidOperationException("The host is not started.")).Services.GetRequiredService<T>();

    private async Task IssueAsync(string name, AccessRole role, string? person) =>
        Keys[name] = (await Get<ApiKeys>().IssueAsync(new NewApiKey(name, [role], person), "test", default)).Key;

    private async Task PutAsync<T>(ResourceKind<T> kind, string id, T content, params (DateOnly From, T Content)[] later)
        where T : class
    {
        var versions = later.Prepend((new DateOnly(1900, 1, 1), content));
        var resource = new Resource<T>(id, [.. versions.Select((version, index) => new ResourceVersion<T>(index + 1, version.Item1, DateTimeOffset.UnixEpoch, "test", version.Item2))]);
        await Get<IDocumentStore>().CommitAsync(new DocumentBatch(kind.Partition).Create(kind.Document(resource)), default);
    }
}
