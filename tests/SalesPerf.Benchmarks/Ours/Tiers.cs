using SalesPerf.Domain.Commissions;

namespace SalesPerf.Benchmarks.Ours;

/// <summary>The rate table that every comparison of pay goes by: 4 % to 100,000, 5 % to 150,000, 6 % above, marginal.</summary>
internal static class Tiers
{
    public static readonly RateTier[] All = [new(0, 4), new(100_000, 5), new(150_000, 6)];

    public static RateTable Table => new() { Tiers = All };
}
