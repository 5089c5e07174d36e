using System.Collections.Concurrent;
using SalesPerf.Domain.People;
using SalesPerf.Domain.Resources;
using SalesPerf.Functions.People;
using SalesPerf.Functions.Resources;
using SalesPerf.Functions.Storage;
using SalesPerf.Platform.Documents;

namespace SalesPerf.Functions.Directory;

/// <summary>
/// Reads every partition of resources into one model. Resources that did not change since the last reading are not parsed again, and when none
/// did, the model is the same object: what others derived from it and keep beside it stays true.
/// </summary>
public sealed class ModelReader(IDocumentStore store, OwnerPseudonym pseudonym)
{
    private const int PageSize = 500;

    private readonly ConcurrentDictionary<string, object> last = new(StringComparer.Ordinal);
    private Model? lastModel;

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
        var approvals = ReadAsync(ResourceKinds.Approvals, cancellationToken);
        await Task.WhenAll(people, teams, roles, metrics, plans, assignments, objectives, sources, calendars, forecasts, approvals);
        if (lastModel is { } before
            && before.People == await people && before.Teams == await teams && before.Roles == await roles && before.Metrics == await metrics
            && before.Plans == await plans && before.Assignments == await assignments && before.Objectives == await objectives
            && before.Sources == await sources && before.Calendars == await calendars && before.Forecasts == await forecasts && before.Approvals == await approvals)
        {
            return before;
        }

        return lastModel = new Model
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
            Approvals = await approvals,
            OwnerPseudonyms = await PseudonymsAsync(await people, cancellationToken),
        };
    }

    /// <summary>The resources by id; the same object as last time when none of them changed.</summary>
    private async Task<IReadOnlyDictionary<string, Resource<T>>> ReadAsync<T>(ResourceKind<T> kind, CancellationToken cancellationToken)
        where T : class
    {
        var before = last.GetValueOrDefault(kind.Partition) as Reading<T> ?? Reading<T>.None;
        var documents = new Dictionary<string, (string? ETag, Resource<T> Resource)>(StringComparer.Ordinal);
        var isSame = true;
        for (var query = new RangeQuery(kind.Partition, kind.Kind, Size: PageSize); ;)
        {
            var page = await store.RangeAsync(query, cancellationToken);
            foreach (var document in page.Items)
            {
                var known = before.Documents.GetValueOrDefault(document.Id);
                var isKnown = known.ETag is not null && known.ETag == document.ETag;
                isSame &= isKnown;
                documents[document.Id] = isKnown ? known : (document.ETag, TypedDocuments.Open<Resource<T>>(document).Value);
            }

            if (page.Continuation is null)
            {
                break;
            }

            query = query with { Continuation = page.Continuation };
        }

        if (isSame && documents.Count == before.Documents.Count)
        {
            return before.Resources;
        }

        var reading = new Reading<T>(documents, documents.Values.ToDictionary(found => found.Resource.Id, found => found.Resource, StringComparer.Ordinal));
        last[kind.Partition] = reading;
        return reading.Resources;
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

    private sealed record Reading<T>(IReadOnlyDictionary<string, (string? ETag, Resource<T> Resource)> Documents, IReadOnlyDictionary<string, Resource<T>> Resources)
        where T : class
    {
        public static readonly Reading<T> None = new(
            new Dictionary<string, (string?, Resource<T>)>(StringComparer.Ordinal), new Dictionary<string, Resource<T>>(StringComparer.Ordinal));
    }
}
