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
        var (persons, isFormer) = await PersonsAsync(claims, model, cancellationToken);
        if (persons.Count > 1)
        {
            return null;
        }

        var person = persons.Count == 1 ? persons[0] : null;
        var roles = isFormer && person is null ? [] : ApiKeyRules.Known(claims.Roles).ToHashSet();
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

    /// <summary>Whose identities the token names; and whether one of them was somebody's who gave it up, or was deleted: whatever the token says, they are not a stranger with roles.</summary>
    private async ValueTask<(IReadOnlyList<string> Persons, bool IsFormer)> PersonsAsync(TokenClaims claims, Model model, CancellationToken cancellationToken)
    {
        if (options.PersonClaim is not null)
        {
            return (claims.Person is { } id && model.People.ContainsKey(id) ? [id] : [], false);
        }

        var (found, isFormer) = (new List<string>(), false);
        foreach (var owner in new[] { claims.ObjectId, claims.Subject }.OfType<string>())
        {
            if (await FindAsync(owner, model, cancellationToken) is not { } identity)
            {
                continue;
            }

            isFormer |= identity is { Person: null, PastPersons.Count: > 0 };
            if (identity.Person is { } person && !found.Contains(person))
            {
                found.Add(person);
            }
        }

        return (found, isFormer);
    }

    /// <summary>Under its own name, else under what it became when its person was erased: they have left all the same.</summary>
    private async ValueTask<Identity?> FindAsync(string owner, Model model, CancellationToken cancellationToken)
    {
        var identity = await IdentityAsync(await pseudonym.OfAsync(owner, cancellationToken), cancellationToken);
        return identity?.Person is null && model.HasErasedOwners
            ? await ErasedAsync(owner, cancellationToken) ?? identity
            : identity;
    }

    /// <summary>Of whoever had it last, where several are erased.</summary>
    private async ValueTask<Identity?> ErasedAsync(string owner, CancellationToken cancellationToken)
    {
        var identity = await IdentityAsync(await pseudonym.OfErasedAsync(options.PersonSource, owner, cancellationToken), cancellationToken);
        return identity?.LastStandIn is { } last ? await IdentityAsync(last, cancellationToken) ?? identity : identity;
    }

    private ValueTask<Identity?> IdentityAsync(string owner, CancellationToken cancellationToken) =>
        identities.GetAsync(IdentityDocuments.Id(options.PersonSource, owner), ReadAsync, cancellationToken);

    private async Task<Identity?> ReadAsync(string id, CancellationToken cancellationToken) =>
        (await store.ReadAsync<Identity>(Partitions.People, id, cancellationToken))?.Value;

    /// <summary>The same somebody by the same name, which is not theirs elsewhere.</summary>
    private string NameOf(string subject) => "oidc." + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{options.Issuer}\n{subject}")).AsSpan(0, 16));
}
