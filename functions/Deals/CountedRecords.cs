using SalesPerf.Domain.Activities;
using SalesPerf.Domain.Deals;
using SalesPerf.Domain.Metrics;
using SalesPerf.Domain.Resources;
using SalesPerf.Domain.Values;
using SalesPerf.Functions.Activities;
using SalesPerf.Functions.Directory;
using SalesPerf.Functions.Storage;
using SalesPerf.Platform.Documents;

namespace SalesPerf.Functions.Deals;

/// <summary>
/// What calls, meetings and tasks that came in parts count as: in the person's partition the activity itself, beside its contribution, and rollups of the same shape as those of a CRM
/// identity, so that every kind of metric counts it as it counts an activity that came in one message.
/// </summary>
public sealed class CountedRecords(IDocumentStore store, ModelDirectory directory, RollupDocuments rollups)
{
    /// <summary>What the record means for a person; without its inputs.</summary>
    public static Contribution Contribution(Model model, string person, DealRecord record, string type, Func<string, bool> isTheirs)
    {
        var activity = ActivityFold.Fold(record, DateTimeOffset.MaxValue) is { Owner: { } owner } done && isTheirs(owner) ? done : null;
        return new Contribution
        {
            Person = person,
            Source = record.Source,
            Deal = record.Id,
            Type = type,
            Counted = activity,
            Stamp = activity is null ? "" : Fingerprint.Of([MonthMetering.Of(model, person, RollupMonths.Of(activity.OccurredAt)).Stamp]),
        };
    }

    /// <summary>Puts the activity in the place of what was counted before, in the months of both. Returns a newer model when a month was counted by other rules than this one's.</summary>
    public async Task<LoadedModel?> AddAsync(
        DocumentBatch batch, LoadedModel loaded, string person, IReadOnlyList<string> months, Activity? before, Activity? after, CancellationToken cancellationToken)
    {
        await PutAsync(batch, before, after, cancellationToken);
        var without = new[] { before, after }.OfType<Activity>().Select(activity => activity.Key).ToHashSet(StringComparer.Ordinal);
        foreach (var month in months)
        {
            var metering = MonthMetering.Of(loaded.Model, person, month);
            Activity[] adding = after is not null && RollupMonths.Of(after.OccurredAt) == month ? [after] : [];
            if (before is null || RollupMonths.Of(before.OccurredAt) != month)
            {
                if (await rollups.TryAddAsync(batch, metering, adding, cancellationToken) is not null)
                {
                    continue;
                }

                var newest = await directory.ReloadAsync(cancellationToken);
                if (MonthMetering.Of(newest.Model, person, month).Stamp != metering.Stamp)
                {
                    return newest;
                }
            }

            // What it counted as before is not known to a month that keeps different values: the month is counted again without it.
            await rollups.RebuildAsync(batch, metering, adding, without, cancellationToken);
        }

        return null;
    }

    /// <summary>The contribution's ETag guards it.</summary>
    private async Task PutAsync(DocumentBatch batch, Activity? before, Activity? after, CancellationToken cancellationToken)
    {
        if (after is not null)
        {
            batch.Upsert(TypedDocuments.New(batch.Pk, ActivityDocuments.Id(after), ActivityDocuments.Kind, after.OccurredAt, after));
        }
        else if (before is not null && await store.ReadAsync(batch.Pk, ActivityDocuments.Id(before), cancellationToken) is { } document)
        {
            batch.Delete(document.Id, document.ETag);
        }
    }
}
