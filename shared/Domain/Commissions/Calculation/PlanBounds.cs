using SalesPerf.Domain.Values;

namespace SalesPerf.Domain.Commissions.Calculation;

/// <summary>Step 13: the plan's floor and caps, pay period by pay period.</summary>
internal sealed class PlanBounds
{
    private readonly List<PaidPeriod> paid = [];

    /// <summary>Beyond the caps, to be paid later.</summary>
    public decimal Carry { get; private set; }

    /// <summary>Bounds what all components come to in a pay period.</summary>
    /// <param name="terms">The last that decides on it.</param>
    /// <param name="pay">The pay period.</param>
    /// <param name="sum">Of all components.</param>
    /// <param name="calendar">The organisation's.</param>
    public decimal Bound(PlanTerms terms, Period pay, decimal sum, FiscalCalendar calendar)
    {
        var plan = terms.Plan;
        sum = (plan.Minimum is { } least ? Math.Max(sum, least) : sum) + Carry;
        Carry = 0m;
        foreach (var cap in plan.Caps ?? [])
        {
            var isYear = cap.Per == "year";
            var months = (isYear ? PeriodKind.Year : pay.Kind).Months();
            var most = Rounding.HalfAway(cap.Amount ?? ((terms.TargetPay ?? 0m) * months / 12m * (cap.Percent ?? 0m) / 100m), terms.Digits);
            var year = calendar.PeriodOf(PeriodKind.Year, pay.Start).Start;
            most = isYear ? Math.Max(0m, most - paid.Where(one => one.From >= year).Sum(one => one.Paid)) : most;
            if (sum > most)
            {
                Carry += cap.Excess == "carried" ? sum - most : 0m;
                sum = most;
            }
        }

        paid.Add(new PaidPeriod(pay.Start, sum));
        return sum;
    }

    public PlanBounds Copy()
    {
        var copy = new PlanBounds { Carry = Carry };
        copy.paid.AddRange(paid);
        return copy;
    }

    /// <summary>What was paid since a day.</summary>
    public IReadOnlyList<PaidPeriod> Since(DateOnly day) => [.. paid.Where(one => one.From >= day)];

    public static PlanBounds From(ClosedPay closed)
    {
        var bounds = new PlanBounds { Carry = closed.PlanCarry };
        bounds.paid.AddRange(closed.PlanPaid);
        return bounds;
    }
}
