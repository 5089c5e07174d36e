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

    /// <summary>Seconds that what belongs to an upload is kept.</summary>
    public const int TimeToLive = 30 * 24 * 60 * 60;

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

    /// <summary>The organisation's zone: of times in exports that name none.</summary>
    public async Task<string> ZoneAsync(CancellationToken cancellationToken) =>
        (await directory.GetAsync(cancellationToken)).Model.Calendar(DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime)).Zone;

    /// <exception cref="ProblemException">404 when there is none.</exception>
    public async Task<Stored<ResyncUpload>> ReadAsync(string source, string id, CancellationToken cancellationToken) =>
        await FindAsync(source, id, cancellationToken) ?? throw Problems.NotFound("There is no such upload. They are kept for thirty days.").ToException();

    public Task<Stored<ResyncUpload>?> FindAsync(string source, string id, CancellationToken cancellationToken) =>
        store.ReadAsync<ResyncUpload>(Partition(source), DocumentId(id), cancellationToken);

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

    /// <summary>Ends an upload, once. A part under way stops before its next rows.</summary>
    /// <returns>The upload as it ended, now or before.</returns>
    public async Task<ResyncUpload> EndAsync(Stored<ResyncUpload> stored, string state, int? parts, CancellationToken cancellationToken)
    {
        while (stored.Value.State == ResyncUpload.Open)
        {
            var ended = stored.Value with { State = state, Parts = parts, EndedAt = time.GetUtcNow() };
            stored = await store.WriteAsync(stored, Document(ended), ended, cancellationToken)
                ?? await ReadAsync(stored.Value.Source, stored.Value.Id, cancellationToken);
        }

        return stored.Value;
    }

    public Task<Stored<ResyncPart>?> PartAsync(ResyncUpload upload, int number, CancellationToken cancellationToken) =>
        store.ReadAsync<ResyncPart>(PartsPartition(upload.Source, upload.Id), PartId(number), cancellationToken);

    /// <summary>As it is stored; null when somebody else wrote it since it was read, or it was read as nothing.</summary>
    public Task<Stored<ResyncPart>?> WriteAsync(ResyncUpload upload, Stored<ResyncPart>? before, ResyncPart part, CancellationToken cancellationToken) => store.WriteAsync(
        before,
        TypedDocuments.New(PartsPartition(upload.Source, upload.Id), PartId(part.Number), PartKind, TypedDocuments.Timeless, part, TimeToLive),
        part,
        cancellationToken);

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
