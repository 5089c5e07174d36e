using Microsoft.Azure.Functions.Worker;
using SalesPerf.Domain.Forecasts;
using SalesPerf.Domain.Resources;
using SalesPerf.Domain.Values;
using SalesPerf.Functions.Competencies;
using SalesPerf.Functions.DeadLetters;
using SalesPerf.Functions.Directory;
using SalesPerf.Functions.Messages;
using SalesPerf.Functions.Storage;
using SalesPerf.Platform.Documents;

namespace SalesPerf.Functions.Commissions;

/// <summary>Brings a person's forecasts up to date; for a scheduled run keeps a copy that never changes.</summary>
public sealed class ForecastCommissions(IDocumentStore store, ModelDirectory directory, MakeForecast forecasts, DeadDocuments dead, TimeProvider time)
{
    [Function(nameof(ForecastCommissions))]
    public async Task Run([ServiceBusTrigger(Queues.ForecastCommissions, Connection = Queues.Connection)] string message, CancellationToken cancellationToken)
    {
        var key = Envelopes.Read<ForecastKey>(message).Data;
        var loaded = await directory.GetAsync(cancellationToken);
        if (!loaded.Model.People.ContainsKey(key.Person))
        {
            return;
        }

        var at = key.Run ?? time.GetUtcNow();
        var left = Kept(loaded.Model, at);
        var attempts = new Attempts(time);
        while (true)
        {
            left = await ForecastAsync(loaded, key, left, at, cancellationToken);
            if (left.Count == 0)
            {
                return;
            }

            if (!loaded.IsFreshAt(time.GetUtcNow()))
            {
                // All of them: under another calendar they may be others, and what is right already is not written again.
                loaded = await directory.ReloadAsync(cancellationToken);
                left = Kept(loaded.Model, at);
                continue;
            }

            await attempts.AgainAsync(cancellationToken);
        }
    }

    private static IReadOnlyList<Period> Kept(Model model, DateTimeOffset at) => MakeForecast.Kept(ScorecardInputs.Calendar(model, at), model.Today(at));

    /// <summary>
    /// The stored forecasts first, then what they are made from, then a commit a period, under a directory that is fresh when it is sent. Returns the
    /// periods that are left: those whose commit lost, or came too late for the directory.
    /// </summary>
    private async Task<IReadOnlyList<Period>> ForecastAsync(
        LoadedModel loaded, ForecastKey key, IReadOnlyList<Period> periods, DateTimeOffset at, CancellationToken cancellationToken)
    {
        var (model, calendar, today) = (loaded.Model, ScorecardInputs.Calendar(loaded.Model, at), loaded.Model.Today(at));
        string[] ids = [ForecastDocuments.LiveId(key.Person), .. key.Run is { } run ? [ForecastDocuments.RunId(run, key.Person)] : Array.Empty<string>()];
        var stored = new List<(Stored<StoredForecast>? Live, bool IsKept)>();
        foreach (var period in periods)
        {
            var documents = await store.ReadManyAsync(Partitions.Forecast(period.Id), ids, cancellationToken);
            var live = documents.FirstOrDefault(document => document.Id == ids[0]);
            stored.Add((live is null ? null : TypedDocuments.Open<StoredForecast>(live), documents.Any(document => document.Id != ids[0])));
        }

        var material = await forecasts.ReadAsync(model, calendar, key.Person, periods, today, cancellationToken);
        var lost = new List<Period>();
        foreach (var (i, period) in periods.Index())
        {
            var name = material.Fingerprint(period);
            var (live, isKept) = stored[i];
            var made = live?.Value is { } known && known.Material == name
                ? known
                : new StoredForecast(time.GetUtcNow(), null, material.Compute(period), name);
            if (!await CommitAsync(loaded, key, live, made, isKept, cancellationToken))
            {
                lost.Add(period);
            }
        }

        return lost;
    }

    private async Task<bool> CommitAsync(LoadedModel loaded, ForecastKey key, Stored<StoredForecast>? stored, StoredForecast made, bool isKept, CancellationToken cancellationToken)
    {
        var document = ForecastDocuments.Live(made);
        var batch = new DocumentBatch(document.Pk);
        if (stored is null || made.Material != stored.Value.Material)
        {
            _ = stored is null ? batch.Create(document) : batch.Replace(stored.Document, document);
        }

        if (key.Run is { } run && !isKept)
        {
            batch.Create(ForecastDocuments.OfRun(made, run));
        }

        if (batch.Operations.Count == 0)
        {
            return true;
        }

        var now = time.GetUtcNow();
        switch (loaded.IsFreshAt(now) ? await store.CommitAsync(batch, cancellationToken) : null)
        {
            case CommitResult.Committed:
                return true;
            case CommitResult.Refused { Reason: Refusal.TooLarge }:
                var again = Envelopes.Message("salesperf.commissions.forecast", key, now);
                await dead.AddTooLargeAsync($"The forecast of {key.Person} for {made.Result.Period}", Queues.ForecastCommissions, again, null, now, cancellationToken);
                if (key.Run is { } missed)
                {
                    // So that nobody waits for it. Refused means that the run has this person's already.
                    var result = PersonForecast.NotComputed(key.Person, made.Result.Period, made.Result.AsOf);
                    await store.CommitAsync(new DocumentBatch(document.Pk).Create(ForecastDocuments.OfRun(made with { Result = result }, missed)), cancellationToken);
                }

                return true;
            default:
                return false;
        }
    }
}
