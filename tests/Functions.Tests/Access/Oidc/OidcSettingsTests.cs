using System.Net;
using System.Net.Http.Headers;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;
using SalesPerf.Functions.Access.Oidc;
using SalesPerf.Local;

namespace SalesPerf.Functions.Tests.Access.Oidc;

public sealed class OidcSettingsTests
{
    [Fact]
    public void Given_nothing_set_when_read_then_tokens_are_off() => Assert.Null(Read());

    [Fact]
    public void Given_an_issuer_and_an_audience_when_read_then_the_rest_has_defaults()
    {
        var options = Read(("Issuer", "https://login.example.com/t/v2.0"), ("Audiences:0", "api://salesperf"), ("Audiences:1", "b"));

        Assert.Equal("https://login.example.com/t/v2.0/.well-known/openid-configuration", options?.Discovery.AbsoluteUri);
        Assert.Equal(["api://salesperf", "b"], options?.Audiences);
        Assert.Equal(("roles", "", "oidc", TimeSpan.FromMinutes(2)), (options?.RolesClaim, options?.RolePrefix, options?.PersonSource, options?.ClockSkew));
    }

    [Fact]
    public void Given_an_issuer_that_is_discovered_elsewhere_when_read_then_its_name_stays()
    {
        var options = Read(("Issuer", "https://sts.example.net/t/"), ("Authority", "https://login.example.com/t"), ("Audiences:0", "a"), ("ClockSkew", "00:00:30"));

        Assert.Equal(("https://sts.example.net/t/", "https://login.example.com/t/.well-known/openid-configuration"), (options?.Issuer, options?.Discovery.AbsoluteUri));
        Assert.Equal(TimeSpan.FromSeconds(30), options?.ClockSkew);
    }

    [Theory]
    [InlineData("Issuer", "")]
    [InlineData("Issuer", "http://login.example.com")]
    [InlineData("Issuer", "login")]
    [InlineData("Audiences:0", "")]
    [InlineData("Authority", "http://login.example.com")]
    [InlineData("ClockSkew", "00:10:01")]
    [InlineData("ClockSkew", "-00:00:01")]
    [InlineData("ClockSkew", "long")]
    public void Given_settings_that_cannot_work_when_read_then_the_start_fails_and_says_which(string name, string value)
    {
        var settings = new Dictionary<string, string?> { ["Issuer"] = "https://login.example.com", ["Audiences:0"] = "a", [name] = value };

        var thrown = Assert.Throws<OptionsValidationException>(() => Read([.. settings.Select(setting => (setting.Key, setting.Value))]));

        Assert.Contains($"{OidcOptions.Section}:{name}", thrown.Message);
    }

    [Fact]
    public async Task Given_an_issuer_when_the_host_is_asked_with_its_tokens_then_they_open_what_their_role_may_see()
    {
        await using var issuer = await LoopbackIssuer.StartAsync();
        var folder = System.IO.Directory.CreateTempSubdirectory("salesperf-oidc-").FullName;
        await using (var app = LocalHost.Build(new LocalOptions
        {
            Data = folder,
            IsQuiet = true,
            RunsTimers = false,
            Configure = builder =>
            {
                builder.WebHost.UseTestServer();
                builder.Configuration.AddInMemoryCollection([new("Access:Oidc:Issuer", issuer.Issuer), new("Access:Oidc:Audiences:0", LoopbackIssuer.Audience)]);
            },
        }))
        {
            await app.StartAsync();
            using var client = app.GetTestClient();

            Assert.Equal(HttpStatusCode.OK, (await AskAsync("admin")).StatusCode);
            Assert.Equal(HttpStatusCode.Forbidden, (await AskAsync("finance")).StatusCode);

            issuer.IsDown = true;
            issuer.Rotate("new");
            using var unsure = await AskAsync("admin");
            Assert.Equal((HttpStatusCode.Unauthorized, "Bearer realm=\"SalesPerf\""), (unsure.StatusCode, unsure.Headers.WwwAuthenticate.ToString())); // asked a moment ago
            await app.StopAsync();

            Task<HttpResponseMessage> AskAsync(string role)
            {
                client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", issuer.Token(TimeProvider.System.GetUtcNow(), claims => claims["roles"] = role));
                return client.GetAsync(new Uri("/api/v1/keys", UriKind.Relative));
            }
        }

        System.IO.Directory.Delete(folder, recursive: true);
    }

    private static OidcOptions? Read(params (string Name, string? Value)[] settings) => OidcOptions.Read(new ConfigurationBuilder()
        .AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create($"{OidcOptions.Section}:{setting.Name}", setting.Value)))
        .Build());
}
