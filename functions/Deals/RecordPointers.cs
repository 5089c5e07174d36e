using System.Collections.Concurrent;
using SalesPerf.Functions.Messages;
using SalesPerf.Functions.Storage;
using SalesPerf.Platform.Documents;

namespace SalesPerf.Functions.Deals;

/// <summary>
/// Makes sure that every owner's partition points to the record. A pointer is removed only when somebody who has the owner id is erased: for others, one that was seen need not be written again.
/// </summary>
public sealed class RecordPointers(IDocumentStore store)
{
    private const int MaxRemembered = 50_000;

    private readonly ConcurrentDictionary<(RecordKey Record, string Owner), bool> seen = new();

    /// <param name="record">What is pointed to.</param>
    /// <param name="owner">Whose partition.</param>
    /// <param name="wasErased">True when somebody erased had the owner id.</param>
    /// <param name="cancellationToken">Ends it; it may be repeated.</param>
    public async Task NoteAsync(RecordKey record, string owner, bool wasErased, CancellationToken cancellationToken)
    {
        if (!wasErased && seen.ContainsKey((record, owner)))
        {
            return;
        }

        // Refused means that the pointer is there already.
        var pointer = DealDocuments.Pointer(record.Source, owner, new RecordPointer(record.Type, record.Id));
        await store.CommitAsync(new DocumentBatch(pointer.Pk).Create(pointer), cancellationToken);
        if (seen.Count > MaxRemembered)
        {
            seen.Clear();
        }

        seen[(record, owner)] = true;
    }
}
