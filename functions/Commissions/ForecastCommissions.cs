using Microsoft.Azure.Functions.Worker;
using SalesPerf.Domain.Resources;
using SalesPerf.Domain.Values;
using SalesPerf.Functions.Directory;
using SalesPerf.Functions.Messages;
using SalesPerf.Functions.Storage;
using SalesPerf.Platform.Documents;

namespace SalesPerf.Functions.Commissions;

/// <summary>Brings a person's forecasts up to date; for a scheduled run keeps a copy that never changes.</summary>
public sealed class ForecastCommissions(IDocumentStore store, ModelDirectory directory, MakeForecast forecasts, TimeProvider time)
{
    [Function(nameof(ForecastCommissions))]
    public async Task Run([ServiceBusTrigger(Queues.ForecastCommissions, Connection = Queues.Connection)] string message, CancellationToken cancellationToken)
    {
        var key = Envelopes.Read<ForecastKey>(message).Data;
        var model = (await directory.GetAsync(cancellationToken)).Model;
        if (!model.People.ContainsKey(key.Person))
        {
            return;
        }

        var at = key.Run ?? time.GetUtcNow();
        var calendar = MakeForecast.Calendar(model, at);
        var today = MakeForecast.Today(model, at);
        foreach (var period in MakeForecast.Kept(calendar, today))
        {
            await ForecastAsync(model, calendar, key, period, today, cancellationToken);
        }
    }

    private async Task ForecastAsync(Model model, FiscalCalendar calendar, ForecastKey key, Period period, DateOnly today, CancellationToken cancellationToken)
    {
        var pk = Partitions.Forecast(period.Id);
        var attempts = new Attempts(time);
        while (true)
        {
            var stored = await store.ReadAsync<StoredForecast>(pk, ForecastDocuments.LiveId(key.Person), cancellationToken);
            var made = new StoredForecast(time.GetUtcNow(), null, await forecasts.NowAsync(model, calendar, key.Person, period, today, cancellationToken));
            var document = ForecastDocuments.Live(made);
            var isChanged = stored is null || !IsSame(stored, made);
            var batch = new DocumentBatch(pk);
            if (isChanged)
            {
                _ = stored is null ? batch.Create(document) : batch.Replace(stored.Document, document);
            }

            if (key.Run is { } run && await store.ReadAsync(pk, ForecastDocuments.RunId(run, key.Person), cancellationToken) is null)
            {
                batch.Create(ForecastDocuments.OfRun(made, run));
            }

            if (batch.Operations.Count == 0 || await store.CommitAsync(batch, cancellationToken) is CommitResult.Committed)
            {
                return;
            }

            await attempts.AgainAsync(cancellationToken);
        }
    }

    /// <summary>Equal but for the time of making.</summary>
    private static bool IsSame(Stored<StoredForecast> stored, StoredForecast made) =>
        stored.Document.Body.Span.SequenceEqual(ForecastDocuments.Live(made with { At = stored.Value.At }).Body.Span);
}
