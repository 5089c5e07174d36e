namespace SalesPerf.Domain.Values;

/// <summary>Lengths of periods. All but weeks are fiscal and made of whole fiscal months.</summary>
public enum PeriodKind
{
    /// <summary>Seven days, ISO (from Monday) or from Sunday; the only kind that is not fiscal.</summary>
    Week,

    /// <summary>A fiscal month: a calendar month, or four or five weeks.</summary>
    Month,

    /// <summary>Three fiscal months.</summary>
    Quarter,

    /// <summary>Four fiscal months.</summary>
    Trimester,

    /// <summary>Six fiscal months.</summary>
    Half,

    /// <summary>Twelve fiscal months.</summary>
    Year,
}

/// <summary>The words resources use for kinds of period: <c>week</c>, <c>month</c>, <c>quarter</c>, <c>trimester</c>, <c>half</c>, <c>year</c>.</summary>
public static class PeriodKinds
{
    /// <summary>The kind a word names, in exactly this spelling; null for any other text.</summary>
    public static PeriodKind? Parse(string? word) => word switch
    {
        "week" => PeriodKind.Week,
        "month" => PeriodKind.Month,
        "quarter" => PeriodKind.Quarter,
        "trimester" => PeriodKind.Trimester,
        "half" => PeriodKind.Half,
        "year" => PeriodKind.Year,
        _ => null,
    };

    /// <summary>The word for a kind.</summary>
    public static string Word(this PeriodKind kind) => kind.ToString().ToLowerInvariant();

    /// <summary>How many fiscal months a period of this kind has; 0 for weeks.</summary>
    public static int Months(this PeriodKind kind) => kind switch
    {
        PeriodKind.Week => 0,
        PeriodKind.Month => 1,
        PeriodKind.Quarter => 3,
        PeriodKind.Trimester => 4,
        PeriodKind.Half => 6,
        PeriodKind.Year => 12,
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };
}
