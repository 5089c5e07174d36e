using SalesPerf.Domain.Values;

namespace SalesPerf.Domain.Commissions.Calculation;

/// <summary>Step 15: what each credit has earned, and how much of it is paid. Part payments post round(cumulative) − already posted.</summary>
internal sealed class HeldPay
{
    private readonly SortedDictionary<string, Credit> credits = new(StringComparer.Ordinal);
    private readonly List<(Credit Credit, decimal Earned, decimal Whole)> added = [];

    /// <summary>Earned and not due yet.</summary>
    public decimal Balance => credits.Values.Sum(credit => credit.IsEnded ? 0m : credit.Due - credit.Lost - credit.Released);

    /// <summary>Held of what this pay period adds.</summary>
    public decimal Added => added.Sum(one => one.Earned);

    /// <summary>True while nothing was ever held.</summary>
    public bool IsEmpty => credits.Count == 0;

    /// <summary>Earned of a component and added in this pay period.</summary>
    public decimal AddedOf(MeasureKey key) => added.Where(one => one.Credit.Key == key).Sum(one => one.Whole);

    /// <summary>The part of <see cref="Balance"/> that some credits have.</summary>
    public decimal BalanceOf(Func<MeasureKey, string, bool> isAsked) =>
        credits.Values.Where(credit => !credit.IsEnded && isAsked(credit.Key, credit.Line)).Sum(credit => credit.Due - credit.Lost - credit.Released);

    /// <summary>A credit's id: one component's part of a line.</summary>
    public static string Id(MeasureKey key, string line) => $"{key.Assignment}~{key.Component}~{key.From:yyyy-MM-dd}~{line}";

    /// <summary>Adds what a credit earned in a pay period, by a plan that pays it later.</summary>
    /// <param name="key">The component and its measure period.</param>
    /// <param name="line">The credit.</param>
    /// <param name="earned">Step 12.</param>
    /// <param name="kept">What the plan's cap leaves of it.</param>
    public void Add(MeasureKey key, string line, decimal earned, decimal kept)
    {
        if (earned != 0m)
        {
            var id = Id(key, line);
            if (!credits.TryGetValue(id, out var credit))
            {
                credits[id] = credit = new Credit(key, line);
            }

            credit.Earned += earned;
            credit.Cancelled += earned - kept;
            added.Add((credit, kept, earned));
        }
    }

    /// <summary>Begins to hold a credit that was paid as it was earned.</summary>
    public void Begin(MeasureKey key, string line, decimal paid)
    {
        if (paid != 0m)
        {
            credits.TryAdd(Id(key, line), new Credit(key, line) { Earned = paid, Released = paid });
        }
    }

    public bool Has(MeasureKey key, string line) => credits.ContainsKey(Id(key, line));

    /// <summary>The share of what a credit earned that is paid, 0 to 1, and what was paid beyond all of it: it earned more once, or something above 0.</summary>
    public (decimal Share, decimal Over) ReleasedShare(MeasureKey key, string line)
    {
        if (!credits.TryGetValue(Id(key, line), out var credit))
        {
            return (0m, 0m);
        }

        var within = Math.Clamp(credit.Released, Math.Min(0m, credit.Due), Math.Max(0m, credit.Due));
        return (credit.Due == 0m ? 0m : within / credit.Due, credit.Released - within);
    }

    /// <summary>Part of what a credit earned is not to be paid any more, and some of it was: it is taken back.</summary>
    /// <param name="isEnded">The credit's own deal ended: nothing of it is paid any more.</param>
    public void Cancel(MeasureKey key, string line, decimal cancelled, decimal taken, bool isEnded)
    {
        if (credits.TryGetValue(Id(key, line), out var credit))
        {
            credit.IsEnded |= isEnded;
            credit.Cancelled += cancelled;
            credit.Released -= taken;
        }
    }

    /// <summary>The deal did not end after all.</summary>
    public void Reinstate(TakenPart part, bool isOwn)
    {
        if (part.Line is { } line && credits.TryGetValue(Id(new MeasureKey(part.Assignment, part.Component, part.From), line), out var credit))
        {
            credit.IsEnded &= !isOwn;
            credit.Cancelled -= part.Cancelled;
            credit.Released += part.Amount;
        }
    }

    /// <summary>What is held of this pay period's pay, and what is released of all.</summary>
    /// <param name="dueShare">Of a line, 0 to 1; of one that is no more whatever.</param>
    /// <param name="lostShare">Of a line, what never falls due any more.</param>
    /// <param name="isStopped">True for a line of which nothing is paid or taken by hand of finance.</param>
    /// <param name="digits">Decimals of pay.</param>
    public (decimal Held, decimal Released) Settle(
        Func<MeasureKey, string, decimal> dueShare, Func<MeasureKey, string, decimal> lostShare, Func<MeasureKey, string, bool> isStopped, int digits)
    {
        var released = 0m;
        foreach (var credit in credits.Values.Where(credit => !credit.IsEnded))
        {
            var due = isStopped(credit.Key, credit.Line) ? credit.Released : DueOf(credit, dueShare, digits);
            credit.Lost = Rounding.HalfAway(credit.Due * lostShare(credit.Key, credit.Line), digits);
            released += due - credit.Released;
            credit.Released = due;
        }

        var held = added.Sum(one => one.Earned);
        added.Clear();
        return (held, released);
    }

    /// <summary>What was earned since the last pay period is not held: it is never paid.</summary>
    public void ForfeitNew()
    {
        foreach (var (credit, kept, _) in added)
        {
            credit.Cancelled += kept;
        }

        added.Clear();
    }

    /// <summary>Nothing that is held still is ever paid, but what is due and stopped by hand: all of that is left.</summary>
    /// <inheritdoc cref="Settle"/>
    public void Forfeit(Func<MeasureKey, string, decimal> dueShare, Func<MeasureKey, string, bool> isStopped, int digits)
    {
        foreach (var credit in credits.Values.Where(credit => !credit.IsEnded))
        {
            if (isStopped(credit.Key, credit.Line))
            {
                credit.Cancelled += credit.Due - DueOf(credit, dueShare, digits);
                credit.IsDue = true;
            }
            else
            {
                credit.IsEnded = true;
            }
        }
    }

    private static decimal DueOf(Credit credit, Func<MeasureKey, string, decimal> dueShare, int digits) =>
        credit.Due == 0m ? 0m : credit.IsDue ? credit.Due : Rounding.HalfAway(credit.Due * dueShare(credit.Key, credit.Line), digits);

    /// <summary>What of a measure period was posted, by line.</summary>
    public IEnumerable<(string Line, decimal Earned)> PostedOf(MeasureKey key) =>
        credits.Values.Where(credit => credit.Key == key).Select(credit => (credit.Line, credit.Earned));

    public IReadOnlyList<HeldCredit> Frozen() =>
    [
        .. credits.Values
            .Where(one => one.Line != Settlement.Rest || one.Due != one.Released)
            .Select(one => new HeldCredit(one.Line, one.Key.Assignment, one.Key.Component, one.Key.From, one.Earned, one.Released, one.Cancelled, one.IsEnded, one.IsDue)),
    ];

    public void Restore(IEnumerable<HeldCredit> frozen)
    {
        foreach (var one in frozen)
        {
            var key = new MeasureKey(one.Assignment, one.Component, one.From);
            credits[Id(key, one.Id)] = new Credit(key, one.Id) { Earned = one.Earned, Released = one.Released, Cancelled = one.Cancelled, IsEnded = one.IsEnded, IsDue = one.IsDue };
        }
    }

    private sealed class Credit(MeasureKey key, string line)
    {
        public MeasureKey Key => key;

        public string Line => line;

        public decimal Earned { get; set; }

        public decimal Released { get; set; }

        public decimal Cancelled { get; set; }

        public decimal Lost { get; set; }

        public decimal Due => Earned - Cancelled;

        public bool IsEnded { get; set; }

        public bool IsDue { get; set; }
    }
}

/// <summary>A measure period of a component.</summary>
internal readonly record struct MeasureKey(string Assignment, string Component, DateOnly From) : IComparable<MeasureKey>
{
    public int CompareTo(MeasureKey other)
    {
        var order = string.CompareOrdinal(Assignment, other.Assignment);
        order = order != 0 ? order : string.CompareOrdinal(Component, other.Component);
        return order != 0 ? order : From.CompareTo(other.From);
    }
}
