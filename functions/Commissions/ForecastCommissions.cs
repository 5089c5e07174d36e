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
public sealed class ForecastCommissions(IDocumentStore store, ModelDirectory directory, MakeForecast forecasts, Turns turns, Nudges nudges, DeadDocuments dead, TimeProvider time)
{
    private const int MaxLooks = 3;

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
        var (attempts, looks, seen) = (new Attempts(time), 0, new HashSet<(Period, string)>());
        while (true)
        {
            (left, var isLost) = await turns.RunAsync($"forecast {key.Person}", () => ForecastAsync(loaded, key, left, at, seen, cancellationToken), cancellationToken);
            if (left.Count == 0)
            {
                return;
            }

            if (!loaded.IsFreshAt(time.GetUtcNow()))
            {
                // All of them: under another calendar they may be others, and what is right already is not written again.
                loaded = await directory.ReloadAsync(cancellationToken);
                (left, isLost) = (Kept(loaded.Model, at), false);
            }

            if (!isLost && ++looks <= MaxLooks)
            {
                continue;
            }

            // Deals go on coming in, or somebody forecasts for another day at the same time and writes over it too: it is looked at later.
            if (!isLost && key.Run is null)
            {
                await nudges.ForecastAsync([key], cancellationToken);
                return;
            }

            await attempts.AgainAsync(cancellationToken);
        }
    }

    private static IReadOnlyList<Period> Kept(Model model, DateTimeOffset at) => MakeForecast.Kept(ScorecardInputs.Calendar(model, at), model.Today(at));

    /// <summary>
    /// The stored forecasts first, then what they are made from, then a commit a period and one for what the run publishes, under a directory that is fresh
    /// when they are sent. Returns the periods that are left: those whose commit lost, or came too late for the directory, and those that were written. What
    /// is read is only what counts in a period: a deal that comes and goes again leaves the material that was there before, and whoever finds that has nothing to write, so that no ETag
    /// stops a slower one who saw the deal. Hence whoever wrote looks again, until there is nothing to write; and a run, whose copies never change, publishes only
    /// what was found twice: deals that are won while they are read may be in neither list of one look, or in both. A late run sets nothing back that is of a later day.
    /// </summary>
    private async Task<(IReadOnlyList<Period> Left, bool IsLost)> ForecastAsync(
        LoadedModel loaded, ForecastKey key, IReadOnlyList<Period> periods, DateTimeOffset at, HashSet<(Period, string)> seen, CancellationToken cancellationToken)
    {
        var (model, calendar, today) = (loaded.Model, ScorecardInputs.Calendar(loaded.Model, at), loaded.Model.Today(at));
        var unpublished = await UnpublishedAsync(key, periods, cancellationToken);
        var stored = new List<(Stored<StoredForecast>? Live, Document? Sums)>();
        foreach (var period in periods)
        {
            var (live, sums) = (ForecastDocuments.LiveId(key.Person), ForecastDocuments.LiveSumsId(key.Person));
            string[] ids = unpublished.Contains(period) ? [live, sums] : [live];
            var documents = await store.ReadManyAsync(Partitions.Forecast(period.Id), ids, cancellationToken);
            var known = documents.FirstOrDefault(document => document.Id == live);
            stored.Add((known is null ? null : TypedDocuments.Open<StoredForecast>(known), documents.FirstOrDefault(document => document.Id == sums)));
        }

        var material = await forecasts.ReadAsync(model, calendar, key.Person, periods, today, cancellationToken);
        var (left, published, isLost) = (new List<Period>(), new Dictionary<Period, ForecastPair>(), false);
        foreach (var (i, period) in periods.Index())
        {
            var (name, (live, sums)) = (material.Fingerprint(period), stored[i]);
            var (isStored, isWanted) = (live?.Value.Material == name, unpublished.Contains(period));
            var isSetBack = key.Run is not null && live?.Value.Result.AsOf > today;
            if ((isStored || isSetBack) && !isWanted)
            {
                continue;
            }

            var made = ForecastPair.Stored(live, sums, name) ?? ForecastPair.Made(new StoredForecast(time.GetUtcNow(), null, material.Compute(period), name));
            var kept = isStored || isSetBack ? made : await CommitAsync(loaded, key, live, made, cancellationToken);
            isLost |= kept is null;

            // What is too large to be stored is found as it was.
            var isFound = isStored || (isSetBack ? !seen.Add((period, name)) : !ReferenceEquals(kept, made));
            if (kept is null || !isFound)
            {
                left.Add(period);
            }
            else if (isWanted)
            {
                published[period] = kept;
            }
        }

        var isPublished = published.Count == 0 || await PublishAsync(loaded, at, [.. published.Values], cancellationToken);
        return isPublished ? (left, isLost) : ([.. left.Union(published.Keys)], true);
    }

    /// <summary>Periods that a run has not got this person's forecast of yet; none without a run.</summary>
    private async Task<IReadOnlySet<Period>> UnpublishedAsync(ForecastKey key, IReadOnlyList<Period> periods, CancellationToken cancellationToken)
    {
        if (key.Run is not { } run)
        {
            return new HashSet<Period>();
        }

        var ids = periods.ToDictionary(period => ForecastDocuments.RunId(period.Id, key.Person), StringComparer.Ordinal);
        foreach (var document in await store.ReadManyAsync(Partitions.ForecastRun(run), [.. ids.Keys], cancellationToken))
        {
            ids.Remove(document.Id);
        }

        return ids.Values.ToHashSet();
    }

    /// <summary>Returns what a run is to publish: without figures where they are too large to be stored. Null when the commit lost or came too late.</summary>
    private async Task<ForecastPair?> CommitAsync(LoadedModel loaded, ForecastKey key, Stored<StoredForecast>? stored, ForecastPair made, CancellationToken cancellationToken)
    {
        var document = ForecastDocuments.Live(made.Shown);
        var batch = new DocumentBatch(document.Pk);
        _ = stored is null ? batch.Create(document) : batch.Replace(stored.Document, document);
        batch.Upsert(ForecastDocuments.LiveSums(made.Sums));
        var now = time.GetUtcNow();
        switch (loaded.IsFreshAt(now) ? await store.CommitAsync(batch, cancellationToken) : null)
        {
            case CommitResult.Committed:
                return made;
            case CommitResult.Refused { Reason: Refusal.TooLarge }:
                var again = Envelopes.Message("salesperf.commissions.forecast", key, now);
                await dead.AddTooLargeAsync($"The forecast of {key.Person} for {made.Shown.Result.Period}", Queues.ForecastCommissions, again, null, now, cancellationToken);
                return made.NotComputed();
            default:
                return null;
        }
    }

    /// <summary>What a run publishes never changes, so it is only created. False when somebody else did, or the directory is too old: it is then looked at again.</summary>
    private async Task<bool> PublishAsync(LoadedModel loaded, DateTimeOffset run, IReadOnlyList<ForecastPair> made, CancellationToken cancellationToken)
    {
        var batch = new DocumentBatch(Partitions.ForecastRun(run));
        foreach (var one in made)
        {
            batch.Create(ForecastDocuments.OfRun(one.Shown, run)).Create(ForecastDocuments.SumsOfRun(one.Sums, run));
        }

        switch (loaded.IsFreshAt(time.GetUtcNow()) ? await store.CommitAsync(batch, cancellationToken) : null)
        {
            case CommitResult.Committed:
                return true;
            case CommitResult.Refused { Reason: Refusal.TooLarge } when made.Count > 1:
                var isPublished = true;
                foreach (var one in made)
                {
                    isPublished &= await PublishAsync(loaded, run, [one], cancellationToken);
                }

                return isPublished;
            case CommitResult.Refused { Reason: Refusal.TooLarge }:
                return await PublishAsync(loaded, run, [made[0].NotComputed()], cancellationToken); // so that nobody waits for it
            default:
                return false;
        }
    }
}
