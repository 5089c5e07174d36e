using System.Collections.Concurrent;
using System.Numerics;
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
using SalesPerf.Platform.Messages;

namespace SalesPerf.Functions.Commissions;

/// <summary>Ends a forecast run: once everybody is in, adds up the teams and points the period at the run. While people are missing it comes again.</summary>
public sealed class CompleteForecast(IDocumentStore store, ModelDirectory directory, IMessageBus bus, DeadDocuments dead, TimeProvider time)
{
    /// <summary>Between two looks.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromSeconds(60);

    /// <summary>After this many looks, a day, the run is completed without those who are missing, and names them.</summary>
    private const int MaxAttempts = 24 * 60;

    /// <summary>Each holds the forecasts of everybody for one period.</summary>
    private const int PeriodsAtOnce = 4;

    [Function(nameof(CompleteForecast))]
    public async Task Run([ServiceBusTrigger(Queues.CompleteForecast, Connection = Queues.Connection)] string message, CancellationToken cancellationToken)
    {
        var key = Envelopes.Read<ForecastRunKey>(message).Data;
        var loaded = await directory.GetAsync(cancellationToken);
        var isLast = key.Attempt >= MaxAttempts;
        var missing = new ConcurrentDictionary<string, bool>(StringComparer.Ordinal);
        await Parallel.ForEachAsync(
            MakeForecast.Kept(ScorecardInputs.Calendar(loaded.Model, key.Run), loaded.Model.Today(key.Run)),
            Several.AtOnce(PeriodsAtOnce, cancellationToken),
            async (period, stop) =>
            {
                foreach (var person in await CompleteAsync(loaded, key.Run, period, isLast, stop))
                {
                    missing[person] = true;
                }
            });
        if (!missing.IsEmpty)
        {
            await AgainAsync(key with { Attempt = key.Attempt + 1 }, [.. missing.Keys.Order(StringComparer.Ordinal)], cancellationToken);
        }
    }

    /// <summary>
    /// Comes again, and asks again for those who are missing: whoever was entered meanwhile was never asked for. After 1, 2, 4, 8… looks only, since most are
    /// still in the queue.
    /// </summary>
    private async Task AgainAsync(ForecastRunKey key, IReadOnlyCollection<string> missing, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (BitOperations.IsPow2(key.Attempt))
        {
            foreach (var some in missing.Chunk(ScheduleForecasts.AtOnce))
            {
                await bus.SendAsync(Queues.ForecastCommissions, [.. some.Select(person => ScheduleForecasts.Message(person, key.Run, now))], cancellationToken);
            }
        }

        await bus.SendAsync(Queues.CompleteForecast, [Envelopes.Message("salesperf.forecast.complete", key, now, now + Pause)], cancellationToken);
    }

    /// <summary>Returns who is missing; nobody once the run is complete for the period.</summary>
    private async Task<IReadOnlyList<string>> CompleteAsync(LoadedModel loaded, DateTimeOffset run, Period period, bool isLast, CancellationToken cancellationToken)
    {
        var (model, today) = (loaded.Model, loaded.Model.Today(run));
        var people = MakeForecast.People(model, ScorecardInputs.Calendar(model, run), today);
        var pk = Partitions.Forecast(period.Id);
        if (await store.ReadAsync<CompleteRun>(pk, ForecastDocuments.RunEntryId(run), cancellationToken) is { Value: var known })
        {
            await PointAsync(pk, period.Id, known, cancellationToken);
            return [];
        }

        var forecasts = new Dictionary<string, PersonForecastResult>(StringComparer.Ordinal);
        await foreach (var stored in store.RangeAsync<StoredForecast>(new RangeQuery(Partitions.ForecastRun(run), ForecastDocuments.RunSumsKind(period.Id), Size: 500), cancellationToken))
        {
            forecasts[stored.Value.Result.Person] = stored.Value.Result;
        }

        string[] missing = [.. people.Where(person => !forecasts.ContainsKey(person))];
        if (missing.Length > 0 && !isLast)
        {
            return missing;
        }

        foreach (var team in ForecastTeams.Of(model, period, today))
        {
            var combined = TeamForecast.Combine(team.People.Where(forecasts.ContainsKey).Select(person => forecasts[person]));

            var now = time.GetUtcNow();
            if (!loaded.IsFreshAt(now))
            {
                return await CompleteAsync(await directory.ReloadAsync(cancellationToken), run, period, isLast, cancellationToken);
            }

            // Another refusal means that it was written by an earlier delivery.
            var document = ForecastDocuments.Team(period.Id, new StoredTeamForecast(team.Team, run, combined));
            if (await store.CommitAsync(new DocumentBatch(document.Pk).Create(document), cancellationToken) is CommitResult.Refused { Reason: Refusal.TooLarge })
            {
                var again = Envelopes.Message("salesperf.forecast.complete", new ForecastRunKey(run), now);
                await dead.AddTooLargeAsync($"The forecast of team {team.Team} for {period.Id}", Queues.CompleteForecast, again, null, now, cancellationToken);
            }
        }

        var complete = new CompleteRun(run, missing, people.Count, time.GetUtcNow());
        await store.CommitAsync(new DocumentBatch(pk).Create(ForecastDocuments.RunEntry(period.Id, complete)), cancellationToken);
        await PointAsync(pk, period.Id, complete, cancellationToken);
        return [];
    }

    private async Task PointAsync(string pk, string period, CompleteRun complete, CancellationToken cancellationToken)
    {
        var attempts = new Attempts(time);
        while (true)
        {
            var stored = await store.ReadAsync<CompleteRun>(pk, ForecastDocuments.CompleteId, cancellationToken);
            if (stored is not null && stored.Value.Run >= complete.Run)
            {
                return;
            }

            var document = ForecastDocuments.Complete(period, complete);
            var batch = stored is null ? new DocumentBatch(pk).Create(document) : new DocumentBatch(pk).Replace(stored.Document, document);
            if (await store.CommitAsync(batch, cancellationToken) is CommitResult.Committed)
            {
                return;
            }

            await attempts.AgainAsync(cancellationToken);
        }
    }
}
