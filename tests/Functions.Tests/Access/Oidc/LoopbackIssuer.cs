using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace SalesPerf.Functions.Tests.Access.Oidc;

/// <summary>An issuer of tokens on loopback: it answers discovery and keys, counts who asks, and can be away.</summary>
public sealed class LoopbackIssuer : IAsyncDisposable
{
    public const string Audience = "api://salesperf";

    private readonly WebApplication app;
    private readonly Dictionary<string, RSA> keys = [];
    private int asked;

    private LoopbackIssuer()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        app = builder.Build();
        app.MapGet("/.well-known/openid-configuration", async () =>
        {
            Interlocked.Increment(ref asked);
            await Silence;
            return Answer(CallsItself ?? Issuer);
        });
        app.MapGet("/keys", () => IsDown ? Results.StatusCode(500) : Results.Text(SaysKeys ?? KeySet(), "application/json"));
        Rotate("first");
    }

    public string Issuer { get; private set; } = "";

    /// <summary>What it says its name is, where that is not its address.</summary>
    public string? CallsItself { get; set; }

    public bool IsDown { get; set; }

    /// <summary>What it answers about its keys, where that is not true.</summary>
    public string? SaysKeys { get; set; }

    /// <summary>It answers once this has ended.</summary>
    public Task Silence { get; set; } = Task.CompletedTask;

    /// <summary>How often discovery was asked for.</summary>
    public int Asked => Volatile.Read(ref asked);

    public string KeyId { get; private set; } = "";

    public static async Task<LoopbackIssuer> StartAsync()
    {
        var issuer = new LoopbackIssuer();
        await issuer.app.StartAsync();
        issuer.Issuer = issuer.app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First(); // Kestrel has it
        return issuer;
    }

    /// <summary>Signs with a new key from now on; the old ones stay published, unless they have the same id.</summary>
    public void Rotate(string keyId)
    {
        Publish(keyId, RSA.Create(2048));
        KeyId = keyId;
    }

    /// <summary>Publishes a key that it does not sign with.</summary>
    public void Publish(string keyId, RSA key)
    {
        keys.GetValueOrDefault(keyId)?.Dispose();
        keys[keyId] = key;
    }

    /// <summary>A token, by default a good one for an hour.</summary>
    /// <param name="now">When it is issued.</param>
    /// <param name="change">Changes its claims.</param>
    /// <param name="algorithm">How it is signed.</param>
    /// <param name="keyId">The key id it names.</param>
    public string Token(DateTimeOffset now, Action<Dictionary<string, object>>? change = null, string algorithm = SecurityAlgorithms.RsaSha256, string? keyId = null)
    {
        var claims = new Dictionary<string, object>
        {
            ["iss"] = Issuer,
            ["aud"] = Audience,
            ["sub"] = "subject-1",
            ["iat"] = now.ToUnixTimeSeconds(),
            ["nbf"] = now.ToUnixTimeSeconds(),
            ["exp"] = now.AddHours(1).ToUnixTimeSeconds(),
        };
        change?.Invoke(claims);
        var key = new RsaSecurityKey(keys[KeyId]) { KeyId = keyId ?? KeyId, CryptoProviderFactory = new CryptoProviderFactory { CacheSignatureProviders = false } };
        return new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(JsonSerializer.Serialize(claims), new SigningCredentials(key, algorithm));
    }

    /// <summary>A token of parts made by hand, signed by <paramref name="sign"/>.</summary>
    public string Forged(JsonObject header, DateTimeOffset now, Func<byte[], byte[]> sign)
    {
        var payload = Token(now).Split('.')[1];
        var content = $"{Base64UrlEncoder.Encode(Encoding.UTF8.GetBytes(header.ToJsonString()))}.{payload}";
        return $"{content}.{Base64UrlEncoder.Encode(sign(Encoding.ASCII.GetBytes(content)))}";
    }

    /// <summary>The public key as published, the secret of whoever mistakes it for one.</summary>
    public byte[] PublicKey => Encoding.ASCII.GetBytes(keys[KeyId].ExportSubjectPublicKeyInfoPem());

    public byte[] Sign(byte[] content) => keys[KeyId].SignData(content, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);

    public async ValueTask DisposeAsync()
    {
        await app.StopAsync();
        await app.DisposeAsync();
        foreach (var key in keys.Values)
        {
            key.Dispose();
        }
    }

    private IResult Answer(string name) => IsDown
        ? Results.StatusCode(500)
        : Results.Text(new JsonObject { ["issuer"] = name, ["jwks_uri"] = Issuer + "/keys" }.ToJsonString(), "application/json");

    private string KeySet() => new JsonObject
    {
        ["keys"] = new JsonArray([.. keys.Select(key =>
        {
            var parts = key.Value.ExportParameters(false);
            return new JsonObject
            {
                ["kty"] = "RSA",
                ["use"] = "sig",
                ["kid"] = key.Key,
                ["n"] = Base64UrlEncoder.Encode(parts.Modulus),
                ["e"] = Base64UrlEncoder.Encode(parts.Exponent),
            };
        })]),
    }.ToJsonString();
}
