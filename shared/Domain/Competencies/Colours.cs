namespace SalesPerf.Domain.Competencies;

/// <summary>Colours of a scorecard's cells.</summary>
public static class Colours
{
    public const string Green = "green";
    public const string Amber = "amber";
    public const string Red = "red";

    /// <summary>Unknown: never bad, never good.</summary>
    public const string Grey = "grey";
}

/// <summary>Why a cell is unknown, in the order they are looked for.</summary>
public static class GreyReasons
{
    /// <summary>No target or a target of 0; or a target for another kind of period that cannot be scaled (distinct, replied, absolute bounds and ranges of what accumulates).</summary>
    public const string NoTarget = "noTarget";

    /// <summary>No source sends what the metric counts; for entered metrics: nothing entered.</summary>
    public const string NoFeed = "noFeed";

    /// <summary>The person has no working day in the period: not employed, absent, or nothing but holidays.</summary>
    public const string NoActiveDay = "noActiveDay";

    /// <summary>The denominator lies under the metric's smallest one.</summary>
    public const string MinDenominator = "minDenominator";

    /// <summary>The period is open and too young to tell.</summary>
    public const string NotYet = "notYet";
}
