using System.Text;
using System.Text.Json;

namespace SalesPerf.Platform.Documents;

/// <summary>
/// What Cosmos DB would refuse, refused alike by every engine: <see cref="ArgumentException"/> for what can never be right,
/// a refusal for what is too large.
/// </summary>
public static class DocumentLimits
{
    /// <summary>The most bytes of a document, envelope included.</summary>
    public const int MaxDocumentBytes = 2 * 1024 * 1024;

    /// <summary>The most UTF-8 bytes of an id.</summary>
    public const int MaxIdBytes = 1023;

    /// <summary>The most UTF-8 bytes of a partition key.</summary>
    public const int MaxPkBytes = 2048;

    /// <summary>The most characters of a kind.</summary>
    public const int MaxKindLength = 255;

    /// <summary>The most documents of a page.</summary>
    public const int MaxPageSize = 1000;

    /// <summary>The most bytes of bodies in a page; the document that reaches it ends the page.</summary>
    public const int MaxPageBytes = 4 * 1024 * 1024;

    private const int EnvelopeBytes = 256;
    private const int MaxJsonDepth = 64;

    // In gateway mode the SDK puts ids into a URL: % begins an escape there, and a segment of dots alone leads elsewhere.
    private const string ForbiddenInIds = "/\\?#%";

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The bytes a document counts with: body, names and an allowance for the rest of the envelope.</summary>
    public static long SizeOf(Document document) =>
        (long)document.Body.Length + Strict.GetByteCount(document.Pk) + (2 * Strict.GetByteCount(document.Id)) + (2 * document.Kind.Length) + EnvelopeBytes;

    /// <summary>Checks a batch before any engine sees it. Null when nothing in it is too large.</summary>
    /// <exception cref="ArgumentException">The batch is empty, holds an id twice, a document of another partition, or one that no store would take.</exception>
    public static CommitResult.Refused? Check(DocumentBatch batch) => Check(batch, out _);

    /// <inheritdoc cref="Check(DocumentBatch)"/>
    public static CommitResult.Refused? Check(DocumentBatch batch, out long bytes)
    {
        bytes = 0;
        CheckPk(batch.Pk);
        var operations = batch.Operations;
        if (operations.Count == 0)
        {
            throw new ArgumentException("A commit without operations.", nameof(batch));
        }

        if (operations.Count > DocumentBatch.MaxOperations)
        {
            return new CommitResult.Refused(-1, Refusal.TooLarge);
        }

        var ids = operations.Count == 1 ? null : new HashSet<string>(operations.Count, StringComparer.Ordinal);
        var tooLarge = -1;
        for (var index = 0; index < operations.Count; index++)
        {
            var size = CheckOperation(batch, operations[index]);
            bytes += size;
            tooLarge = tooLarge < 0 && size > MaxDocumentBytes ? index : tooLarge;
            if (ids?.Add(operations[index].Id) == false)
            {
                throw new ArgumentException($"The id {operations[index].Id} is twice in one commit.", nameof(batch));
            }
        }

        return tooLarge >= 0 || bytes > DocumentBatch.MaxBytes ? new CommitResult.Refused(tooLarge, Refusal.TooLarge) : null;
    }

    /// <summary>Checks the key of a document.</summary>
    /// <exception cref="ArgumentException">No document can have it.</exception>
    public static void CheckKey(string pk, string id)
    {
        CheckPk(pk);
        CheckId(id);
    }

    /// <summary>Checks a range.</summary>
    /// <exception cref="ArgumentException">Partition, kind or size are out of bounds.</exception>
    public static void CheckRange(RangeQuery query)
    {
        CheckPk(query.Pk);
        CheckKind(query.Kind);
        if (query.Size is < 1 or > MaxPageSize)
        {
            throw new ArgumentException($"A page has 1 to {MaxPageSize} documents, not {query.Size}.", nameof(query));
        }
    }

    private static long CheckOperation(DocumentBatch batch, DocumentOperation operation) => operation switch
    {
        DocumentOperation.Create create => CheckDocument(batch, create.Document),
        DocumentOperation.Replace replace => CheckDocument(batch, replace.Document),
        DocumentOperation.Upsert upsert => CheckDocument(batch, upsert.Document),
        DocumentOperation.Delete delete => CheckId(delete.DocumentId) + EnvelopeBytes,
        _ => throw new ArgumentException("An unknown operation.", nameof(operation)),
    };

    private static long CheckDocument(DocumentBatch batch, Document document)
    {
        if (!string.Equals(document.Pk, batch.Pk, StringComparison.Ordinal))
        {
            throw new ArgumentException($"The document {document.Id} belongs to another partition than its commit.", nameof(document));
        }

        CheckId(document.Id);
        CheckKind(document.Kind);
        if (document.TimeToLive is < 1)
        {
            throw new ArgumentException($"The time to live of {document.Id} is not positive.", nameof(document));
        }

        CheckBody(document);
        return SizeOf(document);
    }

    private static void CheckPk(string pk)
    {
        if (Strict.GetByteCount(pk) is 0 or > MaxPkBytes)
        {
            throw new ArgumentException($"A partition key has 1 to {MaxPkBytes} bytes.", nameof(pk));
        }
    }

    private static int CheckId(string id)
    {
        var bytes = Strict.GetByteCount(id);
        if (bytes is 0 or > MaxIdBytes || id.AsSpan().ContainsAny(ForbiddenInIds) || id.Any(char.IsControl) || id[^1] == ' ' || id is "." or "..")
        {
            throw new ArgumentException(
                $"An id has 1 to {MaxIdBytes} bytes, none of / \\ ? # %, no control character, no space at its end, and is neither . nor ..", nameof(id));
        }

        return bytes;
    }

    // A ~ in a kind would let the ranges of two kinds overlap.
    private static void CheckKind(string kind)
    {
        if (kind.Length is 0 or > MaxKindLength || kind.AsSpan().ContainsAnyExceptInRange('!', '}'))
        {
            throw new ArgumentException($"A kind has 1 to {MaxKindLength} characters from ! to }}.", nameof(kind));
        }
    }

    private static void CheckBody(Document document)
    {
        var reader = new Utf8JsonReader(document.Body.Span, new JsonReaderOptions { MaxDepth = MaxJsonDepth });
        try
        {
            while (reader.Read())
            {
            }
        }
        catch (JsonException exception)
        {
            throw new ArgumentException($"The body of {document.Id} is not one JSON value.", nameof(document), exception);
        }
    }
}
