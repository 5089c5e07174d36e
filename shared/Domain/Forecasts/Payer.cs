using SalesPerf.Domain.Commissions;

namespace SalesPerf.Domain.Forecasts;

/// <summary>A component's pay on a sum of open deals: ± paid(start + sum).</summary>
internal sealed class Payer(ComponentMeasure measure, decimal start, int sign)
{
    private long[] pays = [];
    private decimal least;
    private int digits;

    /// <summary>Totals of the sum at which the rate changes.</summary>
    public IEnumerable<decimal> Kinks => measure.Kinks.Select(kink => kink - start);

    /// <summary>True when pay is proportional to the total.</summary>
    public bool IsLinear => measure.IsLinear;

    /// <summary>Pay on a sum of 0, unrounded.</summary>
    public decimal Base => sign * measure.Pay(start);

    /// <summary>Pay per unit of the total, where proportional.</summary>
    public decimal Rate => sign * measure.Pay(1m);

    /// <summary>The greatest pay, either way, over sums up to <paramref name="reach"/> either way.</summary>
    public decimal Bound(decimal reach) => Math.Max(Math.Abs(measure.Pay(start - reach)), Math.Abs(measure.Pay(start + reach)));

    /// <summary>Pay at each atom of the sum, in units.</summary>
    /// <param name="atoms">Of the sum.</param>
    /// <param name="isExact">Pay is rounded as it is paid; on a grid it is not, so that the mean is kept.</param>
    /// <param name="ofUnits">Digits of the pay's units.</param>
    public long[] Fill(Atoms atoms, bool isExact, int ofUnits)
    {
        pays = new long[atoms.Count];
        digits = ofUnits;
        least = sign * PayAt(0);
        for (var i = 0; i < pays.Length; i++)
        {
            pays[i] = sign * Units.Of(PayAt(i), ofUnits);
        }

        return pays;

        decimal PayAt(int i)
        {
            var total = start + Units.Amount(atoms.Values[i], atoms.Digits);
            return isExact ? measure.Paid(total) : measure.Pay(total);
        }
    }

    /// <summary>Pay at one sum, rounded as it is paid, in units.</summary>
    public long At(decimal sum, int digits) => sign * Units.Of(measure.Paid(start + sum), digits);

    /// <summary>The mean, once filled: pay at the first atom, exactly, and the mean of what the others add to it.</summary>
    public decimal Expected(Atoms atoms) => least + Units.Amount(Weighted.Sum(atoms.Masses, pays, pays[0]), digits);
}
