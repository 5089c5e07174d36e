namespace SalesPerf.Domain.Values;

/// <summary>A named span of days of one calendar. Made by <see cref="FiscalCalendar"/>, which alone knows what an id means.</summary>
/// <param name="Kind">Its length.</param>
/// <param name="Id"><c>2026-11</c>, <c>2026-Q4</c>, <c>2026-T3</c>, <c>2026-H2</c>, <c>2026</c> or <c>2026-W47</c>.</param>
/// <param name="Start">The first day.</param>
/// <param name="End">The day after the last.</param>
public sealed record Period(PeriodKind Kind, string Id, DateOnly Start, DateOnly End)
{
    /// <summary>The last day.</summary>
    public DateOnly Last => End > Start ? End.AddDays(-1) : Start;

    /// <summary>The last day, or <paramref name="date"/> where that is earlier: the day an answer about the period speaks of.</summary>
    public DateOnly LastBy(DateOnly date) => date < Last ? date : Last;

    /// <summary>Number of days.</summary>
    public int Days => End.DayNumber - Start.DayNumber;

    /// <summary>True from <see cref="Start"/> to the day before <see cref="End"/>.</summary>
    public bool Contains(DateOnly date) => Start <= date && date < End;

    /// <summary>True when every day of <paramref name="other"/> is in this period.</summary>
    public bool Contains(Period other) => Start <= other.Start && other.End <= End;

    /// <summary>The id.</summary>
    public override string ToString() => Id;
}
