using SalesPerf.Domain.Commissions.Calculation;
using SalesPerf.Domain.Resources;
using SalesPerf.Domain.Values;
using SalesPerf.Functions.Bookkeeping;
using SalesPerf.Functions.Storage;
using SalesPerf.Platform.Documents;

namespace SalesPerf.Functions.Commissions.Calculated;

/// <summary>Results that are stored, for whoever needs those of now alone.</summary>
public sealed class ReadCalculated(IDocumentStore store, ReadPeriods periods, ReadFingerprints fingerprints)
{
    /// <summary>Those of some pay periods, each to be had only if nothing of its input was written since.</summary>
    public async Task<CurrentResults> CurrentAsync(Model model, FiscalCalendar calendar, IReadOnlyList<Period> asked, CancellationToken cancellationToken)
    {
        var found = new Dictionary<(string, string), CalculatedPay>();
        foreach (var period in asked)
        {
            await foreach (var stored in store.RangeAsync<CalculatedPay>(new RangeQuery(Partitions.Commissions(period.Id), CalculatedDocuments.Kind, Size: 500), cancellationToken))
            {
                found[(stored.Value.Person, period.Id)] = stored.Value;
            }
        }

        var closed = await periods.ClosedAsync(cancellationToken);
        return new CurrentResults(found, fingerprints.Begin(model, closed, calendar));
    }
}

/// <summary>See <see cref="ReadCalculated.CurrentAsync"/>. May be asked by several at once.</summary>
public sealed class CurrentResults(IReadOnlyDictionary<(string Person, string Period), CalculatedPay> results, FingerprintReading reading)
{
    /// <summary>Null where it must be computed: nothing is stored, or its input is not what it was.</summary>
    public async Task<CalculatedPay?> FindAsync(string person, Period period, CancellationToken cancellationToken) =>
        results.TryGetValue((person, period.Id), out var known) && await reading.OfAsync(person, period, cancellationToken) == known.Fingerprint ? known : null;
}
