using SalesPerf.Domain.Commissions;
using SalesPerf.Domain.Commissions.Calculation;
using SalesPerf.Domain.Deals;
using SalesPerf.Functions.Bookkeeping;
using SalesPerf.Functions.Commissions.Entered;

namespace SalesPerf.Functions.Commissions;

/// <summary>What statements read of people beside the resources.</summary>
internal interface IStatementFacts
{
    /// <summary>Credits of days from <paramref name="from"/> to before <paramref name="to"/>.</summary>
    Task<IReadOnlyList<Credit>> CreditsAsync(string person, DateOnly from, DateOnly to, CancellationToken cancellationToken);

    /// <summary>What finance added or took, and is approved.</summary>
    Task<(IReadOnlyList<FixedAdjustment> Fixed, IReadOnlyList<CreditAdjustment> Credit)> AdjustmentsAsync(string person, CancellationToken cancellationToken);

    /// <summary>Entered values as pay sees them.</summary>
    Task<IReadOnlyList<EnteredValue>> EnteredAsync(string person, CancellationToken cancellationToken);
}

/// <summary>As stored.</summary>
internal sealed class StoredFacts(ReadPersonDeals deals, EnteredValues entered, AdjustmentBooks adjustments) : IStatementFacts
{
    public Task<(IReadOnlyList<FixedAdjustment> Fixed, IReadOnlyList<CreditAdjustment> Credit)> AdjustmentsAsync(string person, CancellationToken cancellationToken) => adjustments.ApprovedAsync(person, cancellationToken);

    public Task<IReadOnlyList<Credit>> CreditsAsync(string person, DateOnly from, DateOnly to, CancellationToken cancellationToken) => deals.CreditsAsync(person, from, to, cancellationToken);

    public Task<IReadOnlyList<EnteredValue>> EnteredAsync(string person, CancellationToken cancellationToken) => entered.SeenAsync(person, cancellationToken);
}

/// <summary>Nothing of anybody: remembers who was asked for.</summary>
internal sealed class AskedFacts : IStatementFacts
{
    public SortedSet<string> People { get; } = new(StringComparer.Ordinal);

    public Task<IReadOnlyList<Credit>> CreditsAsync(string person, DateOnly from, DateOnly to, CancellationToken cancellationToken) => Ask<Credit>(person);

    public Task<IReadOnlyList<EnteredValue>> EnteredAsync(string person, CancellationToken cancellationToken) => Ask<EnteredValue>(person);

    public async Task<(IReadOnlyList<FixedAdjustment> Fixed, IReadOnlyList<CreditAdjustment> Credit)> AdjustmentsAsync(string person, CancellationToken cancellationToken) =>
        (await Ask<FixedAdjustment>(person), await Ask<CreditAdjustment>(person));

    private Task<IReadOnlyList<T>> Ask<T>(string person)
    {
        People.Add(person);
        return Task.FromResult<IReadOnlyList<T>>([]);
    }
}
