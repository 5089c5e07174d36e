using SalesPerf.Domain.Activities;
using SalesPerf.Domain.Deals;
using SalesPerf.Domain.Metrics;
using SalesPerf.Domain.People;
using SalesPerf.Domain.Resources;
using SalesPerf.Domain.Values;
using SalesPerf.Functions.Activities;
using SalesPerf.Functions.DeadLetters;
using SalesPerf.Functions.Directory;
using SalesPerf.Functions.Messages;
using SalesPerf.Functions.Storage;
using SalesPerf.Platform.Documents;

namespace SalesPerf.Functions.Deals;

/// <summary>
/// Derives what a record means for one person: reads what is to be replaced, then the inputs, then commits contribution, rollups, and of deals the credit
/// and the person's period, together. Whoever loses starts again at the first read. A result of nothing is written too: an older one may be on its way.
/// </summary>
public sealed class CommitContribution(
    IDocumentStore store, ModelDirectory directory, DealRollupDocuments rollups, CountedRecords counted, CreditDocuments credits, DeadDocuments dead, TimeProvider time)
{
    /// <returns>The UTC months that the deal touches or ever touched for the person.</returns>
    public async Task<IReadOnlyList<string>> RunAsync(string person, RecordKey key, CancellationToken cancellationToken)
    {
        var pk = Partitions.Rep(person);
        var attempts = new Attempts(time);
        var loaded = await directory.GetAsync(cancellationToken);
        while (true)
        {
            var before = await store.ReadAsync<Contribution>(pk, DealDocuments.ContributionId(key), cancellationToken);
            if (await DeriveAsync(person, key, loaded.Model, cancellationToken) is not { } derived)
            {
                return [];
            }

            if (before is not null && IsOlder(derived, before.Value))
            {
                await attempts.AgainAsync(cancellationToken);
                continue;
            }

            if (before is not null && before.Value.Stamp == derived.Stamp && before.Value.Inputs.SequenceEqual(derived.Inputs))
            {
                return before.Value.Months;
            }

            string[] months = [.. MonthsOf(before?.Value).Union(MonthsOf(derived)).Order(StringComparer.Ordinal)];
            derived = derived with { Months = [.. months.Union(before?.Value.Months ?? []).Order(StringComparer.Ordinal)] };
            var batch = new DocumentBatch(pk);
            var document = DealDocuments.Contribution(pk, derived);
            _ = before is null ? batch.Create(document) : batch.Replace(before.Document, document);
            if (await AddRollupsAsync(batch, loaded, person, months, before?.Value, derived, key, cancellationToken) is { } newer)
            {
                loaded = newer;
                continue;
            }

            if (key.Type == ActivityTypes.Deal)
            {
                await credits.AddAsync(batch, loaded.Model, before?.Value.Credit, derived, cancellationToken);
            }

            if (!loaded.IsFreshAt(time.GetUtcNow()))
            {
                loaded = await directory.ReloadAsync(cancellationToken);
                continue;
            }

            if (batch.Operations.Count > DocumentBatch.MaxOperations)
            {
                await BuryAsync(person, key, cancellationToken);
                return [];
            }

            switch (await store.CommitAsync(batch, cancellationToken))
            {
                case CommitResult.Committed:
                    return derived.Months;
                case CommitResult.Refused { Reason: Refusal.TooLarge }:
                    await BuryAsync(person, key, cancellationToken);
                    return [];
                default:
                    await attempts.AgainAsync(cancellationToken);
                    break;
            }
        }
    }

    private async Task<Contribution?> DeriveAsync(string person, RecordKey key, Model model, CancellationToken cancellationToken)
    {
        if (await store.ReadAsync<DealRecord>(Partitions.Record(key.Source, key.Type, key.Id), DealDocuments.RecordId, cancellationToken) is not { } record)
        {
            return null;
        }

        var identities = await IdentitiesOfDeal.ReadAsync(store, record.Value, cancellationToken);
        bool IsTheirs(string owner) => identities.GetValueOrDefault(owner)?.Value.Person == person;
        var inputs = new SortedDictionary<string, long>(StringComparer.Ordinal) { ["record"] = record.Rev };
        foreach (var (_, identity) in identities)
        {
            inputs[identity.Document.Id] = identity.Rev;
        }

        if (key.Type != ActivityTypes.Deal)
        {
            return CountedRecords.Contribution(model, person, record.Value, key.Type, IsTheirs) with { Inputs = inputs };
        }

        var context = DealContext.Of(model, key.Source, time.GetUtcNow());
        var contribution = context.Contribution(
            person, record.Value, owner => identities.GetValueOrDefault(owner)?.Value.Person, DateTimeOffset.MaxValue);
        var months = MonthsOf(contribution).Select(month => MonthMetering.Of(model, person, month).DealStamp);
        return contribution with { Inputs = inputs, Stamp = Fingerprint.Of([context.Stamp(record.Value, contribution), .. months]) };
    }

    private static IEnumerable<string> MonthsOf(Contribution? contribution) =>
        contribution?.Counted is { } activity ? [RollupMonths.Of(activity.OccurredAt)] : DealRollupDocuments.MonthsOf(contribution);

    /// <summary>Adds the rollups of the months. Returns a newer model when one was counted by other rules than this one's.</summary>
    private async Task<LoadedModel?> AddRollupsAsync(
        DocumentBatch batch, LoadedModel loaded, string person, IReadOnlyList<string> months, Contribution? before, Contribution after, RecordKey key, CancellationToken cancellationToken)
    {
        if (key.Type != ActivityTypes.Deal)
        {
            return await counted.AddAsync(batch, loaded, person, months, before?.Counted, after.Counted, cancellationToken);
        }

        foreach (var month in months)
        {
            var metering = MonthMetering.Of(loaded.Model, person, month);
            if (await rollups.TryAddAsync(batch, metering, before, after, cancellationToken))
            {
                continue;
            }

            var newest = await directory.ReloadAsync(cancellationToken);
            if (MonthMetering.Of(newest.Model, person, month).DealStamp != metering.DealStamp)
            {
                return newest;
            }

            await rollups.RebuildAsync(batch, metering, after, cancellationToken);
        }

        return null;
    }

    /// <summary>Too large with all it touches: no repeat will change that. The numbers stay as they were.</summary>
    private async Task BuryAsync(string person, RecordKey key, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var message = Envelopes.Message("salesperf.deal.apply", key, now);
        await dead.AddTooLargeAsync($"What the {key.Type} {key.Id} of {key.Source} means for {person}", Queues.ApplyDeal, message, key.Source, now, cancellationToken);
    }

    /// <summary>True when a store answered with something older than what was derived before.</summary>
    private static bool IsOlder(Contribution derived, Contribution before) =>
        before.Inputs.Any(input => derived.Inputs.TryGetValue(input.Key, out var rev) && rev < input.Value);
}
