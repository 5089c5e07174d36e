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
            return Computed(input);
        }
        catch (OverflowException)
        {
            var warnings = new WarningList();
            warnings.Add(WarningCodes.NotComputable, input.Person);
            return Made(input, [], warnings);
        }
    }

    private static Statement Computed(StatementInput input)
    {
        var warnings = new WarningList();
        var lines = input.Credits.Select(CreditLine.From)
            .Concat(input.OtherCredits.Select(other => CreditLine.From(other.Credit, other.Owner, other.IsTeam, other.IsReport)))
            .Where(line => line.Date < input.Period.End)
            .Order()
            .ToList();
        var assignments = new List<AssignmentStatement>();
        foreach (var assignment in input.Terms.GroupBy(terms => terms.Assignment).OrderBy(group => group.Key, StringComparer.Ordinal))
        {
            PlanTerms[] pieces = [.. assignment.OrderBy(terms => terms.Since ?? terms.From)];
            var last = Array.FindLast(pieces, piece => Decides(piece, input.Period));
            if (last is null)
            {
                continue;
            }

            if (PeriodKinds.Parse(last.Plan.PayPeriod) != input.Period.Kind)
            {
                warnings.Add(WarningCodes.OtherPayPeriod, last.Plan.Id);
                continue;
            }

            if (last.PayoutCurrency is { } payout && AssignmentLedger.PayoutRate(last, input.Period) is null)
            {
                warnings.Add(WarningCodes.OtherPayoutCurrency, payout);
            }

            if (last.TargetPay is null && last.Plan.Components.Any(NeedsTargetPay))
            {
                warnings.Add(WarningCodes.NoTargetPay, last.Plan.Id);
            }

            assignments.Add(new AssignmentLedger(input, pieces, lines, warnings).Statement());
        }

        if (input.Terms.All(terms => !Decides(terms, input.Period)))
        {
            warnings.Add(WarningCodes.NoPlan, input.Person);
        }

        return Made(input, assignments, warnings);
    }

    private static bool Decides(PlanTerms terms, Period period) =>
        (terms.Since > terms.From ? terms.Since.Value : terms.From) < period.End && !(terms.To <= period.Start) && !(terms.Until <= period.Start);

    private static bool NeedsTargetPay(PlanComponent component) =>
        component.Objectives is { Count: > 0 }
        || (component.Table?.Tiers ?? []).Any(tier => tier.TargetMultiplier is not null || (tier.Multiplier is not null && component.Table!.BaseRatePercent is null))
        || (component.Table?.Points ?? []).Any(point => point.TargetPayPercent is not null);

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
