using System.Collections.Concurrent;
using SalesPerf.Domain.People;
using SalesPerf.Domain.Resources;
using SalesPerf.Functions.People;
using SalesPerf.Functions.Storage;
using SalesPerf.Platform.Documents;

namespace SalesPerf.Functions.Activities;

/// <summary>Makes sure that every CRM identity ever seen has its document, so that those nobody claims can be listed and claimed.</summary>
public sealed class IdentitySightings(IDocumentStore store, TimeProvider time)
{
    private const int MaxRemembered = 50_000;

    private readonly ConcurrentDictionary<(string Source, string Owner), bool> seen = new();

    public async Task NoteAsync(Model model, string source, string owner, CancellationToken cancellationToken)
    {
        if (model.PersonOf(source, owner) is not null || seen.ContainsKey((source, owner)))
        {
            return;
        }

        // Refused means that it is there already, which is what is wanted.
        var identity = new Identity { Source = source, Owner = owner, FirstSeenAt = time.GetUtcNow() };
        await store.CommitAsync(
            new DocumentBatch(Partitions.People).Create(IdentityDocuments.New(identity)), cancellationToken);
        if (seen.Count > MaxRemembered)
        {
            seen.Clear();
        }

        seen[(source, owner)] = true;
    }
}
