using SalesPerf.Domain.Commissions;
using SalesPerf.Domain.Deals;
using SalesPerf.Domain.People;
using SalesPerf.Domain.Resources;
using SalesPerf.Domain.Values;
using SalesPerf.Functions.Activities;
using SalesPerf.Functions.Directory;
using SalesPerf.Functions.Messages;
using SalesPerf.Functions.Storage;
using SalesPerf.Platform.Documents;

namespace SalesPerf.Functions.Deals;

/// <summary>
/// Derives what a deal means for one person: reads what is to be replaced, then the inputs, then commits contribution, deal rollups, credit
/// and the person's period together. Whoever loses starts again at the first read.
/// </summary>
public sealed class CommitContribution(IDocumentStore store, ModelDirectory directory, DealRollupDocuments rollups, Books books, TimeProvider time)
{
    /// <returns>The UTC months that the deal touches or touched.</returns>
    public async Task<IReadOnlyList<string>> RunAsync(string person, RecordKey key, CancellationToken cancellationToken)
    {
        var pk = Partitions.Rep(person);
        var attempts = new Attempts(time);
        var loaded = await directory.GetAsync(cancellationToken);
        while (true)
        {
            var before = await store.ReadAsync<Contribution>(pk, DealDocuments.ContributionId(key.Source, key.Id), cancellationToken);
            var derived = await DeriveAsync(person, key, loaded.Model, cancellationToken);
            if (derived is null || (before is null && IsNothing(derived)))
            {
                return [];
            }

            if (before is not null && IsOlder(derived, before.Value))
            {
                await attempts.AgainAsync(cancellationToken);
                continue;
            }

            string[] months = [.. DealRollupDocuments.MonthsOf(before?.Value).Union(DealRollupDocuments.MonthsOf(derived)).Order(StringComparer.Ordinal)];
            if (before is not null && before.Value.Stamp == derived.Stamp && before.Value.Inputs.SequenceEqual(derived.Inputs))
            {
                return months;
            }

            var batch = new DocumentBatch(pk);
            var document = DealDocuments.Contribution(pk, derived);
            _ = before is null ? batch.Create(document) : batch.Replace(before.Document, document);
            if (await AddRollupsAsync(batch, loaded, person, months, before?.Value, derived, cancellationToken) is { } newer)
            {
                loaded = newer;
                continue;
            }

            await AddCreditAsync(batch, loaded.Model, before?.Value.Credit, derived, cancellationToken);
            if (!loaded.IsFreshAt(time.GetUtcNow()))
            {
                loaded = await directory.ReloadAsync(cancellationToken);
                continue;
            }

            if (await store.CommitAsync(batch, cancellationToken) is CommitResult.Committed)
            {
                return months;
            }

            await attempts.AgainAsync(cancellationToken);
        }
    }

    private async Task<Contribution?> DeriveAsync(string person, RecordKey key, Model model, CancellationToken cancellationToken)
    {
        if (await store.ReadAsync<DealRecord>(Partitions.Record(key.Source, key.Type, key.Id), DealDocuments.RecordId, cancellationToken) is not { } record)
        {
            return null;
        }

        var identities = await IdentitiesOfDeal.ReadAsync(store, record.Value, cancellationToken);
        var context = DealContext.Of(model, key.Source, time.GetUtcNow());
        var contribution = context.Contribution(
            person, record.Value, owner => identities.GetValueOrDefault(owner)?.Value.Person == person, DateTimeOffset.MaxValue);
        var inputs = new SortedDictionary<string, long>(StringComparer.Ordinal) { ["record"] = record.Rev };
        foreach (var (_, identity) in identities)
        {
            inputs[identity.Document.Id] = identity.Rev;
        }

        var months = DealRollupDocuments.MonthsOf(contribution).Select(month => MonthMetering.Of(model, person, month).DealStamp);
        return contribution with { Inputs = inputs, Stamp = Fingerprint.Of([context.Stamp(record.Value, contribution), .. months]) };
    }

    /// <summary>Adds the rollups of the months. Returns a newer model when one was counted by other rules than this one's.</summary>
    private async Task<LoadedModel?> AddRollupsAsync(
        DocumentBatch batch, LoadedModel loaded, string person, IReadOnlyList<string> months, Contribution? before, Contribution after, CancellationToken cancellationToken)
    {
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

    /// <summary>Replaces the credit document, and the books of the months that it leaves and enters.</summary>
    private async Task AddCreditAsync(DocumentBatch batch, Model model, Credit? before, Contribution after, CancellationToken cancellationToken)
    {
        var id = DealDocuments.CreditId(after.Source, after.Deal);
        var stored = await store.ReadAsync(batch.Pk, id, cancellationToken);
        if (after.Credit is null && stored is null)
        {
            return;
        }

        var document = after.Credit is { } credit
            ? TypedDocuments.New(batch.Pk, id, DealDocuments.CreditKind, DealDocuments.At(credit.Date), credit)
            : TypedDocuments.New(batch.Pk, id, DealDocuments.NoCreditKind, TypedDocuments.Timeless, before ?? TypedDocuments.Open<Credit>(stored!).Value);
        _ = stored is null ? batch.Create(document) : batch.Replace(stored, document);

        var dates = new[] { before?.Date, after.Credit?.Date }.OfType<DateOnly>();
        foreach (var period in dates.Select(date => DealContext.MonthOf(model, date)).Distinct())
        {
            await books.AddAsync(batch, period, cancellationToken);
        }
    }

    private static bool IsNothing(Contribution contribution) =>
        contribution is { Events.Count: 0, Open: null, Credit: null };

    /// <summary>True when a store answered with something older than what was derived before.</summary>
    private static bool IsOlder(Contribution derived, Contribution before) =>
        before.Inputs.Any(input => derived.Inputs.TryGetValue(input.Key, out var rev) && rev < input.Value);
}
