using System.Collections.Concurrent;
using SalesPerf.Platform.Documents;

namespace SalesPerf.Functions.Storage;

/// <summary>
/// Keeps the records of documents that are read again and again, so that a body is parsed once. What is in force is still read from the store: an
/// entry is used only for the very version that was read. Nobody may change the records. Whatever is not asked for while others fill a generation goes:
/// a night that reads everybody's months once leaves what is read all the time.
/// </summary>
public sealed class OpenedDocuments
{
    /// <summary>Bytes of bodies in one of two generations.</summary>
    private const int MaxBytes = 4 << 20;

    private volatile Generations kept = new(new(), new());

    public async Task<IReadOnlyList<Stored<T>>> ReadManyAsync<T>(IDocumentStore store, string pk, IReadOnlyCollection<string> ids, CancellationToken cancellationToken)
        where T : class => ids.Count == 0 ? [] : [.. (await store.ReadManyAsync(pk, ids, cancellationToken)).Select(Open<T>)];

    /// <exception cref="InvalidDataException">As <see cref="TypedDocuments.Open"/>.</exception>
    public Stored<T> Open<T>(Document document)
        where T : class
    {
        var (key, (young, old)) = ((document.Pk, document.Id), kept);
        if (Known(young) is { } known)
        {
            return new Stored<T>(document, known);
        }

        var stored = Known(old) is { } older ? new Stored<T>(document, older) : TypedDocuments.Open<T>(document);
        Keep(document, document.ETag, stored.Value);
        return stored;

        T? Known(Generation generation) =>
            generation.Opened.TryGetValue(key, out var found) && found.ETag == document.ETag ? found.Value as T : null;
    }

    /// <summary>Keeps the record of a document that was read or just committed.</summary>
    /// <param name="document">The document.</param>
    /// <param name="tag">Its ETag as stored; null keeps nothing.</param>
    /// <param name="value">What its body was written from: just what would be read from it.</param>
    public void Keep(Document document, string? tag, object value)
    {
        if (tag is null)
        {
            return;
        }

        var young = kept.Young;
        young.Opened[(document.Pk, document.Id)] = (tag, value);
        if (Interlocked.Add(ref young.Bytes, document.Body.Length) > MaxBytes && ReferenceEquals(kept.Young, young))
        {
            kept = new Generations(new(), young);
        }
    }

    private sealed record Generations(Generation Young, Generation Old);

    private sealed class Generation
    {
        public readonly ConcurrentDictionary<(string Pk, string Id), (string ETag, object Value)> Opened = new();
        public int Bytes;
    }
}
