namespace SalesPerf.Contracts.Sources;

/// <summary>
/// Sets what a source signs with: <c>PUT /api/v1/sources/{source}/secret</c>. Write-only: it is answered once, and only where it was made here.
/// </summary>
public sealed record SourceSecretBody
{
    /// <summary>
    /// One, or two while a change of secret is under way: the current one first. Absent: one is made here, replaces whatever was there, and is in the answer.
    /// </summary>
    public IReadOnlyList<string?>? Secrets { get; init; }
}
