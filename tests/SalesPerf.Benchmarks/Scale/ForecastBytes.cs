namespace SalesPerf.Benchmarks.Scale;

/// <summary>Bytes of a person's forecasts, as stored.</summary>
/// <param name="Shown">What is shown of the year's.</param>
/// <param name="Added">What sums need of the year's.</param>
/// <param name="RunShown">What a run keeps of all periods, to be shown.</param>
/// <param name="RunAdded">What a run keeps of all periods for a fortnight, to be added up.</param>
internal sealed record ForecastBytes(double Shown, double Added, double RunShown, double RunAdded);
