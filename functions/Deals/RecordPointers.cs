using System.Collections.Concurrent;
using SalesPerf.Functions.Messages;
using SalesPerf.Functions.Storage;
using SalesPerf.Platform.Documents;

namespace SalesPerf.Functions.Deals;

/// <summary>
/// Makes sure that every owner's partition points to the record. A pointer is removed only when the owner's person is erased, so one that was seen need not be written again
/// while the owner is the same person.
/// </summary>
public sealed class RecordPointers(IDocumentStore store)
{
    private const int MaxRemembered = 50_000;

    private readonly ConcurrentDictionary<(RecordKey Record, string Owner, string? Person), bool> seen = new();

    public async Task NoteAsync(RecordKey record, string owner, string? person, CancellationToken cancellationToken)
    {
        if (seen.ContainsKey((record, owner, person)))
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

        seen[(record, owner, person)] = true;
    }
}
