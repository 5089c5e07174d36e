namespace SalesPerf.Domain.Access;

/// <summary>Who is asking, once that is known.</summary>
public sealed record Principal
{
    /// <summary>Recorded as author: the person's id, <c>key.{keyId}</c> of a machine, or <c>oidc.{hash}</c> of who signed in and is no person here.</summary>
    public required string Id { get; init; }

    public required PrincipalKind Kind { get; init; }

    public required IReadOnlySet<AccessRole> Roles { get; init; }

    /// <summary>The person they are; manager and rep mean nothing without.</summary>
    public string? PersonId { get; init; }

    /// <summary>True when that person is not employed today: they see themselves, and nobody else any more.</summary>
    public bool HasLeft { get; init; }

    /// <summary>The key they showed; <c>oidc</c> for a bearer token.</summary>
    public required string KeyId { get; init; }

    /// <summary>The only actions the key is for, of those its roles allow; null is all of them.</summary>
    public IReadOnlySet<AccessAction>? Scopes { get; init; }

    /// <summary>Sources a machine may post activities of, beyond what its roles allow.</summary>
    public IReadOnlySet<string> Sources { get; init; } = new HashSet<string>();
}

/// <summary>Whether somebody or something asks.</summary>
public enum PrincipalKind
{
    /// <summary>A person of the organisation.</summary>
    Person,

    /// <summary>A program.</summary>
    Machine,
}
