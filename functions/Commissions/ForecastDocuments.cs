using System.Globalization;
using SalesPerf.Domain.Forecasts;
using SalesPerf.Domain.Values;
using SalesPerf.Functions.Storage;
using SalesPerf.Platform.Documents;

namespace SalesPerf.Functions.Commissions;

/// <summary>A forecast as stored.</summary>
/// <param name="At">When it was made.</param>
/// <param name="Run">The scheduled run it belongs to; null while it is the live one.</param>
/// <param name="Result">The forecast.</param>
/// <param name="Material">Names what it was made from; absent where it was made for the moment.</param>
public sealed record StoredForecast(DateTimeOffset At, DateTimeOffset? Run, PersonForecastResult Result, string? Material = null);

/// <summary>A team's forecast of a run, by currency.</summary>
public sealed record StoredTeamForecast(string Team, DateTimeOffset Run, IReadOnlyList<TeamCurrencyForecast> Result);

/// <summary>A run of a period that is complete.</summary>
/// <param name="Run">Its time.</param>
/// <param name="Missing">People without a forecast.</param>
/// <param name="People">How many it was to forecast.</param>
/// <param name="At">When it was completed.</param>
public sealed record CompleteRun(DateTimeOffset Run, IReadOnlyList<string> Missing, int? People = null, DateTimeOffset? At = null);

/// <summary>
/// Where forecasts are stored. A forecast is two documents: what is shown of it, and what sums over people need of it, most of which is distributions.
/// The live ones are in a partition a period, with the list of its runs; what a run published, for all periods, is in a partition of its own.
/// </summary>
public static class ForecastDocuments
{
    public const string LiveKind = "live";
    public const string LiveSumsKind = "live-sums";
    public const string CompleteId = "complete";
    public const string RunEntryKind = "runs";

    /// <summary>Seconds that a run keeps what its teams are added up from: it is completed within a day, or when it is asked for again after an outage.</summary>
    private const int SumsTimeToLive = 14 * 24 * 60 * 60;

    public static string LiveId(string person) => $"live~{Key.Component(person)}";

    public static string LiveSumsId(string person) => $"live-sums~{Key.Component(person)}";

    public static string RunKind(string period) => $"forecast.{Key.Component(period)}";

    public static string RunSumsKind(string period) => $"sums.{Key.Component(period)}";

    public static string TeamKind(string period) => $"team.{Key.Component(period)}";

    public static string RunId(string period, string person) => $"{Key.Component(period)}~{Key.Component(person)}";

    public static Document Live(StoredForecast forecast) =>
        Of(Partitions.Forecast(forecast.Result.Period), LiveId(forecast.Result.Person), LiveKind, forecast with { Result = forecast.Result.ToShow() });

    public static Document LiveSums(StoredForecast forecast) =>
        Of(Partitions.Forecast(forecast.Result.Period), LiveSumsId(forecast.Result.Person), LiveSumsKind, forecast with { Result = forecast.Result.ToAddUp() });

    public static Document OfRun(StoredForecast forecast, DateTimeOffset run)
    {
        var (period, person) = (forecast.Result.Period, forecast.Result.Person);
        return Of(Partitions.ForecastRun(run), RunId(period, person), RunKind(period), forecast with { Run = run, Result = forecast.Result.ToShow() });
    }

    public static Document SumsOfRun(StoredForecast forecast, DateTimeOffset run)
    {
        var (period, person) = (forecast.Result.Period, forecast.Result.Person);
        var id = $"{Key.Component(period)}~sums~{Key.Component(person)}";
        return Of(Partitions.ForecastRun(run), id, RunSumsKind(period), forecast with { Run = run, Result = forecast.Result.ToAddUp() }, SumsTimeToLive);
    }

    public static Document Team(string period, StoredTeamForecast forecast) =>
        Of(Partitions.ForecastRun(forecast.Run), $"{Key.Component(period)}~team~{Key.Component(forecast.Team)}", TeamKind(period), forecast);

    public static string RunEntryId(DateTimeOffset run) => $"complete~{run.UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture)}";

    /// <summary>The entry of a run in the list of those that are complete.</summary>
    public static Document RunEntry(string period, CompleteRun complete) =>
        TypedDocuments.New(Partitions.Forecast(period), RunEntryId(complete.Run), RunEntryKind, complete.Run, complete);

    public static Document Complete(string period, CompleteRun complete) => Of(Partitions.Forecast(period), CompleteId, "complete", complete);

    private static Document Of<T>(string pk, string id, string kind, T value, int? timeToLive = null) =>
        TypedDocuments.New(pk, id, kind, TypedDocuments.Timeless, value, timeToLive);
}
