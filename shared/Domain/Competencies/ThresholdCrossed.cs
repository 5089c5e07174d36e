namespace SalesPerf.Domain.Competencies;

/// <summary>A cell settled on another colour: two scheduled runs in a row say so. Announced as <c>competency.threshold.crossed</c>.</summary>
/// <param name="From">The colour announced before, if need be in the period before; null when none was.</param>
/// <param name="To">green, amber or red.</param>
/// <param name="Target">What the value was compared with: the pace target of an open period, else the target; null for ranges.</param>
/// <param name="Attainment">In per cent, 6 decimals.</param>
/// <param name="Run">The run that settled it.</param>
public sealed record ThresholdCrossed(
    string Person,
    string Period,
    string Metric,
    string? From,
    string To,
    decimal? Value,
    decimal? Target,
    decimal? Attainment,
    DateTimeOffset Run);
