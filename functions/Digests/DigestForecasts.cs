using SalesPerf.Domain.Digests;
using SalesPerf.Domain.Forecasts;
using SalesPerf.Domain.Values;
using SalesPerf.Functions.Commissions;
using SalesPerf.Functions.Storage;
using SalesPerf.Platform.Documents;

namespace SalesPerf.Functions.Digests;

/// <summary>What the people of a digest are expected to book, from their forecasts as they stand.</summary>
internal static class DigestForecasts
{
    private const int ReadAtOnce = 100;

    /// <summary>By currency, for <paramref name="period"/>; nothing where nobody has a forecast.</summary>
    public static async Task<IReadOnlyList<DigestForecast>> ReadAsync(
        IDocumentStore store, Period period, IReadOnlyCollection<string> people, CancellationToken cancellationToken)
    {
        var found = new List<PersonForecastResult>();
        foreach (var some in people.Chunk(ReadAtOnce))
        {
            var stored = await store.ReadManyAsync<StoredForecast>(
                Partitions.Forecast(period.Id), [.. some.Select(ForecastDocuments.LiveSumsId)], cancellationToken);
            found.AddRange(stored.Select(forecast => forecast.Value.Result));
        }

        return [.. TeamForecast.Combine(found).Select(forecast => new DigestForecast(
            period.Id,
            forecast.Currency,
            forecast.Credit.Closed,
            forecast.Credit.Expected,
            forecast.Credit.P10,
            forecast.Credit.P90,
            forecast.Quota,
            forecast.ProbabilityOfQuota))];
    }
}
