using SalesPerf.Domain.People;
using SalesPerf.Domain.Values;

namespace SalesPerf.Domain.Commissions;

/// <summary>Which days on a plan count where quotas, target pay and draws are prorated.</summary>
/// <param name="ExcludesFirst">True: not the first day on the plan, unless it is the first of the period that is prorated.</param>
/// <param name="Absences">Not these days, as the assignment lists them; they do not overlap.</param>
public sealed record DayCounting(bool ExcludesFirst, IReadOnlyList<DateSpan> Absences)
{
    /// <summary>Every day on the plan, the first and the last included.</summary>
    public static readonly DayCounting Inclusive = new(false, []);

    /// <summary>As a plan counts, for whoever is absent on the days listed.</summary>
    public static DayCounting Of(Plan plan, IReadOnlyList<DateSpan>? absences) =>
        plan.DayCount == "excludeFirst" || absences is { Count: > 0 } ? new(plan.DayCount == "excludeFirst", absences ?? []) : Inclusive;

    /// <summary>How many days count of a part of the period that is prorated.</summary>
    /// <param name="part">The period itself, or a month of it.</param>
    /// <param name="own">The period that is prorated.</param>
    /// <param name="from">The first day on the plan.</param>
    /// <param name="to">The day after the last; null is open-ended.</param>
    public int Days(Period part, Period own, DateOnly from, DateOnly? to)
    {
        var first = ExcludesFirst && from > own.Start ? from.AddDays(1) : from;
        return QuotaTerm.ActiveDays(part, first, to) - Absences.Sum(absence => QuotaTerm.ActiveDays(part, Later(first, absence.From), Earlier(to, absence.To)));
    }

    private static DateOnly Later(DateOnly one, DateOnly other) => one > other ? one : other;

    private static DateOnly? Earlier(DateOnly? one, DateOnly? other) => one is null || other < one ? other : one;
}
