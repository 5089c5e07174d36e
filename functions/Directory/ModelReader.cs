using SalesPerf.Domain.People;
using SalesPerf.Domain.Resources;
using SalesPerf.Functions.People;
using SalesPerf.Functions.Resources;
using SalesPerf.Functions.Storage;
using SalesPerf.Platform.Documents;

namespace SalesPerf.Functions.Directory;

/// <summary>Reads every partition of resources into one model.</summary>
public sealed class ModelReader(IDocumentStore store, OwnerPseudonym pseudonym)
{
    private const int PageSize = 500;

    public async Task<Model> ReadAsync(CancellationToken cancellationToken)
    {
        var people = ReadAsync(ResourceKinds.People, cancellationToken);
        var teams = ReadAsync(ResourceKinds.Teams, cancellationToken);
        var roles = ReadAsync(ResourceKinds.Roles, cancellationToken);
        var metrics = ReadAsync(ResourceKinds.Metrics, cancellationToken);
        var plans = ReadAsync(ResourceKinds.Plans, cancellationToken);
        var assignments = ReadAsync(ResourceKinds.Assignments, cancellationToken);
        var objectives = ReadAsync(ResourceKinds.Objectives, cancellationToken);
        var sources = ReadAsync(ResourceKinds.Sources, cancellationToken);
        var calendars = ReadAsync(ResourceKinds.Calendars, cancellationToken);
        var forecasts = ReadAsync(ResourceKinds.Forecasts, cancellationToken);
        await Task.WhenAll(people, teams, roles, metrics, plans, assignments, objectives, sources, calendars, forecasts);
        return new Model
        {
            People = await people,
            Teams = await teams,
            Roles = await roles,
            Metrics = await metrics,
            Plans = await plans,
            Assignments = await assignments,
            Objectives = await objectives,
            Sources = await sources,
            Calendars = await calendars,
            Forecasts = await forecasts,
            OwnerPseudonyms = await PseudonymsAsync(await people, cancellationToken),
        };
    }

    private async Task<IReadOnlyDictionary<string, Resource<T>>> ReadAsync<T>(ResourceKind<T> kind, CancellationToken cancellationToken)
        where T : class
    {
        var found = new Dictionary<string, Resource<T>>(StringComparer.Ordinal);
        await foreach (var stored in store.RangeAsync<Resource<T>>(new RangeQuery(kind.Partition, kind.Kind, Size: PageSize), cancellationToken))
        {
            found[stored.Value.Id] = stored.Value;
        }

        return found;
    }

    private async Task<IReadOnlyDictionary<string, string>> PseudonymsAsync(
        IReadOnlyDictionary<string, Resource<Person>> people, CancellationToken cancellationToken)
    {
        var mails = people.Values
            .SelectMany(person => person.Versions)
            .SelectMany(version => version.Content?.Identities ?? [])
            .SelectMany(identity => identity.Value)
            .Where(OwnerPseudonym.IsMail);
        var found = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var mail in mails)
        {
            if (!found.ContainsKey(mail))
            {
                found[mail] = await pseudonym.OfAsync(mail, cancellationToken);
            }
        }

        return found;
    }
}
