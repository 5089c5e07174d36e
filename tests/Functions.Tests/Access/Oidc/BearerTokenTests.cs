using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Tokens;
using SalesPerf.Domain.Access;
using SalesPerf.Domain.People;
using SalesPerf.Functions.Access;
using SalesPerf.Functions.Access.Oidc;
using SalesPerf.Functions.Directory;
using SalesPerf.Functions.Http;
using SalesPerf.Functions.People;
using SalesPerf.Functions.People.Erasure;
using SalesPerf.Functions.Tests.Http;

namespace SalesPerf.Functions.Tests.Access.Oidc;

public sealed class BearerTokenTests : IAsyncLifetime, IDisposable
{
    private static readonly DateTimeOffset Now = new(2026, 11, 18, 12, 0, 0, TimeSpan.Zero);

    private readonly World world = new(Now);
    private readonly ListLogger log = new();
    private LoopbackIssuer issuer = null!; // started below
    private IssuerKeys? keys;

    public async Task InitializeAsync()
    {
        issuer = await LoopbackIssuer.StartAsync();
        await world.PersonAsync(new Person { Id = "ann", Name = "Ann", Identities = new() { ["oidc"] = ["subject-ann", "object-ann"] }, Access = ["rep"] });
        await world.PersonAsync(new Person { Id = "mia", Name = "Mia", Identities = new() { ["oidc"] = ["subject-mia", await world.Get<OwnerPseudonym>().OfAsync("mia@example.com", default)] } });
        await world.PersonAsync(new Person { Id = "leo", Name = "Leo", Identities = new() { ["oidc"] = ["subject-leo"] }, Employment = [new(new DateOnly(2020, 1, 1), new DateOnly(2026, 1, 1))] });
    }

    public async Task DisposeAsync()
    {
        await issuer.DisposeAsync();
        await world.DisposeAsync();
    }

    public void Dispose() => keys?.Dispose();

    [Theory]
    [InlineData("admin", AccessRole.Admin)]
    [InlineData("finance", AccessRole.Finance)]
    [InlineData("manager", AccessRole.Manager)]
    [InlineData("rep", AccessRole.Rep)]
    [InlineData("Manager", AccessRole.Manager)]
    public async Task Given_a_good_token_when_shown_then_it_is_that_person_with_the_tokens_role(string name, AccessRole role)
    {
        var principal = await Sut().AuthenticateAsync(With(Token(claims => { claims["sub"] = "subject-mia"; claims["roles"] = new[] { name, "other" }; })), default);

        Assert.Equal(("mia", "mia", PrincipalKind.Person, "oidc"), (principal.Id, principal.PersonId, principal.Kind, principal.KeyId));
        Assert.Equal([role], principal.Roles);
    }

    [Fact]
    public async Task Given_a_token_without_roles_when_shown_then_the_persons_own_count()
    {
        Assert.Equal([AccessRole.Rep], (await Sut().AuthenticateAsync(With(Token(claims => claims["sub"] = "subject-ann")), default)).Roles);
        Assert.Empty((await Sut().AuthenticateAsync(With(Token(claims => claims["sub"] = "subject-mia")), default)).Roles);
    }

    [Fact]
    public async Task Given_a_prefix_and_a_claim_of_our_own_when_shown_then_those_are_read()
    {
        var sut = Sut(options => options with { RolesClaim = "https://roles", RolePrefix = "SalesPerf.", PersonClaim = "person" });
        var principal = await sut.AuthenticateAsync(With(Token(claims => { claims["https://roles"] = new[] { "SalesPerf.Rep", "admin" }; claims["person"] = "ann"; })), default);

        Assert.Equal("ann", principal.PersonId);
        Assert.Equal([AccessRole.Rep], principal.Roles);
    }

    [Theory]
    [InlineData("oid", "object-ann", "ann")]
    [InlineData("sub", "mia@example.com", "mia")]
    [InlineData("sub", " MIA@example.com", "mia")]
    public async Task Given_a_person_known_by_another_claim_or_by_mail_when_shown_then_they_are_found(string claim, string value, string person) =>
        Assert.Equal(person, (await Sut().AuthenticateAsync(With(Token(claims => claims[claim] = value)), default)).PersonId);

    [Fact]
    public async Task Given_a_token_of_two_persons_when_shown_then_401() =>
        Assert.Equal(401, await StatusAsync(Sut(), Token(claims => { claims["oid"] = "object-ann"; claims["sub"] = "subject-mia"; })));

    [Fact]
    public async Task Given_somebody_who_is_no_person_when_shown_then_they_have_the_roles_that_need_none_under_a_name_that_tells_nothing()
    {
        var principal = await Sut().AuthenticateAsync(With(Token(claims => { claims["sub"] = "stranger"; claims["roles"] = new[] { "finance", "rep" }; })), default);

        Assert.Equal((null, PrincipalKind.Machine), (principal.PersonId, principal.Kind));
        Assert.Matches("^oidc\\.[0-9a-f]{32}$", principal.Id);
        Assert.Equal(403, await AskAsync("/api/v1/reps/ann/scorecard", AccessAction.ReadScorecard, "stranger", "rep"));
        Assert.Equal(200, await AskAsync("/api/v1/people", AccessAction.ReadPeople, "stranger", "finance"));
    }

    [Fact]
    public async Task Given_a_person_who_left_when_shown_then_they_see_themselves_whatever_the_token_says()
    {
        Assert.Equal(200, await AskAsync("leo", AccessAction.ReadScorecard, "subject-leo", "rep"));
        Assert.Equal(404, await AskAsync("ann", AccessAction.ReadScorecard, "subject-leo", "rep"));
        Assert.Equal(403, await AskAsync("leo", AccessAction.ManageKeys, "subject-leo", "admin"));
        Assert.Equal(403, await AskAsync("ann", AccessAction.ReadForecast, "subject-leo", "finance"));
    }

    [Fact]
    public async Task Given_an_admins_token_of_somebody_erased_deleted_or_unlinked_when_shown_then_it_is_not_a_strangers()
    {
        world.Handlers[Queues.ErasePerson] = message => world.Get<ErasePerson>().Run(message, default);
        await world.Get<PersonErasures>().RequestAsync("leo", "test", default);
        await world.DrainAsync();
        await world.PersonAsync(new Person { Id = "ann", Name = "Ann" });

        Assert.Equal(403, await AskAsync("leo", AccessAction.ManageKeys, "subject-leo", "admin"));
        Assert.Equal(404, await AskAsync("mia", AccessAction.ReadScorecard, "subject-leo", "manager"));
        Assert.Equal(403, await AskAsync("ann", AccessAction.ManageKeys, "subject-ann", "admin"));
        Assert.Equal(200, await AskAsync("ann", AccessAction.ManageKeys, "stranger", "admin"));
    }

    [Theory]
    [InlineData(-3600, true)] // ended this moment, within the skew
    [InlineData(-3600 - 119, true)]
    [InlineData(-3600 - 120, false)]
    [InlineData(-7200, false)]
    [InlineData(119, true)]
    [InlineData(121, false)]
    [InlineData(3600, false)]
    public async Task Given_a_token_issued_at_another_time_when_shown_then_two_minutes_are_forgiven(int seconds, bool isTaken)
    {
        var sut = Sut(clock: new TestKit.StoppedClock(Now));

        Assert.Equal(isTaken ? 200 : 401, await StatusAsync(sut, issuer.Token(Now.AddSeconds(seconds))));
    }

    [Theory]
    [InlineData("aud", "api://other")]
    [InlineData("aud", "api://salesperf/")]
    [InlineData("aud", null)]
    [InlineData("iss", "https://login.example.com")]
    [InlineData("iss", null)]
    [InlineData("exp", null)]
    [InlineData("exp", "soon")]
    [InlineData("sub", null)]
    public async Task Given_a_claim_that_is_wrong_or_missing_when_shown_then_401_with_the_same_answer(string claim, string? value)
    {
        var request = With(Token(claims =>
        {
            claims.Remove(claim);
            if (value is not null)
            {
                claims[claim] = value;
            }
        }));

        var problem = (await Assert.ThrowsAsync<ProblemException>(async () => await Sut().AuthenticateAsync(request, default))).Problem;
        var (response, body) = await problem.ExecuteAsync();

        Assert.Equal(401, response.StatusCode);
        Assert.Equal("Bearer realm=\"SalesPerf\"", response.Headers.WWWAuthenticate);
        Assert.Equal((await Problems.UnknownToken().ExecuteAsync()).Body, body);
    }

    [Fact]
    public async Task Given_the_issuer_with_a_slash_more_when_shown_then_401() =>
        Assert.Equal(401, await StatusAsync(Sut(), Token(claims => claims["iss"] = issuer.Issuer + "/")));

    [Fact]
    public async Task Given_a_token_that_nobody_signed_or_that_is_signed_with_the_public_key_when_shown_then_401()
    {
        var sut = Sut();
        var none = issuer.Forged(new JsonObject { ["alg"] = "none", ["typ"] = "JWT" }, Now, _ => []);
        var hmac = issuer.Forged(new JsonObject { ["alg"] = "HS256", ["typ"] = "JWT", ["kid"] = issuer.KeyId }, Now, content => HMACSHA256.HashData(issuer.PublicKey, content));
        var changed = Token().Split('.') is var parts ? $"{parts[0]}.{Base64UrlEncoder.Encode("""{"sub":"x"}""")}.{parts[2]}" : "";
        var other = issuer.Forged(new JsonObject { ["alg"] = "RS256", ["kid"] = issuer.KeyId }, Now, content =>
        {
            using var foreign = RSA.Create(2048);
            return foreign.SignData(content, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        });

        foreach (var token in new[] { none, none.TrimEnd('.'), hmac, changed, other })
        {
            Assert.Equal(401, await StatusAsync(sut, token));
        }
    }

    [Theory]
    [InlineData("""{"alg":"RS256","typ":"logout+jwt"}""", 401)]
    [InlineData("""{"alg":"RS256","crit":["b64"],"b64":false}""", 401)]
    [InlineData("""{"alg":"RS256","typ":"at+jwt"}""", 200)]
    [InlineData("""{"alg":"RS256"}""", 200)]
    public async Task Given_a_token_with_another_header_when_shown_then_only_what_is_understood_is_taken(string header, int status) =>
        Assert.Equal(status, await StatusAsync(Sut(), issuer.Forged(JsonNode.Parse(header)!.AsObject(), Now, issuer.Sign)));

    [Theory]
    [InlineData("")]
    [InlineData("x")]
    [InlineData("..")]
    [InlineData("a.b.c")]
    [InlineData("e30.e30.e30")]
    [InlineData("a.b.c.d.e")]
    public async Task Given_text_that_is_no_token_when_shown_then_401_and_nobody_is_asked(string token)
    {
        Assert.Equal(401, await StatusAsync(Sut(), token));
        Assert.Equal(0, issuer.Asked);
    }

    [Fact]
    public async Task Given_a_token_that_is_too_long_when_shown_then_401_unread()
    {
        Assert.Equal(401, await StatusAsync(Sut(), Token(claims => claims["groups"] = new string('g', BearerTokens.MaxLength))));
        Assert.Equal(401, await StatusAsync(Sut(), new string('a', 1_000_000)));
        Assert.Equal(0, issuer.Asked);
    }

    [Fact]
    public async Task Given_a_key_and_a_token_or_two_tokens_when_shown_then_401()
    {
        var sut = Sut();
        var key = await world.Get<ApiKeys>().IssueAsync(new NewApiKey("x", [AccessRole.Admin]), "test", default);

        Assert.Equal(401, await StatusAsync(sut, Requests.Get("/", ("Authorization", "Bearer " + Token()), ("x-api-key", key.Key))));
        Assert.Equal(401, await StatusAsync(sut, Requests.Get("/", ("Authorization", "Bearer " + Token()), ("Authorization", "Bearer " + Token()))));
        Assert.Equal(200, await StatusAsync(sut, Requests.Get("/", ("Authorization", "Basic eDp5"), ("x-api-key", key.Key))));
    }

    [Fact]
    public async Task Given_no_issuer_that_is_set_when_a_token_is_shown_then_401()
    {
        var sut = new Authentication(world.Get<ApiKeys>(), Options.Create(new AccessOptions()));

        Assert.Equal(401, await StatusAsync(sut, Token()));
    }

    [Theory]
    [InlineData("X-MS-CLIENT-PRINCIPAL-ID", "subject-mia")]
    [InlineData("X-MS-CLIENT-PRINCIPAL", "eyJyb2xlcyI6WyJhZG1pbiJdfQ==")]
    public async Task Given_what_a_proxy_says_about_the_caller_when_shown_then_401(string header, string value) =>
        Assert.Equal(401, await StatusAsync(Sut(), Requests.Get("/", (header, value))));

    [Fact]
    public async Task Given_an_unknown_key_id_when_shown_again_and_again_then_the_issuer_is_asked_once_in_30_seconds()
    {
        var sut = Sut();
        Assert.Equal(200, await StatusAsync(sut, Token()));
        world.Clock.Advance(IssuerKeys.Pause);

        var unknown = issuer.Token(world.Clock.GetUtcNow(), keyId: "unknown");
        var answers = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => StatusAsync(sut, unknown)));

        Assert.All(answers, status => Assert.Equal(401, status));
        Assert.Equal(2, issuer.Asked);
        Assert.Equal(200, await StatusAsync(sut, Token()));
        Assert.Equal(2, issuer.Asked);
    }

    [Fact]
    public async Task Given_a_new_key_when_a_token_of_it_comes_then_it_is_fetched_and_the_old_one_still_works()
    {
        var sut = Sut();
        var old = Token();
        Assert.Equal(200, await StatusAsync(sut, old));
        world.Clock.Advance(IssuerKeys.Pause);

        issuer.Rotate("second");

        Assert.Equal(200, await StatusAsync(sut, Token()));
        Assert.Equal(200, await StatusAsync(sut, old));
        Assert.Equal(2, issuer.Asked);
    }

    [Fact]
    public async Task Given_an_issuer_that_is_down_when_a_token_comes_then_503_until_it_is_back()
    {
        var sut = Sut();
        issuer.IsDown = true;

        Assert.Equal(503, await StatusAsync(sut, Token()));
        var asked = issuer.Asked;
        Assert.Equal(503, await StatusAsync(sut, Token()));
        Assert.Equal(asked, issuer.Asked); // it is left alone for a moment

        issuer.IsDown = false;
        world.Clock.Advance(IssuerKeys.PauseAfterFailure);
        Assert.Equal(200, await StatusAsync(sut, Token()));
    }

    [Fact]
    public async Task Given_known_keys_when_the_issuer_goes_down_then_they_count_for_a_day()
    {
        var sut = Sut();
        Assert.Equal(200, await StatusAsync(sut, Token()));
        issuer.IsDown = true;

        world.Clock.Advance(IssuerKeys.Freshness + TimeSpan.FromHours(1));
        Assert.Equal(200, await StatusAsync(sut, Token()));
        Assert.Equal(503, await StatusAsync(sut, issuer.Token(world.Clock.GetUtcNow(), keyId: "unknown")));

        world.Clock.Advance(IssuerKeys.Patience);
        Assert.Equal(503, await StatusAsync(sut, Token()));
    }

    [Fact]
    public async Task Given_an_issuer_that_does_not_answer_for_hours_when_tokens_of_known_keys_come_then_nobody_but_the_first_waits_for_it()
    {
        var sut = Sut();
        Assert.Equal(200, await StatusAsync(sut, Token()));
        issuer.IsDown = true;
        world.Clock.Advance(IssuerKeys.Freshness);
        Assert.Equal(200, await StatusAsync(sut, Token()));
        var (asked, answer) = (issuer.Asked, new TaskCompletionSource());
        issuer.Silence = answer.Task;
        world.Clock.Advance(IssuerKeys.PauseAfterFailure);

        Assert.Equal(200, await StatusAsync(sut, Token()).WaitAsync(TimeSpan.FromSeconds(5)));

        answer.SetResult();
        Assert.Equal(503, await StatusAsync(sut, issuer.Token(world.Clock.GetUtcNow(), keyId: "unknown")));
        Assert.Equal(asked + 1, issuer.Asked);
    }

    [Theory]
    [InlineData("""{"alg":"RS256"}""", "second")]
    [InlineData("""{"alg":"RS256","kid":"first"}""", "first")]
    public async Task Given_an_issuer_that_names_no_keys_or_uses_a_name_again_when_it_has_a_new_one_then_its_tokens_are_taken(string header, string keyId)
    {
        var sut = Sut();
        Assert.Equal(200, await StatusAsync(sut, Forged()));
        world.Clock.Advance(IssuerKeys.Pause);
        issuer.Rotate(keyId);

        Assert.Equal(200, await StatusAsync(sut, Forged()));

        string Forged() => issuer.Forged(JsonNode.Parse(header)!.AsObject(), world.Clock.GetUtcNow(), issuer.Sign);
    }

    [Theory]
    [InlineData("")]
    [InlineData("<html>")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("""{"keys":null}""")]
    [InlineData("""{"keys":[null,1]}""")]
    [InlineData("""{"keys":[{"kty":"RSA","kid":"first","n":"***","e":"AQAB"}]}""")]
    [InlineData("""{"keys":[{"kty":"EC","kid":"first","crv":"P-1","x":"AA","y":"AA"}]}""")]
    [InlineData("""{"keys":[{"kid":"first","x5c":["AAAA"],"kty":"RSA"}]}""")]
    public async Task Given_an_issuer_that_says_nonsense_of_its_keys_when_tokens_come_then_no_caller_fails_by_it_and_it_is_asked_once(string says)
    {
        issuer.SaysKeys = says;
        var sut = Sut();

        var answers = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => StatusAsync(sut, Token())));

        Assert.All(answers, status => Assert.True(status is 401 or 503, $"{status}"));
        Assert.Equal(1, issuer.Asked);
    }

    [Fact]
    public async Task Given_forged_signatures_again_and_again_when_shown_then_the_issuer_is_asked_once_in_30_seconds()
    {
        var sut = Sut();
        Assert.Equal(200, await StatusAsync(sut, Token()));
        world.Clock.Advance(IssuerKeys.Pause);
        var forged = issuer.Forged(new JsonObject { ["alg"] = "RS256", ["kid"] = issuer.KeyId }, world.Clock.GetUtcNow(), content => SHA512.HashData(content));

        Assert.All(await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => StatusAsync(sut, forged))), status => Assert.Equal(401, status));
        Assert.Equal(2, issuer.Asked);
    }

    [Fact]
    public async Task Given_a_key_that_can_be_broken_when_a_token_of_it_comes_then_401()
    {
        using var weak = RSA.Create(1024);
        issuer.Publish("weak", RSA.Create(weak.ExportParameters(true)));

        var token = issuer.Forged(new JsonObject { ["alg"] = "RS256", ["kid"] = "weak" }, Now, content => weak.SignData(content, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));

        Assert.Equal(401, await StatusAsync(Sut(), token));
        Assert.Equal(200, await StatusAsync(Sut(), Token()));
    }

    [Theory]
    [InlineData("""{"iss":1,"aud":"api://salesperf","exp":99999999999}""")]
    [InlineData("""{"iss":"I","aud":{"a":1},"exp":99999999999}""")]
    [InlineData("""{"iss":"I","aud":[1,null,["x"]],"exp":99999999999}""")]
    [InlineData("""{"iss":"I","aud":"api://salesperf","exp":1e400}""")]
    [InlineData("""{"iss":"I","aud":"api://salesperf","exp":-1}""")]
    [InlineData("""{"iss":"I","aud":"api://salesperf","exp":99999999999,"nbf":1e300}""")]
    [InlineData("""{"iss":"I","aud":"api://salesperf","exp":[99999999999]}""")]
    [InlineData("""{"iss":"I","aud":"api://salesperf","exp":99999999999,"sub":["x"]}""")]
    [InlineData("""{"iss":"I","aud":"api://salesperf","exp":99999999999,"sub":"x","sub":"y"}""")]
    [InlineData("""[]""")]
    [InlineData("""null""")]
    public async Task Given_claims_of_another_shape_when_shown_well_signed_then_401(string payload)
    {
        var content = $"{Base64UrlEncoder.Encode($$"""{"alg":"RS256","kid":"{{issuer.KeyId}}"}""")}.{Base64UrlEncoder.Encode(payload.Replace("\"I\"", $"\"{issuer.Issuer}\"", StringComparison.Ordinal))}";

        Assert.Equal(401, await StatusAsync(Sut(), $"{content}.{Base64UrlEncoder.Encode(issuer.Sign(System.Text.Encoding.ASCII.GetBytes(content)))}"));
    }

    [Fact]
    public async Task Given_an_issuer_that_calls_itself_otherwise_when_a_token_comes_then_503_and_the_log_says_why()
    {
        issuer.CallsItself = "https://somebody.else";

        Assert.Equal(503, await StatusAsync(Sut(), Token()));
        Assert.Contains(log.Lines, line => line.Contains("https://somebody.else", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Given_good_and_bad_tokens_when_logged_about_then_no_line_holds_one()
    {
        var sut = Sut();
        var token = Token();
        await StatusAsync(sut, token);
        issuer.IsDown = true;
        world.Clock.Advance(IssuerKeys.Freshness + TimeSpan.FromHours(13));
        await StatusAsync(sut, Token());

        Assert.NotEmpty(log.Lines);
        Assert.All(log.Lines, line => Assert.DoesNotContain("eyJ", line));
    }

    private string Token(Action<Dictionary<string, object>>? change = null) => issuer.Token(world.Clock.GetUtcNow(), change);

    private static HttpRequest With(string token) => Requests.Get("/", ("Authorization", "Bearer " + token));

    private Authentication Sut(Func<OidcOptions, OidcOptions>? change = null, TimeProvider? clock = null)
    {
        var options = new OidcOptions { Issuer = issuer.Issuer, Discovery = new Uri(issuer.Issuer + "/.well-known/openid-configuration"), Audiences = [LoopbackIssuer.Audience] };
        options = change?.Invoke(options) ?? options;
        clock ??= world.Clock;
        keys?.Dispose();
        keys = new IssuerKeys(options, clock, log);
        var tokens = new TokenPrincipals(
            options, new BearerTokens(options, keys, clock), world.Store, world.Get<OwnerPseudonym>(), world.Get<ModelDirectory>(), clock);
        return new Authentication(world.Get<ApiKeys>(), Options.Create(new AccessOptions()), tokens);
    }

    private static Task<int> StatusAsync(Authentication sut, string token) => StatusAsync(sut, With(token));

    private static async Task<int> StatusAsync(Authentication sut, HttpRequest request)
    {
        try
        {
            await sut.AuthenticateAsync(request, default);
            return 200;
        }
        catch (Exception exception) when (exception is ProblemException or TimeoutException)
        {
            return ProblemMapper.Map(exception, request.HttpContext).Status;
        }
    }

    /// <summary>The status of asking for an action about a person.</summary>
    private async Task<int> AskAsync(string person, AccessAction action, string subject, string role)
    {
        var authorize = new Authorize(Sut(), world.Get<ModelDirectory>(), world.Clock);
        var request = With(Token(claims => { claims["sub"] = subject; claims["roles"] = new[] { role }; }));
        try
        {
            await authorize.RequireAsync(request, action, AccessTarget.OfPerson(person), new DateOnly(2026, 11, 18), default);
            return 200;
        }
        catch (ProblemException problem)
        {
            return problem.Problem.Status;
        }
    }

    private sealed class ListLogger : ILogger<IssuerKeys>
    {
        public List<string> Lines { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Lines.Add($"{formatter(state, exception)} {exception}");
    }
}
