using Microsoft.Azure.Functions.Worker;
using SalesPerf.Domain.Competencies;
using SalesPerf.Domain.Notifications;
using SalesPerf.Domain.Values;
using SalesPerf.Functions.DeadLetters;
using SalesPerf.Functions.Directory;
using SalesPerf.Functions.Messages;
using SalesPerf.Functions.Notifications;
using SalesPerf.Functions.Storage;
using SalesPerf.Platform.Documents;

namespace SalesPerf.Functions.Competencies;

/// <summary>
/// Brings a person's scorecards up to date. A nudge refreshes values of the open periods and of those already stored for the months it names;
/// a scheduled run also decides colours and announces what was crossed, in the open periods and in ended ones until they are settled.
/// </summary>
public sealed class EvaluateCompetencies(
    IDocumentStore store,
    OpenedDocuments opened,
    ModelDirectory directory,
    EvaluatedPeriods periods,
    EvaluatedRuns evaluated,
    ScorecardInputs inputs,
    PendingNotifications notifications,
    DeadDocuments dead,
    TimeProvider time)
{
    /// <summary>The type of what is announced when a cell settles on another colour.</summary>
    public const string Crossed = NotificationTypes.ThresholdCrossed;

    /// <summary>Scorecards in one commit: leaves room for what they announce.</summary>
    private const int MaxPeriods = 12;

    [Function(nameof(EvaluateCompetencies))]
    public async Task Run([ServiceBusTrigger(Queues.EvaluateCompetencies, Connection = Queues.Connection)] string message, CancellationToken cancellationToken)
    {
        var key = Envelopes.Read<EvaluationKey>(message).Data;
        var loaded = await directory.GetAsync(cancellationToken);
        if (loaded.Model.People.ContainsKey(key.Person))
        {
            var now = time.GetUtcNow();
            foreach (var ids in (await periods.OfAsync(loaded.Model, key, now, cancellationToken)).Chunk(MaxPeriods))
            {
                loaded = await EvaluateAsync(loaded, key, ids, now, cancellationToken);
            }
        }

        await notifications.PublishAsync(Partitions.Rep(key.Person), cancellationToken);
        if (key.Run is { } run)
        {
            await evaluated.NoteAsync(key.Person, run, cancellationToken);
        }
    }

    /// <summary>
    /// The stored scorecards first, then what they are computed from, then all of them in one commit, under a directory that is fresh when it is sent.
    /// Returns that directory.
    /// </summary>
    private async Task<LoadedModel> EvaluateAsync(LoadedModel loaded, EvaluationKey key, string[] ids, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var pk = Partitions.Rep(key.Person);
        var attempts = new Attempts(time);
        while (true)
        {
            var (model, calendar) = (loaded.Model, ScorecardInputs.Calendar(loaded.Model, now));
            var stored = (await opened.ReadManyAsync<Scorecard>(store, pk, [.. ids.Select(ScorecardDocuments.Id)], cancellationToken))
                .ToDictionary(card => card.Value.Period, StringComparer.Ordinal);

            // Under another calendar there may be no such period any more.
            Period[] known = [.. ids.Select(calendar.Parse).OfType<Period>()];
            if (known.Length == 0)
            {
                return loaded;
            }

            var (read, newer) = await inputs.ReadAsync(model, calendar, key.Person, known, ScorecardInputs.Today(model, key.Person, now), cancellationToken);
            if (newer is not null || !loaded.IsFreshAt(time.GetUtcNow()))
            {
                loaded = newer ?? await directory.ReloadAsync(cancellationToken);
                continue;
            }

            var batch = new DocumentBatch(pk);
            foreach (var input in read)
            {
                Add(batch, stored.GetValueOrDefault(input.Period.Id), input, key.Run, now);
            }

            if (batch.Operations.Count == 0)
            {
                return loaded;
            }

            switch (await store.CommitAsync(batch, cancellationToken))
            {
                case CommitResult.Committed:
                    return loaded;
                case CommitResult.Refused { Reason: Refusal.TooLarge } when ids.Length > 1:
                    loaded = await EvaluateAsync(loaded, key, [.. ids.Take(ids.Length / 2)], now, cancellationToken);
                    ids = [.. ids.Skip(ids.Length / 2)];
                    break;
                case CommitResult.Refused { Reason: Refusal.TooLarge }:
                    var again = FollowOn.Evaluate(key.Person, key.Months).Message(now, null);
                    await dead.AddTooLargeAsync($"The scorecard of {key.Person} for {ids[0]}", Queues.EvaluateCompetencies, again, null, now, cancellationToken);
                    return loaded;
                default:
                    await attempts.AgainAsync(cancellationToken);
                    break;
            }
        }
    }

    private static void Add(DocumentBatch batch, Stored<Scorecard>? stored, ScorecardInput input, DateTimeOffset? run, DateTimeOffset now)
    {
        var evaluated = run is { } occurrence ? ScorecardEvaluation.Evaluate(stored?.Value, input, now, occurrence) : Refreshed(stored?.Value, input, now);
        if (!evaluated.IsChanged)
        {
            return;
        }

        var document = ScorecardDocuments.New(evaluated.Scorecard);
        _ = stored is null ? batch.Create(document) : batch.Replace(stored.Document, document);
        foreach (var crossing in evaluated.Crossed)
        {
            PendingNotifications.Announce(batch, CrossedNotification.Of(crossing));
        }
    }

    private static ScorecardEvaluated Refreshed(Scorecard? stored, ScorecardInput input, DateTimeOffset now)
    {
        var card = ScorecardValues.Refresh(stored, input, now);
        return new ScorecardEvaluated(card, [], IsChanged: !ScorecardValues.SaysTheSame(stored, card));
    }
}
