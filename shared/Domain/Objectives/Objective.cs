using SalesPerf.Domain.Values;

namespace SalesPerf.Domain.Objectives;

/// <summary>A target for the company, a team or a person in one period; children share out their parent's.</summary>
public sealed record Objective
{
    public required string Id { get; init; }

    public required string Name { get; init; }

    /// <summary><c>bookings</c>, <c>revenue</c> or <c>margin</c>.</summary>
    public required string Measure { get; init; }

    /// <summary>A period id: <c>2026</c>, <c>2026-Q4</c>, <c>2026-11</c>.</summary>
    public required string Period { get; init; }

    public required Money Amount { get; init; }

    /// <summary><c>company</c>, <c>team</c> or <c>person</c>.</summary>
    public required string Level { get; init; }

    /// <summary>The team's or person's id; null for the company.</summary>
    public string? Subject { get; init; }

    public string? Parent { get; init; }

    /// <summary>How far children together may exceed this, in per cent. Less than this objective is refused once all are given.</summary>
    public decimal MaxOverAssignmentPercent { get; init; } = 20m;
}
