namespace SalesPerf.Domain.Forecasts;

/// <summary>The sum, over open deals that are won, of what each adds to one running total; with everything that is paid by that total.</summary>
internal sealed class DealSum
{
    private readonly List<(int Deal, decimal Amount)> terms = [];
    private readonly List<decimal> marks = [];
    private readonly List<Payer> payers = [];

    /// <summary>By deal, ascending; no zeros.</summary>
    public IReadOnlyList<(int Deal, decimal Amount)> Terms => terms;

    /// <summary>Digits of the sum's units.</summary>
    public int Digits { get; private set; }

    /// <summary>Digits of <see cref="Pays"/>.</summary>
    public int PayDigits { get; private set; }

    /// <summary>The distribution of the sum, once folded.</summary>
    public Atoms Atoms { get; private set; } = Atoms.Certain(0m, 0);

    public bool IsExact { get; private set; } = true;

    /// <summary>What all payers pay at each atom, in units.</summary>
    public long[] Pays { get; private set; } = [];

    /// <summary>The greatest pay of all payers together.</summary>
    public decimal PayBound => payers.Sum(payer => payer.Bound(Reach));

    /// <summary>True when something is paid by it.</summary>
    public bool IsPaid => payers.Count > 0;

    /// <summary>True when all that is paid is proportional to the sum.</summary>
    public bool IsLinear => payers.TrueForAll(payer => payer.IsLinear);

    /// <summary>Pay on a sum of 0, unrounded.</summary>
    public decimal PayBase => payers.Sum(payer => payer.Base);

    /// <summary>Pay per unit of the sum, where proportional.</summary>
    public decimal PayRate => payers.Sum(payer => payer.Rate);

    private decimal Reach => terms.Sum(term => Math.Abs(term.Amount));

    /// <summary>Adds a deal's amount; deals come in ascending order.</summary>
    public void Add(int deal, decimal amount)
    {
        if (amount != 0m)
        {
            terms.Add((deal, amount));
        }
    }

    public bool IsSame(DealSum other) => terms.SequenceEqual(other.terms);

    public void Add(Payer payer)
    {
        payers.Add(payer);
        marks.AddRange(payer.Kinks);
    }

    /// <summary>Asks for a grid point at a total.</summary>
    public void Mark(decimal total) => marks.Add(total);

    /// <summary>Works out the distribution of the sum and what is paid at each of its atoms.</summary>
    /// <param name="chances">By deal: above 0, at most 1.</param>
    /// <param name="digits">Of pay that is rounded.</param>
    /// <param name="fineDigits">Of pay that is not.</param>
    public void Fold(IReadOnlyList<Chance> chances, int digits, int fineDigits)
    {
        Digits = Units.DigitsFor(Reach, terms.Count == 0 ? 0 : terms.Max(term => (int)term.Amount.Scale));
        var certain = 0L;
        var bets = new List<Bet>();
        foreach (var (deal, amount) in terms)
        {
            var units = Units.Of(amount, Digits);
            if (chances[deal].Lost <= 0d)
            {
                certain += units;
            }
            else if (units != 0)
            {
                bets.Add(new Bet(units, chances[deal].Won, chances[deal].Lost));
            }
        }

        (var atoms, IsExact) = BetFold.Fold(bets, Digits, Marks(certain));
        Atoms = atoms.Plus(certain);
        PayDigits = IsExact ? digits : fineDigits;
        Pays = new long[Atoms.Count];
        foreach (var pays in payers.Select(payer => payer.Fill(Atoms, IsExact, PayDigits)))
        {
            for (var i = 0; i < pays.Length; i++)
            {
                Pays[i] += pays[i];
            }
        }
    }

    /// <summary>What is paid at any total of the sum, rounded as it is paid.</summary>
    public long PayAt(long units, int digits)
    {
        if (IsExact && PayDigits == digits && Array.BinarySearch(Atoms.Values, units) is >= 0 and var at)
        {
            return Pays[at];
        }

        var sum = Units.Amount(units, Digits);
        return payers.Sum(payer => payer.At(sum, digits));
    }

    /// <summary>Each mark and the unit below it, so that what falls just short of a quota never counts as reaching it.</summary>
    private long[] Marks(long certain)
    {
        var reach = Reach;
        return
        [
            .. marks.Where(mark => Math.Abs(mark) <= reach)
                .Select(mark => (long)Math.Ceiling(mark * Units.Power(Digits)) - certain)
                .SelectMany(mark => new[] { mark - 1, mark })
                .Distinct()
                .Order(),
        ];
    }
}
