using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using SalesPerf.Domain.Access;
using SalesPerf.Functions.Access;
using SalesPerf.Functions.Http;
using SalesPerf.Functions.Tests.Http;
using SalesPerf.Platform.Documents;
using SalesPerf.TestKit;
using SalesPerf.TestKit.Documents;

namespace SalesPerf.Functions.Tests.Access;

public sealed class AuthenticationTests
{
    private const string AdminKey = "correct horse battery staple";

    private readonly FakeTimeProvider clock = new();
    private readonly CountingDocuments store = new();
    private readonly ApiKeys keys;

    public AuthenticationTests() => keys = new ApiKeys(store, clock, new EphemeralDataProtectionProvider());

    private Authentication CreateSut(bool demoCookie = false, string? adminKey = AdminKey) =>
        new(keys, Options.Create(new AccessOptions { DemoCookie = demoCookie, AdminKey = adminKey }));

    private Task<IssuedApiKey> RepKeyAsync() => keys.IssueAsync(new NewApiKey("ann", [AccessRole.Rep], "ann"), "test", default);

    private static async Task<int> StatusAsync(Authentication sut, HttpRequest request)
    {
        try
        {
            await sut.AuthenticateAsync(request, default);
            return 200;
        }
        catch (ProblemException problem)
        {
            return problem.Problem.Status;
        }
    }

    [Fact]
    public async Task Given_an_issued_key_when_shown_then_its_principal_is_known()
    {
        var issued = await RepKeyAsync();

        var principal = await CreateSut().AuthenticateAsync(Requests.Get("/", ("x-api-key", issued.Key)), default);

        Assert.Equal(("ann", PrincipalKind.Person, "ann", issued.Entry.KeyId), (principal.Id, principal.Kind, principal.PersonId, principal.KeyId));
        Assert.Equal([AccessRole.Rep], principal.Roles);
    }

    [Fact]
    public async Task Given_a_machines_key_when_shown_then_it_is_named_after_the_key()
    {
        var issued = await keys.IssueAsync(new NewApiKey("crm", [], null, ["crm"]), "test", default);

        var principal = await CreateSut().AuthenticateAsync(Requests.Get("/", ("x-api-key", issued.Key)), default);

        Assert.Equal(("key." + issued.Entry.KeyId, PrincipalKind.Machine), (principal.Id, principal.Kind));
        Assert.Equal(["crm"], principal.Sources);
        Assert.Empty(principal.Roles);
    }

    [Fact]
    public async Task Given_the_preset_key_when_shown_then_it_is_the_admin()
    {
        var principal = await CreateSut().AuthenticateAsync(Requests.Get("/", ("x-api-key", AdminKey)), default);

        Assert.Equal([AccessRole.Admin], principal.Roles);
        Assert.Equal("key.admin", principal.Id);
    }

    [Fact]
    public async Task Given_a_preset_key_that_looks_like_an_issued_one_when_shown_then_it_works()
    {
        const string preset = "sp_abcdefghijklmnop_anything-at-all";

        Assert.Equal(200, await StatusAsync(CreateSut(adminKey: preset), Requests.Get("/", ("x-api-key", preset))));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("x")]
    [InlineData("sp_")]
    [InlineData("sp__")]
    [InlineData("sp_abcdefghijklmnop_")]
    [InlineData("sp_abcdefghijklmnop_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("sp_../../keys_secret")]
    [InlineData("correct horse battery stapl")]
    [InlineData("correct horse battery staple2")]
    public async Task Given_no_key_or_a_foreign_one_when_asked_then_401(string? key) =>
        Assert.Equal(401, await StatusAsync(CreateSut(), key is null ? Requests.Get() : Requests.Get("/", ("x-api-key", key))));

    [Fact]
    public async Task Given_a_wrong_secret_or_an_unknown_id_when_asked_then_both_answers_are_the_same()
    {
        var issued = await RepKeyAsync();
        var sut = CreateSut();

        var wrong = await Assert.ThrowsAsync<ProblemException>(async () => await sut.AuthenticateAsync(Requests.Get("/", ("x-api-key", issued.Key[..^1] + (issued.Key[^1] == 'A' ? 'B' : 'A'))), default));
        var unknown = await Assert.ThrowsAsync<ProblemException>(async () => await sut.AuthenticateAsync(Requests.Get("/", ("x-api-key", "sp_" + new string('a', 16) + issued.Key[19..])), default));

        Assert.Equal((await wrong.Problem.ExecuteAsync()).Body, (await unknown.Problem.ExecuteAsync()).Body);
    }

    [Fact]
    public async Task Given_the_key_twice_or_too_long_when_asked_then_401()
    {
        Assert.Equal(401, await StatusAsync(CreateSut(), Requests.Get("/", ("x-api-key", AdminKey), ("x-api-key", AdminKey))));
        Assert.Equal(401, await StatusAsync(CreateSut(), Requests.Get("/", ("x-api-key", new string('k', 100_000)))));
    }

    [Fact]
    public async Task Given_no_preset_when_empty_text_or_its_hash_is_shown_then_401()
    {
        Assert.Equal(401, await StatusAsync(CreateSut(adminKey: null), Requests.Get("/", ("x-api-key", ""))));
        Assert.Equal(401, await StatusAsync(CreateSut(adminKey: ""), Requests.Get("/", ("x-api-key", new string('\0', 32)))));
    }

    [Theory]
    [InlineData("GET", true, 200)]
    [InlineData("GET", false, 401)]
    [InlineData("HEAD", true, 200)]
    [InlineData("POST", true, 401)]
    [InlineData("DELETE", true, 401)]
    public async Task Given_the_demos_cookie_when_asked_then_only_reading_of_a_demo_takes_it(string method, bool isDemo, int status)
    {
        var issued = await RepKeyAsync();

        Assert.Equal(status, await StatusAsync(CreateSut(isDemo), Requests.Of(method, "/", [], ("Cookie", $"sp_key={issued.Key}"))));
    }

    [Fact]
    public async Task Given_a_key_asked_about_often_when_within_30_seconds_then_the_store_is_read_once()
    {
        var issued = await RepKeyAsync();
        var sut = CreateSut();
        var request = Requests.Get("/", ("x-api-key", issued.Key));

        await sut.AuthenticateAsync(request, default);
        clock.Advance(TimeSpan.FromSeconds(29));
        await sut.AuthenticateAsync(request, default);
        Assert.Equal(1, store.Reads);

        clock.Advance(TimeSpan.FromSeconds(1));
        await sut.AuthenticateAsync(request, default);
        Assert.Equal(2, store.Reads);
    }

    [Fact]
    public async Task Given_a_revoked_key_when_shown_then_401_at_once_and_a_second_revocation_finds_nothing()
    {
        var issued = await RepKeyAsync();
        var sut = CreateSut();
        var request = Requests.Get("/", ("x-api-key", issued.Key));
        await sut.AuthenticateAsync(request, default);

        Assert.True(await keys.RevokeAsync(issued.Entry.KeyId, default));

        Assert.Equal(401, await StatusAsync(sut, request));
        Assert.False(await keys.RevokeAsync(issued.Entry.KeyId, default));
        Assert.Empty(store.All);
    }

    [Fact]
    public async Task Given_an_issued_key_when_stored_then_its_secret_is_nowhere()
    {
        var issued = await RepKeyAsync();
        var secret = issued.Key[(issued.Key.LastIndexOf($"{issued.Entry.KeyId}_", StringComparison.Ordinal) + issued.Entry.KeyId.Length + 1)..];

        Assert.Equal(43, secret.Length);
        Assert.All(store.All, document => Assert.DoesNotContain(secret, System.Text.Encoding.UTF8.GetString(document.Body.Span)));
    }

    [Theory]
    [InlineData(null, true)]
    [InlineData("", true)]
    [InlineData("123456789012345678901234", true)]
    [InlineData("12345678901234567890123", false)]
    [InlineData(" 23456789012345678901234", false)]
    [InlineData("12345678901234567890\n234", false)]
    public async Task Given_an_admin_key_in_the_configuration_when_started_then_a_short_one_stops_the_start(string? adminKey, bool isTaken)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new());
        builder.Configuration.AddInMemoryCollection([new("SALESPERF_ADMIN_KEY", adminKey)]);
        builder.Services.AddSingleton<IDocumentStore>(store);
        builder.Services.AddSalesPerf(builder.Configuration);
        using var host = builder.Build();

        var thrown = await Record.ExceptionAsync(() => host.StartAsync());

        Assert.Equal(isTaken, thrown is null);
        if (thrown is not null)
        {
            Assert.Contains("SALESPERF_ADMIN_KEY", Assert.IsType<OptionsValidationException>(thrown).Message);
            Assert.DoesNotContain("123456", thrown.Message);
        }
    }

    [Fact]
    public async Task Given_more_keys_than_the_cache_holds_when_asked_then_it_starts_again()
    {
        var cache = new ShortCache<string>(clock, capacity: 2);
        var reads = 0;
        Task<string?> Read(string key, CancellationToken cancellationToken)
        {
            reads++;
            return Task.FromResult(key == "none" ? null : key);
        }

        foreach (var key in new[] { "a", "b", "a", "b", "none", "none", "c", "c", "a" })
        {
            await cache.GetAsync(key, Read, default);
        }

        // a, b; none twice, since absence is not kept; c clears; a again.
        Assert.Equal(6, reads);
    }

    [Fact]
    public async Task Given_a_value_that_is_forgotten_while_it_is_read_when_asked_again_then_it_is_read_again()
    {
        var cache = new ShortCache<string>(clock);
        var slow = new TaskCompletionSource<string?>();
        var first = cache.GetAsync("a", (_, _) => slow.Task, default);
        cache.Forget("a");
        slow.SetResult("before");
        await first;

        Assert.Equal("after", await cache.GetAsync("a", (_, _) => Task.FromResult<string?>("after"), default));
    }

    [Fact]
    public async Task Given_many_who_ask_at_once_when_one_of_them_goes_away_then_there_is_one_reading_for_all_the_others()
    {
        var cache = new ShortCache<string>(clock);
        var (slow, reads) = (new TaskCompletionSource<string?>(), 0);
        using var away = new CancellationTokenSource();
        var first = cache.GetAsync("a", Read, away.Token).AsTask();
        var others = Enumerable.Range(0, 20).Select(_ => cache.GetAsync("a", Read, default).AsTask()).ToList();

        await away.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        slow.SetResult("x");

        Assert.All(await Task.WhenAll(others), value => Assert.Equal("x", value));
        Assert.Equal(("x", 1), (await cache.GetAsync("a", Read, default), reads));

        Task<string?> Read(string key, CancellationToken cancellationToken)
        {
            cancellationToken.ThrowIfCancellationRequested();
            reads++;
            return slow.Task;
        }
    }

    [Fact]
    public async Task Given_a_reading_that_fails_when_asked_again_then_it_is_read_again()
    {
        var cache = new ShortCache<string>(clock);
        var slow = new TaskCompletionSource<string?>();
        var both = new[] { cache.GetAsync("a", (_, _) => slow.Task, default).AsTask(), cache.GetAsync("a", (_, _) => slow.Task, default).AsTask() };
        slow.SetException(new IOException("away"));

        foreach (var one in both)
        {
            await Assert.ThrowsAsync<IOException>(() => one);
        }

        Assert.Equal("b", await cache.GetAsync("a", (_, _) => Task.FromResult<string?>("b"), default));
    }

    private sealed class CountingDocuments : IDocumentStore
    {
        private readonly MemoryDocuments inner = new();

        public int Reads { get; private set; }

        public IReadOnlyList<Document> All => inner.All;

        public Task<Document?> ReadAsync(string pk, string id, CancellationToken cancellationToken)
        {
            Reads++;
            return inner.ReadAsync(pk, id, cancellationToken);
        }

        public Task<IReadOnlyList<Document>> ReadManyAsync(string pk, IReadOnlyCollection<string> ids, CancellationToken cancellationToken) =>
            inner.ReadManyAsync(pk, ids, cancellationToken);

        public Task<DocumentPage> RangeAsync(RangeQuery query, CancellationToken cancellationToken) => inner.RangeAsync(query, cancellationToken);

        public Task<CommitResult> CommitAsync(DocumentBatch batch, CancellationToken cancellationToken) => inner.CommitAsync(batch, cancellationToken);
    }
}
