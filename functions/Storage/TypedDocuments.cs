using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using SalesPerf.Functions.Json;
using SalesPerf.Platform.Documents;

namespace SalesPerf.Functions.Storage;

/// <summary>A document with its body read.</summary>
public sealed record Stored<T>(Document Document, T Value)
{
    public long Rev => Document.Rev;
}

/// <summary>Documents whose bodies are records of the domain.</summary>
public static class TypedDocuments
{
    /// <summary>An instant for kinds that are not ordered by time.</summary>
    public static readonly DateTimeOffset Timeless = new(2000, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static async Task<Stored<T>?> ReadAsync<T>(this IDocumentReader store, string pk, string id, CancellationToken cancellationToken) =>
        await store.ReadAsync(pk, id, cancellationToken) is { } document ? Open<T>(document) : null;

    public static async Task<IReadOnlyList<Stored<T>>> ReadManyAsync<T>(
        this IDocumentReader store, string pk, IReadOnlyCollection<string> ids, CancellationToken cancellationToken)
    {
        if (ids.Count == 0)
        {
            return [];
        }

        var documents = await store.ReadManyAsync(pk, ids, cancellationToken);
        return [.. documents.Select(Open<T>)];
    }

    /// <summary>Every document of a range, page after page.</summary>
    public static async IAsyncEnumerable<Stored<T>> RangeAsync<T>(
        this IDocumentReader store, RangeQuery query, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (true)
        {
            var page = await store.RangeAsync(query, cancellationToken);
            foreach (var document in page.Items)
            {
                yield return Open<T>(document);
            }

            if (page.Continuation is null)
            {
                yield break;
            }

            query = query with { Continuation = page.Continuation };
        }
    }

    /// <summary>Writes one document in the place of what was read, or of nothing. As it is stored then; null when somebody else wrote it.</summary>
    public static async Task<Stored<T>?> WriteAsync<T>(this IDocumentStore store, Stored<T>? before, Document document, T value, CancellationToken cancellationToken)
    {
        var batch = before is null ? new DocumentBatch(document.Pk).Create(document) : new DocumentBatch(document.Pk).Replace(before.Document, document);
        return await store.CommitAsync(batch, cancellationToken) is CommitResult.Committed committed
            ? new(document with { Rev = (before?.Rev ?? 0) + 1, ETag = committed.ETags[0] }, value)
            : null;
    }

    public static Document New<T>(string pk, string id, string kind, DateTimeOffset at, T value, int? timeToLive = null) =>
        new(pk, id, kind, at, 1, JsonSerializer.SerializeToUtf8Bytes(value, TypeInfo<T>()), timeToLive);

    /// <exception cref="InvalidDataException">The body is not what its kind says: a failure of ours, never a caller's.</exception>
    public static Stored<T> Open<T>(Document document)
    {
        try
        {
            return new(document, JsonSerializer.Deserialize(document.Body.Span, TypeInfo<T>()) ?? throw new InvalidDataException($"Document {document.Id} in {document.Pk} is null."));
        }
        catch (JsonException exception)
        {
            throw new InvalidDataException($"Document {document.Id} in {document.Pk} cannot be read as {typeof(T).Name}.", exception);
        }
    }

    public static JsonTypeInfo<T> TypeInfo<T>() => Known<T>.TypeInfo;

    /// <summary>Looked up once a type.</summary>
    private static class Known<T>
    {
        public static readonly JsonTypeInfo<T> TypeInfo = (JsonTypeInfo<T>)SalesPerfJson.Options.GetTypeInfo(typeof(T));
    }
}
