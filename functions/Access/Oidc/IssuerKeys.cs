using System.Net;
using System.Security.Cryptography;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;

namespace SalesPerf.Functions.Access.Oidc;

/// <summary>
/// What the issuer signs with, found by discovery and kept. A key id that is not known has it asked again, once however many wait for the answer,
/// and at most every 30 seconds whatever tokens come. An issuer that is away is asked every 5 seconds; what it said before counts for a day, and nobody but the first waits then.
/// </summary>
public sealed partial class IssuerKeys : IDisposable
{
    /// <summary>After this long the issuer is asked again although nothing is missing: keys it has withdrawn end then.</summary>
    public static readonly TimeSpan Freshness = TimeSpan.FromHours(12);

    /// <summary>How long keys count while the issuer cannot be asked.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromHours(24);

    /// <summary>The least time between two answers.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromSeconds(30);

    /// <summary>The least time after asking in vain.</summary>
    public static readonly TimeSpan PauseAfterFailure = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(8);

    private const int MaxBytes = 1 << 20;

    /// <summary>Bits; RFC 7518, 3.3. Shorter ones can be broken.</summary>
    private const int MinRsaBits = 2048;

    private readonly Lock gate = new();
    private readonly OidcOptions options;
    private readonly TimeProvider time;
    private readonly ILogger<IssuerKeys> logger;
    private readonly HttpClient http;
    private volatile Known? known;
    private volatile bool isAway;
    private Task<bool>? asking;
    private DateTimeOffset? asked;

    public IssuerKeys(OidcOptions options, TimeProvider time, ILogger<IssuerKeys> logger)
    {
        (this.options, this.time, this.logger) = (options, time, logger);

        // Nobody is led elsewhere, and no answer fills the memory.
        http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, PooledConnectionLifetime = TimeSpan.FromMinutes(5), AutomaticDecompression = DecompressionMethods.None })
        {
            MaxResponseContentBufferSize = MaxBytes,
            Timeout = Limit,
        };
    }

    /// <summary>The keys of an id; without an id all. None when the issuer has no such key.</summary>
    /// <exception cref="TimeoutException">It cannot be known now: the issuer does not answer.</exception>
    public async ValueTask<IReadOnlyList<SecurityKey>> FindAsync(string? keyId, CancellationToken cancellationToken)
    {
        var keys = known is { } recent && Age(recent) < Freshness ? Of(recent, keyId) : [];
        if (keys.Count > 0)
        {
            return keys;
        }

        var answer = AskAsync(cancellationToken);
        if (isAway && !answer.IsCompleted && known is { } last && Age(last) < Patience && Of(last, keyId) is { Count: > 0 } usable)
        {
            return usable;
        }

        var isAnswered = await answer;
        if (known is { } now && (isAnswered || Age(now) < Patience))
        {
            keys = Of(now, keyId);
        }

        return keys.Count > 0 || isAnswered ? keys : throw new TimeoutException("The issuer of tokens does not answer.");
    }

    /// <summary>The keys of an id as the issuer says now, where it was not asked since <paramref name="signers"/> were found; else none. For a signature that is none of theirs.</summary>
    public async ValueTask<IReadOnlyList<SecurityKey>> FindNewerAsync(string? keyId, IReadOnlyList<SecurityKey> signers, CancellationToken cancellationToken)
    {
        await AskAsync(cancellationToken);
        return known is { } now && Of(now, keyId) is var keys && !keys.SequenceEqual(signers) ? keys : [];
    }

    public void Dispose() => http.Dispose();

    private static List<SecurityKey> Of(Known known, string? keyId) => [.. known.Keys.Where(key => keyId is null || key.KeyId == keyId)];

    private TimeSpan Age(Known known) => time.GetUtcNow() - known.ReadAt;

    /// <summary>True when the issuer answered, now or so recently that it is not asked again.</summary>
    private Task<bool> AskAsync(CancellationToken cancellationToken)
    {
        lock (gate)
        {
            var isPause = asking is { IsCompletedSuccessfully: true, Result: var wasAnswered } && time.GetUtcNow() - asked < (wasAnswered ? Pause : PauseAfterFailure);
            if (asking is not { IsCompleted: false } && !isPause)
            {
                asked = time.GetUtcNow();

                // Nobody's own patience ends what all wait for.
                asking = Task.Run(FetchAsync, CancellationToken.None);
            }

            return asking!.WaitAsync(cancellationToken); // assigned, or there was one to pause after
        }
    }

    private async Task<bool> FetchAsync()
    {
        try
        {
            using var limit = new CancellationTokenSource(Limit, time);
            var retriever = new HttpDocumentRetriever(http) { RequireHttps = options.Discovery.Scheme == Uri.UriSchemeHttps };
            var found = await OpenIdConnectConfigurationRetriever.GetAsync(options.Discovery.AbsoluteUri, retriever, limit.Token);
            if (found.Issuer != options.Issuer)
            {
                LogOtherIssuer(options.Discovery, found.Issuer);
                return false;
            }

            var strong = found.SigningKeys.Where(IsStrong).ToList();
            if (strong.Count < found.SigningKeys.Count)
            {
                LogWeak(found.SigningKeys.Count - strong.Count);
            }

            known = new Known(strong, time.GetUtcNow());
            isAway = false;
            return true;
        }
        catch (Exception exception)
        {
            // Whatever it is that the issuer says: nobody is to fail by it, and it is not asked again with every token.
            LogUnreachable(exception, options.Discovery);
            isAway = true;
            return false;
        }
    }

    private static bool IsStrong(SecurityKey key) => key switch
    {
        RsaSecurityKey or X509SecurityKey { PublicKey: RSA } or JsonWebKey { Kty: JsonWebAlgorithmsKeyTypes.RSA } => key.KeySize >= MinRsaBits,
        JsonWebKey { Kty: var type } => type == JsonWebAlgorithmsKeyTypes.EllipticCurve,
        _ => key is AsymmetricSecurityKey,
    };

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Count} keys of the issuer are not used: they sign nothing, or are RSA keys of less than 2048 bits")]
    private partial void LogWeak(int count);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The issuer of tokens cannot be asked for its keys at {Address}")]
    private partial void LogUnreachable(Exception exception, Uri address);

    [LoggerMessage(Level = LogLevel.Error, Message = "At {Address} the issuer calls itself {Issuer}, which is not the one that is set: no token is taken")]
    private partial void LogOtherIssuer(Uri address, string? issuer);

    private sealed record Known(IReadOnlyList<SecurityKey> Keys, DateTimeOffset ReadAt);
}
