namespace SalesPerf.Domain.Forecasts;

/// <summary>A deal that may be won: what it adds, in units, and how likely; probabilities above 0 and below 1.</summary>
internal readonly record struct Bet(long Units, double Won, double Lost);
