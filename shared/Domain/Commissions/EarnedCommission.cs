using SalesPerf.Domain.Deals;
using SalesPerf.Domain.Values;

namespace SalesPerf.Domain.Commissions;

/// <summary>Computes what credits earn under a plan: flat and marginal tables, bookings.</summary>
public static class EarnedCommission
{
    /// <summary>
    /// What an assignment earns by its terms in a period: for each component P(credit measured to the period's end) − what it earned in earlier periods of the
    /// same measure period, each figure to date rounded half away from zero. A pay period is the ordinary choice; any other gives the difference between
    /// the figures to date at its two ends. Terms decide on their own days alone: where the plan changed inside a measure period they pay
    /// P(to date) − P(to date at the change), and an assignment earns the sum over its terms.
    /// </summary>
    /// <param name="terms">A valid plan and its assignment.</param>
    /// <param name="credits">All credits of the measure periods that the period touches, in any order; others are ignored.</param>
    /// <param name="period">What is paid for.</param>
    /// <param name="calendar">The organisation's.</param>
    public static CommissionStatement Of(PlanTerms terms, IEnumerable<Credit> credits, Period period, FiscalCalendar calendar)
    {
        var warnings = new WarningList();
        var lines = credits.Select(CreditLine.From).Where(line => terms.Covers(line.Date) && line.Date < period.End).ToList();
        for (var i = 1; i < lines.Count; i++)
        {
            if (lines[i - 1].CompareTo(lines[i]) > 0)
            {
                lines.Sort();
                break;
            }
        }

        EarnedComponent[] components = [.. ComponentMeasure.Of(terms, period, calendar, warnings).Select(measure => Component(measure, lines, warnings))];
        return new CommissionStatement
        {
            Assignment = terms.Assignment,
            Plan = terms.Plan.Id,
            Currency = terms.Plan.Currency,
            Period = period.Id,
            Earned = components.Sum(component => component.Earned),
            Components = components,
            Warnings = warnings.ToList(),
        };
    }

    private static EarnedComponent Component(ComponentMeasure measure, List<CreditLine> lines, WarningList warnings)
    {
        var (creditBefore, credit) = (0m, 0m);
        var total = new RunningTotal(measure);
        var totalBefore = 0m;
        var (parts, credited) = (new List<Part>(), new List<(CreditLine Line, decimal Credit)>());
        foreach (var line in lines)
        {
            if (!measure.Takes(line) || measure.CreditOf(line, warnings) is not (not 0m and var amount))
            {
                continue;
            }

            var before = total.Pay;
            total.Add(line, amount);
            if (line.Date < measure.PaidFrom)
            {
                creditBefore += amount;
                totalBefore = total.Total;
                continue;
            }

            credit += amount;
            parts.Add(new Part(line.Id, total.Pay - before));
            credited.Add((line, amount));
        }

        var earnedBefore = measure.Before.Paid(totalBefore);
        var earned = measure.Paid(total.Total) - earnedBefore;
        var trueUp = measure.Paid(totalBefore) - earnedBefore;
        var shares = Rounding.Parts(earned - trueUp, parts, measure.Digits);
        return new EarnedComponent
        {
            Component = measure.Component.Id,
            MeasurePeriod = measure.Period.Id,
            Quota = measure.Quota,
            CreditBefore = creditBefore,
            Credit = credit,
            EarnedBefore = earnedBefore,
            Earned = earned,
            TrueUp = trueUp,
            Tiers = measure.Schedule?.Portions(total.Total) ?? [],
            Lines = [.. credited.Select((item, i) =>
                new EarnedLine(item.Line.Source, item.Line.Deal, item.Line.Event, item.Line.Date, item.Credit, shares[i]))],
        };
    }
}
