using SalesPerf.Domain.Activities;
using SalesPerf.Domain.People;
using SalesPerf.Functions.Activities;
using SalesPerf.Functions.Directory;
using SalesPerf.Functions.Messages;
using SalesPerf.Functions.Storage;
using SalesPerf.Platform.Documents;

namespace SalesPerf.Functions.People.Erasure;

/// <summary>
/// Takes a person's names and addresses out of what others did: the activities and records of every identity there is, some identities a message, and what has no owner.
/// </summary>
public sealed class ErasureSweep(IDocumentStore store, IdentityErasure identities, ModelDirectory directory)
{
    /// <summary>Where it begins.</summary>
    public const string Beginning = "";

    private const int IdentitiesAtOnce = 50;

    /// <param name="place"><see cref="Beginning"/>, or where the message before ended.</param>
    /// <param name="erased">What is looked for.</param>
    /// <param name="cancellationToken">Ends it; it may be repeated from its place.</param>
    /// <returns>Where to go on; null at the end.</returns>
    internal async Task<string?> RunAsync(string place, Erased erased, CancellationToken cancellationToken)
    {
        var query = new RangeQuery(Partitions.People, IdentityDocuments.Kind, Continuation: place == Beginning ? null : place, Size: IdentitiesAtOnce);
        var page = await store.RangeAsync(query, cancellationToken);
        foreach (var identity in page.Items.Select(document => TypedDocuments.Open<Identity>(document).Value))
        {
            await identities.CleanAsync(new IdentityKey(identity.Source, identity.Owner), erased, cancellationToken);
        }

        if (page.Continuation is null)
        {
            foreach (var pk in (await directory.GetAsync(cancellationToken)).Model.Sources.Keys.SelectMany(Partitions.Nobody))
            {
                await identities.CleanAsync(pk, erased, cancellationToken);
            }
        }

        return page.Continuation;
    }
}
