using SalesPerf.Domain.Values;

namespace SalesPerf.Domain.Commissions.Calculation;

/// <summary>Steps 16 and 17, pay period by pay period: the draw, and what is owed beside it.</summary>
internal sealed class PayBalance
{
    private decimal instalment;
    private decimal? rest;
    private decimal loanDue;

    /// <summary>Owed on the draw.</summary>
    public decimal Debt { get; private set; }

    /// <summary>Owed as results were negative.</summary>
    public decimal Receivable { get; private set; }

    /// <summary>An additive loan to be deducted in the next pay period.</summary>
    public decimal LoanDue => loanDue;

    /// <summary>Of what is owed, a pay period, unrounded; 0 is all at once.</summary>
    public decimal Instalment => instalment;

    /// <summary>What is to be owed after the instalments so far, unrounded: so that cents come out even at the last; null is what is owed.</summary>
    public decimal? InstalmentRest => rest;

    public static PayBalance From(ClosedPay closed) => new() { Debt = closed.DrawDebt, Receivable = closed.Receivable, instalment = closed.Instalment, rest = closed.InstalmentRest, loanDue = closed.LoanDue };

    /// <summary>Pays out.</summary>
    /// <param name="payable">Step 15.</param>
    /// <param name="clawedBack">What clawbacks took of it, above 0: a non-recoverable guarantee does not make up for it.</param>
    /// <param name="draw">The plan's draw; null is none in this pay period.</param>
    /// <param name="amount">Of the draw, prorated and rounded.</param>
    /// <param name="number">Of the pay period since the start of the assignment, from 1.</param>
    /// <param name="ended">The last draw there was, and its amount: what is owed on it goes on being recovered as before; null was none.</param>
    /// <param name="receivable">How what is owed is recovered.</param>
    /// <param name="leaving">What becomes of what is owed by whoever leaves now; null is nobody.</param>
    /// <param name="digits">Decimals of pay.</param>
    /// <returns>The steps with what each comes to; the last is the payout.</returns>
    public IReadOnlyList<(int Step, string Name, decimal Amount)> Pay(
        decimal payable, decimal clawedBack, PlanDraw? draw, decimal amount, int number, (PlanDraw Draw, decimal Amount)? ended, PlanReceivable? receivable, PlanLeaving? leaving, int digits)
    {
        var steps = new List<(int, string, decimal)>();
        var result = payable;
        if (draw is { Kind: "additiveLoan" } || loanDue > 0m)
        {
            result = Lend(result, draw, amount, number, steps);
        }
        else if (draw is not null)
        {
            result = Guarantee(result, clawedBack, draw, amount, digits, steps);
        }
        else if (Debt > 0m)
        {
            // The draw has ended; what is owed on it has not.
            var recovered = Recovered(result, ended?.Draw.Floor ?? ended?.Amount ?? 0m, ended?.Draw.RecoverRatePercent ?? 100m, digits);
            steps.Add((16, "drawRecovery", -recovered));
            (Debt, result) = (Debt - recovered, result - recovered);
        }

        steps.Add((16, "result", result));
        if (result < 0m)
        {
            Receivable -= result;
            (instalment, rest) = receivable?.Instalments is { } count ? (Receivable / count, Receivable) : (0m, (decimal?)null);
            steps.Add((17, "carried", -result));
            result = 0m;
        }
        else if (Receivable > 0m)
        {
            var above = Math.Max(0m, result - (receivable?.Floor ?? 0m));
            var most = Rounding.HalfAway(above * (receivable?.RecoverRatePercent ?? 100m) / 100m, digits);
            var left = Math.Max(0m, Math.Min(rest ?? Receivable, Receivable) - instalment);
            var due = instalment > 0m ? Receivable - Rounding.HalfAway(left, digits) : Receivable;
            var recovered = Math.Min(due, most);
            Receivable -= recovered;
            rest = instalment == 0m ? null : recovered == due ? left : Receivable;
            result -= recovered;
            steps.Add((17, "recovered", -recovered));
        }

        (Debt, result) = Leave(leaving?.Draw, Debt, result, "draw", steps);
        loanDue = Math.Min(loanDue, Debt);
        var owed = Receivable;
        (Receivable, result) = Leave(leaving?.Receivable, Receivable, result, "receivable", steps);
        rest = Receivable == owed ? rest : null;
        steps.Add((17, "payout", result));
        return steps;
    }

    /// <summary>What is owed when somebody leaves: let go, taken from the last pay, or taken off the balance and invoiced.</summary>
    private static (decimal Owed, decimal Result) Leave(string? how, decimal owed, decimal result, string of, List<(int, string, decimal)> steps)
    {
        if (how is null || owed <= 0m)
        {
            return (owed, result);
        }

        if (how == "deduct")
        {
            var deducted = Math.Min(owed, result);
            steps.Add((17, of + "Deducted", -deducted));
            return (owed - deducted, result - deducted);
        }

        steps.Add((17, of + (how == "invoice" ? "Invoiced" : "Forgiven"), owed));
        return (0m, result);
    }

    private decimal Lend(decimal result, PlanDraw? draw, decimal amount, int number, List<(int, string, decimal)> steps)
    {
        if (loanDue > 0m)
        {
            steps.Add((16, "loanDeducted", -loanDue));
            result -= loanDue;
            (Debt, loanDue) = (Debt - loanDue, 0m);
        }

        if (draw is not null && (draw.PaidIn is null ? number == 1 : draw.PaidIn.Contains(number)))
        {
            steps.Add((16, "loan", amount));
            (Debt, loanDue) = draw.Recoverable ? (Debt + amount, amount) : (Debt, 0m);
            result += amount;
        }

        return result;
    }

    private decimal Recovered(decimal payable, decimal floor, decimal percent, int digits) =>
        Math.Min(Debt, Rounding.HalfAway(Math.Max(0m, payable - floor) * percent / 100m, digits));

    private decimal Guarantee(decimal payable, decimal clawedBack, PlanDraw draw, decimal amount, int digits, List<(int, string, decimal)> steps)
    {
        var compared = draw.Recoverable ? payable : payable + clawedBack;
        var missing = Math.Max(0m, amount - compared);
        if (draw.Kind == "upFront")
        {
            steps.Add((16, "advance", amount));
            steps.Add((16, "settlement", Math.Max(0m, compared - amount)));
        }
        else
        {
            steps.Add((16, "drawTopUp", missing));
        }

        Debt += draw.Recoverable ? missing : 0m;
        var recovered = 0m;
        if (missing == 0m && Debt > 0m)
        {
            recovered = Recovered(payable, draw.Floor ?? amount, draw.RecoverRatePercent, digits);
            Debt -= recovered;
        }

        steps.Add((16, "drawRecovery", -recovered));
        return payable + missing - recovered;
    }
}
