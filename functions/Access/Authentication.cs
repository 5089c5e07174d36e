using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;
using SalesPerf.Domain.Access;
using SalesPerf.Functions.Access.Oidc;
using SalesPerf.Functions.Http;

namespace SalesPerf.Functions.Access;

/// <summary>
/// Finds out who asks: by a key, or by a bearer token where an issuer is set. Whatever is wrong with a key, the answer is the same 401, reached by
/// the same steps; so it is for tokens. What stands before this app vouches for nobody: only what the app checks itself counts.
/// </summary>
public sealed class Authentication(ApiKeys keys, IOptions<AccessOptions> options, TokenPrincipals? tokens = null, KeyUses? uses = null)
{
    public const string HeaderName = "x-api-key";

    /// <summary>Set by the first page of a demo, so that links work in a browser.</summary>
    public const string CookieName = "sp_key";

    /// <summary>Compared with when there is no key of that id; nothing hashes to it.</summary>
    private static readonly byte[] NoHash = new byte[SHA256.HashSizeInBytes];

    private static readonly Principal PresetAdmin = new()
    {
        Id = "key.admin",
        Kind = PrincipalKind.Machine,
        Roles = new HashSet<AccessRole> { AccessRole.Admin },
        KeyId = "admin",
    };

    private readonly byte[] adminHash = options.Value.AdminKey is { Length: > 0 } key ? ApiKeyText.Hash(key) : NoHash;

    /// <exception cref="ProblemException">401 without a key or token that is known, and with both: nobody is two callers.</exception>
    /// <exception cref="TimeoutException">It cannot be told now.</exception>
    public async ValueTask<Principal> AuthenticateAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (Bearer(request) is { } token)
        {
            return request.Headers.ContainsKey(HeaderName) || tokens is null ? throw Unknown()
                : await tokens.FindAsync(token, cancellationToken) ?? throw Problems.UnknownToken().ToException();
        }

        if (Presented(request) is not { Length: > 0 and <= ApiKeyText.MaxLength } key)
        {
            throw Unknown();
        }

        if (CryptographicOperations.FixedTimeEquals(ApiKeyText.Hash(key), adminHash))
        {
            return PresetAdmin;
        }

        var isKey = ApiKeyText.TrySplit(key, out var keyId, out var secret);
        var stored = isKey ? await keys.FindAsync(keyId, cancellationToken) : null;
        if (!keys.IsSecretOf(stored, secret) || stored is null)
        {
            throw Unknown();
        }

        uses?.Note(request.HttpContext.Response, keyId);
        return stored.Principal;
    }

    private ProblemException Unknown() => (tokens is null ? Problems.Unauthorized() : Problems.UnauthorizedByKeyOrToken()).ToException();

    /// <summary>Null without a bearer token; another scheme is not ours to judge. Several headers are a token that nobody made.</summary>
    private static string? Bearer(HttpRequest request)
    {
        const string scheme = "Bearer ";
        var header = request.Headers.Authorization;
        return !header.Any(value => value?.StartsWith(scheme, StringComparison.OrdinalIgnoreCase) == true) ? null
            : header.Count == 1 ? header[0]![scheme.Length..].Trim(' ') // it begins with the scheme
            : "";
    }

    /// <summary>The header; without one, on a GET or HEAD, the demo's cookie. Other methods never take it: a foreign page could make a browser send them.</summary>
    private string? Presented(HttpRequest request)
    {
        var header = request.Headers[HeaderName];
        return header.Count switch
        {
            1 => header[0],
            0 when options.Value.DemoCookie && (HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method)) => request.Cookies[CookieName],
            _ => null,
        };
    }
}
