using SalesPerf.Domain.People;
using SalesPerf.Functions.Directory;
using SalesPerf.Functions.Messages;
using SalesPerf.Functions.Storage;
using SalesPerf.Platform.Documents;

namespace SalesPerf.Functions.People.Erasure;

/// <summary>
/// Takes a person's names and addresses out of what is stored: the records and activities of every identity there is, and what has no owner, some pages a message.
/// In what others did only those that tell.
/// </summary>
public sealed class ErasureSweep(IDocumentStore store, IdentityErasure identities, ModelDirectory directory)
{
    /// <summary>Pages a message.</summary>
    private const int MaxPages = 20;

    /// <param name="place">Where the message before ended.</param>
    /// <param name="erased">What is looked for.</param>
    /// <param name="theirs">The person's identities as they are now.</param>
    /// <param name="cancellationToken">Ends it; it may be repeated from its place.</param>
    /// <returns>Where to go on; the same place where others write as well, to come back to a little later; null at the end.</returns>
    internal async Task<ErasurePlace?> RunAsync(ErasurePlace place, Erased erased, IReadOnlyCollection<IdentityKey> theirs, CancellationToken cancellationToken)
    {
        for (var pages = 0; pages < MaxPages; pages++)
        {
            var next = place switch
            {
                { Nobody: { } partition } => await NobodyAsync(place, partition, erased.ForOthers, cancellationToken),
                { Key: { } key } => await IdentityAsync(place, key, Wanted(key), cancellationToken),
                _ => await NextAsync(place.Identities, key => Wanted(key).Texts.Count > 0, cancellationToken),
            };
            if (next is null || next == place)
            {
                return next;
            }

            place = next;
        }

        return place;

        Erased Wanted(IdentityKey key) => theirs.Contains(key) ? erased : erased.ForOthers;
    }

    private static ErasurePlace After(string? identities) => identities is null ? new ErasurePlace(Nobody: "") : new ErasurePlace(identities);

    private async Task<ErasurePlace> NextAsync(string? identities, Func<IdentityKey, bool> isWanted, CancellationToken cancellationToken)
    {
        var page = await store.RangeAsync(new RangeQuery(Partitions.People, IdentityDocuments.Kind, Continuation: identities, Size: 1), cancellationToken);
        var key = page.Items.Select(TypedDocuments.Open<Identity>).Select(identity => new IdentityKey(identity.Value.Source, identity.Value.Owner)).FirstOrDefault(isWanted);
        return key is null ? After(page.Continuation) : new ErasurePlace(page.Continuation, key);
    }

    private async Task<ErasurePlace> IdentityAsync(ErasurePlace place, IdentityKey key, Erased erased, CancellationToken cancellationToken)
    {
        var page = place.IsPastRecords
            ? await identities.CleanActivitiesAsync(Partitions.Who(key.Source, key.Owner), erased, place.Continuation, cancellationToken)
            : await identities.CleanRecordsAsync(key, erased, place.Continuation, cancellationToken);
        return !page.IsClean ? place
            : page.Rest is null && place.IsPastRecords ? After(place.Identities)
            : place with { IsPastRecords = place.IsPastRecords || page.Rest is null, Continuation = page.Rest };
    }

    private async Task<ErasurePlace?> NobodyAsync(ErasurePlace place, string partition, Erased others, CancellationToken cancellationToken)
    {
        if (partition.Length > 0 && await identities.CleanActivitiesAsync(partition, others, place.Continuation, cancellationToken) is var page && (!page.IsClean || page.Rest is not null))
        {
            return page.IsClean ? place with { Continuation = page.Rest } : place;
        }

        var next = (await directory.GetAsync(cancellationToken)).Model.Sources.Keys
            .SelectMany(Partitions.Nobody)
            .Order(StringComparer.Ordinal)
            .FirstOrDefault(one => string.CompareOrdinal(one, partition) > 0);
        return next is null || others.Texts.Count == 0 ? null : new ErasurePlace(Nobody: next);
    }
}
