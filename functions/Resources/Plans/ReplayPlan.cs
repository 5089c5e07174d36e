using SalesPerf.Domain.Commissions.Calculation;
using SalesPerf.Domain.Resources;
using SalesPerf.Domain.Values;
using SalesPerf.Functions.Bookkeeping;
using SalesPerf.Functions.Commissions;

namespace SalesPerf.Functions.Resources.Plans;

/// <summary>Replays a plan over a year for one person after the other.</summary>
public sealed class ReplayPlan(ReadStatement read, MakeStatement make, ReadPeriods periods)
{
    private static readonly PeriodKind[] Kinds = [PeriodKind.Month, PeriodKind.Quarter, PeriodKind.Half, PeriodKind.Year];

    /// <summary>Who was on the plan on a day of the year, as known now; by id.</summary>
    public static IReadOnlyList<string> People(Model model, string plan, Period year) =>
    [
        .. model.Assignments.Values
            .SelectMany(resource => resource.ContentsFrom(year.Start, model.AsOf))
            .Where(assignment => assignment.Plan == plan && assignment.From < year.End && (assignment.To is null || assignment.To > year.Start))
            .Select(assignment => assignment.Person)
            .Distinct(StringComparer.Ordinal)
            .Order(StringComparer.Ordinal),
    ];

    /// <summary>The last fiscal year of which every month is closed; without one the last that is over.</summary>
    public async Task<Period> YearAsync(FiscalCalendar calendar, DateOnly today, CancellationToken cancellationToken)
    {
        var over = calendar.Previous(calendar.PeriodOf(PeriodKind.Year, today));
        var closed = (await periods.AllAsync(cancellationToken)).Where(period => period.State == "closed").Select(period => period.Period).ToHashSet(StringComparer.Ordinal);
        for (var year = over; closed.Count > 0 && year.Start.Year >= over.Start.Year - 10; year = calendar.Previous(year))
        {
            if (calendar.PeriodsOf(PeriodKind.Month, year).All(month => closed.Contains(month.Id)))
            {
                return year;
            }
        }

        return over;
    }

    /// <summary>A person's pay in the year, by payout currency.</summary>
    public async Task<IReadOnlyList<ReplayedPay>> OfAsync(Model model, FiscalCalendar calendar, AskedPlan plan, string person, Period year, CancellationToken cancellationToken)
    {
        var (trial, id) = (plan.In(model), plan.Content.Id);
        var was = new SortedDictionary<string, decimal>(StringComparer.Ordinal);
        var would = new SortedDictionary<string, decimal>(StringComparer.Ordinal);
        var warnings = new SortedSet<string>(StringComparer.Ordinal);
        var paidBy = model.Plans.GetValueOrDefault(id)?.Versions.Select(version => version.Content?.PayPeriod).Select(PeriodKinds.Parse).ToHashSet() ?? [];
        foreach (var kind in Kinds)
        {
            foreach (var period in calendar.PeriodsOf(kind, year))
            {
                if (paidBy.Contains(kind))
                {
                    Add(was, (await read.FindAsync(model, calendar, person, period, cancellationToken)).Statement, id);
                }

                if (PeriodKinds.Parse(plan.Content.PayPeriod) == kind)
                {
                    var statement = CommissionStatement.Compute(await make.InputAsync(trial, calendar, person, period, ClosedBooks.None, cancellationToken));
                    Add(would, statement, id);
                    warnings.UnionWith(statement.Warnings.Where(warning => warning.Code is not ("otherPayPeriod" or "noPlan")).Select(warning => warning.Code));
                }
            }
        }

        return
        [
            .. was.Keys.Union(would.Keys, StringComparer.Ordinal).Order(StringComparer.Ordinal).DefaultIfEmpty(plan.Content.Currency).Select(currency =>
            {
                var (before, after) = (was.GetValueOrDefault(currency), would.GetValueOrDefault(currency));
                return new ReplayedPay(person, new Money(before, currency), new Money(after, currency), new Money(after - before, currency), [.. warnings]);
            }),
        ];
    }

    private static void Add(SortedDictionary<string, decimal> sums, Statement statement, string plan)
    {
        foreach (var assignment in statement.Assignments.Where(assignment => assignment.Plan == plan))
        {
            sums[assignment.Payout.Currency] = sums.GetValueOrDefault(assignment.Payout.Currency) + assignment.Payout.Amount;
        }
    }
}
