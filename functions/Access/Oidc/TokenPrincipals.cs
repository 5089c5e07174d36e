using System.Security.Cryptography;
using System.Text;
using SalesPerf.Domain.Access;
using SalesPerf.Domain.People;
using SalesPerf.Domain.Resources;
using SalesPerf.Functions.Directory;
using SalesPerf.Functions.People;
using SalesPerf.Functions.Storage;
using SalesPerf.Platform.Documents;

namespace SalesPerf.Functions.Access.Oidc;

/// <summary>
/// Who a token is of: the person whose identity it names, with the roles it lists, or those of the person's own document where it lists none.
/// Somebody who is no person here keeps the roles that need none.
/// </summary>
public sealed class TokenPrincipals(OidcOptions options, BearerTokens tokens, IDocumentStore store, OwnerPseudonym pseudonym, ModelDirectory directory, TimeProvider time)
{
    /// <summary>No key was shown.</summary>
    public const string KeyId = "oidc";

    private readonly ShortCache<Identity> identities = new(time);

    /// <summary>Null for a token that is not believed, or that speaks of two persons.</summary>
    /// <exception cref="TimeoutException">It cannot be told: the issuer does not answer.</exception>
    public async ValueTask<Principal?> FindAsync(string token, CancellationToken cancellationToken)
    {
        if (await tokens.ReadAsync(token, cancellationToken) is not { } claims || (claims.ObjectId ?? claims.Subject) is not { } subject)
        {
            return null;
        }

        var model = (await directory.GetAsync(cancellationToken)).Model;
        var persons = await PersonsAsync(claims, model, cancellationToken);
        if (persons.Count > 1)
        {
            return null;
        }

        var person = persons.Count == 1 ? persons[0] : null;
        var roles = ApiKeyRules.Known(claims.Roles).ToHashSet();
        if (roles.Count == 0 && person is not null)
        {
            roles = [.. ApiKeyRules.Known(model.Person(person, model.Today(time.GetUtcNow()))?.Access ?? [])];
        }

        return new Principal
        {
            Id = person ?? NameOf(subject),
            Kind = person is null ? PrincipalKind.Machine : PrincipalKind.Person,
            Roles = roles,
            PersonId = person,
            KeyId = KeyId,
        };
    }

    private async ValueTask<List<string>> PersonsAsync(TokenClaims claims, Model model, CancellationToken cancellationToken)
    {
        if (options.PersonClaim is not null)
        {
            return claims.Person is { } id && model.People.ContainsKey(id) ? [id] : [];
        }

        var found = new List<string>();
        foreach (var owner in new[] { claims.ObjectId, claims.Subject }.OfType<string>())
        {
            var key = IdentityDocuments.Id(options.PersonSource, await pseudonym.OfAsync(owner, cancellationToken));
            if ((await identities.GetAsync(key, ReadAsync, cancellationToken))?.Person is { } person && !found.Contains(person))
            {
                found.Add(person);
            }
        }

        return found;
    }

    private async Task<Identity?> ReadAsync(string id, CancellationToken cancellationToken) =>
        (await store.ReadAsync<Identity>(Partitions.People, id, cancellationToken))?.Value;

    /// <summary>The same somebody by the same name, which is not theirs elsewhere.</summary>
    private string NameOf(string subject) => "oidc." + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{options.Issuer}\n{subject}")).AsSpan(0, 16));
}
