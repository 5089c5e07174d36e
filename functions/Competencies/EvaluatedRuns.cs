using SalesPerf.Functions.Storage;
using SalesPerf.Platform.Documents;

namespace SalesPerf.Functions.Competencies;

/// <summary>
/// The latest run in which a person was evaluated. Scorecards cannot tell: one that says the same as before is not written.
/// </summary>
public sealed class EvaluatedRuns(IDocumentStore store, TimeProvider time)
{
    internal const string Kind = "evaluated";

    /// <summary>A later run that is noted already stays.</summary>
    public async Task NoteAsync(string person, DateTimeOffset run, CancellationToken cancellationToken)
    {
        var attempts = new Attempts(time);
        var pk = Partitions.Rep(person);
        while (true)
        {
            var stored = await store.ReadAsync<EvaluatedRun>(pk, Kind, cancellationToken);
            if (stored?.Value.Run >= run)
            {
                return;
            }

            var document = TypedDocuments.New(pk, Kind, Kind, TypedDocuments.Timeless, new EvaluatedRun(run));
            var batch = stored is null ? new DocumentBatch(pk).Create(document) : new DocumentBatch(pk).Replace(stored.Document, document);
            if (await store.CommitAsync(batch, cancellationToken) is CommitResult.Committed)
            {
                return;
            }

            await attempts.AgainAsync(cancellationToken);
        }
    }

    /// <summary>Null for somebody who never was.</summary>
    public async Task<DateTimeOffset?> LatestAsync(string person, CancellationToken cancellationToken) =>
        (await store.ReadAsync<EvaluatedRun>(Partitions.Rep(person), Kind, cancellationToken))?.Value.Run;
}

/// <summary>As stored.</summary>
public sealed record EvaluatedRun(DateTimeOffset Run);
