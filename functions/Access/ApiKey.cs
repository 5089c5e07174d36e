using SalesPerf.Domain.Access;
using SalesPerf.Domain.Values;

namespace SalesPerf.Functions.Access;

/// <summary>A key as it is stored at <c>keys~{keyId}</c>: without its secret, which nobody but its holder has.</summary>
/// <param name="KeyId">Names the key, in lists and in the key itself.</param>
/// <param name="SecretHash">SHA-256 of the secret's text.</param>
/// <param name="Roles">What it is for.</param>
/// <param name="Person">Whose it is; null for a program's.</param>
/// <param name="Sources">Sources a program may post activities of.</param>
internal sealed record ApiKey(string KeyId, byte[] SecretHash, IReadOnlyList<AccessRole> Roles, string? Person, IReadOnlyList<string> Sources)
{
    public const string Kind = "key";

    /// <summary>Names of the actions it is for; null is all that its roles allow. One that is no action any more allows nothing.</summary>
    public IReadOnlyList<string>? Scopes { get; init; }

    /// <summary>SHA-256 of the secret before this one, until <see cref="PreviousUntil"/>.</summary>
    public byte[]? PreviousHash { get; init; }

    /// <summary>When the secret before this one ends (exclusive).</summary>
    public DateTimeOffset? PreviousUntil { get; init; }

    public const string Id = "key";

    public static string Partition(string keyId) => Key.Of("keys", keyId);

    public Principal ToPrincipal() => new()
    {
        Id = Person ?? "key." + KeyId,
        Kind = Person is null ? PrincipalKind.Machine : PrincipalKind.Person,
        Roles = Roles.ToHashSet(),
        PersonId = Person,
        KeyId = KeyId,
        Scopes = Scopes is null ? null : ApiKeyRules.Actions(Scopes).ToHashSet(),
        Sources = Sources.ToHashSet(StringComparer.Ordinal),
    };
}

/// <summary>A key as it is listed, in partition <c>keys</c>. Every key that works is listed: its entry is written first and deleted last.</summary>
/// <param name="KeyId">Names the key.</param>
/// <param name="Name">What its maker called it.</param>
/// <param name="Roles">What it is for.</param>
/// <param name="Person">Whose it is; absent for a program's.</param>
/// <param name="Sources">Sources a program may post activities of.</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="CreatedBy">Principal id of its maker.</param>
public sealed record ApiKeyEntry(
    string KeyId, string Name, IReadOnlyList<AccessRole> Roles, string? Person, IReadOnlyList<string> Sources, DateTimeOffset CreatedAt, string CreatedBy)
{
    /// <summary>Names of the actions it is for; absent: all that its roles allow.</summary>
    public IReadOnlyList<string>? Scopes { get; init; }

    /// <summary>The last day, in UTC, on which it was used; absent when it never was. It may be missing a day on which the process ended.</summary>
    public DateOnly? LastUsedOn { get; init; }

    internal const string Kind = "key-entry";

    internal const string Partition = "keys";
}

/// <summary>A key to be made.</summary>
/// <param name="Name">1 to 100 characters.</param>
/// <param name="Roles">None is enough for a program with sources.</param>
/// <param name="Person">Needed for manager and rep.</param>
/// <param name="Sources">Sources it may post activities of, beyond what its roles allow.</param>
/// <param name="Scopes">Names of the actions it is for; null is all that its roles allow.</param>
public sealed record NewApiKey(
    string Name, IReadOnlyList<AccessRole> Roles, string? Person = null, IReadOnlyList<string>? Sources = null, IReadOnlyList<string>? Scopes = null);

/// <summary>A key just made: the only time its text is shown.</summary>
/// <param name="Entry">As it is listed.</param>
/// <param name="Key">The whole key, for the header <c>x-api-key</c>.</param>
public sealed record IssuedApiKey(ApiKeyEntry Entry, string Key);
