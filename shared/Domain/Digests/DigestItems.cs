namespace SalesPerf.Domain.Digests;

/// <summary>A cell of somebody's scorecard, as far as it gives a reason to talk.</summary>
public sealed record DigestCell
{
    public required string Metric { get; init; }

    public required string Period { get; init; }

    /// <summary>In the metric's unit.</summary>
    public decimal? Value { get; init; }

    /// <summary>Of quotients: what is above the line.</summary>
    public decimal? Numerator { get; init; }

    /// <summary>Of quotients: what is below it, 48 in 62 % of 48.</summary>
    public decimal? Denominator { get; init; }

    /// <summary>What the value is compared with; null for ranges.</summary>
    public decimal? Target { get; init; }

    /// <summary>True when that is the part of the target expected by now.</summary>
    public bool IsPace { get; init; }

    /// <summary>In per cent.</summary>
    public decimal? Attainment { get; init; }

    /// <summary>The distance to <see cref="Target"/> or to the range, above 0; of lowerIsBetter what is too much.</summary>
    public decimal? Missing { get; init; }

    /// <summary>While the period is open and its value adds up: what each active day left must bring to end on the whole target, 2 decimals.</summary>
    public decimal? PerDay { get; init; }
}

/// <summary>Somebody with red cells.</summary>
/// <param name="Score">In per cent; null is unknown.</param>
/// <param name="Cells">The lowest attainment first.</param>
/// <param name="Through">The direct report they are below; null for direct reports themselves.</param>
public sealed record DigestRisk(string Person, decimal? Score, IReadOnlyList<DigestCell> Cells, string? Through = null);

/// <summary>Somebody whose score is red.</summary>
/// <param name="Score">In per cent.</param>
public sealed record DigestBehind(string Person, decimal Score);

/// <summary>A talk on this week's list.</summary>
/// <param name="Day">One of the manager's working days in the week that begins; null when there is none.</param>
/// <param name="Reason">One of <see cref="DigestReasons"/>.</param>
/// <param name="Score">In per cent; null is unknown.</param>
/// <param name="Cell">What to begin with.</param>
/// <param name="Count">For <see cref="DigestReasons.Leads"/>: how many of the people they lead are red.</param>
public sealed record DigestSlot(string Person, DateOnly? Day, string Reason, decimal? Score, DigestCell? Cell, int? Count = null)
{
    /// <summary>How many of the people they lead something is expected of; null when they lead nobody.</summary>
    public int? Led { get; init; }

    /// <summary>The first of those people whose score is red, the lowest first.</summary>
    public IReadOnlyList<DigestBehind>? Behind { get; init; }
}

/// <summary>Reasons to talk, the strongest first.</summary>
public static class DigestReasons
{
    /// <summary>The score as a whole is red.</summary>
    public const string Behind = "behind";

    /// <summary>They lead people some of whom are red.</summary>
    public const string Leads = "leads";

    /// <summary>A cell turned red since the last digest, and is.</summary>
    public const string TurnedRed = "turnedRed";

    /// <summary>A cell is red.</summary>
    public const string Red = "red";

    /// <summary>The score is amber.</summary>
    public const string Slipping = "slipping";

    /// <summary>Nothing is known: no activity type is connected, or the person's CRM identity is not mapped.</summary>
    public const string Unknown = "unknown";

    /// <summary>There is something to praise.</summary>
    public const string WellDone = "wellDone";

    /// <summary>On track.</summary>
    public const string Steady = "steady";

    /// <summary>From the strongest to the weakest.</summary>
    public static IReadOnlyList<string> Ordered { get; } = [Behind, Leads, TurnedRed, Red, Slipping, Unknown, WellDone, Steady];
}

/// <summary>Something to praise.</summary>
public sealed record DigestPraise
{
    public required string Person { get; init; }

    /// <summary><see cref="Won"/>, <see cref="TurnedGreen"/> or <see cref="Improved"/>.</summary>
    public required string Kind { get; init; }

    /// <summary>Deals won in the week.</summary>
    public int Deals { get; init; }

    /// <summary>What they are worth, by currency.</summary>
    public IReadOnlyList<DigestAmount> Amounts { get; init; } = [];

    /// <summary>The metric that turned green.</summary>
    public string? Metric { get; init; }

    /// <summary>The week's score in per cent, of an improvement.</summary>
    public decimal? Score { get; init; }

    /// <summary>That of the week before.</summary>
    public decimal? Before { get; init; }

    public const string Won = "won";
    public const string TurnedGreen = "turnedGreen";
    public const string Improved = "improved";
}

/// <summary>An amount; without a currency it is in the plan's.</summary>
public sealed record DigestAmount(decimal Amount, string? Currency);

/// <summary>A cell that settled on another colour.</summary>
/// <param name="From">green, amber or red; null when none was announced before.</param>
/// <param name="To">green, amber or red.</param>
/// <param name="Value">At that time.</param>
/// <param name="Target">What it was compared with; null for ranges.</param>
/// <param name="Attainment">In per cent.</param>
/// <param name="At">The evaluation that settled it.</param>
public sealed record DigestCrossing(
    string Person, string Metric, string Period, string? From, string To, decimal? Value, decimal? Target, decimal? Attainment, DateTimeOffset At);

/// <summary>Something promised that is due.</summary>
/// <param name="Id">The coaching note's id.</param>
public sealed record DigestFollowUp(string Person, string Id, DateOnly Due);
