using SalesPerf.Domain.Forecasts;
using SalesPerf.Functions.Storage;
using SalesPerf.Platform.Documents;

namespace SalesPerf.Functions.Commissions;

/// <summary>A forecast as it is shown and as it is added up: twice the same where it was just made, else what its two documents hold.</summary>
internal sealed record ForecastPair(StoredForecast Shown, StoredForecast Sums)
{
    public static ForecastPair Made(StoredForecast forecast) => new(forecast, forecast);

    /// <summary>Null unless both documents hold the forecast that is made from this material: they are written in one commit, but not read in one.</summary>
    public static ForecastPair? Stored(Stored<StoredForecast>? live, Document? sums, string material) =>
        live?.Value is { } shown && shown.Material == material && sums is not null && TypedDocuments.Open<StoredForecast>(sums).Value is var added && added.Material == material
            ? new ForecastPair(shown, added)
            : null;

    /// <summary>In its place: no figures, and a warning that says why.</summary>
    public ForecastPair NotComputed() =>
        Made(Shown with { Result = PersonForecast.NotComputed(Shown.Result.Person, Shown.Result.Period, Shown.Result.AsOf) });
}
