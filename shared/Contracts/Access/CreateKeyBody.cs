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
    string Key, string KeyId, string Name, IReadOnlyList<string> Roles, string? Person, IReadOnlyList<string> Sources, DateTimeOffset CreatedAt, string CreatedBy);
