using SalesPerf.Domain.Activities;
using SalesPerf.Domain.Metrics;
using SalesPerf.Domain.Resources;
using SalesPerf.Functions.Activities.Resync;
using SalesPerf.Functions.Directory;
using SalesPerf.Functions.Messages;
using SalesPerf.Functions.Storage;
using SalesPerf.Platform.Documents;

namespace SalesPerf.Functions.Activities;

/// <summary>
/// Stores plain activities of one partition: created, never upserted, in one commit with the month's rollup, and at last
/// a nudge for the person, for every delivery, whether something was new or not.
/// </summary>
public sealed class CommitActivities(
    IDocumentStore store,
    ModelDirectory directory,
    RollupDocuments rollups,
    RepeatedActivities repeats,
    IdentitySightings sightings,
    ActivityFeeds feeds,
    IngestionCounters counters,
    TimeProvider time)
{
    /// <summary>Activities in one commit: leaves room for the rollups of a few months.</summary>
    private const int MaxActivities = 60;

    private const int MaxBytes = 1_000_000;

    public async Task RunAsync(string pk, IReadOnlyList<ReceivedActivity> received, FollowOns followOns, CancellationToken cancellationToken)
    {
        var (source, owner) = (received[0].Activity.Source, received[0].Activity.Owner);
        var created = new HashSet<string>(StringComparer.Ordinal);
        await feeds.NoteAsync(received.Select(item => item.Activity.Type), cancellationToken);
        for (var left = received; left.Count > 0;)
        {
            var (first, others) = repeats.SettleWithin(left);
            foreach (var chunk in Chunks(first))
            {
                await CommitAsync(pk, source, owner, chunk, created, cancellationToken);
            }

            left = await repeats.SettleStoredAsync(pk, others, cancellationToken);
        }

        if (owner is not null && (await directory.GetAsync(cancellationToken)).Model.PersonOf(source, owner) is { } person)
        {
            followOns.Evaluate(person, received.SelectMany(item => MonthsOf(item.Activity.OccurredAt, created.Contains(item.DocumentId))));
        }
    }

    /// <summary>
    /// What was not created now may stand, since now or since an earlier delivery, in the place of an export's row that told another time of it and is gone: then the months count in which that may have been.
    /// </summary>
    private static IEnumerable<string> MonthsOf(DateTimeOffset at, bool isCreated) => isCreated
        ? [RollupMonths.Of(at)]
        : [RollupMonths.Of(at - HeldPlaces.Apart), RollupMonths.Of(at), RollupMonths.Of(at + HeldPlaces.Apart)];

    /// <param name="pk">The partition.</param>
    /// <param name="source">Of all of them.</param>
    /// <param name="owner">Of all of them.</param>
    /// <param name="chunk">What is stored.</param>
    /// <param name="created">Takes the document ids of those that were not known in any form.</param>
    /// <param name="cancellationToken">Ends it.</param>
    private async Task CommitAsync(string pk, string source, string? owner, IReadOnlyList<ReceivedActivity> chunk, HashSet<string> created, CancellationToken cancellationToken)
    {
        var attempts = new Attempts(time);
        var loaded = await directory.GetAsync(cancellationToken);
        while (chunk.Count > 0)
        {
            var (batch, folded) = (new DocumentBatch(pk), new List<RollupChange>());
            foreach (var item in chunk)
            {
                item.AddTo(batch);
            }

            if (owner is not null)
            {
                await sightings.NoteAsync(loaded.Model, source, owner, cancellationToken);
                if (await AddRollupsAsync(batch, folded, loaded, source, owner, chunk, cancellationToken) is { } newer)
                {
                    loaded = newer;
                    continue;
                }
            }

            if (!loaded.IsFreshAt(time.GetUtcNow()))
            {
                loaded = await directory.ReloadAsync(cancellationToken);
                continue;
            }

            switch (await store.CommitAsync(batch, cancellationToken))
            {
                case CommitResult.Committed committed:
                    rollups.Keep(batch, committed, folded);
                    counters.CountStored(chunk.Count);
                    created.UnionWith(chunk.Where(item => item.Row is null).Select(item => item.DocumentId));
                    return;
                case CommitResult.Refused { Reason: Refusal.Conflict or Refusal.Stale } refused when refused.Index >= 0 && refused.Index < chunk.Count:
                    chunk = await repeats.SettleStoredAsync(pk, chunk, cancellationToken);
                    break;
                case CommitResult.Refused { Reason: Refusal.TooLarge } when chunk.Count == 1:
                    await repeats.BuryAsync(chunk[0], "The activity and its rollup are too large to be stored.", cancellationToken);
                    return;
                case CommitResult.Refused { Reason: Refusal.TooLarge }:
                    await CommitAsync(pk, source, owner, [.. chunk.Take(chunk.Count / 2)], created, cancellationToken);
                    chunk = [.. chunk.Skip(chunk.Count / 2)];
                    break;
                default:
                    await attempts.AgainAsync(cancellationToken);
                    break;
            }
        }
    }

    /// <summary>Adds the rollups of every month the chunk touches. Returns a newer model when a rollup was counted by other rules than this one's.</summary>
    private async Task<LoadedModel?> AddRollupsAsync(
        DocumentBatch batch, List<RollupChange> folded, LoadedModel loaded, string source, string owner, IReadOnlyList<ReceivedActivity> chunk, CancellationToken cancellationToken)
    {
        var person = loaded.Model.PersonOf(source, owner);
        Activity[] rows = [.. chunk.Select(item => item.Row?.Value).OfType<Activity>()];
        var replaced = rows.Select(row => row.Key).ToHashSet(StringComparer.Ordinal);
        foreach (var month in chunk.Select(item => item.Activity).Concat(rows).Select(activity => RollupMonths.Of(activity.OccurredAt)).Distinct().Order(StringComparer.Ordinal))
        {
            var metering = MonthMetering.Of(loaded.Model, person, month);
            Activity[] activities = [.. chunk.Select(item => item.Activity).Where(activity => RollupMonths.Of(activity.OccurredAt) == month)];
            if (replaced.Count > 0)
            {
                // What a row counted is not known any more: the month is counted again without it.
                await rollups.RebuildAsync(batch, metering, activities, replaced, cancellationToken);
                continue;
            }

            if (await rollups.TryAddAsync(batch, metering, activities, cancellationToken) is { } change)
            {
                folded.Add(change);
                continue;
            }

            var newest = await directory.ReloadAsync(cancellationToken);
            if (MonthMetering.Of(newest.Model, newest.Model.PersonOf(source, owner), month).Stamp != metering.Stamp)
            {
                return newest;
            }

            await rollups.RebuildAsync(batch, metering, activities, cancellationToken);
        }

        return null;
    }

    private static IEnumerable<IReadOnlyList<ReceivedActivity>> Chunks(IReadOnlyList<ReceivedActivity> received)
    {
        var chunk = new List<ReceivedActivity>(Math.Min(received.Count, MaxActivities));
        var bytes = 0;
        foreach (var item in received)
        {
            if (chunk.Count == MaxActivities || (chunk.Count > 0 && bytes + item.Message.Length > MaxBytes))
            {
                yield return chunk;
                chunk = [];
                bytes = 0;
            }

            chunk.Add(item);
            bytes += item.Message.Length;
        }

        if (chunk.Count > 0)
        {
            yield return chunk;
        }
    }
}
