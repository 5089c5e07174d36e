using SalesPerf.Domain.Commissions;
using SalesPerf.Domain.Commissions.Calculation;
using SalesPerf.Domain.Values;

namespace SalesPerf.Functions.Commissions.Calculated;

/// <summary>What a pay period comes to, as it was computed last.</summary>
/// <param name="Period">The pay period's id.</param>
/// <param name="Items">A page, by person, team, plan or currency.</param>
/// <param name="Totals">Control totals over everybody asked for, on every page the same.</param>
/// <param name="People">How many people have a result.</param>
/// <param name="NotCalculated">Ids of the first twenty who have none yet.</param>
/// <param name="NotCalculatedCount">How many have none yet: they are in no figure.</param>
/// <param name="NextLink">Path and query of the next page; absent on the last.</param>
public sealed record CalculatedAnswer(
    string Period, IReadOnlyList<CalculatedItem> Items, IReadOnlyList<CalculatedTotal> Totals, int People, IReadOnlyList<string> NotCalculated, int NotCalculatedCount, string? NextLink);

/// <summary>A line of it, in one plan currency and one payout currency.</summary>
public sealed record CalculatedItem
{
    /// <summary>Set when grouped by person.</summary>
    public string? PersonId { get; init; }

    /// <summary>Set when grouped by team; absent for people without one.</summary>
    public string? TeamId { get; init; }

    /// <summary>Set when grouped by plan.</summary>
    public string? PlanId { get; init; }

    public required Money Earned { get; init; }

    /// <summary>Earned and not due yet, after the period.</summary>
    public required Money Held { get; init; }

    public required Money Payable { get; init; }

    public required Money Payout { get; init; }

    public required int People { get; init; }

    /// <summary>Of a person: <c>live</c> or <c>closed</c>.</summary>
    public string? State { get; init; }

    /// <summary>When the figure was computed; of several people's the oldest.</summary>
    public required DateTimeOffset CalculatedAt { get; init; }

    /// <summary>Of a person.</summary>
    public IReadOnlyList<CommissionWarning> Warnings { get; init; } = [];

    public static CalculatedItem Of(PaySum sum, string groupBy, IReadOnlyDictionary<string, CalculatedPay> results)
    {
        var result = groupBy == "person" ? results[sum.Key!] : null; // keyed by person
        return new CalculatedItem
        {
            PersonId = result?.Person,
            TeamId = groupBy == "team" ? sum.Key : null,
            PlanId = groupBy == "plan" ? sum.Key : null,
            Earned = sum.Earned,
            Held = sum.Held,
            Payable = sum.Payable,
            Payout = sum.Payout,
            People = sum.People,
            State = result?.State,
            CalculatedAt = sum.OldestAt,
            Warnings = result?.Warnings ?? [],
        };
    }
}

/// <summary>A sum in one plan currency and one payout currency.</summary>
/// <param name="Held">Earned and not due yet, after the period.</param>
/// <param name="People">How many have a part.</param>
/// <param name="OldestAt">When the oldest of the results was computed.</param>
public sealed record CalculatedTotal(Money Earned, Money Held, Money Payable, Money Payout, int People, DateTimeOffset OldestAt)
{
    public static CalculatedTotal Of(PaySum sum) => new(sum.Earned, sum.Held, sum.Payable, sum.Payout, sum.People, sum.OldestAt);
}
