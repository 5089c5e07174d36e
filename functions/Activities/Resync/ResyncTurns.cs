using SalesPerf.Functions.Storage;
using SalesPerf.Platform.Documents;

namespace SalesPerf.Functions.Activities.Resync;

/// <summary>
/// One part of a source's exports is compared at a time, of whatever upload: of two that told the same neither would know. A part whose sender went away may be taken up at once, any
/// other part when the turn has ended, or nobody renewed it.
/// </summary>
public sealed class ResyncTurns(IDocumentStore store, ResyncUploads uploads, TimeProvider time)
{
    private const string Id = "turn";

    /// <summary>Longer than some hundred rows ever take.</summary>
    private static readonly TimeSpan Length = TimeSpan.FromMinutes(2);

    /// <summary>The turn, or null when it is another part's.</summary>
    public async Task<Stored<ResyncTurn>?> TakeAsync(ResyncUpload upload, int part, CancellationToken cancellationToken)
    {
        var pk = ResyncUploads.Partition(upload.Source);
        var stored = await store.ReadAsync<ResyncTurn>(pk, Id, cancellationToken);
        return stored is null || await IsOverAsync(stored.Value, upload, part, cancellationToken)
            ? await WriteAsync(pk, stored, new ResyncTurn(upload.Id, part, time.GetUtcNow() + Length), cancellationToken)
            : null;
    }

    /// <summary>The turn as it is to be handed back; null when somebody else has it by now.</summary>
    public async Task<Stored<ResyncTurn>?> RenewAsync(Stored<ResyncTurn> turn, CancellationToken cancellationToken) => turn.Value.Until - time.GetUtcNow() > Length / 2
        ? turn
        : await WriteAsync(turn.Document.Pk, turn, turn.Value with { Until = time.GetUtcNow() + Length }, cancellationToken);

    /// <summary>Ends it, if it is not somebody else's by now.</summary>
    public Task EndAsync(Stored<ResyncTurn> turn) =>
        store.CommitAsync(new DocumentBatch(turn.Document.Pk).Delete(Id, turn.Document.ETag), CancellationToken.None);

    /// <summary>True too where the turn's own upload or part has ended, and the process with it before it could say so.</summary>
    private async Task<bool> IsOverAsync(ResyncTurn turn, ResyncUpload upload, int part, CancellationToken cancellationToken) =>
        turn.Until <= time.GetUtcNow()
        || (turn.Upload, turn.Part) == (upload.Id, part)
        || await uploads.FindAsync(upload.Source, turn.Upload, cancellationToken) is not { Value: { State: ResyncUpload.Open } other }
        || await uploads.PartAsync(other, turn.Part, cancellationToken) is { Value.IsDone: true };

    private Task<Stored<ResyncTurn>?> WriteAsync(string pk, Stored<ResyncTurn>? before, ResyncTurn turn, CancellationToken cancellationToken) =>
        store.WriteAsync(before, TypedDocuments.New(pk, Id, "resync-turn", TypedDocuments.Timeless, turn), turn, cancellationToken);
}

/// <summary>Whose turn it is.</summary>
/// <param name="Upload">The upload's id.</param>
/// <param name="Part">Its part.</param>
/// <param name="Until">Unless it is renewed, it is anybody's then.</param>
public sealed record ResyncTurn(string Upload, int Part, DateTimeOffset Until);
