using System.Globalization;
using SalesPerf.Domain.Activities;
using SalesPerf.Domain.People;
using SalesPerf.Functions.Activities;
using SalesPerf.Functions.Directory;
using SalesPerf.Functions.Messages;
using SalesPerf.Functions.Storage;
using SalesPerf.Platform.Documents;

namespace SalesPerf.Functions.People.Erasure;

/// <summary>
/// Takes a person's names and addresses out of what others did: the activities and records of every identity there is, some identities a message, and what has no owner,
/// a partition a message.
/// </summary>
public sealed class ErasureSweep(IDocumentStore store, IdentityErasure identities, ModelDirectory directory)
{
    /// <summary>Where it begins.</summary>
    public const string Beginning = "";

    private const int IdentitiesAtOnce = 10;

    /// <summary>Whoever writes the same at that moment may win so often; then their content is known to them alone.</summary>
    private const int Tries = 5;

    /// <summary>Before the number of a partition without owner; no continuation begins so.</summary>
    private const string Nobody = "nobody~";

    /// <param name="place"><see cref="Beginning"/>, or where the message before ended.</param>
    /// <param name="erased">What is looked for.</param>
    /// <param name="cancellationToken">Ends it; it may be repeated from its place.</param>
    /// <returns>Where to go on; null at the end.</returns>
    internal async Task<string?> RunAsync(string place, Erased erased, CancellationToken cancellationToken)
    {
        if (place.StartsWith(Nobody, StringComparison.Ordinal))
        {
            string[] partitions = [.. (await directory.GetAsync(cancellationToken)).Model.Sources.Keys.Order(StringComparer.Ordinal).SelectMany(Partitions.Nobody)];
            var number = int.Parse(place.AsSpan(Nobody.Length), NumberStyles.None, CultureInfo.InvariantCulture);
            if (number >= partitions.Length)
            {
                return null;
            }

            await UntilCleanAsync(() => identities.CleanAsync(partitions[number], erased, cancellationToken));
            return Nobody + (number + 1).ToString(CultureInfo.InvariantCulture);
        }

        var query = new RangeQuery(Partitions.People, IdentityDocuments.Kind, Continuation: place == Beginning ? null : place, Size: IdentitiesAtOnce);
        var page = await store.RangeAsync(query, cancellationToken);
        foreach (var identity in page.Items.Select(document => TypedDocuments.Open<Identity>(document).Value))
        {
            await UntilCleanAsync(() => identities.CleanAsync(new IdentityKey(identity.Source, identity.Owner), erased, cancellationToken));
        }

        return page.Continuation ?? Nobody + "0";
    }

    /// <summary>Again until nothing is found: a commit may lose to whoever writes there.</summary>
    private static async Task UntilCleanAsync(Func<Task<int>> clean)
    {
        for (var tries = 0; tries < Tries && await clean() > 0; tries++)
        {
        }
    }
}
