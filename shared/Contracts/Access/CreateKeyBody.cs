namespace SalesPerf.Contracts.Access;

/// <summary>Asks for an API key: <c>POST /api/v1/keys</c>.</summary>
public sealed record CreateKeyBody
{
    /// <summary>What it is for, in its maker's words. 1 to 100 characters.</summary>
    public string? Name { get; init; }

    /// <summary><c>admin</c>, <c>finance</c>, <c>manager</c>, <c>rep</c>; none for a program that only posts activities.</summary>
    public IReadOnlyList<string?>? Roles { get; init; }

    /// <summary>Whose key it is; needed for manager and rep. Without it the key is a program's.</summary>
    public string? Person { get; init; }

    /// <summary>Sources a program may post activities of, beyond what its roles allow. At most 20.</summary>
    public IReadOnlyList<string?>? Sources { get; init; }

    /// <summary>Actions it is for, of those its roles allow: <c>read</c> for all that read, or names such as <c>readForecast</c>, <c>postActivities</c>. Without it all.</summary>
    public IReadOnlyList<string?>? Scopes { get; init; }
}

/// <summary>The answer: the only time the key is shown.</summary>
/// <param name="Key">For the header <c>x-api-key</c>.</param>
/// <param name="KeyId">Names the key in lists, and when it is revoked.</param>
/// <param name="Name">As asked for.</param>
/// <param name="Roles">As asked for.</param>
/// <param name="Person">Absent for a program's key.</param>
/// <param name="Sources">As asked for.</param>
/// <param name="CreatedAt">In UTC.</param>
/// <param name="CreatedBy">Principal id of its maker.</param>
public sealed record CreatedKey(
    string Key, string KeyId, string Name, IReadOnlyList<string> Roles, string? Person, IReadOnlyList<string> Sources, DateTimeOffset CreatedAt, string CreatedBy)
{
    /// <summary>The actions it is for; absent: all that its roles allow.</summary>
    public IReadOnlyList<string>? Scopes { get; init; }
}

/// <summary>Asks for a new secret of a key: <c>POST /api/v1/keys/{keyId}/rotate</c>.</summary>
public sealed record RotateKeyBody
{
    /// <summary>How long the old secret stays valid: 0 to 168 hours, 24 without it.</summary>
    public int? OverlapHours { get; init; }
}

/// <summary>The answer: the only time the new secret is shown.</summary>
/// <param name="Key">For the header <c>x-api-key</c>.</param>
/// <param name="KeyId">As before.</param>
/// <param name="PreviousValidUntil">When the secret before ends, in UTC. One before that ended with this request.</param>
public sealed record RotatedKey(string Key, string KeyId, DateTimeOffset PreviousValidUntil);
