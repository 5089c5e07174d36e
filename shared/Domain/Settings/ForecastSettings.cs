namespace SalesPerf.Domain.Settings;

/// <summary>How forecasts are made. One resource, id <c>default</c>.</summary>
public sealed record ForecastSettings
{
    public string Id { get; init; } = "default";

    /// <summary>Correlation of deals by a common factor; 0 (independent) is the only value for now.</summary>
    public decimal Correlation { get; init; }
}
