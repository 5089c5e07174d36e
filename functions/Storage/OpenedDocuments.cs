using System.Collections.Concurrent;
using SalesPerf.Platform.Documents;

namespace SalesPerf.Functions.Storage;

/// <summary>
/// Keeps the records of documents that are read again and again, so that a body is parsed once. What is in force is still read from the store: an
/// entry is used only for the very version that was read. Nobody may change the records.
/// </summary>
public sealed class OpenedDocuments
{
    /// <summary>Bytes of bodies whose records are kept; beyond that it starts anew.</summary>
    private const int MaxBytes = 4 << 20;

    private readonly ConcurrentDictionary<(string Pk, string Id), (string ETag, object Value)> opened = new();
    private int bytes;

    public async Task<IReadOnlyList<Stored<T>>> ReadManyAsync<T>(IDocumentStore store, string pk, IReadOnlyCollection<string> ids, CancellationToken cancellationToken)
        where T : class => ids.Count == 0 ? [] : [.. (await store.ReadManyAsync(pk, ids, cancellationToken)).Select(Open<T>)];

    /// <exception cref="InvalidDataException">As <see cref="TypedDocuments.Open"/>.</exception>
    public Stored<T> Open<T>(Document document)
        where T : class
    {
        var key = (document.Pk, document.Id);
        if (opened.TryGetValue(key, out var known) && known.ETag == document.ETag && known.Value is T value)
        {
            return new Stored<T>(document, value);
        }

        var stored = TypedDocuments.Open<T>(document);
        if (document.ETag is { } tag)
        {
            if (Interlocked.Add(ref bytes, document.Body.Length) > MaxBytes)
            {
                opened.Clear();
                Interlocked.Exchange(ref bytes, document.Body.Length);
            }

            opened[key] = (tag, stored.Value);
        }

        return stored;
    }
}
