using SalesPerf.Domain.Values;

namespace SalesPerf.Domain.Commissions.Calculation;

/// <summary>Makes a person's statement of a pay period: the 17 steps, in their order, for each plan.</summary>
public static class CommissionStatement
{
    /// <summary>
    /// Computes it; the same input in any order gives the same statement. Every pay period since the start of each assignment is gone through, as debts, deficits
    /// and what caps carry go from one into the next. Where numbers are too large to compute with, it holds no figures and says so.
    /// </summary>
    public static Statement Compute(StatementInput input)
    {
        try
        {
            return Computed(input, false).Statement;
        }
        catch (OverflowException)
        {
            var warnings = new WarningList();
            warnings.Add(WarningCodes.NotComputable, input.Person);
            return Made(input, [], warnings);
        }
    }

    /// <summary>What each component earned, step 12, in each pay period up to the one asked about: what the pay of others may be based on. Nothing where numbers are too large to compute with.</summary>
    public static IReadOnlyList<ComponentEarned> Earnings(StatementInput input)
    {
        try
        {
            var lines = StatementLines.Of(input);
            return
            [
                .. AssignmentChains.Of(input)
                    .SelectMany(chain => chain)
                    .Where(pieces => PeriodKinds.Parse(pieces[^1].Plan.PayPeriod) == input.Period.Kind && pieces[0].From < input.Period.End)
                    .SelectMany(pieces => new AssignmentEarnings(input, pieces, lines, new WarningList(), false).All()),
            ];
        }
        catch (OverflowException)
        {
            return [];
        }
    }

    /// <summary>
    /// The statement of a pay period that is being closed, and where each assignment stands after it: what later statements are given as <see cref="StatementInput.Closed"/>.
    /// There may be such a state of an assignment that the statement is silent about: it is kept all the same, as what is known later is posted after it.
    /// </summary>
    /// <exception cref="OverflowException">Numbers are too large to compute with: the period cannot be closed.</exception>
    public static (Statement Statement, IReadOnlyList<ClosedPay> Closed) Freeze(StatementInput input) => Computed(input, true);

    /// <summary>By assignment the one that it follows: whose balances go on in it.</summary>
    public static IReadOnlyDictionary<string, string> Followed(StatementInput input) => AssignmentChains.Followed(input);

    private static (Statement Statement, IReadOnlyList<ClosedPay> Closed) Computed(StatementInput input, bool isKept)
    {
        var warnings = new WarningList();
        var lines = StatementLines.Of(input);
        var (assignments, closed) = (new List<AssignmentStatement>(), new List<ClosedPay>());
        foreach (var chain in AssignmentChains.Of(input))
        {
            var last = Array.FindLast(chain[^1], piece => AssignmentEarnings.Decides(piece, input.Period));
            if (PeriodKinds.Parse((last ?? chain[^1][^1]).Plan.PayPeriod) != input.Period.Kind)
            {
                if (last is not null)
                {
                    warnings.Add(WarningCodes.OtherPayPeriod, last.Plan.Id);
                }

                continue;
            }

            if (last is not null)
            {
                Warn(last, input.Period, warnings);
            }

            var (statements, states) = new Settlement(input, chain, lines, warnings, isKept).Run();
            assignments.AddRange(statements);
            closed.AddRange(states);
        }

        if (input.Terms.All(terms => !AssignmentEarnings.Decides(terms, input.Period)))
        {
            warnings.Add(WarningCodes.NoPlan, input.Person);
        }

        return (Made(input, [.. assignments.OrderBy(one => one.Assignment, StringComparer.Ordinal)], warnings), closed);
    }

    private static void Warn(PlanTerms last, Period period, WarningList warnings)
    {
        if (last.PayoutCurrency is { } payout && Settlement.PayoutRate(last, period) is null)
        {
            warnings.Add(WarningCodes.OtherPayoutCurrency, payout);
        }

        if (last.TargetPay is null && last.Plan.Components.Any(component => component.IsOfTargetPay))
        {
            warnings.Add(WarningCodes.NoTargetPay, last.Plan.Id);
        }
    }

    private static Statement Made(StatementInput input, IReadOnlyList<AssignmentStatement> assignments, WarningList warnings) => new()
    {
        Person = input.Person,
        Period = input.Period.Id,
        From = input.Period.Start,
        To = input.Period.End,
        Totals =
        [
            .. assignments.GroupBy(one => (Plan: one.Earned.Currency, Payout: one.Payout.Currency)).OrderBy(group => group.Key).Select(group => new StatementTotal(
                new Money(group.Sum(one => one.Earned.Amount), group.Key.Plan),
                new Money(group.Sum(one => one.Payable.Amount), group.Key.Plan),
                new Money(group.Sum(one => one.Payout.Amount), group.Key.Payout))),
        ],
        Assignments = assignments,
        Warnings = warnings.ToList(),
    };
}
