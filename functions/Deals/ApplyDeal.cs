using Microsoft.Azure.Functions.Worker;
using SalesPerf.Domain.Activities;
using SalesPerf.Domain.Deals;
using SalesPerf.Domain.People;
using SalesPerf.Domain.Values;
using SalesPerf.Functions.Messages;
using SalesPerf.Functions.People;
using SalesPerf.Functions.Storage;
using SalesPerf.Platform.Documents;

namespace SalesPerf.Functions.Deals;

/// <summary>A record (a deal, or a call, meeting or task that came in parts) changed: brings up to date what it means for every person it names or ever named, then nudges their numbers.</summary>
public sealed class ApplyDeal(IDocumentStore store, CommitContribution contributions, Turns turns, Nudges nudges)
{
    [Function(nameof(ApplyDeal))]
    public async Task Run([ServiceBusTrigger(Queues.ApplyDeal, Connection = Queues.Connection)] string message, CancellationToken cancellationToken)
    {
        var key = Envelopes.Read<RecordKey>(message).Data;
        var months = new List<EvaluationKey>();
        foreach (var person in await PeopleAsync(key, cancellationToken))
        {
            // Every deal of a person replaces the same totals.
            months.Add(new EvaluationKey(person, await turns.RunAsync($"deals {person}", () => contributions.RunAsync(person, key, cancellationToken), cancellationToken)));
        }

        await nudges.EvaluateAsync(months, cancellationToken);
        if (key.Type != ActivityTypes.Deal)
        {
            return;
        }

        await nudges.ForecastAsync([.. months.Select(person => new ForecastKey(person.Person))], cancellationToken);
        await nudges.CalculateAsync([.. months.Select(person => new CalculationKey(person.Person))], cancellationToken);
    }

    private async Task<IReadOnlyList<string>> PeopleAsync(RecordKey key, CancellationToken cancellationToken)
    {
        if (await store.ReadAsync<DealRecord>(Partitions.Record(key.Source, key.Type, key.Id), DealDocuments.RecordId, cancellationToken) is not { } record)
        {
            return [];
        }

        // A share may name a person by their own id.
        var identities = await IdentitiesOfDeal.ReadAsync(store, record.Value, cancellationToken);
        var named = record.Value.Changes.SelectMany(change => change.Attributes?.Keys.Select(DealSplits.OwnerIn) ?? []).OfType<string>().Distinct(StringComparer.Ordinal).ToList();
        var people = named.Count == 0 ? [] : await store.ReadManyAsync(Partitions.People, [.. named.Select(id => Key.Of(id))], cancellationToken);
        return [.. identities.Values
            .SelectMany(identity => identity.Value.PastPersons.Append(identity.Value.Person))
            .Concat(named.Where(id => people.Any(person => person.Id == Key.Of(id))))
            .OfType<string>()
            .Distinct(StringComparer.Ordinal)
            .Order(StringComparer.Ordinal)];
    }
}

/// <summary>The identities of a record's owners, read from the store and never from a cache.</summary>
internal static class IdentitiesOfDeal
{
    public static async Task<IReadOnlyDictionary<string, Stored<Identity>>> ReadAsync(IDocumentStore store, DealRecord record, CancellationToken cancellationToken) =>
        (await store.ReadManyAsync<Identity>(Partitions.People, [.. record.Owners.Select(owner => IdentityDocuments.Id(record.Source, owner))], cancellationToken))
            .ToDictionary(stored => stored.Value.Owner, StringComparer.Ordinal);
}
