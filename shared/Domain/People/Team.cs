namespace SalesPerf.Domain.People;

/// <summary>A team in the tree. A team without a parent is a root.</summary>
public sealed record Team
{
    public required string Id { get; init; }

    public required string Name { get; init; }

    public string? Parent { get; init; }

    /// <summary>The person who manages it; null is vacant.</summary>
    public string? Manager { get; init; }
}
