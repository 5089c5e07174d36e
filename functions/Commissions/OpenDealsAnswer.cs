using SalesPerf.Domain.Commissions.Calculation;

namespace SalesPerf.Functions.Commissions;

/// <summary>What a person's open deals would pay in a pay period.</summary>
/// <param name="Person">Whose.</param>
/// <param name="Period">The pay period.</param>
/// <param name="Items">The most first.</param>
/// <param name="Together">What all of the listed add if all are won: tiers, caps and gates make it another number than their sum.</param>
/// <param name="IsCut">True when there are more.</param>
public sealed record OpenDealsAnswer(string Person, string Period, IReadOnlyList<OpenDealItem> Items, IReadOnlyList<StatementTotal> Together, bool IsCut)
{
    /// <summary>Of a closed period: nothing is added to it any more.</summary>
    public static OpenDealsAnswer Closed(string person, string period) => new(person, period, [], [], false);
}

/// <summary>One of them.</summary>
/// <param name="Date">The day it is taken as won on.</param>
/// <param name="Amount">In the deal's currency; null of that is the plan's.</param>
/// <param name="Adds">What the statement has more with it, by currency.</param>
public sealed record OpenDealItem(string Source, string Deal, string? Account, DateOnly Date, decimal Amount, string? Currency, IReadOnlyList<StatementTotal> Adds);
