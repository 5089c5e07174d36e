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

/// <summary>Where forecasts are stored: a partition a period.</summary>
public static class ForecastDocuments
{
    public const string LiveKind = "live";
    public const string CompleteId = "complete";
    public const string RunEntryKind = "runs";

    public static string LiveId(string person) => $"live~{Key.Component(person)}";

    public static string RunKind(DateTimeOffset run) => $"run.{Name(run)}";

    public static string TeamKind(DateTimeOffset run) => $"team.{Name(run)}";

    public static string RunId(DateTimeOffset run, string person) => $"{Name(run)}~{Key.Component(person)}";

    public static Document Live(StoredForecast forecast) => TypedDocuments.New(
        Partitions.Forecast(forecast.Result.Period), LiveId(forecast.Result.Person), LiveKind, TypedDocuments.Timeless, forecast);

    public static Document OfRun(StoredForecast forecast, DateTimeOffset run) => TypedDocuments.New(
        Partitions.Forecast(forecast.Result.Period), RunId(run, forecast.Result.Person), RunKind(run), TypedDocuments.Timeless, forecast with { Run = run });

    public static Document Team(string period, StoredTeamForecast forecast) => TypedDocuments.New(
        Partitions.Forecast(period), $"{Name(forecast.Run)}~team~{Key.Component(forecast.Team)}", TeamKind(forecast.Run), TypedDocuments.Timeless, forecast);

    public static string RunEntryId(DateTimeOffset run) => $"complete~{Name(run)}";

    /// <summary>The entry of a run in the list of those that are complete.</summary>
    public static Document RunEntry(string period, CompleteRun complete) =>
        TypedDocuments.New(Partitions.Forecast(period), RunEntryId(complete.Run), RunEntryKind, complete.Run, complete);

    public static Document Complete(string period, CompleteRun complete) =>
        TypedDocuments.New(Partitions.Forecast(period), CompleteId, "complete", TypedDocuments.Timeless, complete);

    private static string Name(DateTimeOffset run) => run.UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);
}
