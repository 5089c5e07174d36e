namespace SalesPerf.Platform.Documents;

/// <summary>The operations of one commit, all in one partition.</summary>
public sealed class DocumentBatch(string pk)
{
    /// <summary>The most operations a commit may hold.</summary>
    public const int MaxOperations = 100;

    /// <summary>The most bytes a commit may hold, envelopes included.</summary>
    public const int MaxBytes = 2 * 1024 * 1024;

    private readonly List<DocumentOperation> operations = [];

    public string Pk { get; } = pk;

    public IReadOnlyList<DocumentOperation> Operations => operations;

    /// <summary>Refused with <see cref="Refusal.Conflict"/> when the id exists.</summary>
    public DocumentBatch Create(Document document) => Add(new DocumentOperation.Create(document));

    /// <summary>Replaces what <paramref name="read"/> was read as; its rev is raised. Refused with <see cref="Refusal.Stale"/> when the stored ETag differs or the document is gone.</summary>
    public DocumentBatch Replace(Document read, Document document) =>
        Add(new DocumentOperation.Replace(document with { Rev = read.Rev + 1 }, read.ETag ?? throw new ArgumentException("A document that was not read cannot be replaced.", nameof(read))));

    /// <summary>Creates or replaces whatever is there. The rev is stored as given.</summary>
    public DocumentBatch Upsert(Document document) => Add(new DocumentOperation.Upsert(document));

    /// <summary>Deletes. With an ETag, refused with <see cref="Refusal.Stale"/> when it differs; absent documents are refused with <see cref="Refusal.Stale"/> too.</summary>
    public DocumentBatch Delete(string id, string? etag = null) => Add(new DocumentOperation.Delete(id, etag));

    private DocumentBatch Add(DocumentOperation operation)
    {
        operations.Add(operation);
        return this;
    }
}

/// <summary>One operation of a commit.</summary>
public abstract record DocumentOperation
{
    private DocumentOperation()
    {
    }

    public abstract string Id { get; }

    public sealed record Create(Document Document) : DocumentOperation
    {
        public override string Id => Document.Id;
    }

    public sealed record Replace(Document Document, string ETag) : DocumentOperation
    {
        public override string Id => Document.Id;
    }

    public sealed record Upsert(Document Document) : DocumentOperation
    {
        public override string Id => Document.Id;
    }

    public sealed record Delete(string DocumentId, string? ETag) : DocumentOperation
    {
        public override string Id => DocumentId;
    }
}

/// <summary>Why an operation was refused.</summary>
public enum Refusal
{
    /// <summary>A document to be created exists.</summary>
    Conflict,

    /// <summary>The ETag differs, or the document to be replaced or deleted is gone.</summary>
    Stale,

    /// <summary>The document or the batch exceeds the store's limits.</summary>
    TooLarge,
}

/// <summary>What became of a commit.</summary>
public abstract record CommitResult
{
    private CommitResult()
    {
    }

    /// <summary>Everything was applied. <paramref name="ETags"/> are the new ETags in the order of the operations (null for deletes).</summary>
    public sealed record Committed(IReadOnlyList<string?> ETags) : CommitResult;

    /// <summary>Nothing was applied. <paramref name="Index"/> is the operation refused; −1 when the batch as a whole is too large.</summary>
    public sealed record Refused(int Index, Refusal Reason) : CommitResult;
}
