namespace SalesPerf.Functions.Digests;

/// <summary>How much of each list is shown.</summary>
internal sealed record DigestLimits(int Risks, int Cells, int Slots, int Praise, int Turned, int FollowUps)
{
    /// <summary>A mail: what can be read over a coffee, and what clients do not cut. The rest is on the page.</summary>
    public static DigestLimits Mail { get; } = new(6, 3, 40, 8, 10, 10);

    /// <summary>The page: all that is kept.</summary>
    public static DigestLimits Page { get; } = new(int.MaxValue, int.MaxValue, int.MaxValue, int.MaxValue, int.MaxValue, int.MaxValue);
}
