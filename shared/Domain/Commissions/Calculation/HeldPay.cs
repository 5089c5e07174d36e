using SalesPerf.Domain.Values;

namespace SalesPerf.Domain.Commissions.Calculation;

/// <summary>Step 15 of one assignment: what each credit has earned, and how much of it is paid. Part payments post round(cumulative) − already posted.</summary>
internal sealed class HeldPay(IReadOnlyList<PlanPayment> payments)
{
    private readonly SortedDictionary<string, Credit> credits = new(StringComparer.Ordinal);

    /// <summary>Earned and not due yet.</summary>
    public decimal Balance => credits.Values.Sum(credit => credit.IsEnded ? 0m : credit.Earned - credit.Released);

    /// <summary>Adds what a credit earned in a pay period.</summary>
    public void Add(string id, CreditLine line, decimal earned)
    {
        if (payments.Count > 0 && earned != 0m)
        {
            var credit = Of(id, line);
            credit.Earned += earned;
        }
    }

    /// <summary>What was paid for a credit, or else all that it earned where nothing is ever held.</summary>
    public decimal Released(string id, decimal earned) => payments.Count == 0 ? earned : credits.GetValueOrDefault(id)?.Released ?? 0m;

    /// <summary>What is not paid yet never is: the deal ended.</summary>
    public void End(string id, decimal takenBack)
    {
        if (credits.TryGetValue(id, out var credit))
        {
            credit.IsEnded = true;
            credit.Released -= takenBack;
        }
    }

    /// <summary>What is held of this pay period's pay, and what is released of all.</summary>
    public (decimal Held, decimal Released) Settle(DateOnly end, int digits)
    {
        var (held, released) = (0m, 0m);
        foreach (var credit in credits.Values)
        {
            held += credit.Earned - credit.Seen;
            credit.Seen = credit.Earned;
            if (credit.IsEnded)
            {
                continue;
            }

            var due = Rounding.HalfAway(credit.Earned * DealFacts.DueShare(payments, credit.Line, end), digits);
            released += due - credit.Released;
            credit.Released = due;
        }

        return (held, released);
    }

    private Credit Of(string id, CreditLine line)
    {
        if (!credits.TryGetValue(id, out var credit))
        {
            credits[id] = credit = new Credit(line);
        }

        return credit;
    }

    private sealed class Credit(CreditLine line)
    {
        public CreditLine Line => line;

        public decimal Earned { get; set; }

        public decimal Seen { get; set; }

        public decimal Released { get; set; }

        public bool IsEnded { get; set; }
    }
}
