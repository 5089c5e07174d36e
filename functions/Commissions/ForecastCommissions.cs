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
        var left = MakeForecast.Kept(calendar, today);
        var attempts = new Attempts(time);
        while (true)
        {
            left = await ForecastAsync(model, calendar, key, left, today, cancellationToken);
            if (left.Count == 0)
            {
                return;
            }

            await attempts.AgainAsync(cancellationToken);
        }
    }

    /// <summary>The stored forecasts first, then what they are made from, then a commit a period. Returns the periods whose commit lost.</summary>
    private async Task<IReadOnlyList<Period>> ForecastAsync(
        Model model, FiscalCalendar calendar, ForecastKey key, IReadOnlyList<Period> periods, DateOnly today, CancellationToken cancellationToken)
    {
        var stored = new List<Stored<StoredForecast>?>();
        foreach (var period in periods)
        {
            stored.Add(await store.ReadAsync<StoredForecast>(Partitions.Forecast(period.Id), ForecastDocuments.LiveId(key.Person), cancellationToken));
        }

        var material = await forecasts.ReadAsync(model, calendar, key.Person, periods, today, cancellationToken);
        var lost = new List<Period>();
        foreach (var (i, period) in periods.Index())
        {
            var name = material.Fingerprint(period);
            var made = stored[i]?.Value is { } known && known.Material == name
                ? known
                : new StoredForecast(time.GetUtcNow(), null, material.Compute(period), name);
            if (!await CommitAsync(key, stored[i], made, cancellationToken))
            {
                lost.Add(period);
            }
        }

        return lost;
    }

    private async Task<bool> CommitAsync(ForecastKey key, Stored<StoredForecast>? stored, StoredForecast made, CancellationToken cancellationToken)
    {
        var document = ForecastDocuments.Live(made);
        var batch = new DocumentBatch(document.Pk);
        if (stored is null || made.Material != stored.Value.Material)
        {
            _ = stored is null ? batch.Create(document) : batch.Replace(stored.Document, document);
        }

        if (key.Run is { } run && await store.ReadAsync(document.Pk, ForecastDocuments.RunId(run, key.Person), cancellationToken) is null)
        {
            batch.Create(ForecastDocuments.OfRun(made, run));
        }

        return batch.Operations.Count == 0 || await store.CommitAsync(batch, cancellationToken) is CommitResult.Committed;
    }
}
