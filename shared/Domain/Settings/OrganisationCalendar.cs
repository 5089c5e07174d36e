namespace SalesPerf.Domain.Settings;

/// <summary>The organisation's time: zone, fiscal year, weeks, working days. One resource, id <c>default</c>.</summary>
public sealed record OrganisationCalendar
{
    public string Id { get; init; } = "default";

    /// <summary>IANA zone of commissions, objectives and forecasts.</summary>
    public string Zone { get; init; } = "Etc/UTC";

    /// <summary>1 to 12. A fiscal year is named by the calendar year it ends in.</summary>
    public int FiscalYearStartMonth { get; init; } = 1;

    /// <summary><c>months</c>, <c>4-4-5</c>, <c>4-5-4</c> or <c>5-4-4</c>.</summary>
    public string Pattern { get; init; } = "months";

    /// <summary>For the week patterns: the first day of fiscal year <see cref="AnchorYear"/>.</summary>
    public DateOnly? AnchorStart { get; init; }

    public int? AnchorYear { get; init; }

    /// <summary><c>iso</c> (Monday, ISO 8601 numbering) or <c>sunday</c>.</summary>
    public string WeekStart { get; init; } = "iso";

    public IReadOnlyList<DayOfWeek> WorkingDays { get; init; } =
        [DayOfWeek.Monday, DayOfWeek.Tuesday, DayOfWeek.Wednesday, DayOfWeek.Thursday, DayOfWeek.Friday];

    public IReadOnlyList<DateOnly> Holidays { get; init; } = [];
}
