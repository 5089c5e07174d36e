namespace SalesPerf.Domain.Digests;

/// <summary>
/// A manager's week: everybody below them, in ids and numbers. Names are looked up when it is shown, so that erasing a person
/// leaves nothing of them here. Lists are ordered by need or merit and cut where no reader would go; totals are never cut.
/// </summary>
public sealed record Digest
{
    public required string Manager { get; init; }

    /// <summary>The week that ended.</summary>
    public required string Week { get; init; }

    /// <summary>Its first day.</summary>
    public required DateOnly Start { get; init; }

    /// <summary>The day after its last.</summary>
    public required DateOnly End { get; init; }

    /// <summary>The month that holds the week's middle day: standing so far, or how it ended.</summary>
    public required string Month { get; init; }

    /// <summary>
    /// The period whose scores are told and counted everywhere: <see cref="Month"/>, or <see cref="Week"/> while the month is too young to have them. Null, in
    /// digests of earlier versions: the month.
    /// </summary>
    public string? ScorePeriod { get; init; }

    /// <summary>People by the colour of their score.</summary>
    public required DigestColours People { get; init; }

    /// <summary>The same by team, by id, when there is more than one.</summary>
    public IReadOnlyList<DigestTeam> Teams { get; init; } = [];

    /// <summary>How everybody together stands: results first, then objectives, then activities.</summary>
    public IReadOnlyList<DigestMetric> Metrics { get; init; } = [];

    /// <summary>By currency.</summary>
    public IReadOnlyList<DigestForecast> Forecasts { get; init; } = [];

    /// <summary>People with red cells, those in most need first.</summary>
    public DigestList<DigestRisk> AtRisk { get; init; } = new([], 0);

    /// <summary>Those who report to the manager themselves, those in most need first.</summary>
    public DigestList<DigestSlot> ToDo { get; init; } = new([], 0);

    public DigestList<DigestPraise> Praise { get; init; } = new([], 0);

    /// <summary>What was announced since the last digest was due; to red first.</summary>
    public DigestList<DigestCrossing> Crossed { get; init; } = new([], 0);

    /// <summary>Earliest first.</summary>
    public DigestList<DigestFollowUp> FollowUps { get; init; } = new([], 0);
}

/// <summary>The first of a list, and how many more there were.</summary>
public sealed record DigestList<T>(IReadOnlyList<T> Items, int More);

/// <summary>How many of each colour.</summary>
public sealed record DigestColours(int Green, int Amber, int Red, int Grey)
{
    /// <summary>All of them.</summary>
    public int Sum() => Green + Amber + Red + Grey;
}

/// <summary>A team's own people by the colour of their score.</summary>
public sealed record DigestTeam(string Team, DigestColours People);

/// <summary>A metric of everybody together.</summary>
/// <param name="Month">So far, against its pace where that can be told.</param>
/// <param name="Week">The week that ended.</param>
/// <param name="AttainmentBefore">Of the week before, in per cent.</param>
/// <param name="People">People by the colour of their own cell.</param>
/// <param name="Period">The period of those cells: that of the metric's target. Null when people's differ.</param>
public sealed record DigestMetric(string Metric, DigestMeasure? Month, DigestMeasure? Week, decimal? AttainmentBefore, DigestColours People, string? Period = null);

/// <summary>What was done against what was expected.</summary>
/// <param name="Value">In the metric's unit.</param>
/// <param name="Target">What the value is compared with; null for ranges.</param>
/// <param name="IsPace">True when that is the part of the target expected by now.</param>
/// <param name="Attainment">In per cent.</param>
/// <param name="Denominator">Of quotients: 48 in 62 % of 48.</param>
public sealed record DigestMeasure(decimal Value, decimal? Target, bool IsPace, decimal? Attainment, decimal? Denominator = null);

/// <summary>What deals are expected to bring in a period, against quota and against last week.</summary>
/// <param name="Period">The period's id.</param>
/// <param name="Currency">ISO 4217; every amount is in it.</param>
/// <param name="Closed">Won already.</param>
/// <param name="Expected">Mean of what it ends at.</param>
/// <param name="P10">It ends below this in one of ten cases.</param>
/// <param name="P90">It ends above this in one of ten cases.</param>
/// <param name="Quota">Null without.</param>
/// <param name="ProbabilityOfQuota">0 to 1; null without a quota.</param>
/// <param name="ExpectedBefore">Expected in the digest of the week before; null when it had none of this period.</param>
public sealed record DigestForecast(
    string Period,
    string Currency,
    decimal Closed,
    decimal Expected,
    decimal P10,
    decimal P90,
    decimal? Quota,
    decimal? ProbabilityOfQuota,
    decimal? ExpectedBefore = null);
