using SalesPerf.Domain.Sources;
using SalesPerf.Domain.Values;
using SalesPerf.Functions.Directory;
using SalesPerf.Functions.Http;
using SalesPerf.Functions.Storage;
using SalesPerf.Platform.Documents;
using SalesPerf.Platform.Messages;

namespace SalesPerf.Functions.Activities.Resync;

/// <summary>Where uploads and what became of their parts are kept, for thirty days after the last change.</summary>
public sealed class ResyncUploads(IDocumentStore store, IMessageBus bus, ModelDirectory directory, TimeProvider time)
{
    public const string Kind = "resync";
    public const string PartKind = "resync-part";

    /// <summary>The most rows that could not be read that are kept of a part, and that are shown of an upload.</summary>
    public const int MaxProblems = 100;

    /// <summary>The most parts of an upload.</summary>
    public const int MaxParts = 10_000;

    private const int TimeToLive = 30 * 24 * 60 * 60;

    public static string Partition(string source) => $"resync~{Key.Of(source)}";

    public static string PartsPartition(string source, string id) => $"resync-parts~{Key.Of(source, id)}";

    /// <summary>A source that exports may be uploaded for.</summary>
    /// <exception cref="ProblemException">404 when there is none, 409 when it is switched off.</exception>
    public async Task<Source> SourceAsync(string source, CancellationToken cancellationToken)
    {
        var settings = (await directory.GetAsync(cancellationToken)).Model.Source(source, DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime));
        return settings switch
        {
            null => throw Problems.NotFound("There is no such source.").ToException(),
            { Enabled: false } => throw Problems.Conflict("The source is switched off: nothing is taken for it.").ToException(),
            _ => settings,
        };
    }

    /// <exception cref="ProblemException">404 when there is none.</exception>
    public async Task<Stored<ResyncUpload>> ReadAsync(string source, string id, CancellationToken cancellationToken) =>
        await store.ReadAsync<ResyncUpload>(Partition(source), DocumentId(id), cancellationToken)
            ?? throw Problems.NotFound("There is no such upload. They are kept for thirty days.").ToException();

    /// <summary>The upload, and whether this opened it: one that is there under the id stays.</summary>
    public async Task<(ResyncUpload Upload, bool IsNew)> OpenAsync(ResyncUpload upload, CancellationToken cancellationToken)
    {
        var pk = Partition(upload.Source);
        var batch = new DocumentBatch(pk).Create(Document(upload));
        while (await store.CommitAsync(batch, cancellationToken) is not CommitResult.Committed)
        {
            // One that expires between the two calls is made anew.
            if (await store.ReadAsync<ResyncUpload>(pk, DocumentId(upload.Id), cancellationToken) is { Value: var known })
            {
                return (known, false);
            }
        }

        return (upload, true);
    }

    /// <summary>False when somebody else changed it.</summary>
    public async Task<bool> TryChangeAsync(Stored<ResyncUpload> stored, ResyncUpload upload, CancellationToken cancellationToken) =>
        await store.CommitAsync(new DocumentBatch(stored.Document.Pk).Replace(stored.Document, Document(upload)), cancellationToken) is CommitResult.Committed;

    public Task<Stored<ResyncPart>?> PartAsync(ResyncUpload upload, int number, CancellationToken cancellationToken) =>
        store.ReadAsync<ResyncPart>(PartsPartition(upload.Source, upload.Id), PartId(number), cancellationToken);

    /// <summary>False when somebody else wrote it.</summary>
    /// <param name="upload">The upload.</param>
    /// <param name="before">What was read; null when there was nothing.</param>
    /// <param name="part">What to write.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<bool> TryWriteAsync(ResyncUpload upload, Stored<ResyncPart>? before, ResyncPart part, CancellationToken cancellationToken)
    {
        var pk = PartsPartition(upload.Source, upload.Id);
        var document = TypedDocuments.New(pk, PartId(part.Number), PartKind, TypedDocuments.Timeless, part, TimeToLive);
        var batch = before is null ? new DocumentBatch(pk).Create(document) : new DocumentBatch(pk).Replace(before.Document, document);
        return await store.CommitAsync(batch, cancellationToken) is CommitResult.Committed;
    }

    /// <summary>Its parts by number.</summary>
    public IAsyncEnumerable<Stored<ResyncPart>> PartsAsync(ResyncUpload upload, CancellationToken cancellationToken) =>
        store.RangeAsync<ResyncPart>(PartsOf(upload), cancellationToken);

    public static RangeQuery PartsOf(ResyncUpload upload) => new(PartsPartition(upload.Source, upload.Id), PartKind, Size: 50);

    public async Task<ResyncProgress> ProgressAsync(ResyncUpload upload, CancellationToken cancellationToken)
    {
        var (parts, rows, added, held, rejected, problems) = (0, 0L, 0L, 0L, 0L, new List<RejectedLine>());
        await foreach (var part in PartsAsync(upload, cancellationToken))
        {
            if (part.Value is { IsDone: true } done)
            {
                (parts, rows, added, held, rejected) = (parts + 1, rows + done.Rows, added + done.Added, held + done.Held, rejected + done.Rejected);
                problems.AddRange(done.Problems.Take(MaxProblems - problems.Count));
            }
        }

        return new ResyncProgress(upload.Id, upload.Source, await StateAsync(upload, cancellationToken), upload.OpenedAt, upload.EndedAt, parts, rows, added, held, rejected, problems);
    }

    private async Task<string> StateAsync(ResyncUpload upload, CancellationToken cancellationToken) =>
        upload is not { State: ResyncUpload.Complete, EndedAt: { } ended } ? upload.State
        : await bus.IsWaitingSinceAsync(Queues.IngestActivities, ended, cancellationToken) ? "ingesting" : "done";

    private static string DocumentId(string id) => $"upload~{Key.Component(id)}";

    private static string PartId(int number) => $"part~{number:000000}";

    private static Document Document(ResyncUpload upload) =>
        TypedDocuments.New(Partition(upload.Source), DocumentId(upload.Id), Kind, upload.OpenedAt, upload, TimeToLive);
}
