using SalesPerf.Domain.Resources;
using SalesPerf.Domain.Values;

namespace SalesPerf.Domain.Commissions.Calculation;

/// <summary>The pay periods whose results are kept up to date for a person: those in progress and, for a year back, those before them. At most 23.</summary>
public static class CalculationPeriods
{
    private static readonly (PeriodKind Kind, int Before)[] Kinds = [(PeriodKind.Month, 12), (PeriodKind.Quarter, 4), (PeriodKind.Half, 2), (PeriodKind.Year, 1)];

    /// <param name="model">The resources.</param>
    /// <param name="calendar">The organisation's.</param>
    /// <param name="person">Whose.</param>
    /// <param name="today">The organisation's day.</param>
    public static IEnumerable<Period> Of(Model model, FiscalCalendar calendar, string person, DateOnly today)
    {
        if (First(model, person) is not { } first)
        {
            yield break;
        }

        var paid = Paid(model, person);
        foreach (var (kind, before) in Kinds.Where(one => paid.Contains(one.Kind)))
        {
            var period = calendar.PeriodOf(kind, today);
            for (var i = 0; i <= before && period.End > first; i++, period = calendar.Previous(period))
            {
                yield return period;
            }
        }
    }

    /// <summary>True when the person was put on a plan before the period's end, and is or was paid by periods of its kind.</summary>
    public static bool Has(Model model, string person, Period period) => First(model, person) < period.End && Paid(model, person).Contains(period.Kind);

    private static DateOnly? First(Model model, string person) =>
        model.AssignmentsEver(person).SelectMany(assignment => assignment.Versions).Min(version => version.Content?.From);

    private static HashSet<PeriodKind> Paid(Model model, string person) =>
    [
        .. model.AssignmentsEver(person)
            .SelectMany(assignment => assignment.Versions)
            .Select(version => version.Content?.Plan)
            .OfType<string>()
            .Distinct()
            .SelectMany(plan => model.Plans.GetValueOrDefault(plan)?.Versions ?? [])
            .Select(version => PeriodKinds.Parse(version.Content?.PayPeriod))
            .OfType<PeriodKind>(),
    ];
}
