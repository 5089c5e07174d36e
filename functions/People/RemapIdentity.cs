using Microsoft.Azure.Functions.Worker;
using SalesPerf.Domain.Metrics;
using SalesPerf.Domain.People;
using SalesPerf.Functions.Activities;
using SalesPerf.Functions.Deals;
using SalesPerf.Functions.Messages;
using SalesPerf.Functions.Storage;
using SalesPerf.Platform.Documents;

namespace SalesPerf.Functions.People;

/// <summary>An identity changed hands, or what its source means did: every record it ever owned is applied again, and everybody it is or was is refreshed.</summary>
public sealed class RemapIdentity(IDocumentStore store, Nudges nudges)
{
    [Function(nameof(RemapIdentity))]
    public async Task Run([ServiceBusTrigger(Queues.RemapIdentity, Connection = Queues.Connection)] string message, CancellationToken cancellationToken)
    {
        var key = Envelopes.Read<IdentityKey>(message).Data;
        var pk = Partitions.Who(key.Source, key.Owner);
        var query = new RangeQuery(pk, DealDocuments.PointerKind);
        do
        {
            var page = await store.RangeAsync(query, cancellationToken);
            await nudges.ApplyDealsAsync(
                [.. page.Items.Select(TypedDocuments.Open<RecordPointer>).Select(pointer => new RecordKey(key.Source, pointer.Value.Type, pointer.Value.Id))],
                cancellationToken);
            query = query with { Continuation = page.Continuation };
        }
        while (query.Continuation is not null);

        var months = new List<string>();
        await foreach (var rollup in store.RangeAsync<MonthRollup>(new RangeQuery(pk, RollupDocuments.Kind), cancellationToken))
        {
            months.Add(rollup.Value.Month);
        }

        if (await store.ReadAsync<Identity>(Partitions.People, IdentityDocuments.Id(key.Source, key.Owner), cancellationToken) is { } identity)
        {
            string[] people = [.. identity.Value.PastPersons.Append(identity.Value.Person).OfType<string>().Distinct(StringComparer.Ordinal)];
            await nudges.EvaluateAsync([.. people.Select(person => new EvaluationKey(person, months))], cancellationToken);
            await nudges.ForecastAsync([.. people.Select(person => new ForecastKey(person))], cancellationToken);
            await nudges.CalculateAsync([.. people.Select(person => new CalculationKey(person))], cancellationToken);
        }
    }
}
